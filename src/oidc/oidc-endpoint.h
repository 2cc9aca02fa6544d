/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-form.h"

/* An endpoint that the browser opens, which may have a query of its own (RFC 6749 §3.1). */

/* Returns: (transfer full) the parameters of @uri's own query; an empty form where it has none. */
OidcForm *oidc_endpoint_parse_query (const char *uri);

/* @uri with its own query kept, and @form (application/x-www-form-urlencoded) after it. @name: the
 * endpoint's name in the metadata ("authorization_endpoint"), for the message. Returns: (transfer
 * full). Errors: OIDC_ERROR_INVALID_CONFIG where @uri has a fragment, or a parameter that @form
 * has, too: no parameter may be sent twice (§3.1). */
char *oidc_endpoint_add_form (const char *uri, const char *name, const char *form, GError **error);

/* Sets @error to the OIDC_ERROR_INVALID_CONFIG of oidc_endpoint_add_form(). */
void oidc_endpoint_set_clash (GError **error, const char *name);
