/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "listener.h"

/* Who is taken for the answer, and who is not (RFC 8252 §8.3, §8.9; RFC 9700 §4). */

#define GET(target)              "GET " target " HTTP/1.1\r\nHost: $HOST\r\n\r\n"
#define HOST(host)               "GET /back?code=c&state=$STATE HTTP/1.1\r\nHost: " host "\r\n\r\n"
#define METHOD(method)           method " /back?code=c&state=$STATE HTTP/1.1\r\nHost: $HOST\r\n\r\n"
#define BODY(method, head, body) method " /back HTTP/1.1\r\nHost: $HOST\r\n" head "\r\n\r\n" body

typedef struct
{
  const char *name;
  const char *request;
  guint status; /* 0: any refusal of libsoup's, or none, but an end */
} Case;

static const Case harmless[] = {
  { "favicon", GET ("/favicon.ico"), 404 },
  { "root", GET ("/"), 404 },
  { "robots", GET ("/robots.txt"), 404 },

  { "head", METHOD ("HEAD"), 405 },
  { "post", METHOD ("POST"), 405 },
  { "put", METHOD ("PUT"), 405 },
  { "delete", METHOD ("DELETE"), 405 },
  { "options", METHOD ("OPTIONS"), 405 },
  { "trace", METHOD ("TRACE"), 405 },
  { "no-method-of-any-rfc", METHOD ("GETT"), 405 },
  { "lower-case-method", METHOD ("get"), 405 },
  { "form-post",
    BODY ("POST",
          "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 56",
          "code=c&state=$STATE"),
    405 },
  { "form-post-chunked", BODY ("POST", "Transfer-Encoding: chunked", "3\r\na=b\r\n0\r\n\r\n"),
    405 },
  { "preflight",
    "OPTIONS /back HTTP/1.1\r\nHost: $HOST\r\nOrigin: https://evil.example\r\n"
    "Access-Control-Request-Private-Network: true\r\n\r\n",
    405 },

  { "other-path", GET ("/other?code=c&state=$STATE"), 404 },
  { "longer-path", GET ("/backs?code=c&state=$STATE"), 404 },
  { "deeper-path", GET ("/back/?code=c&state=$STATE"), 404 },
  { "two-slashes", GET ("//back?code=c&state=$STATE"), 404 },
  { "path-in-capitals", GET ("/BACK?code=c&state=$STATE"), 404 },

  { "strange-host", HOST ("evil.example"), 400 },
  { "strange-host-with-port", HOST ("evil.example:80"), 400 },
  { "host-without-port", HOST ("127.0.0.1"), 400 },
  { "host-with-other-port", HOST ("127.0.0.1:1"), 400 },
  { "host-localhost", HOST ("localhost"), 400 },
  { "host-with-dot", HOST ("$HOST."), 0 },
  { "host-with-more", HOST ("$HOST.evil.example"), 0 },
  { "host-of-user", HOST ("$HOST@evil.example"), 400 },
  { "empty-host", HOST (""), 400 },
  { "two-hosts", HOST ("$HOST\r\nHost: evil.example"), 400 },
  { "two-hosts-alike", HOST ("$HOST\r\nHost: $HOST"), 400 },
  { "no-host", "GET /back?code=c&state=$STATE HTTP/1.1\r\n\r\n", 0 },
  { "no-host-of-old", "GET /back?code=c&state=$STATE HTTP/1.0\r\n\r\n", 400 },

  { "no-query", GET ("/back"), 400 },
  { "empty-query", GET ("/back?"), 400 },
  { "missing-state", GET ("/back?code=c"), 400 },
  { "empty-state", GET ("/back?code=c&state="), 400 },
  { "wrong-state", GET ("/back?code=c&state=guess"), 400 },
  { "longer-state", GET ("/back?code=c&state=$STATEx"), 400 },
  { "repeated-state", GET ("/back?code=c&state=$STATE&state=$STATE"), 400 },
  { "repeated-state-one-wrong", GET ("/back?code=c&state=$STATE&state=guess"), 400 },
  { "error-with-wrong-state", GET ("/back?error=access_denied&state=guess"), 400 },
  { "error-without-state", GET ("/back?error=access_denied"), 400 },
  { "state-in-fragment", GET ("/back?code=c#state=$STATE"), 400 },
  { "state-in-header", "GET /back?code=c HTTP/1.1\r\nHost: $HOST\r\nState: $STATE\r\n\r\n", 400 },
  { "state-in-body", BODY ("GET", "Content-Length: 49", "state=$STATE"), 400 },

  { "not-http", "hello\r\n\r\n", 0 },
  { "tls", "\x16\x03\x01\x02\x01\x01\x01\xfc\x03\x03\r\n\r\n", 0 },
  { "http-2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0 },
  { "http-9", "GET /back?code=c&state=$STATE HTTP/9.9\r\nHost: $HOST\r\n\r\n", 0 },
  { "connect", "CONNECT $HOST HTTP/1.1\r\nHost: $HOST\r\n\r\n", 0 },
  { "asterisk", "OPTIONS * HTTP/1.1\r\nHost: $HOST\r\n\r\n", 0 },
  { "bad-percent", GET ("/%zz?code=c&state=$STATE"), 0 },
  { "bad-percent-in-query", GET ("/back?code=%zz&state=guess"), 0 },
  { "no-header", "GET /back?code=c&state=$STATE HTTP/1.1\r\nHost $HOST\r\n\r\n", 0 },
};

static void
assert_page_is_kept_nowhere (const char *answer)
{
  g_autofree char *cache = visitor_read_header (answer, "Cache-Control");
  g_autofree char *referrer = visitor_read_header (answer, "Referrer-Policy");
  g_autofree char *policy = visitor_read_header (answer, "Content-Security-Policy");
  g_autofree char *sniff = visitor_read_header (answer, "X-Content-Type-Options");
  g_autofree char *connection = visitor_read_header (answer, "Connection");

  g_assert_cmpstr (cache, ==, "no-store");
  g_assert_cmpstr (referrer, ==, "no-referrer");
  g_assert_nonnull (policy);
  g_assert_true (g_str_has_prefix (policy, "default-src 'none'; "));
  g_assert_cmpstr (sniff, ==, "nosniff");
  g_assert_cmpstr (connection, ==, "close");
}

/* Answered, and the right answer is still taken afterwards. */
static void
test_harmless (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *answer = listener_visit (listener, c->request);

  if (c->status != 0)
    {
      g_assert_cmpuint (visitor_read_status (answer), ==, c->status);
      assert_page_is_kept_nowhere (answer);
    }
  else
    g_assert_true (visitor_read_status (answer) == 0 || visitor_read_status (answer) >= 400);
  g_assert_null (strstr (answer, listener->request->state));
  g_assert_null (strstr (answer, "evil.example"));
  listener_assert_waiting (listener);
}

/* What never ends keeps nobody from the right answer. */
static void
test_endless (gconstpointer request)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autoptr (Visitor) visit = listener_begin_visit (listener, request);

  listener_assert_waiting (listener);
  listener_close (listener);
  g_assert_cmpuint (visitor_read_status (visitor_wait (visit)), !=, 303);
}

