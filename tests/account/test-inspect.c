/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inspect.h"

#include <string.h>

#include "oidc-error.h"
#include "vectors.h"

static JsonObject *
inspect (const char *compact, const char *jwks, GError **error)
{
  g_autofree char *json = NULL;

  return tessera_inspect (compact, jwks, jwks != NULL ? strlen (jwks) : 0, &json, error);
}

static void
test_claims (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = inspect (RFC7515_A2, NULL, &error);
  JsonObject *header, *claims;

  g_assert_no_error (error);
  header = json_object_get_object_member (answer, "header");
  claims = json_object_get_object_member (answer, "claims");
  g_assert_cmpstr (json_object_get_string_member (header, "alg"), ==, "RS256");
  g_assert_cmpstr (json_object_get_string_member (claims, "iss"), ==, "joe");
  g_assert_cmpint (json_object_get_int_member (claims, "exp"), ==, 1300819380);
  g_assert_true (json_object_get_boolean_member (claims, "http://example.com/is_root"));
  g_assert_false (json_object_has_member (answer, "payload"));
  /* Nobody asked for a verdict. */
  g_assert_false (json_object_has_member (answer, "verified"));
}

static void
test_verified (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) single = inspect (RFC7515_A2, RFC7515_A2_KEY, &error);
  g_autoptr (JsonObject) set
    = inspect (RFC8037_A4, "{\"keys\":[" RFC7515_A2_KEY "," RFC8037_KEY "]}", &error);

  g_assert_no_error (error);
  g_assert_true (json_object_get_boolean_member (single, "verified"));
  g_assert_true (json_object_get_boolean_member (set, "verified"));
}

/* The payload need not be JSON. */
static void
test_payloads (void)
{
  g_autoptr (JsonObject) text = inspect (RFC7520_4_1, RFC7520_RSA_KEY, NULL);
  g_autoptr (JsonObject) bytes = inspect ("eyJhbGciOiJFUzI1NiJ9._wA.AA", NULL, NULL);
  g_autoptr (JsonObject) list = inspect ("eyJhbGciOiJFUzI1NiJ9.WzFd.AA", NULL, NULL);
  g_autoptr (JsonObject) empty = inspect ("eyJhbGciOiJFUzI1NiJ9..AA", NULL, NULL);

  g_assert_true (g_str_has_prefix (json_object_get_string_member (text, "payload"),
                                   "It’s a dangerous business, Frodo"));
  g_assert_cmpstr (json_object_get_string_member (bytes, "payload_base64url"), ==, "_wA");
  g_assert_false (json_object_has_member (bytes, "payload"));
  g_assert_cmpstr (json_object_get_string_member (list, "payload"), ==, "[1]");
  g_assert_cmpstr (json_object_get_string_member (empty, "payload"), ==, "");
}

/* HS* and none can be looked at; they are never verified. */
static void
test_unverifiable (void)
{
  static const char *const tokens[] = { RFC7515_A1, RFC7515_A5 };

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonObject) answer = inspect (tokens[i], NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (answer);
      g_assert_null (inspect (tokens[i], RFC7515_A1_KEY, &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_SIGNATURE);
    }
}

/* With what stands around it where people copy it from, and with the line breaks of a terminal. */
static void
test_pasted (void)
{
  static const char *const frames[] = {
    "%s",
    "Bearer %s",
    "bearer  %s\n",
    "Authorization: Bearer %s\r\n",
    "\"%s\"",
    "'%s',",
    "“%s”",
    "„%s“;",
    "Bearer \"%s\"",
    "`%s`",
    "\n\t %s \n",
    "\ufeff%s\u00a0",
  };
  g_auto (GStrv) parts = g_strsplit (RFC7515_A2, ".", -1);
  g_autofree char *broken = g_strjoinv (".\n  ", parts);
  const char *const tokens[] = { RFC7515_A2, broken };

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tokens); j++)
      {
        g_auto (GStrv) around = g_strsplit (frames[i], "%s", 2);
        g_autofree char *pasted = g_strconcat (around[0], tokens[j], around[1], NULL);
        g_autoptr (GError) error = NULL;
        g_autoptr (JsonObject) answer = inspect (pasted, RFC7515_A2_KEY, &error);

        g_test_message ("%s", frames[i]);
        g_assert_no_error (error);
        g_assert_true (json_object_get_boolean_member (answer, "verified"));
      }
}

/* The padding that completes a group of four is left out, and no other. */
static void
test_padding (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) one = inspect ("eyJhbGciOiJSUzI1NiIsImEiOjEyfQ==.e30=.AA==", NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (one);
  g_assert_null (inspect ("eyJhbGciOiJSUzI1NiJ9.e30.AA=", NULL, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *pasted, *said;
  } kinds[] = {
    { "ya29.a0AfH6SMBx-abc", "opaque" },
    { "ya29.a0AfH6SMBx.abc", "opaque" },
    { "gho_16C7e42F292c6912E7710c838347Ae178B4a", "opaque" },
    { "Bearer 2YotnFZFEjr1zCsicMWpAA==", "opaque" },
    { "W10.e30.AA", "opaque" },
    { "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d", "encrypted" },
    { "eyJhbGciOiJSUzI1NiJ9.e30", "three parts" },
    { " \n\"\" ", "no token" },
    { "", "no token" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (inspect (kinds[i].pasted, NULL, &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
      g_assert_nonnull (strstr (error->message, kinds[i].said));
    }
}

typedef struct
{
  const char *compact;
  const char *jwks;
  int code;
} Refused;

static void
test_refused (void)
{
  static const Refused refused[] = {
    { "opaque-token", NULL, OIDC_ERROR_MALFORMED },
    { "", NULL, OIDC_ERROR_MALFORMED },
    { "a.b.c.d.e", NULL, OIDC_ERROR_MALFORMED },
    { RFC7515_A2, "", OIDC_ERROR_MALFORMED },
    { RFC7515_A2, "{}", OIDC_ERROR_MALFORMED },
    { RFC7515_A2, "{\"keys\":[]}", OIDC_ERROR_UNKNOWN_KEY },
    { RFC7515_A2, RFC7520_RSA_KEY, OIDC_ERROR_SIGNATURE },
    { RFC7520_4_1, RFC7515_A2_KEY, OIDC_ERROR_UNKNOWN_KEY },
    { RFC7515_A2, "{\"kty\":\"RSA\",\"use\":\"enc\",\"n\":\"" RFC7515_A2_N "\",\"e\":\"AQAB\"}",
      OIDC_ERROR_SIGNATURE },
    { RFC7515_A2,
      "{\"kty\":\"RSA\",\"key_ops\":[\"encrypt\"],\"n\":\"" RFC7515_A2_N "\",\"e\":\"AQAB\"}",
      OIDC_ERROR_SIGNATURE },
    { RFC7515_A2, "{\"kty\":\"RSA\",\"alg\":\"PS256\",\"n\":\"" RFC7515_A2_N "\",\"e\":\"AQAB\"}",
      OIDC_ERROR_SIGNATURE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (inspect (refused[i].compact, refused[i].jwks, &error));
      g_assert_error (error, OIDC_ERROR, refused[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspect/claims", test_claims);
  g_test_add_func ("/inspect/verified", test_verified);
  g_test_add_func ("/inspect/payloads", test_payloads);
  g_test_add_func ("/inspect/unverifiable", test_unverifiable);
  g_test_add_func ("/inspect/pasted", test_pasted);
  g_test_add_func ("/inspect/padding", test_padding);
  g_test_add_func ("/inspect/kinds", test_kinds);
  g_test_add_func ("/inspect/refused", test_refused);
  return g_test_run ();
}
