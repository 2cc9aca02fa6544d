/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-uri.h"

#include "loopback-error.h"
#include "loopback.h"

static void
assert_parsed (const char *text, const char *host, guint16 port, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraLoopbackUri) uri = tessera_loopback_uri_parse (text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (uri->host, ==, host);
  g_assert_cmpuint (uri->port, ==, port);
  g_assert_cmpstr (uri->path, ==, path);
}

static void
test_parse (void)
{
  assert_parsed ("http://127.0.0.1/", "127.0.0.1", 0, "/");
  assert_parsed ("http://127.0.0.1", "127.0.0.1", 0, "/");
  assert_parsed ("http://127.0.0.1:8080/callback", "127.0.0.1", 8080, "/callback");
  assert_parsed ("http://localhost:6363/", "localhost", 6363, "/");
  assert_parsed ("http://LOCALHOST/a%20b/", "localhost", 0, "/a%20b/");
  assert_parsed ("http://[::1]:65535/x", "::1", 65535, "/x");
  assert_parsed ("http://127.0.0.1/a/b%2Fc", "127.0.0.1", 0, "/a/b%2Fc");
  assert_parsed ("http://127.0.0.1/...", "127.0.0.1", 0, "/...");
}

static void
test_refused (void)
{
  /* RFC 8252 §7.3 and §8.3: the loopback interface, and nothing else; RFC 6749 §3.1.2: no fragment.
   */
  static const char *const uris[] = {
    "https://127.0.0.1/",
    "http://example.com/",
    "http://127.0.0.2/",
    "http://0.0.0.0/",
    "http://[::]/",
    "http://192.168.1.1:80/",
    "http://127.0.0.1:0/",
    "http://127.0.0.1:65536/",
    "http://user@127.0.0.1/",
    "http://127.0.0.1/?a=b",
    "http://127.0.0.1/#a",
    "http://localhost.example.com/",
    "http://127.0.0.1.nip.io/",
    "com.example.app:/callback",
    "urn:ietf:wg:oauth:2.0:oob",
    "http://127.0.0.1/a b",
    "http://127.0.0.1/../callback",
    "http://127.0.0.1/a\nb",
    "127.0.0.1:6363",
    "",
    "/",
    "127.0.0.1",
    "localhost:6363",
    "http:",
    "http://",
    "http:///",
    "ftp://127.0.0.1/",
    "com.example.app:/back",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://[::ffff:127.0.0.1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://::1/",
    "http://192.168.0.1/",
    "http://localhost./",
    "http://127.0.0.1.example.com/",
    "http://127.0.0.1:-1/",
    "http://127.0.0.1:abc/",
    "http://me@127.0.0.1/",
    "http://me:secret@127.0.0.1/",
    "http://127.0.0.1@example.com/",
    "http://127.0.0.1/?x=y",
    "http://127.0.0.1/?",
    "http://127.0.0.1/#x",
    "http://127.0.0.1/a\\b",
    "http://127.0.0.1/<b>",
    "http://127.0.0.1/\303\253",
    "http://127.0.0.1/a/../b",
    "http://127.0.0.1/./b",
    "http://127.0.0.1/..",
    " http://127.0.0.1/",
    "http://127.0.0.1/ ",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", uris[i]);
      g_assert_false (tessera_loopback_uri_check (uris[i], &error));
      g_assert_error (error, TESSERA_LOOPBACK_ERROR, TESSERA_LOOPBACK_ERROR_INVALID_URI);
    }
}

static void
assert_with_port (const char *text, guint16 port, const char *expected)
{
  g_autoptr (TesseraLoopbackUri) uri = tessera_loopback_uri_parse (text, NULL);
  g_autofree char *with_port = tessera_loopback_uri_with_port (uri, port);

  g_assert_cmpstr (with_port, ==, expected);
}

/* A provider compares to the character: nothing but the port is added. */
static void
test_with_port (void)
{
  assert_with_port ("http://127.0.0.1/", 4711, "http://127.0.0.1:4711/");
  assert_with_port ("http://127.0.0.1", 4711, "http://127.0.0.1:4711");
  assert_with_port ("http://127.0.0.1:/", 4711, "http://127.0.0.1:4711/");
  assert_with_port ("http://[::1]/cb", 4711, "http://[::1]:4711/cb");
  assert_with_port ("http://LocalHost:6363/CB", 6363, "http://LocalHost:6363/CB");
}

/* DNS rebinding: a name of the attacker's that resolves to 127.0.0.1 is another Host. */
static void
test_host (void)
{
  g_autoptr (TesseraLoopbackUri) v4 = tessera_loopback_uri_parse ("http://127.0.0.1/", NULL);
  g_autoptr (TesseraLoopbackUri) v6 = tessera_loopback_uri_parse ("http://[::1]/", NULL);
  g_autoptr (TesseraLoopbackUri) name = tessera_loopback_uri_parse ("http://localhost/", NULL);

  g_assert_true (tessera_loopback_uri_is_host (v4, 4711, "127.0.0.1:4711"));
  g_assert_true (tessera_loopback_uri_is_host (v4, 80, "127.0.0.1"));
  g_assert_true (tessera_loopback_uri_is_host (v6, 4711, "[::1]:4711"));
  g_assert_true (tessera_loopback_uri_is_host (name, 4711, "LOCALHOST:4711"));
  g_assert_false (tessera_loopback_uri_is_host (v4, 4711, "127.0.0.1"));
  g_assert_false (tessera_loopback_uri_is_host (v4, 4711, "127.0.0.1:4712"));
  g_assert_false (tessera_loopback_uri_is_host (v4, 4711, "localhost:4711"));
  g_assert_false (tessera_loopback_uri_is_host (v4, 4711, "evil.example:4711"));
  g_assert_false (tessera_loopback_uri_is_host (name, 4711, "127.0.0.1:4711"));
  g_assert_false (tessera_loopback_uri_is_host (v4, 4711, "127.0.0.1:4711, evil.example"));
  g_assert_false (tessera_loopback_uri_is_host (v4, 4711, "127.0.0.1:"));
  g_assert_false (tessera_loopback_uri_is_host (v4, 4711, "127.0.0.1:04711"));
  g_assert_false (tessera_loopback_uri_is_host (v4, 4711, "127.0.0.1:47110"));
  g_assert_false (tessera_loopback_uri_is_host (v4, 4711, "127.0.0.1:4711.evil.example"));
  g_assert_false (tessera_loopback_uri_is_host (v4, 4711, " 127.0.0.1:4711"));
  g_assert_false (tessera_loopback_uri_is_host (v4, 80, "evil.example"));
  g_assert_false (tessera_loopback_uri_is_host (v6, 4711, "::1:4711"));
  g_assert_true (tessera_loopback_uri_is_host (v6, 80, "[::1]"));
  g_assert_false (tessera_loopback_uri_is_host (v4, 4711, ""));
  g_assert_false (tessera_loopback_uri_is_host (v4, 4711, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loopback-uri/parse", test_parse);
  g_test_add_func ("/loopback-uri/refused", test_refused);
  g_test_add_func ("/loopback-uri/with-port", test_with_port);
  g_test_add_func ("/loopback-uri/host", test_host);
  return g_test_run ();
}
