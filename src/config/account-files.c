/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-files.h"

#include <glib/gi18n.h>
#include <string.h>

#include "account-file.h"
#include "config-error.h"

/* Adds the accounts of one file to @configs, without those whose ID an earlier file has. @ids:
 * those of the administrator's files, which are read first. Only the first problem is kept. */
static void
read_file (const char *path,
           gboolean read_only,
           GPtrArray *configs,
           GHashTable *ids,
           GError **problem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccountFile) file = tessera_account_file_read (path, &error);
  g_autoptr (GPtrArray) own = g_ptr_array_new ();

  if (error == NULL)
    tessera_account_file_get_configs (file, read_only, own, &error);
  for (guint i = 0; i < own->len; i++)
    {
      g_autoptr (TesseraAccountConfig) config = g_ptr_array_index (own, i);

      if (!g_hash_table_contains (ids, config->id))
        {
          if (read_only)
            g_hash_table_add (ids, config->id);
          g_ptr_array_add (configs, g_steal_pointer (&config));
        }
      else if (!read_only && error == NULL)
        g_set_error (&error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID,
                     _ ("“%s”: the group “%s” belongs to an account set up by the administrator."),
                     path, config->id);
    }
  if (error != NULL && *problem == NULL)
    *problem = g_steal_pointer (&error);
}

static void
check_names (GPtrArray *configs, const char *path, GError **problem)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < configs->len && *problem == NULL; i++)
    {
      const TesseraAccountConfig *config = g_ptr_array_index (configs, i);

      if (!g_hash_table_add (seen, tessera_account_config_normalize_name (config->name)))
        g_set_error (problem, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID,
                     _ ("Two accounts have the name “%s”: change one in “%s”."), config->name,
                     path);
    }
}

GPtrArray *
tessera_account_files_read (GError **problem)
{
  g_autoptr (GPtrArray) deployed = g_ptr_array_new ();
  g_autoptr (GPtrArray) configs
    = g_ptr_array_new_with_free_func ((GDestroyNotify) tessera_account_config_free);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) system = tessera_account_file_get_system_paths ();
  g_autofree char *path = tessera_account_file_get_path ();

  for (gsize i = 0; system[i] != NULL; i++)
    read_file (system[i], TRUE, deployed, ids, problem);
  read_file (path, FALSE, configs, ids, problem);
  g_ptr_array_extend_and_steal (configs, g_steal_pointer (&deployed));
  check_names (configs, path, problem);
  return g_steal_pointer (&configs);
}

/* The person's file as it is by now. A broken one is not changed. */
static TesseraAccountFile *
open_own (GError **error)
{
  g_autofree char *path = tessera_account_file_get_path ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (TesseraAccountFile) file = tessera_account_file_edit (path, &local_error);

  if (local_error == NULL)
    return g_steal_pointer (&file);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static gboolean
check_free (GPtrArray *configs, const TesseraAccountConfig *config, GError **error)
{
  for (guint i = 0; i < configs->len; i++)
    {
      const TesseraAccountConfig *other = g_ptr_array_index (configs, i);

      if (strcmp (other->id, config->id) == 0
          || !tessera_account_config_same_name (other->name, config->name))
        continue;
      g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_EXISTS,
                   _ ("The account “%s” already exists."), config->name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_changeable (GPtrArray *configs, const TesseraAccountConfig *config, GError **error)
{
  for (guint i = 0; i < configs->len; i++)
    {
      const TesseraAccountConfig *found = g_ptr_array_index (configs, i);

      if (strcmp (found->id, config->id) != 0)
        continue;
      if (!found->read_only)
        return TRUE;
      g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_READ_ONLY,
                   _ ("The account “%s” cannot be changed."), config->name);
      return FALSE;
    }
  g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN,
               _ ("The account “%s” was removed in the meantime."), config->name);
  return FALSE;
}

static gboolean
put (const TesseraAccountConfig *config, gboolean is_new, GError **error)
{
  g_autoptr (TesseraAccountFile) file = NULL;
  g_autoptr (GPtrArray) configs = NULL;
  g_autoptr (GError) problem = NULL;

  if (!tessera_account_config_check (config, error))
    return FALSE;
  file = open_own (error);
  if (file == NULL)
    return FALSE;
  /* A problem of another file or account is no reason not to change this one. */
  configs = tessera_account_files_read (&problem);
  if ((!is_new && !check_changeable (configs, config, error))
      || !check_free (configs, config, error))
    return FALSE;
  tessera_account_config_to_key_file (config, file->keys);
  return tessera_account_file_write (file, error);
}

gboolean
tessera_account_files_add (const TesseraAccountConfig *config, GError **error)
{
  return put (config, TRUE, error);
}

gboolean
tessera_account_files_update (const TesseraAccountConfig *config, GError **error)
{
  return put (config, FALSE, error);
}

typedef void (*Change) (TesseraAccountConfig *config,
                        const TesseraAccountConfig *before,
                        const TesseraAccountConfig *after);

/* Makes @change in the account as it is by now. */
static gboolean
change_current (Change change,
                const TesseraAccountConfig *before,
                const TesseraAccountConfig *after,
                GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) configs = tessera_account_files_read (&problem);

  for (guint i = 0; i < configs->len; i++)
    {
      TesseraAccountConfig *config = g_ptr_array_index (configs, i);

      if (strcmp (config->id, after->id) != 0)
        continue;
      change (config, before, after);
      return put (config, FALSE, error);
    }
  return put (after, FALSE, error);
}

gboolean
tessera_account_files_apply (const TesseraAccountConfig *before,
                             const TesseraAccountConfig *after,
                             GError **error)
{
  return change_current (tessera_account_config_apply, before, after, error);
}

gboolean
tessera_account_files_take_back (const TesseraAccountConfig *before,
                                 const TesseraAccountConfig *after,
                                 GError **error)
{
  return change_current (tessera_account_config_take_back, before, after, error);
}

gboolean
tessera_account_files_remove (const char *id, GError **error)
{
  g_autoptr (TesseraAccountFile) file = open_own (error);

  if (file == NULL)
    return FALSE;
  return !g_key_file_remove_group (file->keys, id, NULL)
         || tessera_account_file_write (file, error);
}
