/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client-auth.h"

#include <string.h>

/* ID and secret are form-encoded before they are put together (RFC 6749 §2.3.1). */
static gboolean
check_basic (const char *header)
{
  g_autofree guchar *decoded = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *id = NULL, *secret = NULL;
  gsize length = 0;

  if (g_ascii_strncasecmp (header, "Basic ", strlen ("Basic ")) != 0)
    return FALSE;
  decoded = g_base64_decode (header + strlen ("Basic "), &length);
  text = g_strndup ((const char *) decoded, length);
  g_strdelimit (text, "+", ' ');
  parts = g_strsplit (text, ":", 2);
  if (g_strv_length (parts) != 2)
    return FALSE;
  id = g_uri_unescape_string (parts[0], NULL);
  secret = g_uri_unescape_string (parts[1], NULL);
  return g_strcmp0 (id, PROVIDER_CLIENT_ID) == 0 && g_strcmp0 (secret, PROVIDER_CLIENT_SECRET) == 0;
}

gboolean
client_auth_check (const Provider *provider, SoupServerMessage *message, const Form *form)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *basic = soup_message_headers_get_one (headers, "Authorization");
  const char *id = form_get (form, "client_id");
  const char *secret = form_get (form, "client_secret");

  if (id != NULL && !g_str_equal (id, PROVIDER_CLIENT_ID))
    return FALSE;
  if (!provider->confidential)
    return id != NULL && basic == NULL && secret == NULL;
  if (basic != NULL)
    return secret == NULL && check_basic (basic);
  return id != NULL && g_strcmp0 (secret, PROVIDER_CLIENT_SECRET) == 0;
}
