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

  return oidc_tokens_parse (type, body, error);
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
test_json (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcTokens) tokens = NULL;

  tessera_clock_set (WALL, BOOT, "b");
  tokens = parse (JSON,
                  "{\"access_token\":\"2YotnFZFEjr1zCsicMWpAA\",\"token_type\":\"bEARER\","
                  "\"expires_in\":3600,\"refresh_token\":\"tGzv3JOkF0XG5Qx2TlKWIA\","
                  "\"id_token\":\"x.y.z\",\"scope\":\"openid email\",\"example\":{\"a\":1}}",
                  &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tokens->access_token, ==, "2YotnFZFEjr1zCsicMWpAA");
  g_assert_cmpstr (tokens->token_type, ==, "bEARER");
  g_assert_cmpstr (tokens->refresh_token, ==, "tGzv3JOkF0XG5Qx2TlKWIA");
  g_assert_cmpstr (tokens->id_token, ==, "x.y.z");
  g_assert_cmpstr (tokens->scope, ==, "openid email");
  g_assert_cmpint (tokens->expires_in, ==, 3600);
  g_assert_cmpint (tokens->got_wall, ==, WALL);
  g_assert_cmpint (tokens->got_boot, ==, BOOT);
  g_assert_cmpstr (tokens->got_boot_id, ==, "b");
  tessera_clock_unset ();
}

static void
test_least (void)
{
  g_autoptr (OidcTokens) tokens
    = parse (NULL, "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}", NULL);

  g_assert_nonnull (tokens);
  g_assert_null (tokens->refresh_token);
  g_assert_null (tokens->id_token);
  g_assert_null (tokens->scope);
  g_assert_cmpint (tokens->expires_in, ==, -1);
  g_assert_cmpint (oidc_tokens_seconds_left (tokens), ==, G_MAXINT64);
  g_assert_cmpint (oidc_tokens_expires_at (tokens), ==, 0);
}

/* RFC 6749 appendix A.12, A.17; RFC 6750 §2.1: an access token without a space. */
static void
test_outermost_characters (void)
{
  g_autoptr (OidcTokens) tokens
    = parse (JSON, "{\"access_token\":\"!~\",\"token_type\":\"Bearer\",\"refresh_token\":\" ~\"}",
             NULL);

  g_assert_nonnull (tokens);
  g_assert_cmpstr (tokens->access_token, ==, "!~");
  g_assert_cmpstr (tokens->refresh_token, ==, " ~");
}

/* Empty is as good as left out; Twitch sends its scopes as an array. */
static void
test_odd (void)
{
  g_autoptr (OidcTokens) tokens
    = parse (JSON,
             "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"refresh_token\":\"\","
             "\"id_token\":null,\"scope\":[\"a\",\"b\"],\"error\":null,\"expires_in\":null}",
             NULL);

  g_assert_nonnull (tokens);
  g_assert_null (tokens->refresh_token);
  g_assert_null (tokens->id_token);
  g_assert_cmpstr (tokens->scope, ==, "a b");
  g_assert_cmpint (tokens->expires_in, ==, -1);
}

static void
test_form (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcTokens) tokens
    = parse (FORM, "access_token=gho_16C7%2B&scope=repo%2Cgist&token_type=bearer&expires_in=28800",
             &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tokens->access_token, ==, "gho_16C7+");
  g_assert_cmpstr (tokens->scope, ==, "repo,gist");
  g_assert_cmpint (tokens->expires_in, ==, 28800);
}

