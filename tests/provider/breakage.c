/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "breakage.h"

#include "answer.h"

#include <string.h>
#include <sys/socket.h>

#define OPENID_PATH "/.well-known/openid-configuration"
#define HTML        "<!doctype html><title>Sorry</title><p>This is not what you came for."

static void
hang (SoupServerMessage *message, const char *argument)
{
  soup_server_message_pause (message);
}

static void
send_html (SoupServerMessage *message, const char *argument)
{
  answer_text (message, 200, "text/html; charset=utf-8", HTML);
}

static void
send_html_400 (SoupServerMessage *message, const char *argument)
{
  answer_text (message, 400, "text/html; charset=utf-8", HTML);
}

static void
send_500 (SoupServerMessage *message, const char *argument)
{
  answer_text (message, 500, "text/html; charset=utf-8", HTML);
}

static void
send_429 (SoupServerMessage *message, const char *argument)
{
  answer_text (message, 429, "text/plain", "Not so fast.\n");
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After",
                                "7");
}

static void
send_error (SoupServerMessage *message, const char *error)
{
  answer_error (message, error, "It is Tuesday.");
}

static void
send_error_400 (SoupServerMessage *message, const char *error)
{
  answer_error (message, error, "It is Tuesday.");
  soup_server_message_set_status (message, 400, NULL);
}

static void
send_error_401 (SoupServerMessage *message, const char *error)
{
  answer_error (message, error, "It is Tuesday.");
  soup_server_message_set_status (message, 401, NULL);
}

static void
send_error_200 (SoupServerMessage *message, const char *error)
{
  answer_error (message, error, "It is Tuesday.");
  soup_server_message_set_status (message, 200, NULL);
}

static void
send_latin_1 (SoupServerMessage *message, const char *argument)
{
  answer_text (message, 400, "application/json;charset=ISO-8859-1",
               "{\"error\":\"invalid_grant\",\"error_description\":\"Code ung\xfcltig\"}");
}

static void
send_problem (SoupServerMessage *message, const char *argument)
{
  answer_text (message, 400, "application/problem+json",
               "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400}");
}

static void
redirect (SoupServerMessage *message, const char *location)
{
  answer_redirect (message, 302, location);
}

static void
redirect_post (SoupServerMessage *message, const char *location)
{
  answer_redirect (message, 307, location);
}

/* With a linger time of 0 the kernel sends RST instead of FIN. */
void
breakage_reset (SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);
  g_autoptr (GIOStream) stream = NULL;
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  stream = soup_server_message_steal_connection (message);
  g_io_stream_close (stream, NULL, NULL);
}

static void
reset (SoupServerMessage *message, const char *argument)
{
  breakage_reset (message);
}

/* Whoever waited for the answer may be gone. */
static void
held_end_cb (SoupServerMessage *message, GPtrArray *held)
{
  g_ptr_array_remove (held, message);
}

void
breakage_hold (Provider *provider, SoupServerMessage *message)
{
  static const char *const ends[] = { "finished", "disconnected" };

  soup_server_message_pause (message);
  g_ptr_array_add (provider->held, message);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    g_signal_connect_data (message, ends[i], G_CALLBACK (held_end_cb),
                           g_ptr_array_ref (provider->held),
                           (GClosureNotify) (void (*) (void)) g_ptr_array_unref, 0);
}

void
breakage_let_go (Provider *provider)
{
  for (guint i = 0; i < provider->held->len; i++)
    soup_server_message_unpause (provider->held->pdata[i]);
  g_ptr_array_set_size (provider->held, 0);
}

static gboolean
drip_cb (gpointer message)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  soup_message_body_append (body, SOUP_MEMORY_STATIC, "{", 1);
  soup_server_message_unpause (message);
  return G_SOURCE_CONTINUE;
}

static void
drip_end_cb (SoupServerMessage *message, gpointer source)
{
  g_source_destroy (source);
}

/* libsoup pauses a chunked answer by itself when there is no further chunk. */
static void
drip (SoupServerMessage *message, const char *argument)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autoptr (GSource) source = g_timeout_source_new_seconds (1);

  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_content_type (headers, "application/json", NULL);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_server_message_pause (message);
  g_source_set_callback (source, drip_cb, message, NULL);
  g_source_attach (source, NULL);
  g_signal_connect_data (message, "finished", G_CALLBACK (drip_end_cb), g_source_ref (source),
                         (GClosureNotify) (void (*) (void)) g_source_unref, 0);
}

typedef struct
{
  const char *fault;
  const char *path;
  void (*commit) (SoupServerMessage *message, const char *argument);
  const char *argument;
} Breakage;

static const Breakage breakages[] = {
  { "metadata-hang", OPENID_PATH, hang, NULL },
  { "metadata-error-500", OPENID_PATH, send_500, NULL },
  { "metadata-not-json", OPENID_PATH, send_html, NULL },
  { "metadata-redirect", OPENID_PATH, redirect, "/metadata" },
  { "metadata-redirect-loop", OPENID_PATH, redirect, OPENID_PATH },
  { "metadata-redirect-insecure", OPENID_PATH, redirect, "http://192.0.2.1" OPENID_PATH },
  { "metadata-redirect-scheme", OPENID_PATH, redirect, "file:///etc/hostname" },
  { "authorize-hang", "/authorize", hang, NULL },
  { "jwks-hang", "/jwks", hang, NULL },
  { "jwks-error-500", "/jwks", send_500, NULL },
  { "jwks-not-json", "/jwks", send_html, NULL },
  { "token-hang", "/token", hang, NULL },
  { "token-drip", "/token", drip, NULL },
  { "token-reset", "/token", reset, NULL },
  { "token-not-json", "/token", send_html, NULL },
  { "token-redirect", "/token", redirect_post, "/elsewhere" },
  { "token-error-500", "/token", send_500, NULL },
  { "token-error-latin-1", "/token", send_latin_1, NULL },
  { "token-error-no-json", "/token", send_html_400, NULL },
  { "token-error-problem-json", "/token", send_problem, NULL },
  { "token-error-rate-limit", "/token", send_429, NULL },
  { "token-error-status-200", "/token", send_error_200, "invalid_request" },
  { "token-error-expired-token", "/token", send_error_400, "expired_token" },
  { "token-error-expired-token-401", "/token", send_error_401, "expired_token" },
  { "token-error-invalid-client", "/token", send_error, "invalid_client" },
  { "token-error-invalid-grant", "/token", send_error, "invalid_grant" },
  { "token-error-invalid-token", "/token", send_error_400, "invalid_token" },
  { "token-error-invalid-token-401", "/token", send_error_401, "invalid_token" },
  { "revoke-hang", "/revoke", hang, NULL },
  { "revoke-reset", "/revoke", reset, NULL },
  { "revoke-error-500", "/revoke", send_500, NULL },
  { "revoke-refused", "/revoke", send_error, "unauthorized_client" },
  { "userinfo-hang", "/userinfo", hang, NULL },
  { "userinfo-error-500", "/userinfo", send_500, NULL },
  { "userinfo-not-json", "/userinfo", send_html, NULL },
  { "userinfo-redirect", "/userinfo", redirect, "/elsewhere" },
};

gboolean
breakage_commit (Provider *provider, SoupServerMessage *message, const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (breakages); i++)
    if (g_str_equal (breakages[i].path, path) && faults_has (provider->faults, breakages[i].fault))
      {
        breakages[i].commit (message, breakages[i].argument);
        return TRUE;
      }
  return FALSE;
}
