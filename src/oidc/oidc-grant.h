/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-client.h"
#include "oidc-http.h"
#include "oidc-provider.h"
#include "oidc-request.h"
#include "oidc-tokens.h"

/* Requests to the token endpoint and the revocation endpoint. They follow no redirect, and
 * neither their body nor the answer is ever logged. What is secret in a request is in no error,
 * even where the answer repeats it. */

/* Exchanges @code (RFC 6749 §4.1.3, RFC 7636 §4.5). */
void oidc_grant_code_async (OidcHttp *http,
                            const OidcProvider *provider,
                            const OidcClient *client,
                            const OidcRequest *request,
                            const char *code,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* Returns: (transfer full). Once the answer has arrived it is returned, even if the request has
 * been cancelled since. @leftover: (out) (optional) (nullable) (transfer full): on failure, the
 * tokens in an answer that was refused (see oidc_tokens_parse()). They are valid at the
 * provider: revoke them. Errors: those of oidc_http_finish() and oidc_tokens_parse();
 * OIDC_ERROR_REFUSED, OIDC_ERROR_INVALID_GRANT for an OAuth error with any 4xx status,
 * OIDC_ERROR_HTTP_STATUS for a 4xx without one. */
OidcTokens *oidc_grant_code_finish (GAsyncResult *result, OidcTokens **leftover, GError **error);

/* Renews the token set (RFC 6749 §6) with @refresh_token. No scope is sent, which keeps the
 * scopes that were granted. The result is the answer as it came: oidc_refresh_inherit() adds
 * what it leaves out. */
void oidc_grant_refresh_async (OidcHttp *http,
                               const OidcProvider *provider,
                               const OidcClient *client,
                               const char *refresh_token,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* Returns, @leftover and errors: as oidc_grant_code_finish(), with two differences. A refresh
 * token in @leftover may be the only valid one: store it. OIDC_ERROR_INVALID_GRANT also stands
 * for the codes that providers use in place of invalid_grant: bad_refresh_token, and with
 * status 400 or 401 invalid_token and expired_token. */
OidcTokens *oidc_grant_refresh_finish (GAsyncResult *result, OidcTokens **leftover, GError **error);

/* Revokes @token (RFC 7009 §2.1). @hint: "refresh_token" or "access_token".
 * unsupported_token_type (§2.2.1) for an access token counts as success: the token expires by
 * itself. */
void oidc_grant_revoke_async (OidcHttp *http,
                              const OidcProvider *provider,
                              const OidcClient *client,
                              const char *token,
                              const char *hint,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean oidc_grant_revoke_finish (GAsyncResult *result, GError **error);
