/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loopback-page.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#include "visitor.h"

static char *
make_page (TesseraLoopbackPageKind kind, const char *title, const char *message)
{
  g_autoptr (GBytes) page = tessera_loopback_page_new (kind, title, message);

  return g_strndup (g_bytes_get_data (page, NULL), g_bytes_get_size (page));
}

/* RFC 9700 §4.3, and a provider's error_description is anybody's text. */
static void
test_escaped (void)
{
  g_autofree char *page
    = make_page (TESSERA_LOOPBACK_PAGE_FAILURE, "<script>alert(1)</script> & \"%%style%%\"",
                 "</main><img src=x onerror=alert(2)>");

  g_assert_null (strstr (page, "<script"));
  g_assert_null (strstr (page, "<img"));
  g_assert_nonnull (strstr (page, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;%%style%%"));
  g_assert_nonnull (strstr (page, "&lt;/main&gt;&lt;img src=x onerror=alert(2)&gt;"));
}

/* Nothing is loaded from anywhere, and nothing runs. */
static void
test_alone (void)
{
  static const char *const forbidden[]
    = { "<script", "src=", "@import", "url(", "<link", "<iframe", "<form", "onload", "%%" };
  g_autofree char *html = make_page (TESSERA_LOOPBACK_PAGE_SUCCESS, "Title", "Message");
  /* The icon's gradients are of the page itself. */
  g_auto (GStrv) pieces = g_strsplit (html, "url(#", -1);
  g_autofree char *page = g_strjoinv ("", pieces);

  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++)
    {
      g_test_message ("%s", forbidden[i]);
      g_assert_null (strstr (page, forbidden[i]));
    }
}

static void
test_light_and_dark (void)
{
  g_autofree char *page = make_page (TESSERA_LOOPBACK_PAGE_NEUTRAL, "Title", "Message");

  g_assert_nonnull (strstr (page, "prefers-color-scheme: dark"));
  g_assert_nonnull (strstr (page, "<html lang=\"en\" dir=\"ltr\">"));
  g_assert_nonnull (strstr (page, "<h1>Title</h1>"));
  g_assert_nonnull (strstr (page, "<p>Message</p>"));
}

static void
test_kinds (void)
{
  g_autofree char *success = make_page (TESSERA_LOOPBACK_PAGE_SUCCESS, "T", "M");
  g_autofree char *failure = make_page (TESSERA_LOOPBACK_PAGE_FAILURE, "T", "M");
  g_autofree char *neutral = make_page (TESSERA_LOOPBACK_PAGE_NEUTRAL, "T", "M");

  g_assert_nonnull (strstr (success, "class=\"badge success\""));
  g_assert_nonnull (strstr (failure, "class=\"badge failure\""));
  g_assert_null (strstr (neutral, "class=\"badge"));
}

/* Returns: (transfer full) what stands between the first @before and the next @after. */
static char *
cut_out (const char *text, const char *before, const char *after)
{
  const char *begin = strstr (text, before);

  g_assert_nonnull (begin);
  begin += strlen (before);
  g_assert_nonnull (strstr (begin, after));
  return g_strndup (begin, (gsize) (strstr (begin, after) - begin));
}

/* The language is said as it is, for who hears the page: German where there is German. */
static void
test_language (gconstpointer data)
{
  const char *const *c = data; /* LANGUAGE, lang, a text */
  g_autofree char *catalogues = NULL;
  g_autofree char *page = NULL;
  g_autofree char *language = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  g_setenv ("LANGUAGE", c[0], TRUE);
  g_assert_nonnull (setlocale (LC_ALL, "de_DE.UTF-8")); /* in LOCPATH; LANGUAGE decides */
  catalogues = g_build_filename (g_getenv ("G_TEST_BUILDDIR"), "..", "po", NULL);
  bindtextdomain (GETTEXT_PACKAGE, catalogues);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  page = make_page (TESSERA_LOOPBACK_PAGE_NEUTRAL, _ ("Go Back to Tessera"), "");
  language = cut_out (page, "<html lang=\"", "\"");
  g_assert_cmpstr (language, ==, c[1]);
  g_assert_nonnull (strstr (page, c[2]));
  g_assert_nonnull (strstr (page, "dir=\"ltr\""));
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *msg,
            const char *path,
            GHashTable *parameters,
            gpointer user_data)
{
  g_autoptr (GBytes) page
    = tessera_loopback_page_new (TESSERA_LOOPBACK_PAGE_SUCCESS, "Titel für Zoë", "Message");

  if (strcmp (path, "/redirect") == 0)
    tessera_loopback_page_redirect (msg, "http://127.0.0.1:1/there");
  else
    tessera_loopback_page_send (page, msg, SOUP_STATUS_OK);
}

static char *
ask (const char *request)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  GSList *uris;
  guint16 port;

  soup_server_add_handler (server, NULL, request_cb, NULL, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  port = (guint16) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return visitor_ask ("127.0.0.1", port, request);
}

static void
assert_header (const char *answer, const char *name, const char *expected)
{
  g_autofree char *value = visitor_read_header (answer, name);

  g_assert_cmpstr (value, ==, expected);
}

/* Strict, and yet the style works: it is the one thing that the policy knows, by its hash. */
static void
test_headers (void)
{
  g_autofree char *answer = ask ("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  g_autofree char *style = cut_out (answer, "<style>", "</style>");
  g_autofree char *hex = g_compute_checksum_for_string (G_CHECKSUM_SHA256, style, -1);
  g_autofree guchar *digest = g_malloc (32);
  g_autofree char *hash = NULL;
  g_autofree char *policy = NULL;

  for (guint i = 0; i < 32; i++)
    digest[i]
      = (guchar) (g_ascii_xdigit_value (hex[2 * i]) * 16 + g_ascii_xdigit_value (hex[2 * i + 1]));
  hash = g_base64_encode (digest, 32);
  policy = g_strdup_printf ("default-src 'none'; style-src 'sha256-%s'; frame-ancestors 'none'; "
                            "base-uri 'none'; form-action 'none'",
                            hash);
  assert_header (answer, "Content-Security-Policy", policy);
  assert_header (answer, "Content-Type", "text/html; charset=utf-8");
  assert_header (answer, "Cache-Control", "no-store");
  assert_header (answer, "Referrer-Policy", "no-referrer");
  assert_header (answer, "X-Content-Type-Options", "nosniff");
  assert_header (answer, "Connection", "close");
  assert_header (answer, "Set-Cookie", NULL);
  assert_header (answer, "Access-Control-Allow-Origin", NULL);
  g_assert_nonnull (strstr (answer, "<h1>Titel für Zoë</h1>"));
}

static void
test_redirect (void)
{
  g_autofree char *answer = ask ("GET /redirect HTTP/1.1\r\nHost: x\r\n\r\n");

  g_assert_cmpuint (visitor_read_status (answer), ==, 303);
  assert_header (answer, "Location", "http://127.0.0.1:1/there");
  assert_header (answer, "Cache-Control", "no-store");
  assert_header (answer, "Referrer-Policy", "no-referrer");
  assert_header (answer, "Connection", "close");
  g_assert_cmpstr (visitor_read_body (answer), ==, "");
}

int
main (int argc, char **argv)
{
  static const char *const german[] = { "de", "de", "Zurück zu Tessera" };
  static const char *const austrian[] = { "de_AT", "de", "Zurück zu Tessera" };
  static const char *const english[] = { "en", "en", "Go Back to Tessera" };
  static const char *const klingon[] = { "tlh", "en", "Go Back to Tessera" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/loopback-page/language/german", german, test_language);
  g_test_add_data_func ("/loopback-page/language/austrian", austrian, test_language);
  g_test_add_data_func ("/loopback-page/language/english", english, test_language);
  g_test_add_data_func ("/loopback-page/language/none-that-there-is", klingon, test_language);
  g_test_add_func ("/loopback-page/headers", test_headers);
  g_test_add_func ("/loopback-page/redirect", test_redirect);
  g_test_add_func ("/loopback-page/escaped", test_escaped);
  g_test_add_func ("/loopback-page/alone", test_alone);
  g_test_add_func ("/loopback-page/light-and-dark", test_light_and_dark);
  g_test_add_func ("/loopback-page/kinds", test_kinds);
  return g_test_run ();
}
