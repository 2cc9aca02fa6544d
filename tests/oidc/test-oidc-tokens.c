/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-tokens.h"

#include <string.h>

#include "clock.h"
#include "oidc-error.h"

#define JSON "application/json"
#define FORM "application/x-www-form-urlencoded"
#define WALL G_GINT64_CONSTANT (1800000000)
#define BOOT 5000

static OidcTokens *
parse (const char *type, const char *text, GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return oidc_tokens_parse (type, body, NULL, error);
}

static OidcTokens *
parse_lifetime (const char *expires_in)
{
  g_autofree char *text
    = g_strdup_printf ("{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":%s}",
                       expires_in);
  g_autoptr (GError) error = NULL;
  OidcTokens *tokens = parse (JSON, text, &error);

  g_assert_no_error (error);
  return tokens;
}

static void
test_seconds_left (void)
{
  g_autoptr (OidcTokens) tokens = NULL;

  tessera_clock_set (WALL, BOOT, "one");
  tokens = parse_lifetime ("3600");
  g_assert_cmpint (oidc_tokens_seconds_left (tokens), ==, 3600);
  g_assert_cmpint (oidc_tokens_expires_at (tokens), ==, WALL + 3600);

  tessera_clock_set (WALL + 100, BOOT + 100, "one");
  g_assert_cmpint (oidc_tokens_seconds_left (tokens), ==, 3500);
  g_assert_cmpint (oidc_tokens_expires_at (tokens), ==, WALL + 3600);
  /* The two clocks tick apart; the time shown does not flicker. */
  tessera_clock_set (WALL + 101, BOOT + 100, "one");
  g_assert_cmpint (oidc_tokens_expires_at (tokens), ==, WALL + 3600);

  /* Suspended for two hours, which the boot clock counts. */
  tessera_clock_set (WALL + 7300, BOOT + 7300, "one");
  g_assert_cmpint (oidc_tokens_seconds_left (tokens), ==, -3700);

  /* The wall clock was set back, then forward: the same boot does not care. */
  tessera_clock_set (WALL - 86400, BOOT + 100, "one");
  g_assert_cmpint (oidc_tokens_seconds_left (tokens), ==, 3500);
  g_assert_cmpint (oidc_tokens_expires_at (tokens), ==, WALL - 86400 + 3500);
  tessera_clock_set (WALL + 86400, BOOT + 100, "one");
  g_assert_cmpint (oidc_tokens_seconds_left (tokens), ==, 3500);

  /* Another boot: the wall clock is all there is, and never lengthens the life. */
  tessera_clock_set (WALL + 1000, 10, "two");
  g_assert_cmpint (oidc_tokens_seconds_left (tokens), ==, 2600);
  tessera_clock_set (WALL - 1000, 10, "two");
  g_assert_cmpint (oidc_tokens_seconds_left (tokens), ==, 3600);

  /* No boot ID at all is not the same boot. */
  g_free (tokens->got_boot_id);
  tokens->got_boot_id = g_strdup ("");
  tessera_clock_set (WALL + 1000, BOOT, "");
  g_assert_cmpint (oidc_tokens_seconds_left (tokens), ==, 2600);
  tessera_clock_unset ();
}

static OidcTokens *
make_full (void)
{
  OidcTokens *tokens = oidc_tokens_new ();

  tokens->access_token = g_strdup ("access \"\\ token");
  tokens->token_type = g_strdup ("Bearer");
  tokens->refresh_token = g_strdup ("refresh");
  tokens->id_token = g_strdup ("a.b.c");
  tokens->scope = g_strdup ("openid");
  tokens->expires_in = 3600;
  tokens->got_wall = WALL;
  tokens->got_boot = BOOT;
  tokens->got_boot_id = g_strdup ("boot");
  tokens->issuer = g_strdup ("https://op.example/");
  tokens->client_id = g_strdup ("id");
  tokens->token_endpoint = g_strdup ("https://op.example/token");
  tokens->subject = g_strdup ("zoe-1");
  tokens->name = g_strdup ("Zoë O’Hara");
  tokens->email = g_strdup ("zoe@example.org");
  return tokens;
}

