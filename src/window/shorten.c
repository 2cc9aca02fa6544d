/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "shorten.h"

char *
tessera_shorten (const char *text, glong max)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, -1) <= max)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, max);
  return g_strconcat (start, "…", NULL);
}
