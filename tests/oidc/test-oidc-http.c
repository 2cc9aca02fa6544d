/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-http.h"

#include <string.h>

#include "fetch.h"
#include "oidc-error.h"
#include "raw.h"
#include "stub.h"

#define LIMIT (1024 * 1024) /* bytes */

/* What the environment says is the way to everywhere. */
static Raw *proxy;

static void
test_get (void)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *uri = stub_make_uri (stub, "/a");
  g_autoptr (OidcHttpAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  stub_answer_bytes (stub, "/a", 200, "Application/JSON; charset=utf-8", "a\0b", 3);
  answer = fetch_get (http, uri, NULL, LIMIT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer->content_type, ==, "application/json");
  g_assert_cmpmem (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), "a\0b",
                   3);
  g_assert_cmpint (answer->retry_after, ==, -1);
  g_assert_cmpstr (stub_get_header (stub, "Accept"), ==, "application/json");
  g_assert_true (g_str_has_prefix (stub_get_header (stub, "User-Agent"), "Tessera/"));
  g_assert_null (stub_get_header (stub, "Authorization"));
}

/* What the host's clock says, and for how long a cache has kept that. */
static void
test_date (void)
{
  static const struct
  {
    const char *date;
    const char *age; /* (nullable) */
    gint64 wanted;
  } cases[] = { { "Sun, 06 Nov 1994 08:49:37 GMT", NULL, 784111777 },
                { "Sun, 06 Nov 1994 08:49:37 GMT", "10", 784111787 },
                { "Sun, 06 Nov 1994 08:49:37 GMT", "old", 0 },
                { "yesterday", NULL, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Stub) stub = stub_new (NULL);
      g_autoptr (OidcHttp) http = oidc_http_new ();
      g_autofree char *uri = stub_make_uri (stub, "/a");
      g_autoptr (OidcHttpAnswer) answer = NULL;

      stub_answer (stub, "/a", 200, NULL, "");
      stub_add_header (stub, "/a", "Date", cases[i].date);
      if (cases[i].age != NULL)
        stub_add_header (stub, "/a", "Age", cases[i].age);
      answer = fetch_get (http, uri, NULL, LIMIT, NULL);
      g_assert_cmpint (answer->date, ==, cases[i].wanted);
    }
}

static void
test_bearer (void)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *uri = stub_make_uri (stub, "/a");
  g_autoptr (OidcHttpAnswer) answer = NULL;

  stub_answer (stub, "/a", 204, NULL, "");
  answer = fetch_get (http, uri, "abc.def", LIMIT, NULL);
  g_assert_cmpuint (answer->status, ==, 204);
  g_assert_null (answer->content_type);
  g_assert_cmpuint (g_bytes_get_size (answer->body), ==, 0);
  g_assert_cmpstr (stub_get_header (stub, "Authorization"), ==, "Bearer abc.def");
}

static void
test_post (void)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *uri = stub_make_uri (stub, "/token");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OidcHttpAnswer) answer = NULL;

  stub_answer (stub, "/token", 400, "application/json", "{\"error\":\"invalid_grant\"}");
  oidc_http_post_form_async (http, uri, "a=1&b=2", "Basic eDp5", LIMIT, NULL, fetch_store_cb,
                             &result);
  answer = oidc_http_finish (http, fetch_wait (&result), NULL);
  /* Below 500 the answer is the caller's to judge. */
  g_assert_cmpuint (answer->status, ==, 400);
  g_assert_cmpstr (stub_get_log (stub), ==, "POST /token\n");
  g_assert_cmpstr (stub_get_body (stub), ==, "a=1&b=2");
  g_assert_cmpstr (stub_get_header (stub, "Authorization"), ==, "Basic eDp5");
  g_assert_cmpstr (stub_get_header (stub, "Accept"), ==, "application/json");
  g_assert_cmpstr (stub_get_header (stub, "Content-Type"), ==, "application/x-www-form-urlencoded");
}

/* Discovery, keys, token: one connection. */
static void
test_one_connection (void)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *uri = stub_make_uri (stub, "/a");
  g_autoptr (OidcHttpAnswer) first = NULL;
  g_autoptr (OidcHttpAnswer) second = NULL;
  g_autoptr (OidcHttpAnswer) third = NULL;

  stub_answer (stub, "/a", 200, NULL, "{}");
  first = fetch_get (http, uri, NULL, LIMIT, NULL);
  second = fetch_get (http, uri, NULL, LIMIT, NULL);
  third = fetch_post (http, uri, "a=b", NULL);
  g_assert_nonnull (third);
  g_assert_cmpstr (stub_get_log (stub), ==, "GET /a\nGET /a\nPOST /a\n");
  g_assert_cmpuint (stub_count_connections (stub), ==, 1);
}

