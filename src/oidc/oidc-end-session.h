/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Make the URI that the browser opens to end the person's session at the provider. @endpoint: the
 * end_session_endpoint; its own query is kept. Returns: (transfer full). Errors:
 * OIDC_ERROR_INVALID_CONFIG if the endpoint has a fragment, or a parameter that the request sends.
 * */

/* By OpenID Connect RP-Initiated Logout 1.0 §2. @id_token: becomes part of the URI, as
 * id_token_hint. @post_logout_redirect_uri: must be registered at the provider. @state: comes
 * back with it. */
char *oidc_end_session_uri (const char *endpoint,
                            const char *client_id,
                            const char *id_token,
                            const char *post_logout_redirect_uri,
                            const char *state,
                            GError **error);

/* By a provider's own convention: the client ID, and @uri in the parameter @name (Cognito's
 * logout_uri, Auth0's returnTo). @uri: where the browser comes back to, which must be
 * registered. It comes back without parameters. */
char *oidc_end_session_own_uri (const char *endpoint,
                                const char *client_id,
                                const char *name,
                                const char *uri,
                                GError **error);
