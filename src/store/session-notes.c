/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-notes.h"

#include <glib/gstdio.h>

#include "regular-file.h"

#define GROUP    "Notes"
#define MAX_SIZE 4096 /* bytes */

/* (transfer full) */
static char *
get_path_with (const char *id, const char *end)
{
  g_autofree char *name = g_strconcat (id, end, NULL);

  return g_build_filename (g_get_user_data_dir (), "tessera", name, NULL);
}

/* (transfer full) */
static char *
get_path (const char *id)
{
  return get_path_with (id, ".notes");
}

/* Always returns one. (transfer full) */
static GKeyFile *
read_notes (const char *path)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  GKeyFile *file = g_key_file_new ();

  if (tessera_regular_file_read (path, MAX_SIZE, &text, &length, NULL) && length <= MAX_SIZE)
    g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL);
  return file;
}

char *
tessera_session_notes_get (const char *id, const char *key)
{
  g_autofree char *path = get_path (id);
  g_autoptr (GKeyFile) file = read_notes (path);

  return g_key_file_get_string (file, GROUP, key, NULL);
}

void
tessera_session_notes_set (const char *id, const char *key, const char *value)
{
  g_autofree char *path = get_path (id);
  g_autoptr (GKeyFile) file = read_notes (path);
  g_autofree char *before = g_key_file_get_string (file, GROUP, key, NULL);
  g_autofree char *text = NULL;
  gsize length;

  if (g_strcmp0 (before, value) == 0)
    return;
  if (value != NULL)
    g_key_file_set_string (file, GROUP, key, value);
  else
    g_key_file_remove_key (file, GROUP, key, NULL);
  text = g_key_file_to_data (file, &length, NULL);
  /* Not as the record is written: that wants a lock. */
  g_file_set_contents_full (path, text, length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

void
tessera_session_notes_remove (const char *id)
{
  /* The locks are those of a sign-in that a program began, and of an exchange. */
  static const char *const ends[] = { ".notes", ".sign-in.lock", ".exchange.lock" };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = get_path_with (id, ends[i]);

      g_unlink (path);
    }
}
