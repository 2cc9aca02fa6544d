/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What the browser is to open so that the person's session at the provider ends, too. @endpoint:
 * its own query is kept. Returns: (transfer full). Errors: OIDC_ERROR_INVALID_CONFIG: the endpoint
 * has a fragment, or a parameter that is sent here. */

/* OpenID Connect RP-Initiated Logout 1.0 §2. @id_token: the hint, which the URI then holds. @state
 * comes back with @post_logout_redirect_uri, which must be registered. */
char *oidc_end_session_uri (const char *endpoint,
                            const char *client_id,
                            const char *id_token,
                            const char *post_logout_redirect_uri,
                            const char *state,
                            GError **error);

/* A provider's own form: the client ID, and the URI to come back to (which must be registered) in
 * the parameter @name: Cognito's logout_uri, Auth0's returnTo. Nothing comes back with it. */
char *oidc_end_session_own_uri (const char *endpoint,
                                const char *client_id,
                                const char *name,
                                const char *uri,
                                GError **error);
