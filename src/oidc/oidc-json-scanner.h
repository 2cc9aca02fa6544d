/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The strict scan of JSON (RFC 8259) that runs before json-glib, and what it can collect on the
 * way. All members may be 0. Private to oidc-json.c. */
typedef struct
{
  /* (nullable) Receives the text with new blanks; members keep their order, strings and numbers
   * stay as they were written. Incomplete if the scan fails. */
  GString *copy;
  guint indent;                /* of @copy, in blanks a level; 0: all on one line */
  gboolean substitute_numbers; /* in @copy, write 1e308 for a number that neither gint64 nor double
                           holds */

  const char *member; /* (nullable) the member of the outermost object to find */
  const char *value;  /* (nullable) set by the scan: its value, inside the text */
  gsize value_length; /* bytes */
} OidcJsonScan;

/* Scans the @length bytes at @text. Errors, bounds and @limit: as oidc_json_validate(). */
gboolean
oidc_json_scan (OidcJsonScan *self, const char *text, gsize length, gsize limit, GError **error);
