/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-http.h"

#include <string.h>

#include "fetch.h"
#include "clock.h"
#include "oidc-error.h"
#include "raw.h"
#include "stub.h"

#define LIMIT (1024 * 1024) /* bytes */
#define HOUR  3600

/* A resolver that finds nobody: no test looks up a name in the network. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
look_up_async (GResolver *resolver,
               const char *name,
               GResolverNameLookupFlags flags,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, data);
  gboolean offline = g_str_has_prefix (name, "offline");

  g_task_return_new_error (task, G_RESOLVER_ERROR,
                           offline ? G_RESOLVER_ERROR_TEMPORARY_FAILURE
                                   : G_RESOLVER_ERROR_NOT_FOUND,
                           "no");
}

static void
look_up_plain_async (GResolver *resolver,
                     const char *name,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  look_up_async (resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, cancellable, callback, data);
}

static GList *
look_up_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver = G_RESOLVER_CLASS (klass);

  resolver->lookup_by_name_async = look_up_plain_async;
  resolver->lookup_by_name_finish = look_up_finish;
  resolver->lookup_by_name_with_flags_async = look_up_async;
  resolver->lookup_by_name_with_flags_finish = look_up_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

static void
assert_fails (OidcHttp *http, const char *uri, OidcError code, const char *host, const char *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fetch_get (http, uri, NULL, LIMIT, &error));
  g_assert_error (error, OIDC_ERROR, (int) code);
  g_assert_true (oidc_error_is_unreachable (error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, host));
  g_assert_nonnull (strstr (error->message, reason));
}

static void
assert_unreachable (OidcHttp *http, const char *uri, const char *host, const char *reason)
{
  assert_fails (http, uri, OIDC_ERROR_UNREACHABLE, host, reason);
}

static void
test_names (void)
{
  g_autoptr (OidcHttp) http = oidc_http_new ();

  assert_unreachable (http, "https://nobody.example/", "nobody.example",
                      "there is no host with this name");
  assert_unreachable (http, "https://offline.example/", "offline.example", "cannot be looked up");
}

/* The proxy's name is the one that is looked up, and not found. */
static void
test_proxy_name (void)
{
  g_autoptr (OidcHttp) http = NULL;

  g_setenv ("https_proxy", "http://me:pass@nobody.example:3128", TRUE);
  http = oidc_http_new ();
  g_unsetenv ("https_proxy");
  assert_fails (http, "https://idp.example.com/", OIDC_ERROR_PROXY,
                "The proxy nobody.example:3128 cannot be used", "there is no host with this name");
}

static void
test_refused (void)
{
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autoptr (Raw) raw = raw_new (RAW_SILENT, NULL);
  g_autofree char *uri = g_strdup (raw_get_uri (raw));
  g_autofree char *host = g_strndup (uri + 7, strlen (uri) - 8);

  g_clear_pointer (&raw, raw_free);
  assert_unreachable (http, uri, host, "there is no answer");
}

static void
test_broken_off (void)
{
  static const char *const texts[] = {
    "",
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nshort",
  };
  g_autoptr (OidcHttp) http = oidc_http_new ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (Raw) raw = raw_new (RAW_TEXT, texts[i]);

      assert_unreachable (http, raw_get_uri (raw), "127.0.0.1:", "connection was closed");
    }
}

static void
test_not_http (void)
{
  g_autoptr (Raw) raw = raw_new (RAW_TEXT, "SSH-2.0-OpenSSH_9.2\r\n\r\n");
  g_autoptr (OidcHttp) http = oidc_http_new ();

  assert_unreachable (http, raw_get_uri (raw), "127.0.0.1:", "is not HTTP");
}

/* Whatever comes of it, it is an error or an answer and not a crash. libsoup warns of some of it,
 * which is no concern of this test. */
