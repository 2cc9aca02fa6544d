/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Sets @error for the OAuth error @code (RFC 6749 §4.1.2.1, §5.2): OIDC_ERROR_INVALID_GRANT for
 * invalid_grant, else OIDC_ERROR_REFUSED. oidc_error_get_oauth_code() returns the code. @code,
 * @description (nullable): as the provider sent them; the message has them cut and escaped. */
void oidc_refusal_set (GError **error, const char *code, const char *description);

/* What a person can read in an answer without an OAuth error: the detail or the title of a problem
 * (RFC 9457 §3.1), or what some providers have instead. Cut, escaped, and without a full stop at
 * its end. @body: of any kind. Returns: (transfer full) (nullable) */
char *oidc_refusal_find_reason (GBytes *body);
