/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How a client authenticates at the token endpoint (OpenID Connect Core §9). */
typedef enum
{
  OIDC_CLIENT_AUTH_NONE,  /* a public client: client_id in the body */
  OIDC_CLIENT_AUTH_BASIC, /* client_secret_basic, RFC 6749 §2.3.1 */
  OIDC_CLIENT_AUTH_POST,  /* client_secret_post */
} OidcClientAuth;

/* What was registered at the provider, and what the person wants to ask it for. */
typedef struct
{
  char *client_id;
  char *client_secret; /* (nullable) */
  OidcClientAuth auth;
  char **scopes;      /* (nullable): not configured, "openid profile email" (and offline_access
                         where the metadata lists it) is asked for; nothing where the provider has
                         no issuer, since no ID token of it could be checked */
  char *audience;     /* (nullable): Auth0's parameter */
  char **resources;   /* (nullable): RFC 8707 */
  char **auth_params; /* (nullable): "name=value", extra parameters of the authorization request;
                         one without a value is not sent, but "prompt=" keeps prompt=consent away */
} OidcClient;

OidcClient *oidc_client_new (void);
void oidc_client_free (OidcClient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcClient, oidc_client_free)

/* Whether @name is a parameter of the protocol itself (client_id, state, scope, audience, …), which
 * no extra parameter may replace. */
gboolean oidc_client_is_reserved_parameter (const char *name);

/* Appends name=value, application/x-www-form-urlencoded (RFC 6749 appendix B: UTF-8, space as +),
 * to @form, with a & where it is not the first. */
void oidc_client_append_parameter (GString *form, const char *name, const char *value);

/* Adds what authenticates the client: parameters to @form, or (returned, (nullable) (transfer
 * full)) the value of an Authorization header: Basic, with ID and secret form-encoded first. A
 * client without a secret is public, whatever its @auth says. RFC 6749 §2.3.1, §3.2.1. */
char *oidc_client_authenticate (const OidcClient *self, GString *form);