static void
test_nonsense (void)
{
  static const char *const texts[] = {
    "HTTP/1.1 200 OK\r\nContent-Len",
    "HTTP/1.1\r\n\r\n",
    "HTTP/9.9 abc\r\n\r\n",
    "HTTP/1.1 99999999999 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx",
    "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx",
    "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nx",
    "HTTP/1.1 200 OK\r\nno colon\r\n: empty\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    "HTTP/1.1 302 Found\r\nLocation: \xff\xfe\xfd\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 503 No\r\nRetry-After: \xff-1 Foo\r\nContent-Length: 0\r\n\r\n",
  };

  /* libsoup, from 3.6 on, takes a negative length to where GObject complains of it. */
  GLogLevelFlags fatal = g_log_set_always_fatal (
    soup_check_version (3, 5, 0) ? G_LOG_LEVEL_ERROR : G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (Raw) raw = raw_new (RAW_TEXT, texts[i]);
      g_autoptr (OidcHttp) http = oidc_http_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (OidcHttpAnswer) answer = NULL;

      oidc_http_set_timeout (http, 5000);
      answer = fetch_get (http, raw_get_uri (raw), NULL, LIMIT, &error);
      g_test_message ("%u: %s", i, error != NULL ? error->message : "an answer");
      g_assert_true ((answer == NULL) == (error != NULL));
      if (error != NULL)
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  g_log_set_always_fatal (fatal);
}

static void
test_busy (void)
{
  static const struct
  {
    guint status;
    const char *retry_after, *words;
    gint64 seconds;
  } cases[] = {
    { 503, "7", "again in 7 seconds", 7 },
    { 429, "Sun, 06 Nov 1994 08:50:00 GMT", "again in 23 seconds", 23 },
    { 500, NULL, "(HTTP status ", -1 },
    { 502, "soon", "(HTTP status ", -1 },
    { 504, "Sun, 06 Nov 1994 08:00:00 GMT", "(HTTP status ", 0 },
    { 599, "-5", "(HTTP status ", -1 },
  };
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *uri = stub_make_uri (stub, "/a");

  /* Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110 §5.6.7. */
  tessera_clock_set (784111777, 1, "boot");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      stub_answer (stub, "/a", cases[i].status, "text/plain", "busy");
      if (cases[i].retry_after != NULL)
        stub_add_header (stub, "/a", "Retry-After", cases[i].retry_after);
      g_assert_null (fetch_post (http, uri, "a=b", &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_BUSY);
      g_assert_cmpint (oidc_error_get_retry_after (error), ==, cases[i].seconds);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_assert_nonnull (strstr (error->message, "127.0.0.1:"));
    }
  tessera_clock_unset ();
}

static void
assert_certificate (const char *host, int from, int until, const char *reason)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GTlsCertificate) certificate = stub_make_certificate (host, from, until, &database);
  g_autoptr (Stub) stub = stub_new (certificate);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *uri = stub_make_uri (stub, "/a");

  stub_answer (stub, "/a", 200, NULL, "{}");
  oidc_http_set_tls_database (http, database);
  if (reason != NULL)
    assert_fails (http, uri, OIDC_ERROR_CERTIFICATE, "127.0.0.1:", reason);
  else
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OidcHttpAnswer) first = fetch_get (http, uri, "token", LIMIT, &error);
      g_autoptr (OidcHttpAnswer) second = fetch_post (http, uri, "a=b", &error);

      g_assert_no_error (error);
      g_assert_cmpuint (first->status, ==, 200);
      g_assert_cmpuint (second->status, ==, 200);
      g_assert_cmpuint (stub_count_connections (stub), ==, 1);
    }
  g_assert_cmpstr (stub_get_log (stub), ==, reason != NULL ? "" : "GET /a\nPOST /a\n");
}

static void
test_certificates (void)
{
  g_autoptr (GTlsCertificate) unknown = stub_make_certificate ("127.0.0.1", -HOUR, HOUR, NULL);
  g_autoptr (Stub) stub = stub_new (unknown);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *uri = stub_make_uri (stub, "/a");

  assert_fails (http, uri, OIDC_ERROR_UNKNOWN_CA, "127.0.0.1:", "unknown authority");
  g_assert_cmpstr (stub_get_log (stub), ==, "");
  assert_certificate ("127.0.0.1", -HOUR, HOUR, NULL);
  assert_certificate ("127.0.0.1", -2 * HOUR, -HOUR, "certificate has expired");
  assert_certificate ("127.0.0.1", HOUR, 2 * HOUR, "certificate is not valid yet");
  assert_certificate ("idp.example.com", -HOUR, HOUR, "certificate is for another host");
}

/* From https nothing leads back to http, this computer's own included. */
static void
test_weaker_scheme (void)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GTlsCertificate) certificate
    = stub_make_certificate ("127.0.0.1", -HOUR, HOUR, &database);
  g_autoptr (Stub) strong = stub_new (certificate);
  g_autoptr (Stub) weak = stub_new (NULL);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *from = stub_make_uri (strong, "/a");
  g_autofree char *to = stub_make_uri (weak, "/b");
  g_autoptr (GError) error = NULL;

  oidc_http_set_tls_database (http, database);
  stub_answer (strong, "/a", 302, NULL, "");
  stub_add_header (strong, "/a", "Location", to);
  stub_answer (weak, "/b", 200, NULL, "{}");
  g_assert_null (fetch_get (http, from, NULL, LIMIT, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS);
  g_assert_cmpstr (stub_get_log (weak), ==, "");
}

/* https where only http is spoken. */
static void
test_wrong_scheme (void)
{
  g_autoptr (Stub) stub = stub_new (NULL);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *uri = g_strconcat ("https", stub_get_origin (stub) + 4, NULL);
  g_autoptr (GError) error = NULL;

  oidc_http_set_timeout (http, 500);
  g_assert_null (fetch_get (http, uri, NULL, LIMIT, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNREACHABLE);
  g_test_message ("%s", error->message);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GResolver) resolver = NULL;

  g_test_init (&argc, &argv, NULL);
  resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_resolver_set_default (resolver);
  g_test_add_func ("/oidc/http-failure/names", test_names);
  g_test_add_func ("/oidc/http-failure/proxy-name", test_proxy_name);
  g_test_add_func ("/oidc/http-failure/refused", test_refused);
  g_test_add_func ("/oidc/http-failure/broken-off", test_broken_off);
  g_test_add_func ("/oidc/http-failure/not-http", test_not_http);
  g_test_add_func ("/oidc/http-failure/nonsense", test_nonsense);
  g_test_add_func ("/oidc/http-failure/busy", test_busy);
  g_test_add_func ("/oidc/http-failure/certificates", test_certificates);
  g_test_add_func ("/oidc/http-failure/weaker-scheme", test_weaker_scheme);
  g_test_add_func ("/oidc/http-failure/wrong-scheme", test_wrong_scheme);
  return g_test_run ();
}
