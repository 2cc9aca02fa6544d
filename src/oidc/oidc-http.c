/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-http.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#include "config.h"
#include "oidc-error.h"
#include "oidc-http-answer.h"
#include "oidc-http-failure.h"
#include "oidc-http-uri.h"
#include "oidc-secret.h"

#define MAX_REDIRECTS     5
#define TOO_MANY_REQUESTS 429 /* RFC 6585 §4 */
#define IDLE_TIMEOUT      600 /* seconds; a login may take 300 */

struct _OidcHttp
{
  GObject parent_instance;
  SoupSession *session; /* goes the way that the person's proxy settings say */
  SoupSession *direct;  /* to this computer itself, where no proxy could find it */
  guint timeout;        /* milliseconds */
};

G_DEFINE_FINAL_TYPE (OidcHttp, oidc_http, G_TYPE_OBJECT)

/* One fetch, its redirects included. */
typedef struct
{
  char *uri;  /* where it is by now */
  char *host; /* of it, for messages */
  char *accept;
  char *authorization; /* (nullable) */
  GBytes *form;        /* NULL: a GET */
  gsize limit;
  guint n_redirects;
  SoupMessage *message;
  GInputStream *stream;
  OidcHttpBody body;
  /* The caller's cancellable and the deadline both end in @inner; which of them it was is told by
   * @timed_out. */
  GCancellable *inner;
  GSource *cancelled, *deadline;
  gboolean timed_out;
} Fetch;

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
fetch_free (gpointer data)
{
  Fetch *self = data;

  clear_source (&self->cancelled);
  clear_source (&self->deadline);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_clear_object (&self->inner);
  g_clear_pointer (&self->form, g_bytes_unref);
  g_clear_pointer (&self->authorization, oidc_secret_free);
  g_free (self->accept);
  g_free (self->host);
  g_free (self->uri);
  oidc_http_body_clear (&self->body);
  g_free (self);
}

static void
oidc_http_dispose (GObject *object)
{
  OidcHttp *self = OIDC_HTTP (object);

  g_clear_object (&self->session);
  g_clear_object (&self->direct);
  G_OBJECT_CLASS (oidc_http_parent_class)->dispose (object);
}

static void
oidc_http_class_init (OidcHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = oidc_http_dispose;
}

static SoupSession *
new_session (void)
{
  SoupSession *session
    = soup_session_new_with_options ("idle-timeout", IDLE_TIMEOUT, "timeout", 0, "user-agent",
                                     "Tessera/" PACKAGE_VERSION, NULL);

  /* A compressed answer would pass the byte cap and then grow, and a challenge is never answered.
   */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  return session;
}

static void
oidc_http_init (OidcHttp *self)
{
  self->session = new_session ();
  self->direct = new_session ();
  soup_session_set_proxy_resolver (self->direct, NULL);
  self->timeout = OIDC_HTTP_TIMEOUT * 1000;
}

static gboolean
cancel_cb (GCancellable *cancellable, gpointer data)
{
  Fetch *fetch = data;

  g_cancellable_cancel (fetch->inner);
  return G_SOURCE_REMOVE;
}

static gboolean
deadline_cb (gpointer data)
{
  Fetch *fetch = data;

  fetch->timed_out = TRUE;
  g_cancellable_cancel (fetch->inner);
  return G_SOURCE_REMOVE;
}

static void
return_failure (GTask *task, const GError *cause)
{
  Fetch *fetch = g_task_get_task_data (task);
  GTlsCertificateFlags certificate = 0;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (fetch->message != NULL)
    certificate = soup_message_get_tls_peer_certificate_errors (fetch->message);
  if (fetch->timed_out)
    oidc_http_failure_set_timed_out (&error, fetch->host);
  else
    oidc_http_failure_set (&error, fetch->host, cause, certificate);
  g_task_return_error (task, error);
}

static void
return_unusable (GTask *task, OidcError code, const char *reason)
{
  Fetch *fetch = g_task_get_task_data (task);

  g_task_return_new_error (task, OIDC_ERROR, code, _ ("%s sent an answer that cannot be used: %s."),
                           fetch->host, reason);
}

static void
return_answer (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);

  g_task_return_pointer (task, oidc_http_answer_new (fetch->message, &fetch->body),
                         (GDestroyNotify) oidc_http_answer_free);
}

static void send_message (GTask *task);

static gboolean
is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static void
follow_redirect (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);
  g_autofree char *uri = NULL;
  const char *location;

  if (fetch->form != NULL || fetch->authorization != NULL)
    return return_unusable (task, OIDC_ERROR_HTTP_STATUS,
                            _ ("it redirects a request that carries a credential"));
  if (fetch->n_redirects++ == MAX_REDIRECTS)
    return return_unusable (task, OIDC_ERROR_HTTP_STATUS, _ ("it redirects too often"));
  location
    = soup_message_headers_get_one (soup_message_get_response_headers (fetch->message), "Location");
  uri = oidc_http_resolve_redirect (soup_message_get_uri (fetch->message), location);
  if (uri == NULL)
    return return_unusable (task, OIDC_ERROR_HTTP_STATUS,
                            _ ("it redirects to an address that is not safe to follow"));
  g_free (fetch->uri);
  fetch->uri = g_steal_pointer (&uri);
  g_clear_object (&fetch->stream);
  g_clear_object (&fetch->message);
  oidc_http_body_clear (&fetch->body);
  send_message (task);
}

