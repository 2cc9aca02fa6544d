/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pasted-token.h"

#include <string.h>

#define TOKEN     "eyJhbGciOiJFUzI1NiJ9.eyJhIjoxfQ.AAAA"
#define OTHER     "eyJhbGciOiJFUzI1NiJ9.eyJhIjoyfQ.BBBB"
#define ENCRYPTED "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkExMjhHQ00ifQ.a.b.c.d"
#define UNSIGNED  "eyJhbGciOiJub25lIn0.eyJhIjoxfQ."

static void
assert_found (const char *pasted, const char *token)
{
  g_autofree char *found = tessera_pasted_token_find (pasted);

  g_test_message ("%s", pasted);
  g_assert_cmpstr (found, ==, token);
}

/* Each alone, as a console, a mail or a program shows it. */
static void
test_alone (void)
{
  assert_found (TOKEN, TOKEN);
  assert_found (" \n" TOKEN "\r\n", TOKEN);
  assert_found ("Authorization: Bearer \"" TOKEN "\",", TOKEN);
  assert_found ("bearer\tBearer " TOKEN ";", TOKEN);
  assert_found ("<" TOKEN ">", TOKEN);
  assert_found ("eyJhbGci\n    OiJFUzI1NiJ9.\n    eyJhIjoxfQ\n    .AAAA", TOKEN);
  assert_found ("eyJhbGciOiJFUzI1NiJ9.eyJhIjoxfQ==.AAAA", TOKEN);
  assert_found (TOKEN ".", TOKEN);
  assert_found (UNSIGNED, UNSIGNED);
  assert_found (ENCRYPTED, ENCRYPTED);
  assert_found ("Bearer " ENCRYPTED, ENCRYPTED);
}

/* In the middle of what people have at hand. */
static void
test_within (void)
{
  static const char *const frames[] = {
    "curl -H 'Authorization: Bearer %s' https://api.example.com/me",
    "curl https://api.example.com/me \\\n  -H \"authorization: bearer %s\" \\\n  --compressed",
    "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}",
    "{\"refresh_token\":\"" OTHER "\",\n \"access_token\": \"%s\"}",
    "{\"access_token\":\"opaque\",\"id_token\":\"%s\"}",
    "http://localhost/#access_token=%s&token_type=Bearer&state=x",
    "export TOKEN=\"%s\"",
    "GET /me HTTP/1.1\r\nHost: api.example.com\r\nAuthorization: Bearer %s\r\n\r\n",
    "Cookie: session=%s; other=1",
    "kubectl --token=%s get pods",
    "https://oauth2:%s@git.example.com/x.git",
    "DPoP %s",
    "%s~WyJ4IiwieSIsInoiXQ~",
    "This is the token: %s. It no longer works.",
    "%s\neyJhbGciOiJFUzI1NiJ9.eyJhIjoyfQ.BBBB",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (frames); i++)
    {
      g_auto (GStrv) around = g_strsplit (frames[i], "%s", 2);
      g_autofree char *pasted = g_strconcat (around[0], TOKEN, around[1], NULL);

      assert_found (pasted, TOKEN);
    }
}

static void
test_none (void)
{
  g_autofree char *bearers = g_strnfill (100000, 'B');
  g_autofree char *dots = g_strnfill (100000, '.');

  assert_found ("", "");
  assert_found (" \"\" \n", "");
  assert_found ("Bearer ya29.a0AfH6SMBx-abc", "ya29.a0AfH6SMBx-abc");
  assert_found ("see api.example.com and www.example.org", "seeapi.example.comandwww.example.org");
  assert_found (bearers, bearers);
  assert_found (dots, dots);
  assert_found ("\xff\xfe", "\xff\xfe");
}

/* Five parts alone make no JWE: these are two tokens, put together. */
static void
test_parts (void)
{
  guint n_parts;

  g_assert_true (tessera_pasted_token_has_header (TOKEN, &n_parts));
  g_assert_cmpuint (n_parts, ==, 3);
  g_assert_true (tessera_pasted_token_has_header (ENCRYPTED, &n_parts));
  g_assert_cmpuint (n_parts, ==, 5);
  g_assert_true (tessera_pasted_token_has_header (TOKEN ".b.c", &n_parts));
  g_assert_cmpuint (n_parts, !=, 5);
  g_assert_false (tessera_pasted_token_has_header ("W10.e30.AA", &n_parts));
  g_assert_false (tessera_pasted_token_has_header ("", &n_parts));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pasted-token/alone", test_alone);
  g_test_add_func ("/pasted-token/within", test_within);
  g_test_add_func ("/pasted-token/none", test_none);
  g_test_add_func ("/pasted-token/parts", test_parts);
  return g_test_run ();
}
