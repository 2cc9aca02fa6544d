/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-form.h"

#include <string.h>

static void
test_decode (void)
{
  g_autoptr (OidcForm) form
    = oidc_form_parse ("&&p=+%25%26%2B%C2%A3%e2%82%ac&n%61me=a=b&empty=&bare&", -1);

  g_assert_false (oidc_form_is_malformed (form));
  g_assert_false (oidc_form_has_repeated (form));
  g_assert_cmpstr (oidc_form_get (form, "p"), ==, " %&+£€");
  g_assert_cmpstr (oidc_form_get (form, "name"), ==, "a=b");
  g_assert_null (oidc_form_get (form, "none"));
  g_assert_cmpuint (oidc_form_count (form, "none"), ==, 0);

  /* There, but as if left out (RFC 6749 §3.1). */
  g_assert_null (oidc_form_get (form, "empty"));
  g_assert_cmpuint (oidc_form_count (form, "empty"), ==, 1);
  g_assert_null (oidc_form_get (form, "bare"));
  g_assert_cmpuint (oidc_form_count (form, "bare"), ==, 1);
}

static void
test_malformed (gconstpointer text)
{
  g_autoptr (OidcForm) form = oidc_form_parse (text, -1);

  g_assert_true (oidc_form_is_malformed (form));
  /* What is right beside it can still be told: the redirect's state. */
  g_assert_cmpstr (oidc_form_get (form, "state"), ==, "s");
  g_assert_null (oidc_form_get (form, "a"));
}

/* What is only read by a person hides nothing beside it. */
static void
test_description (void)
{
  static const struct
  {
    const char *value, *text;
  } cases[] = {
    { "ung%FCltig+f%FCr+Zo%EB", "ungültig für Zoë" },
    { "Zo%C3%AB", "Zoë" },
    { "a%4", NULL },
    { "a%00b", NULL },
    { "%zz%ff", NULL },
    { "%1b%9b", "\x1b\xc2\x9b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text
        = g_strdup_printf ("error=x&error_description=%s&state=s", cases[i].value);
      g_autoptr (OidcForm) form = oidc_form_parse (text, -1);

      g_assert_false (oidc_form_is_malformed (form));
      g_assert_cmpstr (oidc_form_get (form, "error"), ==, "x");
      g_assert_cmpstr (oidc_form_get (form, "state"), ==, "s");
      g_assert_cmpstr (oidc_form_get (form, "error_description"), ==, cases[i].text);
    }
}

static void
test_length (void)
{
  g_autoptr (OidcForm) form = oidc_form_parse ("a=bc%41", 4);
  g_autoptr (OidcForm) cut = oidc_form_parse ("a=%41", 4);
  g_autoptr (OidcForm) nul = oidc_form_parse ("a=b\0c", 5);

  g_assert_cmpstr (oidc_form_get (form, "a"), ==, "bc");
  g_assert_true (oidc_form_is_malformed (cut));
  g_assert_true (oidc_form_is_malformed (nul));
}

static void
test_repeated (void)
{
  g_autoptr (OidcForm) form = oidc_form_parse ("a=1&b=2&%61=3", -1);

  g_assert_true (oidc_form_has_repeated (form));
  g_assert_cmpuint (oidc_form_count (form, "a"), ==, 2);
  g_assert_cmpstr (oidc_form_get (form, "a"), ==, "1");
  g_assert_cmpuint (oidc_form_count (form, "b"), ==, 1);
}

static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (OidcForm) most = NULL;
  g_autoptr (OidcForm) too_many = NULL;

  for (guint i = 0; i < OIDC_FORM_MAX_PARAMETERS; i++)
    g_string_append_printf (text, "&p%u=x", i);
  most = oidc_form_parse (text->str, -1);
  g_string_append (text, "&last=x");
  too_many = oidc_form_parse (text->str, -1);
  g_assert_false (oidc_form_is_malformed (most));
  g_assert_true (oidc_form_is_malformed (too_many));
}

static void
test_names (void)
{
  g_autoptr (OidcForm) form = oidc_form_parse ("a=1&b=&c=%zz&a=2&d&%zz=1", -1);
  g_autoptr (OidcForm) empty = oidc_form_parse ("", -1);
  g_autofree const char **names = oidc_form_get_names (form);
  g_autofree const char **none = oidc_form_get_names (empty);

  g_assert_cmpuint (g_strv_length ((char **) names), ==, 4);
  for (const char *const *name = (const char *const[]){ "a", "b", "c", "d", NULL }; *name; name++)
    g_assert_true (g_strv_contains (names, *name));
  g_assert_null (none[0]);
}

/* What a name without a value, or with one that cannot be decoded, counts for. */
static void
test_odd_pairs (void)
{
  g_autoptr (OidcForm) form = oidc_form_parse ("=x&=&a=%zz&b=1=2&c%3D=3&d=+&e=a;b", -1);
  g_autoptr (OidcForm) nul = oidc_form_parse ("a\0b&c=1", 7);
  g_autoptr (OidcForm) bare = oidc_form_parse ("%zz&c=1", -1);

  g_assert_true (oidc_form_is_malformed (form));
  g_assert_cmpuint (oidc_form_count (form, ""), ==, 2);
  g_assert_cmpuint (oidc_form_count (form, "a"), ==, 1);
  g_assert_cmpstr (oidc_form_get (form, "b"), ==, "1=2");
  g_assert_cmpstr (oidc_form_get (form, "c="), ==, "3");
  g_assert_cmpstr (oidc_form_get (form, "d"), ==, " ");
  g_assert_cmpstr (oidc_form_get (form, "e"), ==, "a;b");
  g_assert_true (oidc_form_is_malformed (nul));
  g_assert_cmpuint (oidc_form_count (nul, "a"), ==, 0);
  g_assert_cmpstr (oidc_form_get (nul, "c"), ==, "1");
  g_assert_true (oidc_form_is_malformed (bare));
  g_assert_cmpstr (oidc_form_get (bare, "c"), ==, "1");
}

int
main (int argc, char **argv)
{
  static const char *const malformed[]
    = { "state=s&a=%",   "state=s&a=%4",        "state=s&a=%4g", "state=s&a=%-1",
        "state=s&a=%00", "state=s&a=x%00y",     "state=s&a=%ff", "state=s&a=%C0%AF",
        "state=s&%zz=1", "a=%ED%A0%80&state=s", "a=\xff&state=s" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/decode", test_decode);
  g_test_add_func ("/form/length", test_length);
  g_test_add_func ("/form/description", test_description);
  g_test_add_func ("/form/repeated", test_repeated);
  g_test_add_func ("/form/many", test_many);
  g_test_add_func ("/form/names", test_names);
  g_test_add_func ("/form/odd-pairs", test_odd_pairs);
  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autofree char *path = g_strdup_printf ("/form/malformed/%u", i);

      g_test_add_data_func (path, malformed[i], test_malformed);
    }
  return g_test_run ();
}
