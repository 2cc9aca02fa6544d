/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-http-fetch.h"

#include <glib/gi18n.h>

#include "oidc-error.h"
#include "oidc-http-answer.h"
#include "oidc-http-failure.h"
#include "oidc-proxy.h"
#include "oidc-uri.h"

#define MAX_REDIRECTS 5
#define MAX_RESTARTS  1 /* of a GET; a POST has none */

/* Reference counted: libsoup's operation holds a reference and may outlive the task. Over
 * HTTP/2 it does not notice that it was cancelled until the server sends something. */
struct _OidcHttpFetch
{
  GTask *task; /* NULL once it has returned */
  SoupSession *session, *direct;
  OidcTls *tls; /* (nullable) */
  GSource *cancelled, *deadline;
  GCancellable *inner; /* of libsoup's operation */
  char *uri;           /* after the redirects so far */
  char *host;          /* of @uri, for messages */
  char *accept;
  char *authorization; /* (nullable) */
  GBytes *form;        /* (nullable) */
  gsize limit;
  gboolean takes_any;
  guint n_redirects, n_restarts;
  SoupMessage *message;
  gboolean wants_certificate; /* the host asked for one, and got none */
  gboolean on_the_way; /* a connection is being made, and the host itself is not reached yet */
  GInputStream *stream;
  OidcHttpBody body;
};

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
drop_message (OidcHttpFetch *self)
{
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
}

static void
fetch_clear (gpointer data)
{
  OidcHttpFetch *self = data;

  clear_source (&self->cancelled);
  clear_source (&self->deadline);
  g_clear_object (&self->task);
  drop_message (self);
  g_clear_object (&self->inner);
  g_clear_object (&self->session);
  g_clear_object (&self->direct);
  g_clear_pointer (&self->tls, oidc_tls_unref);
  g_clear_pointer (&self->form, g_bytes_unref);
  g_clear_pointer (&self->authorization, g_free);
  g_free (self->accept);
  g_free (self->host);
  g_free (self->uri);
  oidc_http_body_clear (&self->body);
}

static void
oidc_http_fetch_unref (OidcHttpFetch *self)
{
  g_rc_box_release_full (self, fetch_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcHttpFetch, oidc_http_fetch_unref)

/* Stops waiting. Returns: (transfer full) the task to return from. */
static GTask *
end (OidcHttpFetch *self)
{
  clear_source (&self->cancelled);
  clear_source (&self->deadline);
  return g_steal_pointer (&self->task);
}

void
oidc_http_fetch_call_at_rest (GMainContext *context, GSourceFunc function, gpointer object)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  /* After libsoup's callbacks (G_PRIORITY_DEFAULT) and before a window draws. */
  g_source_set_priority (source, G_PRIORITY_HIGH_IDLE);
  g_source_set_callback (source, function, g_object_ref (object), g_object_unref);
  g_source_attach (source, context);
}

static gboolean
stop_cb (gpointer inner)
{
  g_cancellable_cancel (inner);
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr (OidcHttpFetch) self = g_rc_box_acquire (data);
  g_autoptr (GTask) task = end (self);

  oidc_http_fetch_call_at_rest (g_task_get_context (task), stop_cb, self->inner);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* (transfer full) (nullable) The name of the proxy that the request takes. */
static char *
name_proxy (OidcHttpFetch *self)
{
  g_autoptr (GUri) uri = g_uri_parse (self->uri, SOUP_HTTP_URI_FLAGS, NULL);

  return oidc_uri_is_loopback (g_uri_get_host (uri)) ? NULL : oidc_proxy_name (self->session, uri);
}

/* How a host ends a connection for want of a certificate depends on its TLS and on chance. */
static gboolean
is_for_want_of_certificate (OidcHttpFetch *self, const GError *cause)
{
  return self->wants_certificate
         && (cause->domain == G_TLS_ERROR
             || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED)
             || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT));
}

/* Whatever fails before the host itself is reached is the proxy's, where there is one. */
static void
set_failure (OidcHttpFetch *self, const GError *cause, GError **error)
{
  GTlsCertificateFlags problems = oidc_tls_get_problems (self->message);
  g_autofree char *proxy = self->on_the_way && problems == 0 ? name_proxy (self) : NULL;

  if (proxy != NULL)
    oidc_http_failure_set_proxy (error, proxy, cause);
  else if (problems == 0 && is_for_want_of_certificate (self, cause))
    oidc_http_failure_set_certificate_wanted (error, self->host);
  else
    oidc_http_failure_set (error, self->host, cause, problems);
}

