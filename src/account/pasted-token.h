/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What somebody means who pastes @pasted to look at a token: the compact form of a JWS (RFC 7515
 * §3.1) or a JWE (RFC 7516 §3.1), without base64 padding. It may stand in quotes, behind "Bearer",
 * and have blanks and line breaks anywhere; or it is the access token in, or else the first of such
 * tokens in, a token answer, a command line, a header or any other text. Where there is none, it is
 * @pasted without what stands around it. Returns: (transfer full), empty where nothing is left. */
char *tessera_pasted_token_find (const char *pasted);

/* Whether @compact begins with the header of a JWS or a JWE. *n_parts: (out), how many parts it
 * has; 5 only for a JWE, whose header has "enc". */
gboolean tessera_pasted_token_has_header (const char *compact, guint *n_parts);