static void
test_round_trip (void)
{
  g_autoptr (OidcTokens) tokens = make_full ();
  g_autofree char *text = oidc_tokens_store (tokens);
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcTokens) loaded = oidc_tokens_load (text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (loaded->access_token, ==, tokens->access_token);
  g_assert_cmpstr (loaded->token_type, ==, tokens->token_type);
  g_assert_cmpstr (loaded->refresh_token, ==, tokens->refresh_token);
  g_assert_cmpstr (loaded->id_token, ==, tokens->id_token);
  g_assert_cmpstr (loaded->scope, ==, tokens->scope);
  g_assert_cmpint (loaded->expires_in, ==, tokens->expires_in);
  g_assert_cmpint (loaded->got_wall, ==, tokens->got_wall);
  g_assert_cmpint (loaded->got_boot, ==, tokens->got_boot);
  g_assert_cmpstr (loaded->got_boot_id, ==, tokens->got_boot_id);
  g_assert_cmpstr (loaded->issuer, ==, tokens->issuer);
  g_assert_cmpstr (loaded->client_id, ==, tokens->client_id);
  g_assert_cmpstr (loaded->token_endpoint, ==, tokens->token_endpoint);
  g_assert_cmpstr (loaded->subject, ==, tokens->subject);
  g_assert_cmpstr (loaded->name, ==, tokens->name);
  g_assert_cmpstr (loaded->email, ==, tokens->email);
  g_assert_null (loaded->unknown);
}

static void
test_round_trip_least (void)
{
  g_autoptr (OidcTokens) tokens = oidc_tokens_new ();
  g_autoptr (OidcTokens) loaded = NULL;
  g_autofree char *text = NULL;

  tokens->access_token = g_strdup ("a");
  text = oidc_tokens_store (tokens);
  loaded = oidc_tokens_load (text, NULL);
  g_assert_nonnull (loaded);
  g_assert_cmpint (loaded->expires_in, ==, -1);
  g_assert_null (loaded->refresh_token);
}

