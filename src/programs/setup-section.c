/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "setup-section.h"

#include <string.h>

#define KEY    "credential_process"
#define HELPER "credentials_helper"

char *
tessera_setup_text_put (const char *file, const char *text)
{
  gboolean ends = file[0] == '\0' || g_str_has_suffix (file, "\n");

  return g_strconcat (file, ends ? "" : "\n", text, NULL);
}

/* The name in a line “[name]”, as one writes it who quotes nothing. (transfer full) (nullable) */
static char *
read_head (const char *line)
{
  const char *start = line + strspn (line, " \t");
  const char *end = start[0] == '[' ? strchr (start, ']') : NULL;
  g_autofree char *name = end != NULL ? g_strndup (start + 1, end - start - 1) : NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GStrvBuilder) full = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (name == NULL)
    return NULL;
  words = g_strsplit_set (name, " \t\"'", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_strv_builder_add (full, words[i]);
  list = g_strv_builder_end (full);
  return g_strjoinv (" ", list);
}

static gboolean
has_key (const char *line)
{
  const char *start = line + strspn (line, " \t");
  gsize length = strlen (KEY);

  return g_ascii_strncasecmp (start, KEY, length) == 0 && strchr (" \t=:", start[length]) != NULL;
}

static gboolean
is_head_of (const char *line, const char *name)
{
  g_autofree char *found = read_head (line);

  return g_strcmp0 (found, name) == 0;
}

/* The line of the key in the section that begins at @lines; NULL: there is none. */
static char **
find_key (char **lines)
{
  for (lines++; *lines != NULL && (*lines)[strspn (*lines, " \t")] != '['; lines++)
    if (has_key (*lines))
      return lines;
  return NULL;
}

char *
tessera_setup_section_put (const char *file, const char *section, const char *mark)
{
  g_auto (GStrv) lines = g_strsplit (file, "\n", -1);
  g_auto (GStrv) own = g_strsplit (section, "\n", -1);
  g_autofree char *name = read_head (own[0]);
  char **key;
  gsize i = 0;

  while (lines[i] != NULL && !is_head_of (lines[i], name))
    i++;
  if (lines[i] == NULL)
    return tessera_setup_text_put (file, section);
  key = find_key (lines + i);
  if (key == NULL || strstr (*key, mark) == NULL)
    return NULL;
  g_free (*key);
  *key = g_strdup (own[1]);
  return g_strjoinv ("\n", lines);
}

static gboolean
ends_block (const char *line)
{
  g_autofree char *text = g_strchomp (g_strdup (line));

  return g_str_has_suffix (text, "}");
}

/* What stands between the first quotes of @line. (transfer full) (nullable) */
static char *
read_name (const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, "\"", 3);

  return g_strv_length (parts) == 3 ? g_strdup (parts[1]) : NULL;
}

char *
tessera_setup_block_put (const char *file, const char *block)
{
  g_auto (GStrv) lines = g_strsplit (file, "\n", -1);
  g_autofree char *own = read_name (block);
  g_autofree char *found = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  char **start = lines;
  char **end;
  gsize offset = 0;

  while (*start != NULL && !g_str_has_prefix (*start + strspn (*start, " \t"), HELPER))
    start++;
  if (*start == NULL)
    return tessera_setup_text_put (file, block);
  found = read_name (*start);
  for (end = start; *end != NULL && !ends_block (*end);)
    end++;
  if (g_strcmp0 (found, own) != 0 || *end == NULL)
    return NULL;
  after = g_strjoinv ("\n", end + 1);
  for (char **line = lines; line < start; line++)
    offset += strlen (*line) + 1;
  before = g_strndup (file, offset);
  return g_strconcat (before, block, after, NULL);
}
