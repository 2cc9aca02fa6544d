/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server.h"

#include "answer.h"
#include "breakage.h"
#include "endpoints.h"
#include <gnutls/crypto.h>
#include "jws.h"

typedef struct
{
  const char *path;
  const char *methods;
  Endpoint answer;
} Route;

static const Route routes[] = {
  { "/.well-known/openid-configuration", "GET", discovery_answer_openid },
  { "/.well-known/oauth-authorization-server", "GET", discovery_answer_oauth },
  { "/metadata", "GET", discovery_answer_moved },
  { "/jwks", "GET", jwks_answer },
  { "/authorize", "GET POST", authorize_answer },
  { "/login", "POST", authorize_answer_login },
  { "/consent", "POST", authorize_answer_consent },
  { "/token", "POST", token_answer },
  { "/userinfo", "GET POST", userinfo_answer },
  { "/profile", "GET POST", profile_answer },
  { "/profile/emails", "GET", profile_answer_emails },
  { "/revoke", "POST", revoke_answer },
  { "/logout", "GET POST", logout_answer },
  { "/-/log", "GET", control_answer_log },
  { "/-/fault", "POST", control_answer_fault },
  { "/-/rotate", "POST", control_answer_rotate },
  { "/-/reset", "POST", control_answer_reset },
  { "/-/lifetime", "POST", control_answer_lifetime },
  { "/-/clock", "POST", control_answer_clock },
  { "/-/delay", "POST", control_answer_delay },
};

char *
provider_uri (const Provider *self, const char *path)
{
  return g_strconcat (self->origin, path, NULL);
}

gint64
provider_now (const Provider *self)
{
  return g_get_real_time () / G_USEC_PER_SEC + self->clock_offset;
}

char *
provider_random (void)
{
  guint8 random[32];
  gnutls_rnd (GNUTLS_RND_KEY, random, sizeof random);
  return jws_base64url (random, sizeof random);
}

/* A control request is a POST with its parameters in the query, all others have them in the body;
 * UserInfo may come as a POST without a body. */
static Form *
read_form (SoupServerMessage *message, const char *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *text = NULL;

  if (!g_str_equal (soup_server_message_get_method (message), "POST")
      || g_str_has_prefix (path, "/-/"))
    return form_parse (g_uri_get_query (soup_server_message_get_uri (message)));
  if (body->length > 0
      && g_strcmp0 (soup_message_headers_get_content_type (headers, NULL),
                    "application/x-www-form-urlencoded")
           != 0)
    return NULL;
  text = g_strndup (body->data != NULL ? body->data : "", body->length);
  return form_parse (text);
}

static const Route *
find_route (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (g_str_equal (routes[i].path, path))
      return &routes[i];
  return NULL;
}

static gboolean
allows (const Route *route, const char *method)
{
  g_auto (GStrv) methods = g_strsplit (route->methods, " ", -1);
  return g_strv_contains ((const char *const *) methods, method);
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  Provider *provider = user_data;
  const Route *route;
  g_autoptr (Form) form = NULL;

  if (provider->habits != NULL)
    path = habits_resolve (provider->habits, path);
  route = find_route (path);
  if (!g_str_has_prefix (path, "/-/"))
    request_log_add (provider->log, message);
  if (breakage_commit (provider, message, path))
    return;
  if (route == NULL)
    {
      answer_text (message, 404, "text/plain", "There is nothing here.\n");
      return;
    }
  if (!allows (route, soup_server_message_get_method (message)))
    {
      answer_text (message, 405, "text/plain", "Not with this method.\n");
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow",
                                    route->methods);
      return;
    }
  form = read_form (message, path);
  if (form == NULL)
    answer_error (message, "invalid_request", "The parameters are not form-encoded.");
  else
    route->answer (provider, message, form);
}

gboolean
server_start (Provider *provider, guint port, GError **error)
{
  g_autoslist (GUri) uris = NULL;

  provider->server = soup_server_new ("server-header", "Demo Provider", NULL);
  soup_server_add_handler (provider->server, NULL, request_cb, provider, NULL);
  if (!soup_server_listen_local (provider->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;
  uris = soup_server_get_uris (provider->server);
  provider->origin = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  provider->issuer = g_strconcat (provider->origin,
                                  provider->habits != NULL ? provider->habits->issuer : "", NULL);
  return TRUE;
}
