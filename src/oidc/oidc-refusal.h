/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Sets @error for the OAuth error @code (RFC 6749 §4.1.2.1, §5.2): OIDC_ERROR_INVALID_GRANT for
 * invalid_grant, else OIDC_ERROR_REFUSED. oidc_error_get_oauth_code() returns the code. @code,
 * @description (nullable): as the provider sent them; the message has them cut and escaped. */
void oidc_refusal_set (GError **error, const char *code, const char *description);