static void
test_lifetimes (void)
{
  static const struct
  {
    const char *text;
    gint64 seconds;
  } lifetimes[] = {
    { "3600", 3600 }, { "\"3600\"", 3600 }, { "3599.9", 3599 }, { "0", 0 }, { "1e3", 1000 },
  };
  g_autoptr (OidcTokens) huge = parse_lifetime ("9223372036854775807");

  for (guint i = 0; i < G_N_ELEMENTS (lifetimes); i++)
    {
      g_autoptr (OidcTokens) tokens = parse_lifetime (lifetimes[i].text);

      g_assert_cmpint (tokens->expires_in, ==, lifetimes[i].seconds);
    }
  /* Bounded, so that no sum with it overflows: it never expires in a person's life. */
  g_assert_cmpint (huge->expires_in, >, G_GINT64_CONSTANT (90) * 365 * 86400);
  g_assert_cmpint (oidc_tokens_expires_at (huge), >, tessera_clock_wall ());
}

typedef struct
{
  const char *name;
  const char *type;
  const char *text;
  int error;
} Refused;

static const Refused refused[] = {
  { "not-json", JSON, "<html>", OIDC_ERROR_MALFORMED },
  { "empty", JSON, "", OIDC_ERROR_MALFORMED },
  { "array", JSON, "[]", OIDC_ERROR_MALFORMED },
  { "form-as-json", JSON, "access_token=a&token_type=bearer", OIDC_ERROR_MALFORMED },
  { "two-access-tokens", JSON,
    "{\"access_token\":\"a\",\"access_token\":\"b\",\"token_type\":\"Bearer\"}",
    OIDC_ERROR_MALFORMED },
  { "no-access-token", JSON, "{\"token_type\":\"Bearer\"}", OIDC_ERROR_MALFORMED },
  { "empty-access-token", JSON, "{\"access_token\":\"\",\"token_type\":\"Bearer\"}",
    OIDC_ERROR_MALFORMED },
  { "number", JSON, "{\"access_token\":1,\"token_type\":\"Bearer\"}", OIDC_ERROR_MALFORMED },
  { "newline", JSON, "{\"access_token\":\"a\\r\\nX: y\",\"token_type\":\"Bearer\"}",
    OIDC_ERROR_MALFORMED },
  { "space", JSON, "{\"access_token\":\"a b\",\"token_type\":\"Bearer\"}", OIDC_ERROR_MALFORMED },
  { "not-ascii", JSON, "{\"access_token\":\"ë\",\"token_type\":\"Bearer\"}", OIDC_ERROR_MALFORMED },
  { "delete", JSON, "{\"access_token\":\"a\\u007f\",\"token_type\":\"Bearer\"}",
    OIDC_ERROR_MALFORMED },
  { "refresh-token", JSON,
    "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"refresh_token\":\"a\\nb\"}",
    OIDC_ERROR_MALFORMED },
  { "id-token", JSON, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":{}}",
    OIDC_ERROR_MALFORMED },
  { "no-type", JSON, "{\"access_token\":\"a\"}", OIDC_ERROR_MALFORMED },
  { "other-type", JSON, "{\"access_token\":\"a\",\"token_type\":\"DPoP\"}", OIDC_ERROR_MALFORMED },
  { "negative", JSON, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":-1}",
    OIDC_ERROR_MALFORMED },
  { "too-large", JSON, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":1e30}",
    OIDC_ERROR_MALFORMED },
  { "word", JSON, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":\"soon\"}",
    OIDC_ERROR_MALFORMED },
  { "scope-number", JSON, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"scope\":1}",
    OIDC_ERROR_MALFORMED },
  { "scope-control", JSON,
    "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"scope\":\"\\u001b\"}",
    OIDC_ERROR_MALFORMED },
  { "form-repeated", FORM, "access_token=a&access_token=b&token_type=bearer",
    OIDC_ERROR_MALFORMED },
  { "form-percent", FORM, "access_token=%zz&token_type=bearer", OIDC_ERROR_MALFORMED },
  { "form-empty", FORM, "access_token=&token_type=bearer", OIDC_ERROR_MALFORMED },
  { "json-as-form", FORM, "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}",
    OIDC_ERROR_MALFORMED },
  { "error", JSON, "{\"error\":\"bad_verification_code\",\"error_description\":\"Late\"}",
    OIDC_ERROR_REFUSED },
  { "error-form", FORM, "error=bad_verification_code&error_description=Late", OIDC_ERROR_REFUSED },
  { "error-and-token", JSON, "{\"error\":\"x\",\"access_token\":\"a\",\"token_type\":\"Bearer\"}",
    OIDC_ERROR_REFUSED },
  { "invalid-grant", JSON, "{\"error\":\"invalid_grant\"}", OIDC_ERROR_INVALID_GRANT },
};

