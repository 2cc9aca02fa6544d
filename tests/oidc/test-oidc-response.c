/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-response.h"

#include <string.h>

#include "oidc-error.h"

#define ISSUER "https://op.example/"
#define ISS    "&iss=https%3A%2F%2Fop.example%2F"

typedef struct
{
  const char *name;
  const char *query; /* $ stands for the right state */
  const char *code;  /* NULL: refused with */
  int error;
  const char *issuer; /* (nullable) that came, and was compared */
  gboolean announced; /* the provider announces iss */
  gboolean no_issuer; /* endpoints by hand */
} Case;

static const Case cases[] = {
  { "code", "code=abc&state=$", .code = "abc" },
  { "state-first", "state=$&code=abc", .code = "abc" },
  { "decoded", "code=4%2F0A+b%20c&state=$", .code = "4/0A b c" },
  { "outermost-characters", "code=!~%21%7E&state=$", .code = "!~!~" },
  { "more-parameters", "state=$&code=abc&scope=openid+email&session_state=x.y&authuser=0",
    .code = "abc" },
  { "iss-unannounced-right", "code=abc&state=$" ISS, .code = "abc", .issuer = ISSUER },
  { "iss-announced-right", "code=abc&state=$" ISS, .code = "abc", .issuer = ISSUER,
    .announced = TRUE },
  { "iss-without-issuer", "code=abc&state=$&iss=https%3A%2F%2Fgithub.com", .code = "abc",
    .no_issuer = TRUE },
  { "empty-error", "code=abc&error=&state=$", .code = "abc" },

  { "nothing", .error = OIDC_ERROR_STATE_MISMATCH },
  { "empty", "", .error = OIDC_ERROR_STATE_MISMATCH },
  { "no-state", "code=abc", .error = OIDC_ERROR_STATE_MISMATCH },
  { "empty-state", "code=abc&state=", .error = OIDC_ERROR_STATE_MISMATCH },
  { "wrong-state", "code=abc&state=x$", .error = OIDC_ERROR_STATE_MISMATCH },
  { "longer-state", "code=abc&state=$x", .error = OIDC_ERROR_STATE_MISMATCH },
  { "two-states", "code=abc&state=$&state=$", .error = OIDC_ERROR_STATE_MISMATCH },
  { "two-states-one-wrong", "code=abc&state=$&state=x", .error = OIDC_ERROR_STATE_MISMATCH },
  { "state-in-capitals", "code=abc&STATE=$", .error = OIDC_ERROR_STATE_MISMATCH },
  { "state-cut-by-nul", "code=abc&state=$%00", .error = OIDC_ERROR_STATE_MISMATCH },
  { "error-wrong-state", "error=access_denied&state=x", .error = OIDC_ERROR_STATE_MISMATCH },
  { "error-no-state", "error=access_denied", .error = OIDC_ERROR_STATE_MISMATCH },

  { "two-codes", "code=abc&code=abc&state=$", .error = OIDC_ERROR_INVALID_RESPONSE },
  { "two-codes-encoded", "code=abc&c%6Fde=abd&state=$", .error = OIDC_ERROR_INVALID_RESPONSE },
  { "two-others", "code=abc&state=$&x=1&x=2", .error = OIDC_ERROR_INVALID_RESPONSE },
  { "no-code", "state=$", .error = OIDC_ERROR_INVALID_RESPONSE },
  { "empty-code", "code=&state=$", .error = OIDC_ERROR_INVALID_RESPONSE },
  { "code-and-error", "code=abc&error=access_denied&state=$",
    .error = OIDC_ERROR_INVALID_RESPONSE },
  { "bad-percent", "code=a%zz&state=$", .error = OIDC_ERROR_INVALID_RESPONSE },
  { "bad-percent-elsewhere", "code=abc&x=%zz&state=$", .error = OIDC_ERROR_INVALID_RESPONSE },
  { "nul-elsewhere", "code=abc&x=%00&state=$", .error = OIDC_ERROR_INVALID_RESPONSE },
  { "nul", "code=a%00b&state=$", .error = OIDC_ERROR_INVALID_RESPONSE },
  { "delete", "code=a%7Fb&state=$", .error = OIDC_ERROR_INVALID_RESPONSE },
  { "newline", "code=a%0Ab&state=$", .error = OIDC_ERROR_INVALID_RESPONSE },
  { "not-ascii", "code=%C3%AB&state=$", .error = OIDC_ERROR_INVALID_RESPONSE },

  { "iss-wrong", "code=abc&state=$&iss=https%3A%2F%2Fevil.example%2F",
    .error = OIDC_ERROR_ISSUER_MISMATCH },
  { "iss-no-slash", "code=abc&state=$&iss=https%3A%2F%2Fop.example",
    .error = OIDC_ERROR_ISSUER_MISMATCH },
  { "iss-missing", "code=abc&state=$", .error = OIDC_ERROR_ISSUER_MISMATCH, .announced = TRUE },
  { "iss-empty", "code=abc&state=$&iss=", .error = OIDC_ERROR_ISSUER_MISMATCH, .announced = TRUE },
  { "iss-twice", "code=abc&state=$" ISS ISS, .error = OIDC_ERROR_INVALID_RESPONSE,
    .announced = TRUE },
  { "iss-wrong-on-error", "error=access_denied&state=$&iss=https%3A%2F%2Fevil.example%2F",
    .error = OIDC_ERROR_ISSUER_MISMATCH },
  { "iss-missing-on-error", "error=access_denied&state=$", .error = OIDC_ERROR_ISSUER_MISMATCH,
    .announced = TRUE },

  { "refused", "error=access_denied&state=$", .error = OIDC_ERROR_REFUSED },
  { "refused-in-latin-1", "error=access_denied&error_description=verweigert+f%FCr+Zo%EB&state=$",
    .error = OIDC_ERROR_REFUSED },
  { "refused-with-a-bad-percent", "error=access_denied&error_description=%zz&state=$",
    .error = OIDC_ERROR_REFUSED },
  { "refused-announced", "error=access_denied&state=$" ISS, .error = OIDC_ERROR_REFUSED,
    .announced = TRUE },
};

