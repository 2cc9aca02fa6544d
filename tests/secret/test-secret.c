/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret.h"

#include <string.h>

/* That the memory is overwritten cannot be asked of memory that was given back; what is left is
 * that a copy is a copy, of any bytes and of none. */
static void
test_bytes (void)
{
  char secret[] = "top\0secret";
  g_autoptr (GBytes) bytes = tessera_secret_bytes_new (secret, sizeof secret);
  g_autoptr (GBytes) empty = tessera_secret_bytes_new (NULL, 0);
  g_autoptr (GBytes) slice = NULL;

  memset (secret, 'x', sizeof secret);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "top\0secret",
                   sizeof secret);
  g_assert_cmpuint (g_bytes_get_size (empty), ==, 0);

  slice = g_bytes_new_from_bytes (bytes, 4, 6);
  g_clear_pointer (&bytes, g_bytes_unref);
  g_assert_cmpmem (g_bytes_get_data (slice, NULL), 6, "secret", 6);
}

static void
test_null (void)
{
  g_autoptr (TesseraSecret) text = g_strdup ("secret");

  g_assert_cmpstr (text, ==, "secret");
  tessera_secret_free (NULL);
  tessera_secret_string_free (NULL);
  tessera_secret_string_free (g_string_new ("secret"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc/secret/bytes", test_bytes);
  g_test_add_func ("/oidc/secret/null", test_null);
  return g_test_run ();
}
