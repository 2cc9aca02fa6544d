/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-base64url.h"

#include <string.h>

GBytes *
oidc_base64url_decode (const char *text, gssize length)
{
  g_autofree char *padded = NULL;
  g_autofree char *again = NULL;
  g_autofree guchar *data = NULL;
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  gsize decoded;

  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '-' && text[i] != '_')
      return NULL;
  if (size % 4 == 1)
    return NULL;
  padded = g_strdup_printf ("%.*s%.*s", (int) size, text, (int) ((4 - size % 4) % 4), "===");
  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  data = g_base64_decode (padded, &decoded);

  /* Refuse bits after the last byte: two texts would mean the same bytes. */
  again = oidc_base64url_encode (data, decoded);
  if (strlen (again) != size || memcmp (again, text, size) != 0)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), decoded);
}

GBytes *
oidc_base64url_decode_any (const char *text)
{
  g_autofree char *unpadded = g_strdup (text);
  gsize length = strcspn (text, "=");
  gsize padding = strspn (text + length, "=");

  /* Padding completes a group of four that has at least two characters. */
  if (text[length + padding] != '\0' || padding > 2 || (padding > 0 && (length + padding) % 4 != 0))
    return NULL;
  unpadded[length] = '\0';
  g_strdelimit (unpadded, "+", '-');
  g_strdelimit (unpadded, "/", '_');
  return oidc_base64url_decode (unpadded, -1);
}

char *
oidc_base64url_encode (gconstpointer data, gsize length)
{
  g_autofree char *text = g_base64_encode (data, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return g_steal_pointer (&text);
}