static char *
parse (const Case *c, char **issuer, GError **error)
{
  g_autoptr (OidcProvider) provider = oidc_provider_new ();
  g_autoptr (OidcRequest) request = g_new0 (OidcRequest, 1);
  g_autoptr (GString) query = g_string_new (c->query);

  provider->issuer = c->no_issuer ? NULL : g_strdup (ISSUER);
  provider->iss_parameter_supported = c->announced;
  request->state = oidc_request_random ();
  g_string_replace (query, "$", request->state, 0);
  return oidc_response_parse (c->query != NULL ? query->str : NULL, request, provider, issuer,
                              error);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *issuer = NULL;
  g_autofree char *code = parse (c, &issuer, &error);

  g_assert_cmpstr (code, ==, c->code);
  g_assert_cmpstr (issuer, ==, c->issuer);
  if (c->code == NULL)
    g_assert_error (error, OIDC_ERROR, c->error);
  else
    g_assert_no_error (error);
}

static void
test_error_message (void)
{
  static const Case c
    = { .query = "error=access_denied&state=$&error_description=Zo%C3%AB+said%1B%5B1m+"
                 "%E2%80%9Cno%E2%80%9D%0A%25n" };
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (&c, NULL, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "access_denied"));
  g_assert_nonnull (strstr (error->message, "Zoë said\\x1b[1m “no”\\x0a%n"));
}

/* No message quotes what came: it may hold a code. */
static void
test_no_code_in_messages (void)
{
  static const char *const queries[]
    = { "code=SECRET&state=x", "code=SECRET&code=SECRET&state=$", "code=SECRET&error=x&state=$",
        "code=SECRET%0A&state=$", "code=SECRET&state=$&iss=x" };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      const Case c = { .query = queries[i] };
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (&c, NULL, &error));
      g_assert_nonnull (error);
      g_assert_null (strstr (error->message, "SECRET"));
    }
}

/* Whatever one byte of a right answer becomes: no crash, and a wrong state never brings a code. */
static void
test_mutations (void)
{
  g_autoptr (OidcProvider) provider = oidc_provider_new ();
  g_autoptr (OidcRequest) request = g_new0 (OidcRequest, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7636);
  g_autofree char *right = NULL;

  provider->issuer = g_strdup (ISSUER);
  request->state = oidc_request_random ();
  right = g_strconcat ("state=", request->state, "&code=a%2Fb&error_description=x" ISS, NULL);
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *query = g_strdup (right);
      g_autoptr (GError) error = NULL;
      g_autofree char *code = NULL;

      for (gint n = g_rand_int_range (rand, 1, 4); n > 0; n--)
        query[g_rand_int_range (rand, 0, (gint32) strlen (right))]
          = (char) g_rand_int_range (rand, 0, 256);
      code = oidc_response_parse (query, request, provider, NULL, &error);
      g_assert_true ((code == NULL) == (error != NULL));
      if (code != NULL)
        g_assert_nonnull (strstr (query, request->state));
      else
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/response/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/response/error-message", test_error_message);
  g_test_add_func ("/response/no-code-in-messages", test_no_code_in_messages);
  g_test_add_func ("/response/mutations", test_mutations);
  return g_test_run ();
}