static void
test_refused (gconstpointer data)
{
  const Refused *c = data;
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (c->type, c->text, &error));
  g_assert_error (error, OIDC_ERROR, c->error);
}

static void
test_check_refusal (void)
{
  g_autoptr (GBytes) refusal = g_bytes_new_static ("{\"error\":\"invalid_client\"}", 26);
  g_autoptr (GBytes) page = g_bytes_new_static ("<html>", 6);
  g_autoptr (GBytes) problem = g_bytes_new_static ("{\"title\":\"No\",\"error\":1}", 26);
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;

  g_assert_false (oidc_tokens_check_refusal (JSON, refusal, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_REFUSED);
  g_assert_true (oidc_tokens_check_refusal ("text/html", page, NULL));
  g_assert_true (oidc_tokens_check_refusal ("application/problem+json", problem, NULL));
  g_assert_true (oidc_tokens_check_refusal (NULL, none, NULL));
}

static void
test_size (void)
{
  static const char *const types[] = { JSON, FORM };
  g_autofree char *text = g_strnfill (1024 * 1024 + 1, ' ');

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (types[i], text, &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
    }
}

/* Over at once, which is not the same as unknown. */
static void
test_no_time_at_all (void)
{
  g_autoptr (OidcTokens) tokens = NULL;

  tessera_clock_set (WALL, BOOT, "one");
  tokens = parse_lifetime ("0");
  g_assert_cmpint (oidc_tokens_seconds_left (tokens), ==, 0);
  g_assert_cmpint (oidc_tokens_expires_at (tokens), ==, WALL);
  tessera_clock_unset ();
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
  tokens->renewals = 3;
  text = oidc_tokens_store (tokens);
  again = oidc_tokens_load (text, NULL);
  g_assert_cmpstr (again->id_token, ==, "x.y.z");
  g_assert_cmpstr (again->first_id_token, ==, "u.v.w");
  g_assert_cmpint (again->renewals, ==, 3);
  g_assert_null (again->unknown);
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
  g_test_add_func ("/tokens/json", test_json);
  g_test_add_func ("/tokens/outermost-characters", test_outermost_characters);
  g_test_add_func ("/tokens/no-time-at-all", test_no_time_at_all);
  g_test_add_func ("/tokens/least", test_least);
  g_test_add_func ("/tokens/odd", test_odd);
  g_test_add_func ("/tokens/form", test_form);
  g_test_add_func ("/tokens/lifetimes", test_lifetimes);
  g_test_add_func ("/tokens/check-refusal", test_check_refusal);
  g_test_add_func ("/tokens/size", test_size);
  g_test_add_func ("/tokens/seconds-left", test_seconds_left);
  g_test_add_func ("/tokens/round-trip", test_round_trip);
  g_test_add_func ("/tokens/round-trip-least", test_round_trip_least);
  g_test_add_func ("/tokens/unknown-members", test_unknown_members);
  g_test_add_func ("/tokens/came-since", test_came_since);
  g_test_add_func ("/tokens/renewed-round-trip", test_renewed_round_trip);
  g_test_add_func ("/tokens/load-refused", test_load_refused);
  g_test_add_func ("/tokens/load-edges", test_load_edges);
  g_test_add_func ("/tokens/mutations", test_mutations);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/tokens/refused/", refused[i].name, NULL);

      g_test_add_data_func (path, &refused[i], test_refused);
    }
  return g_test_run ();
}
