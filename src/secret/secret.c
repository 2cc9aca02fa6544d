/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret.h"

#include <string.h>

typedef struct
{
  gsize length;
  char data[];
} SecretBytes;

static void
secret_bytes_free (gpointer data)
{
  SecretBytes *secret = data;

  /* A memset() of memory that is freed next is one that the compiler may drop. */
  explicit_bzero (secret->data, secret->length);
  g_free (secret);
}

void
tessera_secret_free (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
tessera_secret_string_free (GString *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret->str, secret->allocated_len);
  g_string_free (secret, TRUE);
}

GBytes *
tessera_secret_bytes_new (gconstpointer data, gsize length)
{
  SecretBytes *secret = g_malloc (sizeof *secret + length);

  secret->length = length;
  if (length > 0)
    memcpy (secret->data, data, length);
  return g_bytes_new_with_free_func (secret->data, length, secret_bytes_free, secret);
}
