/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* One claim of a token, or one parameter of its header, in words for a person. */
typedef struct
{
  char *name;          /* as the token has it, escaped (text-escape.h) */
  const char *meaning; /* (nullable) translated: what the standards call it. Static */
  char *text;          /* translated: the value; a list has an element a line. Escaped */
  guint n_values;      /* how many elements a list of texts has; 0: it is none */
} TesseraClaim;

/* @name, @node: the member of a JSON object. @source: its value as it was written. @now: wall
 * clock, in seconds. A claim that is a time (RFC 7519 §2) becomes a date of this computer's time
 * zone and how far off that is; a scope, an audience and other lists of texts become lines; an
 * issuer that is known has its name with it. Returns: (transfer full) */
TesseraClaim *tessera_claim_new (const char *name, JsonNode *node, const char *source, gint64 now);
void tessera_claim_free (TesseraClaim *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraClaim, tessera_claim_free)

/* Whether @words (nullable), which a person typed, are in it: in its name, meaning or value, in
 * letters of either case. */
gboolean tessera_claim_has (const TesseraClaim *self, const char *words);