static gboolean
deadline_cb (gpointer data)
{
  g_autoptr (OidcHttpFetch) self = g_rc_box_acquire (data);
  g_autoptr (GTask) task = end (self);
  g_autoptr (GError) cause = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "deadline");
  GError *error = NULL;

  oidc_http_fetch_call_at_rest (g_task_get_context (task), stop_cb, self->inner);
  set_failure (self, cause, &error);
  g_task_return_error (task, error);
  return G_SOURCE_REMOVE;
}

static void
return_failure (OidcHttpFetch *self, const GError *cause)
{
  g_autoptr (GTask) task = end (self);
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  set_failure (self, cause, &error);
  g_task_return_error (task, error);
}

/* The proxy answered in place of the host. */
static void
return_proxy_refused (OidcHttpFetch *self)
{
  g_autoptr (GTask) task = end (self);
  g_autofree char *proxy = name_proxy (self);
  GError *error = NULL;

  oidc_http_failure_set_proxy_refused (&error, proxy != NULL ? proxy : "", self->host,
                                       soup_message_get_status (self->message));
  g_task_return_error (task, error);
}

static void
return_unusable (OidcHttpFetch *self, OidcError code, const char *reason)
{
  g_autoptr (GTask) task = end (self);

  g_task_return_new_error (task, OIDC_ERROR, code, _ ("The answer from %s cannot be used: %s."),
                           self->host, reason);
}

static void
return_answer (OidcHttpFetch *self)
{
  g_autoptr (GTask) task = end (self);
  OidcHttpAnswer *answer = NULL;
  gboolean is_cut = self->body.length > self->limit;

  self->body.length = MIN (self->body.length, self->limit);
  answer = oidc_http_answer_new (self->message, self->host, &self->body);
  answer->is_cut = is_cut;
  if (self->takes_any)
    oidc_http_answer_take_headers (answer, self->message);
  g_task_return_pointer (task, answer, (GDestroyNotify) oidc_http_answer_free);
}

static void send_message (OidcHttpFetch *self);

static gboolean
is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static void
follow_redirect (OidcHttpFetch *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  g_autofree char *uri = NULL;

  if (self->form != NULL || self->authorization != NULL)
    return return_unusable (self, OIDC_ERROR_HTTP_STATUS,
                            _ ("it redirects a request with credentials"));
  if (self->n_redirects++ == MAX_REDIRECTS)
    return return_unusable (self, OIDC_ERROR_HTTP_STATUS, _ ("it redirects too many times"));
  uri = oidc_uri_resolve_redirect (soup_message_get_uri (self->message),
                                   soup_message_headers_get_one (headers, "Location"));
  if (uri == NULL)
    return return_unusable (self, OIDC_ERROR_HTTP_STATUS, _ ("it redirects to an unsafe address"));
  g_free (self->uri);
  self->uri = g_steal_pointer (&uri);
  drop_message (self);
  oidc_http_body_clear (&self->body);
  send_message (self);
}

static void read_more (OidcHttpFetch *self);

static void
read_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (OidcHttpFetch) self = data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, &error);

  if (self->task == NULL)
    return;
  if (n < 0)
    return return_failure (self, error);
  self->body.length += (gsize) n;
  if (self->takes_any && (n == 0 || self->body.length > self->limit))
    return return_answer (self);
  if (self->body.length > self->limit)
    return return_unusable (self, OIDC_ERROR_TOO_LARGE, _ ("it is too large"));
  if (n > 0)
    return read_more (self);
  if (is_redirect (soup_message_get_status (self->message)))
    return follow_redirect (self);
  return_answer (self);
}

static void
read_more (OidcHttpFetch *self)
{
  oidc_http_body_reserve (&self->body);
  g_input_stream_read_async (self->stream, self->body.data + self->body.length,
                             self->body.capacity - self->body.length, G_PRIORITY_DEFAULT,
                             self->inner, read_cb, g_rc_box_acquire (self));
}

static void
send_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (OidcHttpFetch) self = data;
  g_autoptr (GError) error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (self->task == NULL)
    return;
  if (error != NULL)
    return return_failure (self, error);
  if (!oidc_http_answer_is_from_host (self->message))
    return return_proxy_refused (self);
  read_more (self);
}

