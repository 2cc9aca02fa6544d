/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loopback.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#include "loopback-connections.h"
#include "loopback-handover.h"
#include "loopback-hold.h"
#include "loopback-page.h"
#include "loopback-peer.h"
#include "loopback-refusal.h"
#include "loopback-socket.h"
#include "loopback-uri.h"

#define CLOSE_SECONDS 2

/* The answer is redirected to the same path without a query, and there the page is held back. So
 * the code stays neither in the address bar, where a script could read it, nor in the history. */
struct _TesseraLoopback
{
  GObject parent_instance;

  TesseraLoopbackUri *uri;
  guint16 port;
  char *redirect_uri;
  SoupServer *server;
  TesseraLoopbackConnections *connections;
  TesseraLoopbackJudge judge;
  gpointer judge_data;
  TesseraLoopbackHandover *handover; /* nullable */
  TesseraLoopbackMishaps *mishaps;

  gboolean answered;
  char *query;        /* the answer's, until somebody takes it */
  GTask *awaiting;    /* nullable */
  GSource *cancelled; /* of awaiting */

  TesseraLoopbackHold *hold;

  GTask *closing; /* nullable */
  guint close_source;
};

G_DEFINE_FINAL_TYPE (TesseraLoopback, tessera_loopback, G_TYPE_OBJECT)

static void
end_await (TesseraLoopback *self)
{
  if (self->cancelled)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
}

static gboolean
close_cb (gpointer user_data)
{
  TesseraLoopback *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->closing);

  self->close_source = 0;
  tessera_loopback_connections_close (self->connections);
  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

/* Closes from the main loop: libsoup has yet to end the connection when it says that the page was
 * written. Not at an idle's priority: a window that draws slowly would starve it. */
static void
close_when_done (TesseraLoopback *self)
{
  if (!self->closing || !tessera_loopback_hold_is_idle (self->hold))
    return;
  g_clear_handle_id (&self->close_source, g_source_remove);
  self->close_source = g_idle_add_full (G_PRIORITY_DEFAULT, close_cb, self, NULL);
}

/* The redirect goes first: what the callback does may end this listener. */
static void
take_answer (TesseraLoopback *self, SoupServerMessage *msg, const char *query)
{
  tessera_loopback_page_redirect (msg, self->redirect_uri);
  if (self->answered)
    return;
  self->answered = TRUE;
  tessera_loopback_mishaps_end (self->mishaps);
  tessera_loopback_hold_expect (self->hold);
  if (self->awaiting)
    {
      g_autoptr (GTask) task = g_steal_pointer (&self->awaiting);

      end_await (self);
      g_task_return_pointer (task, g_strdup (query ? query : ""), g_free);
    }
  else
    /* Where no query was waited for, its absence is an answer, too. */
    self->query = g_strdup (query ? query : "");
}

/* Another user of the computer can read the link that the browser was given in the list of
 * processes, sign in as himself, and send his own answer with the right state. */
static gboolean
is_of_other_user (SoupServerMessage *msg)
{
  return tessera_loopback_peer_identify (soup_server_message_get_local_address (msg),
                                         soup_server_message_get_remote_address (msg))
         == TESSERA_LOOPBACK_PEER_OTHER;
}

/* An answer that cannot be taken as it came is told to whoever listens, too. */
static void
refuse_mishap (TesseraLoopback *self, SoupServerMessage *msg, TesseraLoopbackMishap mishap)
{
  tessera_loopback_refusal_send_mishap (msg, mishap);
  tessera_loopback_mishaps_report (self->mishaps, mishap);
}

/* @query: (nullable) of a GET at the redirect URI. */
static void
judge_query (TesseraLoopback *self, SoupServerMessage *msg, const char *query)
{
  gboolean is_for_page
    = !query && (self->answered || tessera_loopback_hold_is_redirecting (self->hold));

  if (!is_for_page && !self->judge (query, self->judge_data))
    {
      if (query)
        tessera_loopback_refusal_send (msg, TESSERA_LOOPBACK_REFUSAL_QUERY);
      else
        refuse_mishap (self, msg, TESSERA_LOOPBACK_MISHAP_NO_QUERY);
    }
  else if (is_of_other_user (msg))
    tessera_loopback_refusal_send (msg, TESSERA_LOOPBACK_REFUSAL_USER);
  else if (is_for_page)
    tessera_loopback_hold_add (self->hold, msg);
  else
    take_answer (self, msg, query);
}

