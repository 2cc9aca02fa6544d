/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loopback.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#include "loopback-connections.h"
#include "loopback-departure.h"
#include "loopback-page.h"
#include "loopback-socket.h"
#include "loopback-uri.h"

#define HOLD_SECONDS  10
#define CLOSE_SECONDS 2

/* The answer comes once; whoever repeats it waits for the same page, a few at most. */
#define MAX_HELD 8

/* The answer is redirected to the same path without a query, and there the page is held back: so
 * the code stays neither in the address bar nor in the history. A script could take it only out of
 * the former. */
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
  TesseraLoopbackDeparture *departure; /* nullable */

  gboolean answered;
  char *query;        /* the answer's, until somebody takes it */
  GTask *awaiting;    /* nullable */
  GSource *cancelled; /* of awaiting */

  GBytes *page;      /* nullable: the truth, once it is known */
  GPtrArray *held;   /* SoupServerMessage, paused until then */
  GPtrArray *sent;   /* SoupServerMessage, on its way to the browser */
  gboolean page_due; /* the browser was redirected to it, and has not come yet */
  guint hold_timeout;

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

/* In an idle callback, since libsoup has yet to end the connection when it says that the last of
 * the page was written; but not at an idle's priority: where the window draws its spinner slowly,
 * nothing below drawing ever runs. */
static void
close_when_done (TesseraLoopback *self)
{
  if (!self->closing || self->page_due || self->held->len > 0 || self->sent->len > 0)
    return;
  g_clear_handle_id (&self->close_source, g_source_remove);
  self->close_source = g_idle_add_full (G_PRIORITY_DEFAULT, close_cb, self, NULL);
}

static void
send_page (TesseraLoopback *self, SoupServerMessage *msg, GBytes *page)
{
  tessera_loopback_page_send (page, msg, SOUP_STATUS_OK);
  g_ptr_array_add (self->sent, g_object_ref (msg));
}

static void
release_held (TesseraLoopback *self, GBytes *page)
{
  g_autoptr (GPtrArray) held = g_steal_pointer (&self->held);

  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  g_clear_handle_id (&self->hold_timeout, g_source_remove);
  for (guint i = 0; i < held->len; i++)
    {
      send_page (self, held->pdata[i], page);
      soup_server_message_unpause (held->pdata[i]);
    }
}

static GBytes *
make_neutral_page (void)
{
  return tessera_loopback_page_new (TESSERA_LOOPBACK_PAGE_NEUTRAL, _ ("Go Back to Tessera"),
                                    _ ("It shows how the sign-in ends. You can close this tab."));
}

static void
give_up_holding (TesseraLoopback *self)
{
  g_autoptr (GBytes) page = make_neutral_page ();

  release_held (self, page);
}

static gboolean
hold_cb (gpointer user_data)
{
  TesseraLoopback *self = user_data;

  self->hold_timeout = 0;
  give_up_holding (self);
  return G_SOURCE_REMOVE;
}

static void
refuse (SoupServerMessage *msg, guint status, const char *title, const char *message)
{
  g_autoptr (GBytes) page
    = tessera_loopback_page_new (TESSERA_LOOPBACK_PAGE_FAILURE, title, message);

  tessera_loopback_page_send (page, msg, status);
}

static void
hold (TesseraLoopback *self, SoupServerMessage *msg)
{
  self->page_due = FALSE;
  if (self->page)
    {
      send_page (self, msg, self->page);
      return;
    }
  if (self->held->len >= MAX_HELD)
    give_up_holding (self);
  tessera_loopback_connections_pin (self->connections, msg);
  soup_server_message_pause (msg);
  g_ptr_array_add (self->held, g_object_ref (msg));
  if (self->hold_timeout == 0)
    self->hold_timeout = g_timeout_add_seconds (HOLD_SECONDS, hold_cb, self);
}

