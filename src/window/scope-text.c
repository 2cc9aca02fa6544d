/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-text.h"

char **
tessera_scope_text_split (const char *scope)
{
  g_auto (GStrv) words = g_strsplit (scope != NULL ? scope : "", " ", -1);
  g_autoptr (GStrvBuilder) scopes = g_strv_builder_new ();

  for (gsize i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_strv_builder_add (scopes, words[i]);
  return g_strv_builder_end (scopes);
}