/* Other tabs, other programs and scanners send anything. */
static void
request_cb (SoupServer *server,
            SoupServerMessage *msg,
            const char *path,
            GHashTable *parameters,
            gpointer user_data)
{
  g_autoptr (TesseraLoopback) self = g_object_ref (user_data);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (msg);
  GUri *uri = soup_server_message_get_uri (msg);
  /* As a list: a second Host header must not go unseen. */
  const char *host = soup_message_headers_get_list (headers, "Host");

  if (!tessera_loopback_uri_is_host (self->uri, self->port, host))
    tessera_loopback_refusal_send (msg, TESSERA_LOOPBACK_REFUSAL_HOST);
  else if (self->handover && tessera_loopback_handover_answer (self->handover, msg))
    return;
  else if (strcmp (g_uri_get_path (uri), self->uri->path) != 0)
    tessera_loopback_refusal_send (msg, TESSERA_LOOPBACK_REFUSAL_PATH);
  else if (strcmp (soup_server_message_get_method (msg), "GET") == 0)
    judge_query (self, msg, g_uri_get_query (uri));
  else if (tessera_loopback_refusal_is_form_post (msg))
    refuse_mishap (self, msg, TESSERA_LOOPBACK_MISHAP_FORM_POST);
  else
    tessera_loopback_refusal_send (msg, TESSERA_LOOPBACK_REFUSAL_METHOD);
}

/* Reads a body to its end, but does not keep it. */
static void
headers_cb (SoupServer *server,
            SoupServerMessage *msg,
            const char *path,
            GHashTable *parameters,
            gpointer user_data)
{
  soup_message_body_set_accumulate (soup_server_message_get_request_body (msg), FALSE);
}

static void
request_ended_cb (SoupServer *server, SoupServerMessage *msg, gpointer user_data)
{
  TesseraLoopback *self = user_data;

  tessera_loopback_hold_remove (self->hold, msg);
  close_when_done (self);
}

static void
tessera_loopback_dispose (GObject *object)
{
  TesseraLoopback *self = TESSERA_LOOPBACK (object);

  g_clear_handle_id (&self->close_source, g_source_remove);
  end_await (self);
  if (self->server)
    {
      g_signal_handlers_disconnect_by_data (self->server, self);
      soup_server_remove_handler (self->server, NULL);
    }
  g_clear_pointer (&self->connections, tessera_loopback_connections_free);
  g_clear_object (&self->server);
  g_clear_pointer (&self->hold, tessera_loopback_hold_free);
  g_clear_pointer (&self->mishaps, tessera_loopback_mishaps_free);
  G_OBJECT_CLASS (tessera_loopback_parent_class)->dispose (object);
}

static void
tessera_loopback_finalize (GObject *object)
{
  TesseraLoopback *self = TESSERA_LOOPBACK (object);

  g_clear_pointer (&self->uri, tessera_loopback_uri_free);
  g_clear_pointer (&self->redirect_uri, g_free);
  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->handover, tessera_loopback_handover_free);
  G_OBJECT_CLASS (tessera_loopback_parent_class)->finalize (object);
}

static void
tessera_loopback_class_init (TesseraLoopbackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tessera_loopback_dispose;
  object_class->finalize = tessera_loopback_finalize;
}

static void
tls_begun_cb (gpointer user_data)
{
  TesseraLoopback *self = user_data;

  tessera_loopback_mishaps_report (self->mishaps, TESSERA_LOOPBACK_MISHAP_HTTPS);
}

static void
tessera_loopback_init (TesseraLoopback *self)
{
  self->server = soup_server_new ("raw-paths", TRUE, NULL);
  self->mishaps = tessera_loopback_mishaps_new ();
  self->connections = tessera_loopback_connections_new (self->server, tls_begun_cb, self);
  self->hold = tessera_loopback_hold_new (self->connections);
  soup_server_add_early_handler (self->server, NULL, headers_cb, NULL, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  g_signal_connect (self->server, "request-finished", G_CALLBACK (request_ended_cb), self);
  g_signal_connect (self->server, "request-aborted", G_CALLBACK (request_ended_cb), self);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  TesseraLoopback *self = g_task_get_source_object (user_data);
  g_autoptr (GTask) task = g_steal_pointer (&self->awaiting);

  end_await (self);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* Leaves @in_use to be told once every URI was tried. */
static GPtrArray *
take_port (TesseraLoopbackUri *uri, GString *in_use, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GPtrArray *sockets = tessera_loopback_socket_listen (uri->host, uri->port, &local_error);

  if (sockets)
    return sockets;
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE) && uri->port != 0)
    g_string_append_printf (in_use, "%s%d", in_use->len > 0 ? ", " : "", uri->port);
  else
    g_set_error (error, TESSERA_LOOPBACK_ERROR, TESSERA_LOOPBACK_ERROR_FAILED,
                 /* Translators: a redirect URI, and what the system said. */
                 _ ("Listening for the answer at %s failed: %s"), uri->text, local_error->message);
  return NULL;
}