/* The redirect goes first: what the callback does may end this listener. */
static void
take_answer (TesseraLoopback *self, SoupServerMessage *msg, const char *query)
{
  tessera_loopback_page_redirect (msg, self->redirect_uri);
  if (self->answered)
    return;
  self->answered = TRUE;
  self->page_due = TRUE;
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

/* Anybody can send anything here: other tabs, other programs, a scanner. */
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
  const char *query = g_uri_get_query (uri);
  /* As a list: a second Host header must not go unseen. */
  const char *host = soup_message_headers_get_list (headers, "Host");

  if (!tessera_loopback_uri_is_host (self->uri, self->port, host))
    refuse (msg, SOUP_STATUS_BAD_REQUEST, _ ("Wrong Address"),
            _ ("Tessera answers only at the address that it gave to the provider."));
  else if (self->departure && tessera_loopback_departure_answer (self->departure, msg))
    return;
  else if (strcmp (g_uri_get_path (uri), self->uri->path) != 0)
    refuse (msg, SOUP_STATUS_NOT_FOUND, _ ("Nothing Here"),
            _ ("Tessera only waits for the answer to a sign-in here."));
  else if (strcmp (soup_server_message_get_method (msg), "GET") != 0)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (msg), "Allow", "GET");
      refuse (msg, SOUP_STATUS_METHOD_NOT_ALLOWED, _ ("Nothing Here"),
              _ ("Tessera only waits for the answer to a sign-in here."));
    }
  else if (!query && self->answered)
    hold (self, msg);
  else if (self->judge (query, self->judge_data))
    take_answer (self, msg, query);
  else
    refuse (msg, SOUP_STATUS_BAD_REQUEST, _ ("Not the Awaited Answer"),
            _ ("This does not belong to the sign-in that is under way. Go back to Tessera."));
}

/* A body is read to its end, but not kept. */
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

  g_ptr_array_remove_fast (self->held, msg);
  g_ptr_array_remove_fast (self->sent, msg);
  close_when_done (self);
}

static void
tessera_loopback_dispose (GObject *object)
{
  TesseraLoopback *self = TESSERA_LOOPBACK (object);

  g_clear_handle_id (&self->hold_timeout, g_source_remove);
  g_clear_handle_id (&self->close_source, g_source_remove);
  end_await (self);
  if (self->server)
    {
      g_signal_handlers_disconnect_by_data (self->server, self);
      soup_server_remove_handler (self->server, NULL);
    }
  g_clear_pointer (&self->connections, tessera_loopback_connections_free);
  g_clear_object (&self->server);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_pointer (&self->sent, g_ptr_array_unref);
  G_OBJECT_CLASS (tessera_loopback_parent_class)->dispose (object);
}

static void
tessera_loopback_finalize (GObject *object)
{
  TesseraLoopback *self = TESSERA_LOOPBACK (object);

  g_clear_pointer (&self->uri, tessera_loopback_uri_free);
  g_clear_pointer (&self->redirect_uri, g_free);
  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->page, g_bytes_unref);
  g_clear_pointer (&self->departure, tessera_loopback_departure_free);
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
tessera_loopback_init (TesseraLoopback *self)
{
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->sent = g_ptr_array_new_with_free_func (g_object_unref);
  self->server = soup_server_new ("raw-paths", TRUE, NULL);
  self->connections = tessera_loopback_connections_new (self->server);
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
                 _ ("Port %s is in use by another program. Close it, or change the account’s "
                    "redirect URI here and at the provider."),
                 in_use->str);
  return NULL;
}

const char *
tessera_loopback_get_redirect_uri (TesseraLoopback *self)
{
  return self->redirect_uri;
}

char *
tessera_loopback_set_departure (TesseraLoopback *self, const char *name, const char *target)
{
  g_clear_pointer (&self->departure, tessera_loopback_departure_free);
  self->departure = tessera_loopback_departure_new (name, target);
  return tessera_loopback_departure_get_uri (self->departure, self->uri, self->port);
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

void
tessera_loopback_answer_page (TesseraLoopback *self,
                              gboolean success,
                              const char *title,
                              const char *message)
{
  g_clear_pointer (&self->page, g_bytes_unref);
  self->page = tessera_loopback_page_new (success ? TESSERA_LOOPBACK_PAGE_SUCCESS
                                                  : TESSERA_LOOPBACK_PAGE_FAILURE,
                                          title, message);
  release_held (self, self->page);
}

void
tessera_loopback_close_async (TesseraLoopback *self,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (!self->closing);
  self->closing = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->closing, tessera_loopback_close_async);
  /* Also for a browser that is only on its way to it. */
  if (!self->page)
    {
      self->page = make_neutral_page ();
      release_held (self, self->page);
    }
  self->close_source = g_timeout_add_seconds (CLOSE_SECONDS, close_cb, self);
  close_when_done (self);
}

void
tessera_loopback_close_finish (TesseraLoopback *self, GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}
