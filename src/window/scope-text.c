/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scope-text.h"

#include <glib/gi18n.h>

#define MANY  8 /* Up to so many scopes are shown, */
#define FIRST 5 /* and else so many of them. */

gboolean
tessera_scope_text_is_long (const char *scope)
{
  g_auto (GStrv) scopes = g_strsplit (scope != NULL ? scope : "", " ", -1);

  return g_strv_length (scopes) > MANY;
}

char *
tessera_scope_text_shorten (const char *scope)
{
  g_auto (GStrv) scopes = NULL;
  g_autoptr (GString) text = NULL;
  guint rest;

  if (!tessera_scope_text_is_long (scope))
    return g_strdup (scope);
  scopes = g_strsplit (scope, " ", -1);
  rest = g_strv_length (scopes) - FIRST;
  text = g_string_new (scopes[0]);
  for (guint i = 1; i < FIRST; i++)
    g_string_append_printf (text, " %s", scopes[i]);
  /* Translators: the first of many scopes, and how many there are besides */
  return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", rest), text->str, rest);
}