/* A later Tessera of the same version may have added members: they are not lost. */
static void
test_unknown_members (void)
{
  g_autoptr (OidcTokens) tokens = oidc_tokens_load (
    "{\"version\":1,\"access_token\":\"a\",\"later\":{\"x\":[1,null]},\"flag\":true}", NULL);
  g_autofree char *text = NULL;
  g_autoptr (OidcTokens) again = NULL;

  g_assert_nonnull (tokens);
  text = oidc_tokens_store (tokens);
  again = oidc_tokens_load (text, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (json_object_get_size (again->unknown), ==, 2);
  g_assert_true (json_object_get_boolean_member (again->unknown, "flag"));
  g_assert_nonnull (strstr (text, "\"later\":{\"x\":[1,null]}"));
}

/* Who renewed, and when: to the millisecond, within one boot. */
static void
test_came_since (void)
{
  g_autoptr (OidcTokens) tokens = NULL;
  g_autofree char *text = NULL;
  g_autoptr (OidcTokens) again = NULL;
  g_autoptr (OidcTokens) old
    = oidc_tokens_load ("{\"version\":1,\"access_token\":\"a\",\"got_boot\":5000,"
                        "\"got_boot_id\":\"b\"}",
                        NULL);

  tessera_clock_set (WALL, BOOT, "b");
  tokens = parse_lifetime ("60");
  tokens->got_boot_ms += 7;
  text = oidc_tokens_store (tokens);
  again = oidc_tokens_load (text, NULL);
  g_assert_cmpint (again->got_boot_ms, ==, BOOT * 1000 + 7);
  g_assert_true (oidc_tokens_came_since (again, BOOT * 1000));
  g_assert_true (oidc_tokens_came_since (again, BOOT * 1000 + 7));
  g_assert_false (oidc_tokens_came_since (again, BOOT * 1000 + 8));
  g_assert_false (oidc_tokens_came_since (old, 1));
  tessera_clock_set (WALL, BOOT, "c");
  g_assert_false (oidc_tokens_came_since (again, 1));
  tessera_clock_set (WALL, BOOT, "");
  g_free (again->got_boot_id);
  again->got_boot_id = g_strdup ("");
  g_assert_false (oidc_tokens_came_since (again, 1));
  tessera_clock_unset ();
}

/* What a later renewal is compared with, and how many there were. */
static void
test_renewed_round_trip (void)
{
  g_autoptr (OidcTokens) tokens = parse_lifetime ("60");
  g_autofree char *text = NULL;
  g_autoptr (OidcTokens) again = NULL;

  tokens->id_token = g_strdup ("x.y.z");
  tokens->first_id_token = g_strdup ("u.v.w");
  tokens->response_issuer = g_strdup ("https://op.example/");
  tokens->renewals = 3;
  text = oidc_tokens_store (tokens);
  again = oidc_tokens_load (text, NULL);
  g_assert_cmpstr (again->id_token, ==, "x.y.z");
  g_assert_cmpstr (again->first_id_token, ==, "u.v.w");
  g_assert_cmpstr (again->response_issuer, ==, "https://op.example/");
  g_assert_cmpint (again->renewals, ==, 3);
  g_assert_null (again->unknown);
}

static void
assert_identity (const OidcTokens *found, const OidcTokens *wanted)
{
  g_assert_cmpstr (found->id_token, ==, wanted->id_token);
  g_assert_cmpstr (found->first_id_token, ==, wanted->first_id_token);
  g_assert_cmpstr (found->issuer, ==, wanted->issuer);
  g_assert_cmpstr (found->client_id, ==, wanted->client_id);
  g_assert_cmpstr (found->token_endpoint, ==, wanted->token_endpoint);
  g_assert_cmpstr (found->subject, ==, wanted->subject);
  g_assert_cmpstr (found->name, ==, wanted->name);
  g_assert_cmpstr (found->email, ==, wanted->email);
}

/* What the window knows all day is no refresh token. */
static void
test_without_refresh_token (void)
{
  g_autoptr (OidcTokens) tokens = make_full ();
  g_autoptr (OidcTokens) copy = NULL;

  tokens->first_id_token = g_strdup ("first");
  tokens->renewals = 3;
  tokens->unknown = json_object_new ();
  json_object_set_int_member (tokens->unknown, "later", 1);
  copy = oidc_tokens_without_refresh_token (tokens);
  g_assert_null (copy->refresh_token);
  g_assert_cmpstr (tokens->refresh_token, ==, "refresh");
  assert_identity (copy, tokens);
  g_assert_cmpstr (copy->access_token, ==, tokens->access_token);
  g_assert_cmpstr (copy->token_type, ==, "Bearer");
  g_assert_cmpstr (copy->scope, ==, "openid");
  g_assert_cmpint (copy->expires_in, ==, 3600);
  g_assert_cmpint (copy->got_wall, ==, WALL);
  g_assert_cmpint (copy->got_boot, ==, BOOT);
  g_assert_cmpstr (copy->got_boot_id, ==, "boot");
  g_assert_cmpint (copy->renewals, ==, 3);
  g_assert_true (json_object_has_member (copy->unknown, "later"));
  g_assert_false (copy->ended);
}

/* An ended session is good for signing the browser out, and for nothing else. */
static void
test_ended (void)
{
  g_autoptr (OidcTokens) tokens = make_full ();
  g_autoptr (OidcTokens) ended = NULL;
  g_autoptr (OidcTokens) loaded = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  tokens->first_id_token = g_strdup ("first");
  ended = oidc_tokens_ended (tokens);
  g_assert_true (ended->ended);
  g_assert_null (ended->access_token);
  g_assert_null (ended->refresh_token);
  g_assert_null (ended->scope);
  assert_identity (ended, tokens);
  g_assert_cmpint (oidc_tokens_seconds_left (ended), ==, 0);
  g_assert_cmpint (oidc_tokens_expires_at (ended), ==, 0);

  text = oidc_tokens_store (ended);
  g_assert_null (strstr (text, "access"));
  g_assert_null (strstr (text, "refresh"));
  loaded = oidc_tokens_load (text, &error);
  g_assert_no_error (error);
  g_assert_true (loaded->ended);
  g_assert_null (loaded->access_token);
  g_assert_null (loaded->unknown);
  assert_identity (loaded, tokens);
}

static void
test_load_refused (void)
{
  static const struct
  {
    const char *text;
    int error;
  } texts[] = {
    { "{\"version\":2,\"access_token\":\"a\"}", OIDC_ERROR_UNSUPPORTED },
    { "{\"version\":2}", OIDC_ERROR_UNSUPPORTED },
    { "{\"version\":0,\"access_token\":\"a\"}", OIDC_ERROR_MALFORMED },
    { "{\"access_token\":\"a\"}", OIDC_ERROR_MALFORMED },
    { "{\"version\":\"1\",\"access_token\":\"a\"}", OIDC_ERROR_MALFORMED },
    { "{\"version\":1}", OIDC_ERROR_MALFORMED },
    { "{\"version\":1,\"access_token\":7}", OIDC_ERROR_MALFORMED },
    { "{\"version\":1,\"ended\":false,\"id_token\":\"a\"}", OIDC_ERROR_MALFORMED },
    { "{\"version\":1,\"ended\":\"true\",\"id_token\":\"a\"}", OIDC_ERROR_MALFORMED },
    { "{\"version\":1,\"ended\":true,\"access_token\":\"a\"}", OIDC_ERROR_MALFORMED },
    { "{\"version\":1,\"ended\":true,\"refresh_token\":\"a\"}", OIDC_ERROR_MALFORMED },
    { "{\"version\":1,\"access_token\":\"a\",\"expires_in\":\"x\"}", OIDC_ERROR_MALFORMED },
    { "not JSON", OIDC_ERROR_MALFORMED },
    { "", OIDC_ERROR_MALFORMED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (oidc_tokens_load (texts[i].text, &error));
      g_assert_error (error, OIDC_ERROR, texts[i].error);
    }
}

/* Numbers at the edge, from a keyring item that somebody edited, overflow nothing. */
static void
test_load_edges (void)
{
  g_autoptr (OidcTokens) tokens = oidc_tokens_load (
    "{\"version\":1,\"access_token\":\"a\",\"expires_in\":9223372036854775807,"
    "\"got_wall\":9223372036854775807,\"got_boot\":-9223372036854775808,\"got_boot_id\":\"b\"}",
    NULL);

  g_assert_nonnull (tokens);
  tessera_clock_set (WALL, BOOT, "b");
  g_assert_cmpint (oidc_tokens_seconds_left (tokens), >, 0);
  g_assert_cmpint (oidc_tokens_expires_at (tokens), >, 0);
  tessera_clock_set (WALL, BOOT, "c");
  g_assert_cmpint (oidc_tokens_seconds_left (tokens), >, 0);
  tessera_clock_unset ();
}

static void
test_mutations (void)
{
  static const char text[]
    = "{\"version\":1,\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
      "\"scope\":[\"a\",\"b\"],\"refresh_token\":\"r\\u0041\",\"id_token\":\"x.y.z\"}";
  static const char form[] = "access_token=a%41&token_type=bearer&expires_in=3600&scope=a+b";
  static const char *const originals[] = { text, form };
  g_autoptr (GRand) rand = g_rand_new_with_seed (6749);

  for (guint i = 0; i < 20000; i++)
    {
      gboolean is_form = i % 2 == 1;
      g_autofree char *copy = g_strdup (originals[is_form]);
      g_autoptr (GError) error = NULL;
      g_autoptr (OidcTokens) tokens = NULL;
      g_autoptr (OidcTokens) loaded = NULL;

      for (gint n = g_rand_int_range (rand, 1, 4); n > 0; n--)
        copy[g_rand_int_range (rand, 0, (gint32) strlen (originals[is_form]))]
          = (char) g_rand_int_range (rand, 0, 256);
      tokens = parse (is_form ? FORM : JSON, copy, &error);
      g_assert_true ((tokens == NULL) == (error != NULL));
      if (tokens != NULL)
        for (const char *p = tokens->access_token; *p != '\0'; p++)
          g_assert_true (g_ascii_isgraph (*p));
      loaded = oidc_tokens_load (copy, NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokens/seconds-left", test_seconds_left);
  g_test_add_func ("/tokens/round-trip", test_round_trip);
  g_test_add_func ("/tokens/round-trip-least", test_round_trip_least);
  g_test_add_func ("/tokens/unknown-members", test_unknown_members);
  g_test_add_func ("/tokens/came-since", test_came_since);
  g_test_add_func ("/tokens/renewed-round-trip", test_renewed_round_trip);
  g_test_add_func ("/tokens/without-refresh-token", test_without_refresh_token);
  g_test_add_func ("/tokens/ended", test_ended);
  g_test_add_func ("/tokens/load-refused", test_load_refused);
  g_test_add_func ("/tokens/load-edges", test_load_edges);
  g_test_add_func ("/tokens/mutations", test_mutations);
  return g_test_run ();
}
