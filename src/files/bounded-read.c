/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounded-read.h"

#include <errno.h>
#include <unistd.h>

GString *
tessera_bounded_read (int fd, gsize limit)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  do
    {
      n = read (fd, buffer, MIN (sizeof buffer, limit + 1 - text->len));
      if (n < 0 && errno != EINTR)
        return NULL;
      if (n > 0)
        g_string_append_len (text, buffer, n);
    }
  while (n != 0 && text->len <= limit);
  return g_steal_pointer (&text);
}