static gboolean
listen_at (TesseraLoopback *self, const char *redirect_uri, GString *in_use, GError **error)
{
  g_autoptr (TesseraLoopbackUri) uri = tessera_loopback_uri_parse (redirect_uri, error);
  g_autoptr (GPtrArray) sockets = uri ? take_port (uri, in_use, error) : NULL;

  if (!sockets || !tessera_loopback_connections_listen (self->connections, sockets, error))
    return FALSE;
  self->port = tessera_loopback_socket_get_port (sockets->pdata[0]);
  self->redirect_uri = tessera_loopback_uri_with_port (uri, self->port);
  self->uri = g_steal_pointer (&uri);
  return TRUE;
}

TesseraLoopback *
tessera_loopback_listen (const char *const *redirect_uris,
                         TesseraLoopbackJudge judge,
                         gpointer user_data,
                         GError **error)
{
  g_autoptr (TesseraLoopback) self = g_object_new (TESSERA_TYPE_LOOPBACK, NULL);
  g_autoptr (GString) in_use = g_string_new (NULL);
  g_autoptr (GError) last_error = NULL;

  self->judge = judge;
  self->judge_data = user_data;
  for (const char *const *uri = redirect_uris; *uri; uri++)
    {
      g_clear_error (&last_error);
      if (listen_at (self, *uri, in_use, &last_error))
        return g_steal_pointer (&self);
      if (g_error_matches (last_error, TESSERA_LOOPBACK_ERROR, TESSERA_LOOPBACK_ERROR_INVALID_URI))
        break;
    }
  if (last_error)
    g_propagate_error (error, g_steal_pointer (&last_error));
  else
    g_set_error (error, TESSERA_LOOPBACK_ERROR, TESSERA_LOOPBACK_ERROR_PORT_IN_USE,
                 /* Translators: a port's number, or several with commas. */
                 _ ("Port %s is in use by another program."), in_use->str);
  return NULL;
}

const char *
tessera_loopback_get_redirect_uri (TesseraLoopback *self)
{
  return self->redirect_uri;
}

char *
tessera_loopback_hand_over (TesseraLoopback *self, const char *name, const char *target)
{
  g_clear_pointer (&self->handover, tessera_loopback_handover_free);
  self->handover = tessera_loopback_handover_new (name, target);
  return tessera_loopback_handover_get_uri (self->handover, self->uri, self->port);
}

void
tessera_loopback_await_async (TesseraLoopback *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (!self->awaiting);
  g_task_set_source_tag (task, tessera_loopback_await_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->query)
    {
      g_task_return_pointer (task, g_steal_pointer (&self->query), g_free);
      return;
    }
  if (cancellable)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_task_attach_source (task, self->cancelled, G_SOURCE_FUNC (cancelled_cb));
    }
  self->awaiting = g_steal_pointer (&task);
}

char *
tessera_loopback_await_finish (TesseraLoopback *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
tessera_loopback_ask_again (TesseraLoopback *self, const char *target)
{
  self->answered = FALSE;
  tessera_loopback_mishaps_resume (self->mishaps);
  return tessera_loopback_hold_redirect (self->hold, target);
}

void
tessera_loopback_watch (TesseraLoopback *self,
                        TesseraLoopbackMishapFunc function,
                        gpointer user_data)
{
  tessera_loopback_mishaps_set_func (self->mishaps, function, user_data);
}

void
tessera_loopback_answer_page (TesseraLoopback *self,
                              gboolean success,
                              const char *title,
                              const char *message)
{
  GBytes *page = tessera_loopback_page_new (success ? TESSERA_LOOPBACK_PAGE_SUCCESS
                                                    : TESSERA_LOOPBACK_PAGE_FAILURE,
                                            title, message);

  tessera_loopback_hold_set_page (self->hold, page);
}

void
tessera_loopback_close_async (TesseraLoopback *self,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (!self->closing);
  self->closing = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->closing, tessera_loopback_close_async);
  tessera_loopback_mishaps_end (self->mishaps);
  /* A browser that has yet to come for the page needs one, too. */
  tessera_loopback_hold_end (self->hold);
  self->close_source = g_timeout_add_seconds (CLOSE_SECONDS, close_cb, self);
  close_when_done (self);
}

void
tessera_loopback_close_finish (TesseraLoopback *self, GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}
