/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-client.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-error.h"

OidcClient *
oidc_client_new (void)
{
  return g_new0 (OidcClient, 1);
}

void
oidc_client_free (OidcClient *self)
{
  g_free (self->client_id);
  g_free (self->client_secret);
  g_strfreev (self->scopes);
  g_free (self->scope_separator);
  g_free (self->audience);
  g_strfreev (self->resources);
  g_strfreev (self->auth_params);
  g_free (self);
}

gboolean
oidc_client_is_reserved_parameter (const char *name)
{
  /* request and request_uri can replace every other parameter (RFC 9101). Only with
   * response_mode=query does the answer reach the listener. */
  static const char *const reserved[]
    = { "audience", "client_assertion", "client_assertion_type", "client_id",     "client_secret",
        "code",     "code_challenge",   "code_challenge_method", "code_verifier", "grant_type",
        "nonce",    "redirect_uri",     "refresh_token",         "request",       "request_uri",
        "resource", "response_mode",    "response_type",         "scope",         "state",
        NULL };

  return g_strv_contains (reserved, name);
}

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG, message);
  return FALSE;
}

static gboolean
is_visible_ascii (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return FALSE;
  return *text != '\0';
}

gboolean
oidc_client_check_scopes (char **scopes, GError **error)
{
  for (char **scope = scopes; scope != NULL && *scope != NULL; scope++)
    if (!is_visible_ascii (*scope) || strpbrk (*scope, "\"\\") != NULL)
      return fail (error, _ ("A scope must not be empty or contain a space, a quotation mark, a "
                             "backslash or a non-ASCII character."));
  return TRUE;
}

/* OpenID Connect Core §3.1.2.1. An empty one is not sent. */
static gboolean
is_max_age (const char *value)
{
  return *value == '\0' || g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT32, NULL, NULL);
}

static gboolean
check_auth_param (const char *param, GHashTable *names, GError **error)
{
  const char *equals = strchr (param, '=');
  g_autofree char *name = equals != NULL ? g_strndup (param, (gsize) (equals - param)) : NULL;

  if (name == NULL || !is_visible_ascii (name) || !g_utf8_validate (param, -1, NULL))
    return fail (error, _ ("An extra parameter must have the form NAME=VALUE."));
  if (oidc_client_is_reserved_parameter (name))
    {
      g_set_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG,
                   _ ("“%s” belongs to the protocol and cannot be an extra parameter."), name);
      return FALSE;
    }
  if (g_str_equal (name, "max_age") && !is_max_age (equals + 1))
    return fail (error, _ ("“max_age” must be a whole number of seconds."));
  if (!g_hash_table_add (names, g_steal_pointer (&name)))
    return fail (error, _ ("An extra parameter was given more than once."));
  return TRUE;
}

gboolean
oidc_client_check_auth_params (char **auth_params, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (char **param = auth_params; param != NULL && *param != NULL; param++)
    if (!check_auth_param (*param, names, error))
      return FALSE;
  return TRUE;
}

static void
append_encoded (GString *form, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p) || strchr ("*-._", *p) != NULL)
        g_string_append_c (form, *p);
      else if (*p == ' ')
        g_string_append_c (form, '+');
      else
        g_string_append_printf (form, "%%%02X", (guchar) *p);
    }
}

void
oidc_client_append_parameter (GString *form, const char *name, const char *value)
{
  if (form->len > 0)
    g_string_append_c (form, '&');
  append_encoded (form, name);
  g_string_append_c (form, '=');
  append_encoded (form, value);
}

static char *
make_basic (const OidcClient *self)
{
  g_autoptr (GString) pair = g_string_new (NULL);
  g_autofree char *encoded = NULL;

  append_encoded (pair, self->client_id);
  g_string_append_c (pair, ':');
  append_encoded (pair, self->client_secret);
  encoded = g_base64_encode ((const guchar *) pair->str, pair->len);
  return g_strconcat ("Basic ", encoded, NULL);
}

char *
oidc_client_authenticate (const OidcClient *self, GString *form)
{
  /* A client without a secret is public: it only names itself. */
  if (self->auth == OIDC_CLIENT_AUTH_BASIC && self->client_secret != NULL)
    return make_basic (self);

  oidc_client_append_parameter (form, "client_id", self->client_id);
  if (self->auth == OIDC_CLIENT_AUTH_POST && self->client_secret != NULL)
    oidc_client_append_parameter (form, "client_secret", self->client_secret);
  return NULL;
}