static void read_more (GTask *task);

static void
read_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, &error);

  if (n < 0)
    return return_failure (task, error);
  fetch->body.length += (gsize) n;
  if (fetch->body.length > fetch->limit)
    return return_unusable (task, OIDC_ERROR_TOO_LARGE, _ ("it is too large"));
  if (n > 0)
    return read_more (task);
  if (is_redirect (soup_message_get_status (fetch->message)))
    return follow_redirect (task);
  return_answer (task);
}

static void
read_more (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);

  oidc_http_body_reserve (&fetch->body);
  g_input_stream_read_async (fetch->stream, fetch->body.data + fetch->body.length,
                             fetch->body.capacity - fetch->body.length, G_PRIORITY_DEFAULT,
                             fetch->inner, read_cb, g_object_ref (task));
}

static void
send_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  guint status;

  fetch->stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (fetch->stream == NULL)
    return return_failure (task, error);
  if (!oidc_http_answer_is_from_host (fetch->message))
    {
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED, "proxy");
      return return_failure (task, error);
    }
  status = soup_message_get_status (fetch->message);
  if (status >= 500 || status == TOO_MANY_REQUESTS)
    {
      oidc_http_failure_set_busy (&error, fetch->host, status,
                                  oidc_http_answer_read_retry_after (fetch->message));
      return g_task_return_error (task, g_steal_pointer (&error));
    }
  read_more (task);
}

static SoupMessage *
new_message (Fetch *fetch, GUri *uri)
{
  SoupMessage *message = soup_message_new_from_uri (fetch->form != NULL ? "POST" : "GET", uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (headers, "Accept", fetch->accept);
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  if (fetch->authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", fetch->authorization);
  if (fetch->form != NULL)
    {
      /* Without the flag libsoup opens a new connection for a POST; it repeats none all the same.
       */
      soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
      soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded",
                                                fetch->form);
    }
  return message;
}

static void
send_message (GTask *task)
{
  OidcHttp *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GUri) uri = g_uri_parse (fetch->uri, SOUP_HTTP_URI_FLAGS, NULL);
  gboolean loopback = oidc_http_is_loopback (g_uri_get_host (uri));

  g_free (fetch->host);
  fetch->host = oidc_http_failure_name_host (uri);
  fetch->message = new_message (fetch, uri);
  soup_session_send_async (loopback ? self->direct : self->session, fetch->message,
                           G_PRIORITY_DEFAULT, fetch->inner, send_cb, g_object_ref (task));
}

static void
start_sources (GTask *task, guint timeout)
{
  Fetch *fetch = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  fetch->deadline = g_timeout_source_new (timeout);
  g_source_set_callback (fetch->deadline, deadline_cb, fetch, NULL);
  g_source_attach (fetch->deadline, g_task_get_context (task));
  if (cancellable == NULL)
    return;
  /* A source and not a signal handler: one that disconnected itself would wait for itself. */
  fetch->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (fetch->cancelled, G_SOURCE_FUNC (cancel_cb), fetch, NULL);
  g_source_attach (fetch->cancelled, g_task_get_context (task));
}

static void
start (OidcHttp *self,
       Fetch *fetch,
       gpointer tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, fetch, fetch_free);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!oidc_http_check_uri (fetch->uri, _ ("provider’s address"), &error))
    return g_task_return_error (task, g_steal_pointer (&error));
  start_sources (task, self->timeout);
  send_message (task);
}

static Fetch *
fetch_new (const char *uri, const char *accept, gsize limit)
{
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->uri = g_strdup (uri);
  fetch->accept = g_strdup (accept);
  fetch->limit = limit;
  fetch->inner = g_cancellable_new ();
  return fetch;
}

OidcHttp *
oidc_http_new (void)
{
  return g_object_new (OIDC_TYPE_HTTP, NULL);
}

void
oidc_http_set_timeout (OidcHttp *self, guint milliseconds)
{
  self->timeout = milliseconds;
}

void
oidc_http_set_tls_database (OidcHttp *self, GTlsDatabase *database)
{
  soup_session_set_tls_database (self->session, database);
  soup_session_set_tls_database (self->direct, database);
}

void
oidc_http_get_async (OidcHttp *self,
                     const char *uri,
                     const char *accept,
                     const char *bearer,
                     gsize limit,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  Fetch *fetch = fetch_new (uri, accept, limit);

  if (bearer != NULL)
    fetch->authorization = g_strconcat ("Bearer ", bearer, NULL);
  start (self, fetch, oidc_http_get_async, cancellable, callback, user_data);
}

void
oidc_http_post_form_async (OidcHttp *self,
                           const char *uri,
                           const char *form,
                           const char *authorization,
                           gsize limit,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Fetch *fetch = fetch_new (uri, "application/json", limit);

  fetch->form = oidc_secret_bytes_new (form, strlen (form));
  fetch->authorization = g_strdup (authorization);
  start (self, fetch, oidc_http_post_form_async, cancellable, callback, user_data);
}

OidcHttpAnswer *
oidc_http_finish (OidcHttp *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
