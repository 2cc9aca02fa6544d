/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-claims.h"

#include <string.h>

#include "oidc-base64url.h"
#include "oidc-error.h"

static char *
make_token (const char *payload)
{
  g_autofree char *encoded = oidc_base64url_encode (payload, strlen (payload));

  return g_strconcat ("eyJhbGciOiJSUzI1NiJ9.", encoded, ".c2lnbmF0dXJl", NULL);
}

static void
test_read (void)
{
  g_autofree char *token = make_token ("{\"sub\":\"u1\",\"exp\":1}");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) claims = oidc_claims_read (token, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (claims, "sub"), ==, "u1");
  g_assert_cmpint (json_object_get_int_member (claims, "exp"), ==, 1);
}

static void
test_refused (void)
{
  g_autofree char *list = make_token ("[1]");
  g_autofree char *text = make_token ("secret");
  g_autofree char *twice = make_token ("{\"sub\":\"a\",\"sub\":\"b\"}");
  const char *const tokens[]
    = { "", "opaque", "a.b", "a.b.c.d", "a.b.c.d.e", "a.e+0.c", "a..c", list, text, twice };

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (oidc_claims_read (tokens[i], &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
      g_assert_null (strstr (error->message, "secret"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc/claims/read", test_read);
  g_test_add_func ("/oidc/claims/refused", test_refused);
  return g_test_run ();
}
