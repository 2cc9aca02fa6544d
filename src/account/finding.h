/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-error.h"

/* What the doctor (doctor.h) found where it looked. */

typedef enum
{
  TESSERA_FINDING_OK,
  TESSERA_FINDING_WARNING, /* a sign-in works, but something will not */
  TESSERA_FINDING_PROBLEM, /* a sign-in is going to fail */
} TesseraFindingSeverity;

typedef struct
{
  const char *check; /* "issuer", "keys", …: the same in every version and language. Static */
  const char *title; /* translated. Static */
  TesseraFindingSeverity severity;
  TesseraErrorKind kind; /* of a problem; TESSERA_ERROR_NONE elsewhere */
  char *text;            /* translated: what was found. May quote the provider, unescaped */
  char *advice;          /* (nullable) translated: what to do. The same holds for it */
  char **values;         /* (nullable) what there is to copy, such as the URIs to register */
} TesseraFinding;

/* "ok", "warning", "problem": as --json says it. Static. */
const char *tessera_finding_severity_to_string (TesseraFindingSeverity severity);

TesseraFinding *tessera_finding_new (void);
void tessera_finding_free (TesseraFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraFinding, tessera_finding_free)

/* The worst of @findings (element-type TesseraFinding). *kind: (out) of the first problem,
 * TESSERA_ERROR_NONE without one. */
TesseraFindingSeverity tessera_finding_get_worst (const GPtrArray *findings,
                                                  TesseraErrorKind *kind);
