/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The strict reading of JSON (RFC 8259) that goes before json-glib, and what else it can be asked
 * for on the way. All members may be 0. For oidc-json.c. */
typedef struct
{
  /* (nullable) gets the text anew: strings and numbers as they were written, members in their order,
   * other blanks between them. Half of it is there where the text is not valid. */
  GString *copy;
  guint indent; /* of @copy, in blanks a level; 0: all on one line */
  gboolean
    substitute_numbers; /* in @copy, a number that neither gint64 nor double holds is 1e308 */

  const char *member; /* (nullable) a member of the outermost object, and where its value stands */
  const char *value;  /* set by the scan; NULL where there is no such member; inside the text */
  gsize value_length; /* bytes */
} OidcJsonScan;

/* Scans the @length bytes at @text. Errors, bounds and @limit: as oidc_json_validate(). */
gboolean
oidc_json_scan (OidcJsonScan *self, const char *text, gsize length, gsize limit, GError **error);
