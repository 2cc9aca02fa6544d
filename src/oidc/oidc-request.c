/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-request.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/random.h>

#include "oidc-error.h"
#include "oidc-form.h"
#include "oidc-jws.h"

#define RANDOM_BYTES 32
#define SHA256_BYTES 32

char *
oidc_request_random (void)
{
  guint8 bytes[RANDOM_BYTES];
  char *text = NULL;

  /* Up to 256 bytes come whole, and the call waits until the generator is seeded. */
  if (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    g_error ("The system gives no random numbers");
  text = oidc_jws_base64url_encode (bytes, sizeof bytes);
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
  return oidc_jws_base64url_encode (digest, length);
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

static char **
choose_scopes (const OidcProvider *provider, const OidcClient *client)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (client->scopes != NULL)
    return g_strdupv (client->scopes);
  if (provider->issuer != NULL)
    {
      g_strv_builder_add_many (builder, "openid", "profile", "email", NULL);
      if (contains (provider->scopes_supported, "offline_access"))
        g_strv_builder_add (builder, "offline_access");
    }
  return g_strv_builder_end (builder);
}

static gboolean
check_scopes (char **scopes, GError **error)
{
  for (char **scope = scopes; *scope != NULL; scope++)
    {
      gboolean valid = **scope != '\0';

      /* RFC 6749 §3.3 */
      for (const char *p = *scope; *p != '\0'; p++)
        valid = valid && *p > ' ' && *p < 0x7f && *p != '"' && *p != '\\';
      if (!valid)
        {
          g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG,
                               _ ("A scope is empty or holds a space, a quotation mark, a "
                                  "backslash or a character that is not ASCII."));
          return FALSE;
        }
    }
  return TRUE;
}

/* Adds the person's parameters; the names, values left out, in @seen. */
static gboolean
append_auth_params (GString *form, char **auth_params, GHashTable *seen, GError **error)
{
  for (char **param = auth_params; param != NULL && *param != NULL; param++)
    {
      const char *equals = strchr (*param, '=');
      g_autofree char *name = equals != NULL ? g_strndup (*param, (gsize) (equals - *param)) : NULL;

      if (name == NULL || *name == '\0' || !g_utf8_validate (*param, -1, NULL))
        {
          g_set_error_literal (
            error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG,
            _ ("An extra authorization parameter is not of the form NAME=VALUE."));
          return FALSE;
        }
      if (oidc_client_is_reserved_parameter (name))
        {
          g_set_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG,
                       _ ("The parameter “%s” belongs to the protocol and cannot be an extra one."),
                       name);
          return FALSE;
        }
      if (equals[1] != '\0')
        oidc_client_append_parameter (form, name, equals + 1);
      if (!g_hash_table_add (seen, g_steal_pointer (&name)))
        {
          g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG,
                               _ ("An extra authorization parameter is configured twice."));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
wants_consent (const OidcRequest *self, const OidcProvider *provider, GHashTable *auth_params)
{
  return contains (self->scopes, "offline_access") && !g_hash_table_contains (auth_params, "prompt")
         && (provider->prompt_values_supported == NULL
             || contains (provider->prompt_values_supported, "consent"));
}

static void
append_protocol (const OidcRequest *self, const OidcClient *client, GString *form)
{
  g_autofree char *scope = g_strjoinv (" ", self->scopes);
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

static void
check_name_cb (const char *name, const char *value, gpointer user_data)
{
  struct
  {
    GHashTable *auth_params;
    gboolean clash;
  } *check = user_data;

  check->clash = check->clash || oidc_client_is_reserved_parameter (name)
                 || g_hash_table_contains (check->auth_params, name);
}

/* The endpoint with its own query, then @form. */
static char *
make_uri (const char *endpoint, GHashTable *auth_params, const char *form, GError **error)
{
  const char *query = strchr (endpoint, '?');
  struct
  {
    GHashTable *auth_params;
    gboolean clash;
  } check = { auth_params, strchr (endpoint, '#') != NULL };

  if (query != NULL)
    {
      g_autoptr (OidcForm) existing = oidc_form_parse (query + 1, -1);

      oidc_form_foreach (existing, check_name_cb, &check);
    }
  if (check.clash)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG,
                           _ ("The authorization endpoint has a fragment, or a parameter that the "
                              "request itself sends."));
      return NULL;
    }
  return g_strconcat (endpoint, query == NULL ? "?" : "",
                      query != NULL && query[1] != '\0' && !g_str_has_suffix (query, "&") ? "&"
                                                                                          : "",
                      form, NULL);
}

OidcRequest *
oidc_request_new (const OidcProvider *provider,
                  const OidcClient *client,
                  const char *redirect_uri,
                  GError **error)
{
  g_autoptr (OidcRequest) self = g_new0 (OidcRequest, 1);
  g_autoptr (GString) form = g_string_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->scopes = choose_scopes (provider, client);
  self->redirect_uri = g_strdup (redirect_uri);
  self->state = oidc_request_random ();
  self->nonce = oidc_request_is_openid (self) ? oidc_request_random () : NULL;
  self->code_verifier = oidc_request_random ();

  append_protocol (self, client, form);
  if (!check_scopes (self->scopes, error)
      || !append_auth_params (form, client->auth_params, seen, error))
    return NULL;
  if (wants_consent (self, provider, seen))
    oidc_client_append_parameter (form, "prompt", "consent");
  self->uri = make_uri (provider->authorization_endpoint, seen, form->str, error);
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
