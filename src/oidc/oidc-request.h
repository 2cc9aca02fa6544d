/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-client.h"
#include "oidc-provider.h"

/* One authorization request (RFC 6749 §4.1.1, RFC 7636, OpenID Connect Core §3.1.2.1). */
typedef struct
{
  char *state;         /* 256 bits, base64url */
  char *nonce;         /* 256 bits, base64url; NULL where openid is not among the scopes */
  char *code_verifier; /* 43 characters */
  char *redirect_uri;
  char **scopes; /* the scopes that are requested */
  gint64
    max_age; /* seconds (OpenID Connect Core §3.1.2.1), from the client's auth_params; -1: none */
  char *uri; /* the URI for the browser to open */
} OidcRequest;

/* 256 bits of the system's generator as 43 base64url characters. Aborts if there is no randomness.
 */
char *oidc_request_random (void);

/* BASE64URL(SHA256(ASCII(@code_verifier))), RFC 7636 §4.2. */
char *oidc_request_code_challenge (const char *code_verifier);

/* Whether the request with these scopes is an OpenID Connect request: an ID token will come. */
gboolean oidc_request_is_openid (const OidcRequest *self);

/* A fresh request. The query that the authorization endpoint may have already is kept (RFC 6749
 * §3.1). offline_access brings prompt=consent (OpenID Connect Core §11) unless the client's
 * auth_params speak of prompt. Errors: OIDC_ERROR_INVALID_CONFIG: a scope or parameter that breaks
 * the rules, is reserved or is there twice. */
OidcRequest *oidc_request_new (const OidcProvider *provider,
                               const OidcClient *client,
                               const char *redirect_uri,
                               GError **error);
void oidc_request_free (OidcRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcRequest, oidc_request_free)
