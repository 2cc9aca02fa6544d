/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-file.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "regular-file.h"
#include "replaced-file.h"
#include "config-error.h"

#define MAX_SIZE  (1024 * 1024) /* bytes */
#define MAX_LINKS 40

char *
tessera_account_file_get_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "tessera", "accounts.conf", NULL);
}

char **
tessera_account_file_get_system_paths (void)
{
  const char *const *directories = g_get_system_config_dirs ();
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  for (gsize i = 0; directories[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (directories[i], "tessera", "accounts.conf", NULL);

      g_strv_builder_add (paths, path);
    }
  return g_strv_builder_end (paths);
}

static gsize
end_of_line (const char *text, guint line)
{
  const char *end = text;

  for (guint i = 0; i < line && *end != '\0'; i++)
    {
      end = strchrnul (end, '\n');
      if (*end == '\n')
        end++;
    }
  return end - text;
}

static guint
line_of (const char *text, const char *position)
{
  guint line = 1;

  for (; text < position; text++)
    line += *text == '\n';
  return line;
}

static gboolean
loads (const char *text, gsize length)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  return length == 0
         || g_key_file_load_from_data (keys, text, length, G_KEY_FILE_KEEP_TRANSLATIONS, NULL);
}

/* GKeyFile stops at the first line that it cannot read, but does not tell which: it is the last one
 * of the shortest beginning that does not load. */
static guint
find_broken_line (const char *text)
{
  guint good = 0;
  guint bad = line_of (text, text + strlen (text));

  while (bad - good > 1)
    {
      guint middle = good + (bad - good) / 2;

      if (loads (text, end_of_line (text, middle)))
        good = middle;
      else
        bad = middle;
    }
  return bad;
}

static guint
find_group_line (const char *text, const char *group)
{
  g_autofree char *header = g_strdup_printf ("[%s]", group);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (g_strchug (lines[i]), header))
      return i + 1;
  return 1;
}

static gboolean
read_text (TesseraAccountFile *self, gsize *length, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (tessera_regular_file_read (self->path, MAX_SIZE, &self->text, length, &local_error))
    return TRUE;
  self->text = g_strdup ("");
  *length = 0;
  if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT)
      || g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
    return TRUE;
  g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_FAILED,
               _ ("The accounts cannot be read: %s."), local_error->message);
  return FALSE;
}

static TesseraAccountFile *
read_file (const char *path, GKeyFileFlags flags, GError **error)
{
  g_autoptr (TesseraAccountFile) self = g_new0 (TesseraAccountFile, 1);
  gsize length = 0;

  self->path = g_strdup (path);
  self->keys = g_key_file_new ();
  if (!read_text (self, &length, error) || length == 0)
    return g_steal_pointer (&self);
  if (length > MAX_SIZE)
    g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID,
                 _ ("“%s” is too large for a list of accounts."), path);
  else if (strlen (self->text) != length || !g_utf8_validate (self->text, length, NULL))
    {
      const char *bad = self->text;

      g_utf8_validate (self->text, length, &bad);
      g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID,
                   _ ("“%s” is not valid UTF-8 in line %u."), path, line_of (self->text, bad));
    }
  else if (!g_key_file_load_from_data (self->keys, self->text, length, flags, NULL))
    {
      g_clear_pointer (&self->keys, g_key_file_unref);
      self->keys = g_key_file_new ();
      g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID,
                   _ ("“%s” has a syntax error in line %u."), path, find_broken_line (self->text));
    }
  return g_steal_pointer (&self);
}

TesseraAccountFile *
tessera_account_file_read (const char *path, GError **error)
{
  return read_file (path, G_KEY_FILE_KEEP_TRANSLATIONS, error);
}

TesseraAccountFile *
tessera_account_file_edit (const char *path, GError **error)
{
  TesseraAccountFile *self
    = read_file (path, G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, error);

  self->editable = TRUE;
  return self;
}

gboolean
tessera_account_file_get_configs (TesseraAccountFile *self,
                                  gboolean read_only,
                                  GPtrArray *configs,
                                  GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (self->keys, NULL);
  gboolean result = TRUE;

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_autoptr (GError) local_error = NULL;
      TesseraAccountConfig *config
        = tessera_account_config_from_key_file (self->keys, groups[i], &local_error);

      if (config != NULL)
        {
          config->read_only = read_only;
          g_ptr_array_add (configs, config);
          continue;
        }
      if (result)
        g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID,
                     _ ("“%s”, line %u: %s"), self->path, find_group_line (self->text, groups[i]),
                     local_error->message);
      result = FALSE;
    }
  return result;
}

char *
tessera_account_file_follow_links (const char *path)
{
  g_autofree char *current = g_strdup (path);

  for (guint i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *directory = g_path_get_dirname (current);
      g_autofree char *target = g_file_read_link (current, NULL);

      if (target == NULL)
        break;
      g_clear_pointer (&current, g_free);
      current = g_canonicalize_filename (target, directory);
    }
  return g_steal_pointer (&current);
}

/* What is larger would not be read again. */
static gboolean
check_size (TesseraAccountFile *self, gsize length, GError **error)
{
  if (length <= MAX_SIZE)
    return TRUE;
  g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_FAILED,
               _ ("The change was not saved: “%s” would be larger than 1 MiB."), self->path);
  return FALSE;
}

gboolean
tessera_account_file_write (TesseraAccountFile *self, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (self->path);
  g_autofree char *target = NULL;
  g_autofree char *data = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize length;

  g_return_val_if_fail (self->editable, FALSE);

  data = g_key_file_to_data (self->keys, &length, NULL);
  if (!check_size (self, length, error))
    return FALSE;
  g_mkdir_with_parents (directory, 0700);
  target = tessera_account_file_follow_links (self->path);
  if (tessera_replaced_file_write (target, data, length, 0600, TRUE, &local_error))
    return TRUE;
  g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_FAILED,
               _ ("The accounts cannot be saved: %s."), local_error->message);
  return FALSE;
}

void
tessera_account_file_free (TesseraAccountFile *self)
{
  g_free (self->path);
  g_free (self->text);
  g_clear_pointer (&self->keys, g_key_file_unref);
  g_free (self);
}