static void
test_limit (void)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *uri = stub_make_uri (stub, "/a");
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr (OidcHttpAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  stub_answer (stub, "/a", 200, NULL, text);
  answer = fetch_get (http, uri, NULL, 100000, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), text,
                   100000);
  g_assert_null (fetch_get (http, uri, NULL, 99999, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
}

/* A body without end, in chunks and without a length. */
static void
test_endless (void)
{
  static const char *const heads[]
    = { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n" };
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *chunk = g_strnfill (0x1000, 'x');
  g_autofree char *framed = g_strdup_printf ("1000\r\n%s\r\n", chunk);

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (Raw) raw = raw_new_repeating (heads[i], framed);
      g_autoptr (GError) error = NULL;

      g_assert_null (fetch_get (http, raw_get_uri (raw), NULL, LIMIT, &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
    }
}

/* An answer that is compressed though nobody asked for it is not blown up. */
static void
test_compressed (void)
{
  static const guchar gzip[]
    = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0xab, 0xae, 5, 0, 0x43, 0xbf, 0xa6, 0xa3, 2, 0, 0, 0 };
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *uri = stub_make_uri (stub, "/a");
  g_autoptr (OidcHttpAnswer) answer = NULL;

  stub_answer_bytes (stub, "/a", 200, "application/json", gzip, sizeof gzip);
  stub_add_header (stub, "/a", "Content-Encoding", "gzip");
  answer = fetch_get (http, uri, NULL, LIMIT, NULL);
  g_assert_cmpstr (stub_get_header (stub, "Accept-Encoding"), ==, "identity");
  g_assert_cmpmem (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), gzip,
                   sizeof gzip);
}

static void
test_no_cookies_no_challenge (void)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *uri = stub_make_uri (stub, "/a");
  g_autoptr (OidcHttpAnswer) first = NULL;
  g_autoptr (OidcHttpAnswer) second = NULL;

  stub_answer (stub, "/a", 401, NULL, "");
  stub_add_header (stub, "/a", "Set-Cookie", "session=1; Path=/");
  stub_add_header (stub, "/a", "WWW-Authenticate", "Basic realm=\"x\"");
  first = fetch_get (http, uri, "token", LIMIT, NULL);
  g_assert_cmpuint (first->status, ==, 401);
  second = fetch_get (http, uri, NULL, LIMIT, NULL);
  g_assert_null (stub_get_header (stub, "Cookie"));
  g_assert_null (stub_get_header (stub, "Authorization"));
  g_assert_cmpstr (stub_get_log (stub), ==, "GET /a\nGET /a\n");
}

static void
answer_redirect (Stub *stub, const char *path, guint status, const char *location)
{
  stub_answer (stub, path, status, "text/html", "<p>moved</p>");
  if (location != NULL)
    stub_add_header (stub, path, "Location", location);
}

static void
test_redirects (void)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *five = stub_make_uri (stub, "/5");
  g_autofree char *six = stub_make_uri (stub, "/6");
  g_autoptr (OidcHttpAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer_redirect (stub, "/6", 302, five);
  answer_redirect (stub, "/5", 301, "/4");
  answer_redirect (stub, "/4", 302, "3");
  answer_redirect (stub, "/3", 303, "/2");
  answer_redirect (stub, "/2", 307, "/1");
  answer_redirect (stub, "/1", 308, "/0");
  stub_answer (stub, "/0", 200, NULL, "end");
  answer = fetch_get (http, five, NULL, LIMIT, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), "end",
                   3);
  g_assert_cmpuint (stub_count_connections (stub), ==, 1);

  g_assert_null (fetch_get (http, six, NULL, LIMIT, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS);
  g_assert_nonnull (strstr (error->message, "too many times"));
}

