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
    { "3600", 3600 },   { "\"3600\"", 3600 },
    { "3599.9", 3599 }, { "\"3600.0\"", 3600 },
    { "1e3", 1000 },    { "0", -1 },
    { "-1", -1 },       { "0.9", -1 },
    { "\"0\"", -1 },    { "\"-3600\"", -1 },
    { "\"soon\"", -1 }, { "\"\"", -1 },
    { "1e30", -1 },     { "null", -1 },
    { "true", -1 },     { "{\"seconds\":60}", -1 },
    { "[3600]", -1 },   { "18446744073709551615", -1 },
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
  { "other-type", JSON, "{\"access_token\":\"a\",\"token_type\":\"DPoP\"}", OIDC_ERROR_MALFORMED },
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
  { "latin-1", JSON, "{\"error\":\"invalid_grant\",\"error_description\":\"ung\xfcltig\"}",
    OIDC_ERROR_INVALID_GRANT },
  { "latin-1-form", FORM, "error=invalid_grant&error_description=ung%FCltig",
    OIDC_ERROR_INVALID_GRANT },
  { "latin-1-token", JSON, "{\"access_token\":\"a\",\"x\":\"\xfc\"}", OIDC_ERROR_MALFORMED },
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
  static const char latin_1_text[]
    = "{\"error\":\"invalid_grant\",\"error_description\":\"Zo\xeb\"}";
  g_autoptr (GBytes) latin_1 = g_bytes_new_static (latin_1_text, strlen (latin_1_text));
  g_autoptr (GError) error = NULL;

  g_assert_false (oidc_tokens_check_refusal (JSON, refusal, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (oidc_tokens_check_refusal (JSON, latin_1, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_GRANT);
  g_assert_nonnull (strstr (error->message, "Zoë"));
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

/* A token that would have ended before it came: what was meant is not known. */
static void
test_no_time_at_all (void)
{
  g_autoptr (OidcTokens) tokens = NULL;

  tessera_clock_set (WALL, BOOT, "one");
  tokens = parse_lifetime ("0");
  g_assert_cmpint (oidc_tokens_seconds_left (tokens), ==, G_MAXINT64);
  g_assert_cmpint (oidc_tokens_expires_at (tokens), ==, 0);
  tessera_clock_unset ();
}

/* Odd, and harmless: none of these may cost a session. */
static void
test_harmless (void)
{
  static const struct
  {
    const char *type, *members;
  } cases[] = {
    { JSON, "\"error\":\"\"" },
    { JSON, "\"error\":null,\"error_description\":null" },
    { JSON, "\"refresh_token\":null,\"id_token\":null,\"expires_in\":null,\"scope\":null" },
    { JSON, "\"token_type\":null" },
    { JSON, "\"token_type\":\"\"" },
    { JSON, "\"id_token\":[]" },
    { JSON, "\"id_token\":{}" },
    { JSON, "\"scope\":1" },
    { JSON, "\"scope\":\"a\\u001bb\"" },
    { JSON, "\"scope\":[1]" },
    { JSON, "\"scope\":\"\"" },
    { JSON, "\"big\":18446744073709551615,\"more\":[1e999]" },
    { FORM, "token_type=&scope=&expires_in=&error=" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean form = g_str_equal (cases[i].type, FORM);
      g_autofree char *text
        = g_strdup_printf (form ? "access_token=a&%s" : "{\"access_token\":\"a\",%s}",
                           cases[i].members);
      g_autoptr (GError) error = NULL;
      g_autoptr (OidcTokens) tokens = parse (cases[i].type, text, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (tokens->access_token, ==, "a");
      g_assert_cmpstr (tokens->token_type, ==, "Bearer");
      g_assert_null (tokens->refresh_token);
      g_assert_null (tokens->scope);
      g_assert_cmpint (tokens->expires_in, ==, -1);
    }
}

/* What is refused lives at the provider all the same. */
static void
test_leftover (void)
{
  static const struct
  {
    const char *type, *text, *access_token, *refresh_token;
  } cases[] = {
    { JSON, "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"token_type\":\"DPoP\"}", "a", "r" },
    { JSON, "{\"access_token\":\"a b\",\"refresh_token\":\"r\"}", NULL, "r" },
    { JSON, "{\"access_token\":7,\"refresh_token\":\"r\"}", NULL, "r" },
    { JSON, "{\"refresh_token\":\"r\"}", NULL, "r" },
    { JSON, "{\"access_token\":\"a\",\"refresh_token\":\"r\\n\"}", "a", NULL },
    { JSON, "{\"access_token\":\"a\",\"error\":\"x\"}", "a", NULL },
    { FORM, "error=x&access_token=a&refresh_token=r", "a", "r" },
    { JSON, "{\"error\":\"invalid_grant\"}", NULL, NULL },
    { JSON, "{\"access_token\":\"\",\"refresh_token\":\"\"}", NULL, NULL },
    { JSON, "{\"access_token\":\"a\"", NULL, NULL },
    { JSON, "[\"a\"]", NULL, NULL },
  };

  tessera_clock_set (WALL, BOOT, "one");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new (cases[i].text, strlen (cases[i].text));
      g_autoptr (OidcTokens) leftover = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_null (oidc_tokens_parse (cases[i].type, body, &leftover, &error));
      g_assert_nonnull (error);
      g_assert_true ((leftover != NULL) == (cases[i].access_token || cases[i].refresh_token));
      if (leftover == NULL)
        continue;
      g_assert_cmpstr (leftover->access_token, ==, cases[i].access_token);
      g_assert_cmpstr (leftover->refresh_token, ==, cases[i].refresh_token);
      g_assert_null (leftover->id_token);
      g_assert_cmpint (leftover->got_wall, ==, WALL);
    }
  tessera_clock_unset ();
}

static void
test_no_leftover (void)
{
  static const char text[] = "{\"access_token\":\"a\",\"refresh_token\":\"r\"}";
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));
  OidcTokens *leftover = oidc_tokens_new ();
  g_autoptr (OidcTokens) unset = leftover;
  g_autoptr (OidcTokens) tokens = oidc_tokens_parse (JSON, body, &leftover, NULL);

  g_assert_nonnull (tokens);
  g_assert_null (leftover);
}

/* A type that cannot be used is named, without what could drive a terminal in it. */
static void
test_other_type (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
    parse (JSON, "{\"access_token\":\"s3cret\",\"token_type\":\"DPoP\\u001b\"}", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
  g_assert_nonnull (strstr (error->message, "“DPoP\\x1b”"));
  g_assert_null (strstr (error->message, "s3cret"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokens-answer/json", test_json);
  g_test_add_func ("/tokens-answer/outermost-characters", test_outermost_characters);
  g_test_add_func ("/tokens-answer/no-time-at-all", test_no_time_at_all);
  g_test_add_func ("/tokens-answer/harmless", test_harmless);
  g_test_add_func ("/tokens-answer/other-type", test_other_type);
  g_test_add_func ("/tokens-answer/leftover", test_leftover);
  g_test_add_func ("/tokens-answer/no-leftover", test_no_leftover);
  g_test_add_func ("/tokens-answer/least", test_least);
  g_test_add_func ("/tokens-answer/odd", test_odd);
  g_test_add_func ("/tokens-answer/form", test_form);
  g_test_add_func ("/tokens-answer/lifetimes", test_lifetimes);
  g_test_add_func ("/tokens-answer/check-refusal", test_check_refusal);
  g_test_add_func ("/tokens-answer/size", test_size);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/tokens-answer/refused/", refused[i].name, NULL);

      g_test_add_data_func (path, &refused[i], test_refused);
    }
  return g_test_run ();
}
