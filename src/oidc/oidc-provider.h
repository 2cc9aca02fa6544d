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
  GHashTable *problems; /* (nullable) optional endpoint → why the metadata's value is not used */
  char **scopes_supported;
  char **token_endpoint_auth_methods_supported;
  char **prompt_values_supported;
  char **response_types_supported;
  char **grant_types_supported;
  char **code_challenge_methods_supported;
  char **id_token_signing_alg_values_supported;
  char **members; /* the names of all members of the document */
  gboolean
    iss_parameter_supported; /* authorization_response_iss_parameter_supported, RFC 9207 §3 */
} OidcProvider;

/* Reference counted. All members are NULL at first. */
OidcProvider *oidc_provider_new (void);
void oidc_provider_unref (OidcProvider *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcProvider, oidc_provider_unref)

/* Reads a metadata document. @issuer must equal its issuer to the character (Discovery §4.3,
 * RFC 8414 §3.3). A document that lists PKCE methods but not S256, or response types but not code,
 * is refused, and so is an authorization or token endpoint that cannot be used. Any other member
 * that is missing, or that cannot be used, counts as absent: no provider needs all of them. Errors:
 * OIDC_ERROR_MALFORMED, _ISSUER_MISMATCH, _UNSUPPORTED, _TOO_LARGE. */
OidcProvider *oidc_provider_parse (const char *issuer, GBytes *document, GError **error);

/* Sets @error to OIDC_ERROR_UNSUPPORTED for a step that needs the endpoint @name
 * ("revocation_endpoint") of @self, which is NULL. The message says why the metadata's value is
 * not used, where it has one. */
void oidc_provider_set_missing (const OidcProvider *self, const char *name, GError **error);

/* A new provider with the endpoints of @by_hand where it has them, else those of @discovered
 * (nullable). Errors: OIDC_ERROR_INVALID_CONFIG if an endpoint that is needed is missing or has a
 * bad URI. */
OidcProvider *
oidc_provider_combine (OidcProvider *discovered, OidcProvider *by_hand, GError **error);

/* Fetches the metadata of @issuer from ISSUER/.well-known/openid-configuration. Where that is a 4xx
 * or not the JSON of a provider, it is fetched from the form of RFC 8414 §3,
 * /.well-known/oauth-authorization-server/PATH. Follows at most 5 redirects. */
void oidc_provider_discover_async (OidcHttp *http,
                                   const char *issuer,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* Returns: (transfer full). Errors: those of oidc_provider_parse() and of oidc_http_finish(), and
 * OIDC_ERROR_HTTP_STATUS where there is no such document. */
OidcProvider *oidc_provider_discover_finish (GAsyncResult *result, GError **error);