static void
test_redirects_refused (void)
{
  static const char *const locations[]
    = { NULL, "http://idp.example.com/", "file:///etc/passwd", "https://", "/a" };

  for (guint i = 0; i < G_N_ELEMENTS (locations); i++)
    {
      g_autoptr (Stub) stub = stub_new (NULL);
      g_autoptr (OidcHttp) http = oidc_http_new ();
      g_autofree char *uri = stub_make_uri (stub, "/a");
      g_autoptr (GError) error = NULL;

      answer_redirect (stub, "/a", 302, locations[i]);
      g_assert_null (fetch_get (http, uri, NULL, LIMIT, &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS);
    }
}

static void
test_redirects_with_credential (void)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *uri = stub_make_uri (stub, "/a");
  g_autoptr (GError) error = NULL;

  answer_redirect (stub, "/a", 307, "/b");
  stub_answer (stub, "/b", 200, NULL, "{}");
  g_assert_null (fetch_get (http, uri, "token", LIMIT, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS);
  g_clear_error (&error);
  g_assert_null (fetch_post (http, uri, "code=1", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS);
  g_assert_cmpstr (stub_get_log (stub), ==, "GET /a\nPOST /a\n");
}

static void
test_post_is_sent_once (void)
{
  static const char answer_text[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  g_autoptr (Raw) fresh = raw_new (RAW_RESET, NULL);
  g_autoptr (Raw) used = raw_new (RAW_THEN_RESET, answer_text);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autoptr (OidcHttpAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (fetch_post (http, raw_get_uri (fresh), "code=1", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNREACHABLE);
  g_assert_cmpuint (raw_count_requests (fresh), ==, 1);
  g_clear_error (&error);

  answer = fetch_get (http, raw_get_uri (used), NULL, LIMIT, &error);
  g_assert_no_error (error);
  g_assert_null (fetch_post (http, raw_get_uri (used), "code=1", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNREACHABLE);
  g_assert_cmpuint (raw_count_requests (used), ==, 2);
  g_assert_cmpuint (raw_count_connections (used), ==, 1);
}

static void
test_deadline (void)
{
  static const struct
  {
    RawManner manner;
    const char *text;
  } cases[] = {
    { RAW_SILENT, NULL },
    { RAW_DRIP, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" },
    { RAW_DRIP, "HTTP/1.1 200 OK\r\nX-Endless: " },
    { RAW_DRIP, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Raw) raw = raw_new (cases[i].manner, cases[i].text);
      g_autoptr (OidcHttp) http = oidc_http_new ();
      g_autoptr (GError) error = NULL;

      oidc_http_set_timeout (http, 200);
      g_assert_null (fetch_get (http, raw_get_uri (raw), NULL, LIMIT, &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNREACHABLE);
      g_assert_nonnull (strstr (error->message, "127.0.0.1"));
      g_assert_nonnull (strstr (error->message, "too long"));
    }
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (void)
{
  g_autoptr (Raw) raw = raw_new (RAW_SILENT, NULL);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  /* The second time it is cancelled from the start. */
  g_timeout_add (50, cancel_cb, cancellable);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      oidc_http_get_async (http, raw_get_uri (raw), "*/*", NULL, LIMIT, cancellable, fetch_store_cb,
                           &result);
      g_assert_null (oidc_http_finish (http, fetch_wait (&result), &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  g_assert_cmpuint (raw_count_connections (raw), <=, 1);
}

static void
test_bad_uri (void)
{
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (fetch_get (http, "http://idp.example.com/", NULL, LIMIT, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
}

/* A proxy is asked for what is elsewhere, and never for what is on this computer: every other test
 * here would fail. Its own answer is not taken for the provider's. */
static void
test_proxy (void)
{
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (fetch_get (http, "https://idp.example.com/", NULL, LIMIT, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_PROXY);
  g_assert_nonnull (strstr (error->message, "not allow a connection to idp.example.com"));
  g_assert_cmpuint (raw_count_requests (proxy), ==, 1);
  line = raw_get_request_line (proxy);
  g_assert_cmpstr (line, ==, "CONNECT idp.example.com:443 HTTP/1.1");
}

int
main (int argc, char *argv[])
{
  int status;

  proxy = raw_new (RAW_TEXT, "HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\n"
                             "Content-Length: 0\r\n\r\n");
  g_setenv ("http_proxy", raw_get_uri (proxy), TRUE);
  g_setenv ("https_proxy", raw_get_uri (proxy), TRUE);
  g_unsetenv ("no_proxy");
  g_unsetenv ("NO_PROXY");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc/http/get", test_get);
  g_test_add_func ("/oidc/http/date", test_date);
  g_test_add_func ("/oidc/http/bearer", test_bearer);
  g_test_add_func ("/oidc/http/post", test_post);
  g_test_add_func ("/oidc/http/one-connection", test_one_connection);
  g_test_add_func ("/oidc/http/limit", test_limit);
  g_test_add_func ("/oidc/http/endless", test_endless);
  g_test_add_func ("/oidc/http/compressed", test_compressed);
  g_test_add_func ("/oidc/http/no-cookies-no-challenge", test_no_cookies_no_challenge);
  g_test_add_func ("/oidc/http/redirects", test_redirects);
  g_test_add_func ("/oidc/http/redirects-refused", test_redirects_refused);
  g_test_add_func ("/oidc/http/redirects-with-credential", test_redirects_with_credential);
  g_test_add_func ("/oidc/http/post-is-sent-once", test_post_is_sent_once);
  g_test_add_func ("/oidc/http/deadline", test_deadline);
  g_test_add_func ("/oidc/http/cancel", test_cancel);
  g_test_add_func ("/oidc/http/bad-uri", test_bad_uri);
  g_test_add_func ("/oidc/http/proxy", test_proxy);
  status = g_test_run ();
  raw_free (proxy);
  return status;
}
