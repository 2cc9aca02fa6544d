/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-http.h"

#include <libsoup/soup.h>
#include <string.h>

#include "config.h"
#include "oidc-http-failure.h"
#include "oidc-http-fetch.h"
#include "oidc-proxy.h"
#include "oidc-tls.h"
#include "oidc-uri.h"

#define IDLE_TIMEOUT      600 /* seconds; a login may take 300 */
#define TOO_MANY_REQUESTS 429 /* RFC 6585 §4 */

struct _OidcHttp
{
  GObject parent_instance;
  SoupSession *session; /* uses the person's proxy settings */
  SoupSession *direct;  /* for hosts on this computer, which a proxy cannot reach */
  OidcTls *tls;         /* (nullable) */
  guint timeout;        /* milliseconds */
};

G_DEFINE_FINAL_TYPE (OidcHttp, oidc_http, G_TYPE_OBJECT)

static gboolean
abort_cb (gpointer session)
{
  soup_session_abort (session);
  return G_SOURCE_REMOVE;
}

/* An operation that has not noticed its cancellation would keep the session for ever. */
static void
drop_session (SoupSession **session)
{
  if (*session != NULL)
    oidc_http_fetch_call_at_rest (g_main_context_get_thread_default (), abort_cb, *session);
  g_clear_object (session);
}

static void
oidc_http_dispose (GObject *object)
{
  OidcHttp *self = OIDC_HTTP (object);

  drop_session (&self->session);
  drop_session (&self->direct);
  g_clear_pointer (&self->tls, oidc_tls_unref);
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

  /* A compressed answer grows after it has passed the byte cap. A challenge is never answered. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  return session;
}

static void
oidc_http_init (OidcHttp *self)
{
  g_autoptr (OidcProxy) proxy = oidc_proxy_new ();

  self->session = new_session ();
  oidc_proxy_attach (proxy, self->session);
  self->direct = new_session ();
  soup_session_set_proxy_resolver (self->direct, NULL);
  self->timeout = OIDC_HTTP_TIMEOUT * 1000;
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

gboolean
oidc_http_use_certificates (OidcHttp *self,
                            const char *ca_file,
                            const char *certificate,
                            const char *key,
                            GError **error)
{
  g_clear_pointer (&self->tls, oidc_tls_unref);
  if (ca_file == NULL && certificate == NULL)
    return TRUE;
  self->tls = oidc_tls_new (ca_file, certificate, key, error);
  return self->tls != NULL;
}

/* Starts a GET, or a POST where there is a @form. */
static void
fetch (GTask *task,
       const char *uri,
       const char *accept,
       const char *authorization,
       GBytes *form,
       gsize limit)
{
  OidcHttp *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (!oidc_uri_check (uri, "URI", &error))
    return g_task_return_error (task, g_steal_pointer (&error));
  oidc_http_fetch_run (oidc_http_fetch_new (uri, accept, authorization, form, limit), task,
                       self->session, self->direct, self->tls, self->timeout);
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
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *authorization = NULL;

  g_task_set_source_tag (task, oidc_http_get_async);
  if (bearer != NULL)
    authorization = g_strconcat ("Bearer ", bearer, NULL);
  fetch (task, uri, accept, authorization, NULL, limit);
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
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GBytes) body = g_bytes_new (form, strlen (form));

  g_task_set_source_tag (task, oidc_http_post_form_async);
  /* Once a POST is answered, return the answer even if cancelled since: it may hold new tokens. */
  g_task_set_check_cancellable (task, FALSE);
  fetch (task, uri, "application/json", authorization, body, limit);
}

OidcHttpAnswer *
oidc_http_finish (OidcHttp *self, GAsyncResult *result, GError **error)
{
  g_autoptr (OidcHttpAnswer) answer = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (answer == NULL || (answer->status < 500 && answer->status != TOO_MANY_REQUESTS))
    return g_steal_pointer (&answer);
  oidc_http_failure_set_busy (error, answer->host, answer->status, answer->retry_after);
  return NULL;
}

void
oidc_http_try_async (OidcHttp *self,
                     const char *uri,
                     const char *bearer,
                     gsize limit,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *authorization = g_strconcat ("Bearer ", bearer, NULL);
  g_autoptr (GError) error = NULL;
  OidcHttpFetch *request;

  g_task_set_source_tag (task, oidc_http_try_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!oidc_uri_check (uri, "URI", &error))
    return g_task_return_error (task, g_steal_pointer (&error));
  request = oidc_http_fetch_new (uri, "application/json, */*;q=0.5", authorization, NULL, limit);
  oidc_http_fetch_take_any (request);
  oidc_http_fetch_run (request, task, self->session, self->direct, self->tls, self->timeout);
}

OidcHttpAnswer *
oidc_http_try_finish (OidcHttp *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, oidc_http_try_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
