/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "needle.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define MASK 0xA5

Needle *
needle_new (gsize length)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  Needle *self = g_malloc (sizeof *self + length);

  self->length = length;
  for (gsize i = 0; i < length; i++)
    self->masked[i] = (guint8) alphabet[g_random_int_range (0, sizeof alphabet - 1)] ^ MASK;
  return self;
}

void
needle_free (Needle *self)
{
  g_free (self);
}

void
needle_write (const Needle *self, char *memory)
{
  for (gsize i = 0; i < self->length; i++)
    memory[i] = (char) (self->masked[i] ^ MASK);
}

void
needle_append (const Needle *self, GString *string)
{
  gsize length = string->len;

  g_string_set_size (string, length + self->length);
  needle_write (self, string->str + length);
}

gboolean
needle_is_at (const Needle *self, const char *memory)
{
  for (gsize i = 0; i < self->length; i++)
    if (((guint8) memory[i] ^ MASK) != self->masked[i])
      return FALSE;
  return TRUE;
}

static guint
count_between (const Needle *self, const char *begin, const char *end)
{
  guint found = 0;

  while (begin != NULL && begin + self->length <= end)
    {
      if (needle_is_at (self, begin))
        found++;
      begin = memchr (begin + 1, self->masked[0] ^ MASK, end - begin - 1);
    }
  return found;
}

/* Into a variable: what is read must not land on what was freed. */
static const char *
read_maps (void)
{
  static char maps[256 * 1024];
  gsize length = 0;
  gssize read_now;
  int fd = open ("/proc/self/maps", O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  while ((read_now = read (fd, maps + length, sizeof maps - 1 - length)) > 0)
    length += read_now;
  close (fd);
  g_assert_cmpuint (length, <, sizeof maps - 1);
  maps[length] = '\0';
  return maps;
}

guint
needle_count (const Needle *self)
{
  guint found = 0;

  for (const char *line = read_maps (); *line != '\0'; line = strchr (line, '\n') + 1)
    {
      char *dash, *space;
      guint64 begin = g_ascii_strtoull (line, &dash, 16);
      guint64 end = g_ascii_strtoull (dash + 1, &space, 16);

      if (g_str_has_prefix (space, " rw"))
        found += count_between (self, GSIZE_TO_POINTER (begin), GSIZE_TO_POINTER (end));
    }
  return found;
}
