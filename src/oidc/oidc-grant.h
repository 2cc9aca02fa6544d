/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-client.h"
#include "oidc-http.h"
#include "oidc-provider.h"
#include "oidc-request.h"
#include "oidc-tokens.h"

/* Requests to the token endpoint, and revocation. A POST that carries a credential follows no
 * redirect; nothing of its body or answer is ever logged. */

/* Exchanges @code (RFC 6749 §4.1.3, RFC 7636 §4.5). */
void oidc_grant_code_async (OidcHttp *http,
                            const OidcProvider *provider,
                            const OidcClient *client,
                            const OidcRequest *request,
                            const char *code,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* Returns: (transfer full). @leftover: (out) (optional) (nullable) (transfer full) after a failure, the
 * tokens of an answer that was refused (oidc_tokens_parse()): they live at the provider all the same,
 * and are to be revoked. An answer that has come is handed out even if the request was cancelled
 * meanwhile.
 * Errors: those of oidc_http_finish() and oidc_tokens_parse(); OIDC_ERROR_REFUSED,
 * OIDC_ERROR_INVALID_GRANT for an OAuth error with any 4xx status, OIDC_ERROR_HTTP_STATUS for a 4xx
 * without one. */
OidcTokens *oidc_grant_code_finish (GAsyncResult *result, OidcTokens **leftover, GError **error);

/* Renews the token set (RFC 6749 §6) with @refresh_token; no scope is sent, which keeps what was
 * granted. The answer is as it came: oidc_refresh_inherit() fills in what it leaves out. */
void oidc_grant_refresh_async (OidcHttp *http,
                               const OidcProvider *provider,
                               const OidcClient *client,
                               const char *refresh_token,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* Returns, @leftover and errors: as oidc_grant_code_finish(). A refresh token in @leftover may be the
 * only one that is still good. OIDC_ERROR_INVALID_GRANT is also what else providers call a refresh token
 * that is no good any more: bad_refresh_token, and invalid_token and expired_token with status 400 or
 * 401. */
OidcTokens *oidc_grant_refresh_finish (GAsyncResult *result, OidcTokens **leftover, GError **error);

/* Revokes @token (RFC 7009 §2.1); @hint: "refresh_token" or "access_token". A provider that does not
 * revoke access tokens (unsupported_token_type, §2.2.1) is no failure: they end by themselves. */
void oidc_grant_revoke_async (OidcHttp *http,
                              const OidcProvider *provider,
                              const OidcClient *client,
                              const char *token,
                              const char *hint,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean oidc_grant_revoke_finish (GAsyncResult *result, GError **error);
