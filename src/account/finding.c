/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "finding.h"

TesseraFinding *
tessera_finding_new (void)
{
  return g_new0 (TesseraFinding, 1);
}

void
tessera_finding_free (TesseraFinding *self)
{
  g_free (self->text);
  g_free (self->advice);
  g_strfreev (self->values);
  g_free (self);
}

const char *
tessera_finding_severity_to_string (TesseraFindingSeverity severity)
{
  static const char *const names[] = { "ok", "warning", "problem" };

  return names[severity];
}

TesseraFindingSeverity
tessera_finding_get_worst (const GPtrArray *findings, TesseraErrorKind *kind)
{
  TesseraFindingSeverity worst = TESSERA_FINDING_OK;

  *kind = TESSERA_ERROR_NONE;
  for (guint i = 0; i < findings->len; i++)
    {
      const TesseraFinding *finding = findings->pdata[i];

      worst = MAX (worst, finding->severity);
      if (*kind == TESSERA_ERROR_NONE)
        *kind = finding->kind;
    }
  return worst;
}
