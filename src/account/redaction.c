/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "redaction.h"

#include <string.h>

#define INSTEAD "[redacted]" /* safe within JSON and URIs */
#define TELLING 8            /* characters: fewer of a secret tell nothing */

static void
replace (GString *text, const char *secret)
{
  gsize length = strlen (secret);

  g_string_replace (text, secret, INSTEAD, 0);
  for (gsize part = MIN (length - 1, text->len); part >= TELLING; part--)
    if (memcmp (text->str + text->len - part, secret, part) == 0)
      {
        g_string_truncate (text, text->len - part);
        g_string_append (text, INSTEAD);
        return;
      }
}

char *
tessera_redaction_make (const char *text, const char *secret)
{
  g_autoptr (GString) redacted = g_string_new (text);
  g_autoptr (GString) in_json = g_string_new (secret);
  g_autofree char *in_uri = g_uri_escape_string (secret, NULL, FALSE);

  if (secret[0] == '\0')
    return g_strdup (text);
  g_string_replace (in_json, "/", "\\/", 0);
  replace (redacted, secret);
  replace (redacted, in_json->str);
  replace (redacted, in_uri);
  return g_string_free (g_steal_pointer (&redacted), FALSE);
}
