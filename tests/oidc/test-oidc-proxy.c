/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-proxy.h"

#include <string.h>

#include "fetch.h"
#include "oidc-error.h"
#include "raw.h"

#define LIMIT    4096 /* bytes */
#define PROVIDER "https://idp.example.com/"

/* What libsoup is told: the first proxy for @uri. (transfer full) */
static char *
look_up (const char *uri)
{
  g_autoptr (OidcProxy) proxy = oidc_proxy_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) found = g_proxy_resolver_lookup (G_PROXY_RESOLVER (proxy), uri, NULL, &error);

  g_assert_no_error (error);
  return g_steal_pointer (&found[0]);
}

static void
set_environment (const char *settings)
{
  static const char *const names[] = { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                                       "http_proxy",  "no_proxy",    "NO_PROXY" };
  g_auto (GStrv) words = g_strsplit (settings, " ", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_unsetenv (names[i]);
  for (char **word = words; *word != NULL; word++)
    {
      g_auto (GStrv) pair = g_strsplit (*word, "=", 2);

      if (pair[0] != NULL)
        g_setenv (pair[0], pair[1], TRUE);
    }
}

static void
test_environment (void)
{
  static const struct
  {
    const char *settings, *proxy;
  } cases[] = {
    { "https_proxy=http://a.example:3128", "http://a.example:3128" },
    { "HTTPS_PROXY=http://a.example:3128/", "http://a.example:3128" },
    { "https_proxy=a.example:3128", "http://a.example:3128" },
    { "https_proxy=a.example", "http://a.example:1080" },
    { "https_proxy=http://a.example:80", "http://a.example:80" },
    { "https_proxy=me:p%40ss@a.example:3128", "http://me:p%40ss@a.example:3128" },
    { "https_proxy=http://[::1]:3128", "http://[::1]:3128" },
    { "https_proxy=https://a.example:443", "https://a.example:443" },
    { "all_proxy=socks5h://a.example:9050", "socks5://a.example:9050" },
    { "ALL_PROXY=SOCKS5://a.example", "socks5://a.example:1080" },
    { "https_proxy=http://a.example:1 HTTPS_PROXY=http://b.example:1 all_proxy=http://c.example:1",
      "http://a.example:1" },
    { "HTTPS_PROXY=http://b.example:1 all_proxy=http://c.example:1", "http://b.example:1" },
    { "https_proxy= all_proxy=http://c.example:1", "direct://" },
    { "all_proxy=http://c.example:1 no_proxy=example.com", "direct://" },
    { "all_proxy=http://c.example:1 no_proxy=.example.com", "direct://" },
    { "all_proxy=http://c.example:1 no_proxy=a.example,idp.example.com:443", "direct://" },
    { "all_proxy=http://c.example:1 no_proxy=*", "direct://" },
    { "all_proxy=http://c.example:1 NO_PROXY=a,,.com", "direct://" },
    { "all_proxy=http://c.example:1 no_proxy=ample.com,10.0.0.0/8", "http://c.example:1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *proxy = NULL;

      g_test_message ("%s", cases[i].settings);
      set_environment (cases[i].settings);
      proxy = look_up ("https://idp.example.com:443");
      g_assert_cmpstr (proxy, ==, cases[i].proxy);
    }
}

/* GIO warns about what it does not take, and a warning ends this test. */
static void
test_ignored (void)
{
  static const struct
  {
    const char *ignored, *uri;
    gboolean direct;
  } cases[] = {
    { "10.0.0.0/8", "https://10.1.2.3:443", TRUE },
    { "[::1]", "https://[::1]:443", TRUE },
    { "::1", "https://[::1]:443", TRUE },
    { "[::1]:443", "https://[::1]:443", TRUE },
    { "[::1]:444", "https://[::1]:443", FALSE },
    { "fd00::/8", "https://[fd00::1]:443", TRUE },
    { "[,example.com", PROVIDER, TRUE },
    { "],[],[::1,[x],[::1]:x,example.com", PROVIDER, TRUE },
    { "https://idp.example.com,https://idp.example.com:443/", PROVIDER, FALSE },
    { "idp.example.com:x,a:b:c,:", PROVIDER, FALSE },
    { "10.0.0.0/99,example.com:443", "https://idp.example.com:443", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *settings
        = g_strconcat ("all_proxy=http://c.example:1 no_proxy=", cases[i].ignored, NULL);
      g_autofree char *proxy = NULL;

      g_test_message ("%s", cases[i].ignored);
      set_environment (settings);
      proxy = look_up (cases[i].uri);
      g_assert_cmpstr (proxy, ==, cases[i].direct ? "direct://" : "http://c.example:1");
    }
}

/* Fetches from the provider through the proxy of @settings, which fails. (transfer full) */
static GError *
fail (const char *settings)
{
  g_autoptr (OidcHttp) http = NULL;
  GError *error = NULL;

  set_environment (settings);
  http = oidc_http_new ();
  g_assert_null (fetch_get (http, PROVIDER, NULL, LIMIT, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_PROXY);
  g_test_message ("%s", error->message);
  return error;
}

static void
test_unusable (void)
{
  static const char *const values[]
    = { "ftp://a.example:1", "http://", "http://a:b:c", "://",
        /* A user name or a password that is no text. */
        "http://me:secret%E9@127.0.0.1:1", "http://me:secret%00@127.0.0.1:1",
        "http://me%FF@127.0.0.1:1", "me:secret%zz@127.0.0.1:1",
        "socks5://me:secret%E9@127.0.0.1:1" };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *settings = g_strconcat ("https_proxy=", values[i], NULL);
      g_autoptr (GError) error = fail (settings);

      g_assert_nonnull (strstr (error->message, "“https_proxy”"));
      g_assert_null (strstr (error->message, "secret"));
    }
}

typedef struct
{
  const char *answer; /* of the proxy to CONNECT */
  const char *words;  /* of the message, with the proxy's name before them */
} Refusal;

/* The password goes to the proxy with the first request, and into no message. */
static void
assert_refused (const Refusal *refusal)
{
  g_autoptr (Raw) raw = raw_new (RAW_TEXT, refusal->answer);
  const char *address = raw_get_uri (raw) + strlen ("http://");
  g_autofree char *name = g_strndup (address, strlen (address) - 1);
  g_autofree char *settings = g_strdup_printf ("https_proxy=http://me:p%%40ss@%s", name);
  g_autofree char *start = g_strconcat ("The proxy ", name, " ", NULL);
  g_autofree char *header = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = fail (settings);

  header = raw_get_header (raw, "Proxy-Authorization");
  line = raw_get_request_line (raw);
  g_assert_cmpstr (line, ==, "CONNECT idp.example.com:443 HTTP/1.1");
  g_assert_cmpstr (header, ==, "Basic bWU6cEBzcw=="); /* me:p@ss */
  g_assert_cmpuint (raw_count_requests (raw), ==, 1);
  g_assert_true (g_str_has_prefix (error->message, start));
  g_assert_nonnull (strstr (error->message, refusal->words));
  g_assert_null (strstr (error->message, "ss@"));
  g_assert_null (strstr (error->message, "me:"));
}

static void
test_refused (void)
{
  static const Refusal refusals[] = {
    { "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
      "requires a valid user name and password (HTTP status 407)" },
    { "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n",
      "does not allow a connection to idp.example.com (HTTP status 403)" },
    { "HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n",
      "does not allow a connection to idp.example.com (HTTP status 302)" },
    { "", "cannot be used: the connection was closed" },
    { "SSH-2.0-OpenSSH_9.2\r\n\r\n", "cannot be used: the answer is not HTTP" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    assert_refused (&refusals[i]);
}

static void
test_down (void)
{
  g_autoptr (Raw) raw = raw_new (RAW_TEXT, "nonsense");
  g_autofree char *name
    = g_strndup (raw_get_uri (raw) + strlen ("http://"), strlen (raw_get_uri (raw)) - 8);
  g_autofree char *settings = g_strconcat ("https_proxy=http://me:pass@", name, NULL);
  g_autofree char *start = g_strconcat ("The proxy ", name, " cannot be used: ", NULL);
  g_autoptr (GError) down = NULL;

  g_clear_pointer (&raw, raw_free);
  down = fail (settings);
  g_assert_true (g_str_has_prefix (down->message, start));
  g_assert_nonnull (strstr (down->message, "there is no answer"));
}

/* It takes the connection, and says nothing. */
static void
test_slow (void)
{
  static const char *const schemes[] = { "http://", "socks5://me:pass@", "https://" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      g_autoptr (Raw) raw = raw_new (RAW_SILENT, NULL);
      g_autofree char *settings
        = g_strconcat ("all_proxy=", schemes[i], raw_get_uri (raw) + strlen ("http://"), NULL);
      g_autoptr (OidcHttp) http = NULL;
      g_autoptr (GError) error = NULL;

      set_environment (settings);
      http = oidc_http_new ();
      oidc_http_set_timeout (http, 500);
      g_assert_null (fetch_get (http, PROVIDER, NULL, LIMIT, &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_PROXY);
      g_assert_nonnull (strstr (error->message, "took too long"));
    }
}

/* What comes through the tunnel is the host's: here something that is no TLS. */
static void
test_behind (void)
{
  g_autoptr (Raw) raw
    = raw_new (RAW_TEXT, "HTTP/1.1 200 Connection established\r\n\r\nno TLS at all\r\n");
  g_autofree char *settings = g_strconcat ("https_proxy=", raw_get_uri (raw), NULL);
  g_autoptr (OidcHttp) http = NULL;
  g_autoptr (GError) error = NULL;

  set_environment (settings);
  http = oidc_http_new ();
  g_assert_null (fetch_get (http, PROVIDER, NULL, LIMIT, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNREACHABLE);
  g_assert_true (g_str_has_prefix (error->message, "idp.example.com cannot be reached: "));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc/proxy/environment", test_environment);
  g_test_add_func ("/oidc/proxy/ignored", test_ignored);
  g_test_add_func ("/oidc/proxy/unusable", test_unusable);
  g_test_add_func ("/oidc/proxy/refused", test_refused);
  g_test_add_func ("/oidc/proxy/down", test_down);
  g_test_add_func ("/oidc/proxy/slow", test_slow);
  g_test_add_func ("/oidc/proxy/behind", test_behind);
  return g_test_run ();
}
