/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host-entry.h"

static guint
match_url (const char *entry, const char *asked, gboolean is_whole)
{
  g_autoptr (TesseraHostEntry) a = tessera_host_entry_parse (entry);
  g_autoptr (TesseraHostEntry) b = tessera_host_entry_parse (asked);

  g_assert_nonnull (a);
  g_assert_nonnull (b);
  return tessera_host_entry_match (a, b, is_whole);
}

static guint
match (const char *entry, const char *asked)
{
  return match_url (entry, asked, FALSE);
}

static void
test_same_host (void)
{
  static const char *const asked[]
    = { "git.example.com",     "GIT.Example.com",         "https://git.example.com/",
        "git.example.com:443", "grpcs://git.example.com", "https://me@git.example.com/a/b.git" };

  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_assert_cmpuint (match ("git.example.com", asked[i]), >, 0);
      g_assert_cmpuint (match ("https://oauth2@Git.example.com/", asked[i]), >, 0);
    }
  g_assert_cmpuint (match ("[2001:DB8::1]:8443", "https://[2001:db8::1]:8443/x"), >, 0);
}

static void
test_other_host (void)
{
  static const char *const asked[]
    = { "git.example.com:8443",     "example.com",          "xgit.example.com",
        "git.example.com.evil.org", "git.example.com.",     "https://git.example.com@evil.org/",
        "evil.org/git.example.com", "[::ffff:192.0.2.128]", "https://evil.org/?git.example.com" };

  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    g_assert_cmpuint (match ("git.example.com", asked[i]), ==, 0);
  g_assert_cmpuint (match ("git.example.com:8443", "git.example.com"), ==, 0);
}

static void
test_path (void)
{
  guint host = match ("git.example.com", "git.example.com/group/a.git");
  guint group = match ("git.example.com/group", "git.example.com/group/a.git");

  g_assert_cmpuint (group, >, host);
  g_assert_cmpuint (match ("git.example.com/group/", "https://git.example.com/group"), ==, group);
  g_assert_cmpuint (match ("git.example.com/group", "git.example.com/groups"), ==, 0);
  g_assert_cmpuint (match ("git.example.com/group", "git.example.com"), ==, host);
}

static void
test_whole_url (void)
{
  const char *entry = "git.example.com/group";
  guint group = match (entry, "git.example.com/group");

  g_assert_cmpuint (match_url (entry, "https://git.example.com/", TRUE), ==, 0);
  g_assert_cmpuint (match_url (entry, "https://git.example.com", TRUE), ==, 0);
  g_assert_cmpuint (match_url (entry, "https://git.example.com/group", TRUE), ==, group);
  g_assert_cmpuint (match_url ("git.example.com", "https://git.example.com/", TRUE), >, 0);
}

static void
test_odd_path (void)
{
  static const char *const paths[] = { "group/../other",
                                       "group/%2e%2E/other",
                                       "group/%252e%252e/other",
                                       "group/./a",
                                       "group//other",
                                       "/group",
                                       "group/%2f..%2fother",
                                       "group/%5c..%5cother",
                                       "group/%255c..",
                                       "group/..",
                                       "group/%25252e%25252e/x",
                                       "group/%0aHost:x",
                                       "group/%00",
                                       "group/..;/other",
                                       "group/..;x=1/other",
                                       "group/%2e%2e%3bx/other",
                                       "group/;x/other",
                                       "group/%25zz/%252e./x",
                                       "group/%25252525252525252541" };
  static const char *const fine[]
    = { "group/a;x=1/b", "group/...",    "group/a%20b", "group/a..b", "group/.git",
        "group/a%2fb",   "group/100%25", "group/?../x", "group/" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *url = g_strconcat ("https://git.example.com/", paths[i], NULL);
      g_autoptr (TesseraHostEntry) entry = tessera_host_entry_parse (url);

      g_test_message ("%s", url);
      g_assert_null (entry);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (fine); i++)
    {
      g_autofree char *url = g_strconcat ("https://git.example.com/", fine[i], NULL);

      g_test_message ("%s", url);
      g_assert_cmpuint (match ("git.example.com/group", url), >, 0);
    }
}

static void
test_not_a_host (void)
{
  static const char *const texts[] = { "",
                                       "/",
                                       "https://",
                                       "two words",
                                       "a\nb",
                                       "a.example:0",
                                       "a{}",
                                       "a.exa\\mple",
                                       "a#b",
                                       "https://a:b@c.example",
                                       "\xff",
                                       "a.example:99999",
                                       "a%0Ab@c.example",
                                       "a%00b@c.example",
                                       "a%7f@c.example",
                                       "api%2eexample.com",
                                       "https://zoe@%61pi.example.com/",
                                       "[fe80::1%25eth0]" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (tessera_host_entry_parse (texts[i]));
}

static void
test_user (void)
{
  g_autoptr (TesseraHostEntry) entry = tessera_host_entry_parse ("x-access-token@github.com");

  g_assert_cmpstr (entry->user, ==, "x-access-token");
  g_assert_cmpstr (entry->host, ==, "github.com");
  g_assert_null (entry->scheme);
}

static gboolean
is_secure (const char *text)
{
  g_autoptr (TesseraHostEntry) entry = tessera_host_entry_parse (text);

  return tessera_host_entry_is_secure (entry);
}

static void
test_secure (void)
{
  g_assert_true (is_secure ("git.example.com"));
  g_assert_true (is_secure ("HTTPS://git.example.com"));
  g_assert_true (is_secure ("http://localhost:8080/"));
  g_assert_true (is_secure ("http://127.0.0.1:8080"));
  g_assert_true (is_secure ("http://[::1]:8080"));
  g_assert_true (is_secure ("http://[::1]"));
  g_assert_false (is_secure ("http://git.example.com"));
  g_assert_false (is_secure ("HTTP://git.example.com"));
  g_assert_false (is_secure ("grpc://cache.example.com"));
  g_assert_true (is_secure ("grpcs://cache.example.com"));
  g_assert_true (is_secure ("wss://a.example.com"));
  g_assert_true (is_secure ("smtps://mail.example.com"));
  g_assert_true (is_secure ("imaps://mail.example.com"));
  g_assert_false (is_secure ("ws://a.example.com"));
  g_assert_false (is_secure ("ftp://a.example.com"));
  g_assert_false (is_secure ("git://a.example.com"));
  g_assert_false (is_secure ("x://a.example.com"));
  g_assert_true (is_secure ("ws://localhost:1/"));
  g_assert_false (is_secure ("http://localhost.example.com"));
  g_assert_false (is_secure ("http://127.0.0.1.example.com"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host-entry/same-host", test_same_host);
  g_test_add_func ("/host-entry/other-host", test_other_host);
  g_test_add_func ("/host-entry/path", test_path);
  g_test_add_func ("/host-entry/whole-url", test_whole_url);
  g_test_add_func ("/host-entry/odd-path", test_odd_path);
  g_test_add_func ("/host-entry/not-a-host", test_not_a_host);
  g_test_add_func ("/host-entry/user", test_user);
  g_test_add_func ("/host-entry/secure", test_secure);
  return g_test_run ();
}
