/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-base64url.h"

static void
test_base64url (void)
{
  static const char *const bad[]
    = { "A", "AAAAA", "AB", "AAB", "AA==", "AAA=", "AA A", "AA\n", "A+A_", "A/AA", "é" };
  static const guint8 bytes[] = { 3, 236, 255, 224, 193 }; /* RFC 7515 appendix C */
  g_autofree char *text = oidc_base64url_encode (bytes, sizeof bytes);
  g_autoptr (GBytes) decoded = oidc_base64url_decode ("A-z_4MEx", 7);
  g_autoptr (GBytes) nothing = oidc_base64url_decode ("", -1);
  g_autofree char *empty = oidc_base64url_encode (NULL, 0);

  g_assert_cmpstr (text, ==, "A-z_4ME");
  g_assert_nonnull (decoded);
  g_assert_cmpmem (g_bytes_get_data (decoded, NULL), g_bytes_get_size (decoded), bytes,
                   sizeof bytes);
  g_assert_nonnull (nothing);
  g_assert_cmpuint (g_bytes_get_size (nothing), ==, 0);
  g_assert_cmpstr (empty, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (oidc_base64url_decode (bad[i], -1));
}

/* How some providers write the numbers of their keys. */
static void
test_any (void)
{
  static const struct
  {
    const char *text, *strict; /* NULL: refused */
  } cases[] = {
    { "A-z_4ME", "A-z_4ME" },
    { "A-z_4ME=", "A-z_4ME" },
    { "A+z/4ME=", "A-z_4ME" },
    { "A+z/4ME", "A-z_4ME" },
    { "AA==", "AA" },
    { "AAA=", "AAA" },
    { "AAAA", "AAAA" },
    { "", "" },
    { "AA=", NULL },
    { "AAAA=", NULL },
    { "AAAA====", NULL },
    { "A===", NULL },
    { "=", NULL },
    { "AA=A", NULL },
    { "AA==AA==", NULL },
    { "AB==", NULL },
    { "AA A", NULL },
    { "AA\n", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = oidc_base64url_decode_any (cases[i].text);
      g_autoptr (GBytes) wanted
        = cases[i].strict != NULL ? oidc_base64url_decode (cases[i].strict, -1) : NULL;

      g_test_message ("%u", i);
      g_assert_true ((bytes == NULL) == (wanted == NULL));
      if (bytes != NULL)
        g_assert_true (g_bytes_equal (bytes, wanted));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc/base64url/both-ways", test_base64url);
  g_test_add_func ("/oidc/base64url/any", test_any);
  return g_test_run ();
}
