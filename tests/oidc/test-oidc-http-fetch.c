/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fetch.h"
#include "oidc-error.h"
#include "raw-http2.h"
#include "stub.h"

/* What a fetch has to see to itself over HTTP/2; the rest is in test-oidc-http.c. */
#define LIMIT 4096 /* bytes */
#define HOUR  3600

typedef struct
{
  RawHttp2 *server;
  OidcHttp *http;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GTlsCertificate) certificate
    = stub_make_certificate ("127.0.0.1", -HOUR, HOUR, &database);

  fixture->server = raw_http2_new (GPOINTER_TO_INT (data), certificate);
  fixture->http = oidc_http_new ();
  oidc_http_set_tls_database (fixture->http, database);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->http);
  raw_http2_free (fixture->server);
}

/* libsoup does not notice that it was cancelled until the server says something. */
static void
test_deadline (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  oidc_http_set_timeout (fixture->http, 2000);
  g_assert_null (
    fetch_get (fixture->http, raw_http2_get_uri (fixture->server), NULL, LIMIT, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "too long"));
  g_assert_cmpuint (raw_http2_count_requests (fixture->server), <=, 1);
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_timeout_add (300, cancel_cb, cancellable);
  oidc_http_get_async (fixture->http, raw_http2_get_uri (fixture->server), "*/*", NULL, LIMIT,
                       cancellable, fetch_store_cb, &result);
  g_assert_null (oidc_http_finish (fixture->http, fetch_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* libsoup tries a refused stream again as fast as it can. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char form[] = "code=1234";
  g_autoptr (GError) error = NULL;

  g_assert_null (fetch_post (fixture->http, raw_http2_get_uri (fixture->server), form, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNREACHABLE);
  g_clear_error (&error);
  g_assert_null (
    fetch_get (fixture->http, raw_http2_get_uri (fixture->server), NULL, LIMIT, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNREACHABLE);
  /* The code was on its way once. */
  g_assert_cmpuint (raw_http2_count_body (fixture->server), ==, strlen (form));
  g_assert_cmpuint (raw_http2_count_requests (fixture->server), <, 8);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/oidc/http-fetch/deadline", Fixture, GINT_TO_POINTER (RAW_HTTP2_SILENT), set_up,
              test_deadline, tear_down);
  g_test_add ("/oidc/http-fetch/cancel", Fixture, GINT_TO_POINTER (RAW_HTTP2_SILENT), set_up,
              test_cancel, tear_down);
  g_test_add ("/oidc/http-fetch/refused", Fixture, GINT_TO_POINTER (RAW_HTTP2_REFUSE), set_up,
              test_refused, tear_down);
  return g_test_run ();
}