static void
test_method_is_told (void)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *answer = listener_visit (listener, METHOD ("POST"));
  g_autofree char *allow = visitor_read_header (answer, "Allow");

  g_assert_cmpstr (allow, ==, "GET");
}

/* What has the right state is the provider's, whatever is wrong in it: it ends the flow. */
static void
test_taken (gconstpointer data)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *target = g_strconcat ("/back?", data, NULL);
  g_autofree char *expected = listener_fill_in (listener, data);
  g_autofree char *answer = listener_get (listener, target);
  g_autofree char *location = visitor_read_header (answer, "Location");
  g_autofree char *query = listener_await (listener);

  g_assert_cmpstr (query, ==, expected);
  /* Off the address bar and the history (RFC 9700 §4.3.1), to no place but this one (§4.11). */
  g_assert_cmpuint (visitor_read_status (answer), ==, 303);
  g_assert_cmpstr (location, ==, listener->redirect_uri);
  assert_page_is_kept_nowhere (answer);
  g_assert_null (strstr (answer, listener->request->state));
}

static void
test_v6 (void)
{
  g_autoptr (Listener) listener = listener_new ("http://[::1]/back");
  g_autofree char *wrong = listener_visit (listener, HOST ("[::1]"));

  g_assert_cmpuint (visitor_read_status (wrong), ==, 400);
  g_assert_false (visitor_can_connect ("127.0.0.1", listener->port));
  listener_assert_waiting (listener);
}

static const struct
{
  const char *name;
  const char *query;
} taken[] = {
  { "code", "code=c&state=$STATE" },
  { "kept-as-it-came", "state=$STATE&code=4%2F0A%20b+c&x=%C3%AB" },
  { "error", "error=access_denied&state=$STATE" },
  { "repeated-code", "code=c&code=d&state=$STATE" },
  { "wrong-iss", "code=c&state=$STATE&iss=https%3A%2F%2Fevil.example%2F" },
  { "no-code", "state=$STATE" },
  { "redirects-nowhere", "code=c&state=$STATE&redirect_uri=https%3A%2F%2Fevil.example&next=//x" },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (harmless); i++)
    {
      g_autofree char *path = g_strconcat ("/loopback-strangers/harmless/", harmless[i].name, NULL);

      g_test_add_data_func (path, &harmless[i], test_harmless);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autofree char *path = g_strconcat ("/loopback-strangers/taken/", taken[i].name, NULL);

      g_test_add_data_func (path, taken[i].query, test_taken);
    }
  g_test_add_data_func ("/loopback-strangers/endless/negative-length",
                        BODY ("POST", "Content-Length: -1", "x"), test_endless);
  g_test_add_data_func ("/loopback-strangers/endless/bad-chunk",
                        BODY ("POST", "Transfer-Encoding: chunked", "zz\r\n"), test_endless);
  g_test_add_data_func ("/loopback-strangers/endless/short-body",
                        BODY ("POST", "Content-Length: 10", "short"), test_endless);
  g_test_add_func ("/loopback-strangers/method-is-told", test_method_is_told);
  if (visitor_has_ipv6 ())
    g_test_add_func ("/loopback-strangers/v6", test_v6);
  return g_test_run ();
}
