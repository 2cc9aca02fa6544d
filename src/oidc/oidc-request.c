/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-request.h"

#include <string.h>
#include <sys/random.h>

#include "oidc-base64url.h"
#include "oidc-endpoint.h"

#define RANDOM_BYTES 32
#define SHA256_BYTES 32

char *
oidc_request_random (void)
{
  guint8 bytes[RANDOM_BYTES];
  char *text = NULL;

  /* Never returns fewer than 256 bytes, and waits until the generator is seeded. */
  if (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    g_error ("The system gives no random numbers");
  text = oidc_base64url_encode (bytes, sizeof bytes);
  explicit_bzero (bytes, sizeof bytes);
  return text;
}

char *
oidc_request_code_challenge (const char *code_verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[SHA256_BYTES];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) code_verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);
  return oidc_base64url_encode (digest, length);
}

gboolean
oidc_request_is_openid (const OidcRequest *self)
{
  return g_strv_contains ((const char *const *) self->scopes, "openid");
}

static gboolean
contains (char **list, const char *item)
{
  return list != NULL && g_strv_contains ((const char *const *) list, item);
}

/* Keycloak gives a refresh token without offline_access. With it, the session does not end when the
 * person signs out, and it takes a role that not everybody has. */
static gboolean
is_keycloak (const OidcProvider *provider)
{
  return g_str_has_suffix (provider->authorization_endpoint, "/protocol/openid-connect/auth");
}

static gboolean
wants_offline_access (const OidcProvider *provider, const OidcClient *client)
{
  if (client->offline_access != OIDC_OFFLINE_ACCESS_DEFAULT)
    return client->offline_access == OIDC_OFFLINE_ACCESS_ASK;
  if (client->scopes != NULL)
    return contains (client->scopes, "offline_access");
  return provider->issuer != NULL && contains (provider->scopes_supported, "offline_access")
         && !is_keycloak (provider);
}

static char **
choose_scopes (const OidcProvider *provider, const OidcClient *client)
{
  static const char *const openid[] = { "openid", "profile", "email", NULL };
  static const char *const none[] = { NULL };
  const char *const *scopes = (const char *const *) client->scopes;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean wanted = wants_offline_access (provider, client);

  if (scopes == NULL)
    scopes = provider->issuer != NULL ? openid : none;
  for (gsize i = 0; scopes[i] != NULL; i++)
    if (wanted || !g_str_equal (scopes[i], "offline_access"))
      g_strv_builder_add (builder, scopes[i]);
  if (wanted && !g_strv_contains (scopes, "offline_access"))
    g_strv_builder_add (builder, "offline_access");
  return g_strv_builder_end (builder);
}

/* The value of the extra parameter @name, which may be "". (nullable): NULL if it is not
 * configured. */
static const char *
find_auth_param (const OidcClient *client, const char *name)
{
  gsize length = strlen (name);

  for (char **param = client->auth_params; param != NULL && *param != NULL; param++)
    if (g_str_has_prefix (*param, name) && (*param)[length] == '=')
      return *param + length + 1;
  return NULL;
}

/* oidc_client_check_auth_params() has made sure that it is a number. */
static gint64
read_max_age (const OidcClient *client)
{
  const char *value = find_auth_param (client, "max_age");

  return value != NULL && *value != '\0' ? g_ascii_strtoll (value, NULL, 10) : -1;
}

static void
append_auth_params (GString *form, const OidcClient *client)
{
  for (char **param = client->auth_params; param != NULL && *param != NULL; param++)
    {
      const char *equals = strchr (*param, '=');
      g_autofree char *name = g_strndup (*param, (gsize) (equals - *param));

      if (equals[1] != '\0')
        oidc_client_append_parameter (form, name, equals + 1);
    }
}

/* OpenID Connect Core §11. @own: the parameters of the endpoint's own query. */
static gboolean
wants_consent (const OidcRequest *self,
               const OidcProvider *provider,
               const OidcClient *client,
               const OidcForm *own)
{
  return contains (self->scopes, "offline_access") && find_auth_param (client, "prompt") == NULL
         && oidc_form_count (own, "prompt") == 0
         && (provider->prompt_values_supported == NULL
             || contains (provider->prompt_values_supported, "consent"));
}

static void
append_protocol (const OidcRequest *self, const OidcClient *client, GString *form)
{
  g_autofree char *scope
    = g_strjoinv (client->scope_separator != NULL ? client->scope_separator : " ", self->scopes);
  g_autofree char *challenge = oidc_request_code_challenge (self->code_verifier);

  oidc_client_append_parameter (form, "response_type", "code");
  oidc_client_append_parameter (form, "client_id", client->client_id);
  oidc_client_append_parameter (form, "redirect_uri", self->redirect_uri);
  if (*scope != '\0')
    oidc_client_append_parameter (form, "scope", scope);
  oidc_client_append_parameter (form, "state", self->state);
  if (self->nonce != NULL)
    oidc_client_append_parameter (form, "nonce", self->nonce);
  oidc_client_append_parameter (form, "code_challenge", challenge);
  oidc_client_append_parameter (form, "code_challenge_method", "S256");
  if (client->audience != NULL && *client->audience != '\0')
    oidc_client_append_parameter (form, "audience", client->audience);
  for (char **resource = client->resources; resource != NULL && *resource != NULL; resource++)
    oidc_client_append_parameter (form, "resource", *resource);
}

/* The endpoint's own query must not have a parameter of the protocol either, request_uri for
 * instance. */
static gboolean
check_own_query (const OidcForm *own, GError **error)
{
  g_autofree const char **names = oidc_form_get_names (own);

  for (gsize i = 0; names[i] != NULL; i++)
    if (oidc_client_is_reserved_parameter (names[i]))
      {
        oidc_endpoint_set_clash (error, "authorization_endpoint");
        return FALSE;
      }
  return TRUE;
}

OidcRequest *
oidc_request_new (const OidcProvider *provider,
                  const OidcClient *client,
                  const char *redirect_uri,
                  GError **error)
{
  g_autoptr (OidcRequest) self = g_new0 (OidcRequest, 1);
  g_autoptr (GString) form = g_string_new (NULL);
  g_autoptr (OidcForm) own = oidc_endpoint_parse_query (provider->authorization_endpoint);

  self->scopes = choose_scopes (provider, client);
  self->redirect_uri = g_strdup (redirect_uri);
  self->state = oidc_request_random ();
  self->nonce = oidc_request_is_openid (self) ? oidc_request_random () : NULL;
  self->code_verifier = oidc_request_random ();

  if (!oidc_client_check_scopes (self->scopes, error)
      || !oidc_client_check_auth_params (client->auth_params, error)
      || !check_own_query (own, error))
    return NULL;
  self->max_age = read_max_age (client);
  append_protocol (self, client, form);
  append_auth_params (form, client);
  if (wants_consent (self, provider, client, own))
    oidc_client_append_parameter (form, "prompt", "consent");
  self->uri = oidc_endpoint_add_form (provider->authorization_endpoint, "authorization_endpoint",
                                      form->str, error);
  if (self->uri == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
oidc_request_free (OidcRequest *self)
{
  g_free (self->state);
  g_free (self->nonce);
  g_free (self->code_verifier);
  g_free (self->redirect_uri);
  g_strfreev (self->scopes);
  g_free (self->uri);
  g_free (self);
}
