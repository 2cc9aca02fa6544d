/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-page.h"

#include <string.h>

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loopback-page/escaped", test_escaped);
  g_test_add_func ("/loopback-page/alone", test_alone);
  g_test_add_func ("/loopback-page/light-and-dark", test_light_and_dark);
  g_test_add_func ("/loopback-page/kinds", test_kinds);
  return g_test_run ();
}