/* When an HTTP/2 server refuses a stream, libsoup repeats the request at once and for ever,
 * also a POST. */
static void
restarted_cb (SoupMessage *message, gpointer data)
{
  g_autoptr (OidcHttpFetch) self = g_rc_box_acquire (data);
  g_autoptr (GError) cause = NULL;

  if (self->task == NULL || (self->form == NULL && self->n_restarts++ < MAX_RESTARTS))
    return;
  cause = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "restarted");
  return_failure (self, cause);
  g_cancellable_cancel (self->inner);
  /* libsoup is sending it again already: take out what must be sent only once. */
  soup_message_set_request_body (message, NULL, NULL, 0);
  soup_message_headers_clear (soup_message_get_request_headers (message));
}

/* Only a new connection has such events. */
static void
network_event_cb (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer data)
{
  OidcHttpFetch *self = data;

  self->on_the_way = event < G_SOCKET_CLIENT_PROXY_NEGOTIATED;
}

static gboolean
request_certificate_cb (SoupMessage *message, GTlsClientConnection *connection, gpointer data)
{
  OidcHttpFetch *self = data;

  self->wants_certificate = TRUE;
  return FALSE;
}

static SoupMessage *
new_message (OidcHttpFetch *self, GUri *uri)
{
  SoupMessage *message = soup_message_new_from_uri (self->form != NULL ? "POST" : "GET", uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  g_signal_connect (message, "restarted", G_CALLBACK (restarted_cb), self);
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), self);
  g_signal_connect (message, "request-certificate", G_CALLBACK (request_certificate_cb), self);
  if (self->tls != NULL)
    oidc_tls_attach (self->tls, message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (headers, "Accept", self->accept);
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  if (self->authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", self->authorization);
  if (self->form == NULL)
    return message;
  /* Without this flag libsoup opens a new connection for each POST. With it, it still repeats
   * none. */
  soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
  /* Dropbox refuses a POST that names the type of a body which it does not have. */
  if (g_bytes_get_size (self->form) > 0)
    soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded",
                                              self->form);
  return message;
}

static void
send_message (OidcHttpFetch *self)
{
  g_autoptr (GUri) uri = g_uri_parse (self->uri, SOUP_HTTP_URI_FLAGS, NULL);
  gboolean loopback = oidc_uri_is_loopback (g_uri_get_host (uri));

  self->on_the_way = FALSE;
  self->wants_certificate = FALSE;
  g_free (self->host);
  self->host = oidc_http_failure_name_host (uri);
  self->message = new_message (self, uri);
  soup_session_send_async (loopback ? self->direct : self->session, self->message,
                           G_PRIORITY_DEFAULT, self->inner, send_cb, g_rc_box_acquire (self));
}

static void
start_sources (OidcHttpFetch *self, guint timeout)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);

  self->deadline = g_timeout_source_new (timeout);
  g_source_set_callback (self->deadline, deadline_cb, self, NULL);
  g_source_attach (self->deadline, g_task_get_context (self->task));
  if (cancellable == NULL)
    return;
  /* A source, since a handler of "cancelled" cannot disconnect itself without a deadlock. */
  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (cancelled_cb), self, NULL);
  g_source_attach (self->cancelled, g_task_get_context (self->task));
}

OidcHttpFetch *
oidc_http_fetch_new (const char *uri,
                     const char *accept,
                     const char *authorization,
                     GBytes *form,
                     gsize limit)
{
  OidcHttpFetch *self = g_rc_box_new0 (OidcHttpFetch);

  self->uri = g_strdup (uri);
  self->accept = g_strdup (accept);
  self->authorization = g_strdup (authorization);
  self->form = form != NULL ? g_bytes_ref (form) : NULL;
  self->limit = limit;
  self->inner = g_cancellable_new ();
  return self;
}

void
oidc_http_fetch_take_any (OidcHttpFetch *self)
{
  self->takes_any = TRUE;
}

void
oidc_http_fetch_run (OidcHttpFetch *self,
                     GTask *task,
                     SoupSession *session,
                     SoupSession *direct,
                     OidcTls *tls,
                     guint timeout)
{
  g_autoptr (OidcHttpFetch) owned = self;

  self->task = g_object_ref (task);
  self->session = g_object_ref (session);
  self->direct = g_object_ref (direct);
  self->tls = tls != NULL ? oidc_tls_ref (tls) : NULL;
  start_sources (self, timeout);
  send_message (self);
}
