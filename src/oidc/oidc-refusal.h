/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Sets @error to the OAuth error @code (RFC 6749 §4.1.2.1, §5.2) with its @description (nullable),
 * both as the provider sent them: they are cut and escaped here.
 * OIDC_ERROR_INVALID_GRANT for invalid_grant, else OIDC_ERROR_REFUSED; oidc_error_get_oauth_code() tells
 * which it was. */
void oidc_refusal_set (GError **error, const char *code, const char *description);
