/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-http.h"
#include <json-glib/json-glib.h>

/* A provider: what its metadata says (OpenID Connect Discovery 1.0, RFC 8414), or what a person
 * configured by hand, the latter winning endpoint by endpoint. Immutable once it is handed out. */
typedef struct
{
  char *issuer; /* (nullable): endpoints by hand, plain OAuth 2.0 */
  char *authorization_endpoint;
  char *token_endpoint;
  char *jwks_uri; /* (nullable), as those below */
  char *userinfo_endpoint;
  char *revocation_endpoint;
  char *end_session_endpoint;
  char **scopes_supported;
  char **token_endpoint_auth_methods_supported;
  char **id_token_signing_alg_values_supported;
  char **prompt_values_supported;
  gboolean
    iss_parameter_supported; /* authorization_response_iss_parameter_supported, RFC 9207 §3 */
} OidcProvider;

/* Reference counted. All members NULL to begin with. */
OidcProvider *oidc_provider_new (void);
void oidc_provider_unref (OidcProvider *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcProvider, oidc_provider_unref)

/* Reads a metadata document. @issuer must equal its issuer to the character (Discovery §4.3,
 * RFC 8414 §3.3). A document that lists PKCE methods but not S256, or response types but not code,
 * is refused. Members of RFC 8414 that are REQUIRED only for other flows may be missing. Errors:
 * OIDC_ERROR_MALFORMED, _ISSUER_MISMATCH, _UNSUPPORTED, _TOO_LARGE. */
OidcProvider *oidc_provider_parse (const char *issuer, GBytes *document, GError **error);

/* A new provider with the endpoints of @by_hand where it has them, else those of @discovered
 * (nullable). Errors: OIDC_ERROR_INVALID_CONFIG if an endpoint that is needed is missing or has a
 * bad URI. */
OidcProvider *
oidc_provider_combine (OidcProvider *discovered, OidcProvider *by_hand, GError **error);

/* Fetches the metadata of @issuer: ISSUER/.well-known/openid-configuration (no doubled slash), and
 * where that is a 4xx or not the JSON of a provider, RFC 8414 §3's form
 * /.well-known/oauth-authorization-server/PATH. Follows at most 5 redirects. @issuer itself keeps
 * its trailing slash. */
void oidc_provider_discover_async (OidcHttp *http,
                                   const char *issuer,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* Returns: (transfer full). Errors: those of oidc_provider_parse() and of oidc_http_finish(), and
 * OIDC_ERROR_HTTP_STATUS where there is no such document. */
OidcProvider *oidc_provider_discover_finish (GAsyncResult *result, GError **error);
