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

/* Whether offline_access is among the scopes (OpenID Connect Core §11). */
typedef enum
{
  OIDC_OFFLINE_ACCESS_DEFAULT, /* where the scopes name it, or as told below where there are none */
  OIDC_OFFLINE_ACCESS_ASK,     /* always */
  OIDC_OFFLINE_ACCESS_NEVER,   /* not even where the scopes name it */
} OidcOfflineAccess;

/* A client as it was registered at the provider, and what it asks for. */
typedef struct
{
  char *client_id;
  char *client_secret; /* (nullable) */
  OidcClientAuth auth;
  char **scopes; /* (nullable): NULL asks for "openid profile email", and for
                         offline_access where the metadata lists it, unless that is Keycloak's;
                         for nothing where the provider has no issuer to check an ID token
                         against */
  OidcOfflineAccess offline_access;
  char *scope_separator; /* (nullable): instead of the space of RFC 6749 §3.3 */
  char *audience;        /* (nullable): Auth0's parameter */
  char **resources;      /* (nullable): RFC 8707 */
  char **auth_params;    /* (nullable): "name=value", extra parameters of the authorization request;
                         one without a value is not sent, but "prompt=" keeps prompt=consent away */
} OidcClient;

OidcClient *oidc_client_new (void);
void oidc_client_free (OidcClient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcClient, oidc_client_free)

/* Whether @name is a parameter of the protocol itself (client_id, state, scope, audience, …), which
 * no extra parameter may replace. */
gboolean oidc_client_is_reserved_parameter (const char *name);

/* Check what a person configured; the form, the command line and the flows all call these.
 * @scopes (nullable): scope-tokens (RFC 6749 §3.3). @auth_params (nullable): NAME=VALUE in
 * UTF-8. The name is visible ASCII, is not reserved and does not occur twice. max_age is a
 * number of seconds, since the ID token is checked against it. Errors:
 * OIDC_ERROR_INVALID_CONFIG. */
gboolean oidc_client_check_scopes (char **scopes, GError **error);
gboolean oidc_client_check_auth_params (char **auth_params, GError **error);

/* Appends name=value to @form as application/x-www-form-urlencoded (RFC 6749 appendix B: UTF-8,
 * space as +), with a & before all but the first. */
void oidc_client_append_parameter (GString *form, const char *name, const char *value);

/* Authenticates the client at the token endpoint (RFC 6749 §2.3.1, §3.2.1). With
 * OIDC_CLIENT_AUTH_BASIC it returns the value of the Authorization header; else it appends
 * parameters to @form and returns NULL. A client without a secret is public, whatever its @auth
 * says. Returns: (transfer full) (nullable). */
char *oidc_client_authenticate (const OidcClient *self, GString *form);
