/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-client.h"

#include <string.h>

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
  g_free (self->audience);
  g_strfreev (self->resources);
  g_strfreev (self->auth_params);
  g_free (self);
}

gboolean
oidc_client_is_reserved_parameter (const char *name)
{
  /* request and request_uri could replace every other one (RFC 9101); with a response_mode other
   * than query the answer would never reach the listener. */
  static const char *const reserved[]
    = { "audience", "client_assertion", "client_assertion_type", "client_id",     "client_secret",
        "code",     "code_challenge",   "code_challenge_method", "code_verifier", "grant_type",
        "nonce",    "redirect_uri",     "refresh_token",         "request",       "request_uri",
        "resource", "response_mode",    "response_type",         "scope",         "state",
        NULL };

  return g_strv_contains (reserved, name);
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
  /* Without a secret there is nothing to authenticate with: a public client names itself. */
  if (self->auth == OIDC_CLIENT_AUTH_BASIC && self->client_secret != NULL)
    return make_basic (self);

  oidc_client_append_parameter (form, "client_id", self->client_id);
  if (self->auth == OIDC_CLIENT_AUTH_POST && self->client_secret != NULL)
    oidc_client_append_parameter (form, "client_secret", self->client_secret);
  return NULL;
}
