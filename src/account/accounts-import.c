/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "accounts-import.h"

#include "application-hold.h"

static void
entry_free (TesseraImportEntry *self)
{
  tessera_account_config_free (self->config);
  g_free (self->name);
  g_free (self);
}

/* Whether they are the same but for the name, and for what a file of accounts does not have. */
static gboolean
is_same (const TesseraAccountConfig *config, const TesseraAccountConfig *here)
{
  g_autoptr (TesseraAccountConfig) copy = tessera_account_config_copy (here);

  g_free (copy->name);
  copy->name = g_strdup (config->name);
  g_clear_pointer (&copy->id, g_free);
  copy->read_only = FALSE;
  g_clear_pointer (&copy->ca_file, g_free);
  g_clear_pointer (&copy->client_cert, g_free);
  g_clear_pointer (&copy->client_key, g_free);
  return tessera_account_config_equal (config, copy);
}

/* (nullable) */
static const TesseraAccountConfig *
find_same (TesseraAccounts *self, const TesseraAccountConfig *config)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self)); i++)
    if (is_same (config, tessera_accounts_get_config (self, i)))
      return tessera_accounts_get_config (self, i);
  return NULL;
}

static gboolean
is_taken (TesseraAccounts *self, GPtrArray *entries, const char *name)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const TesseraImportEntry *entry = entries->pdata[i];

      if (entry->kind != TESSERA_IMPORT_EXISTS
          && tessera_account_config_same_name (entry->config->name, name))
        return TRUE;
    }
  return tessera_accounts_find (self, name, NULL) != NULL;
}

/* (transfer full) */
static TesseraImportEntry *
plan (TesseraAccounts *self, GPtrArray *entries, const TesseraAccountConfig *config)
{
  TesseraImportEntry *entry = g_new0 (TesseraImportEntry, 1);
  const TesseraAccountConfig *same = find_same (self, config);

  entry->config = tessera_account_config_copy (config);
  entry->name = g_strdup (same != NULL ? same->name : config->name);
  if (same != NULL)
    entry->kind = TESSERA_IMPORT_EXISTS;
  for (guint i = 2; same == NULL && is_taken (self, entries, entry->config->name); i++)
    {
      entry->kind = TESSERA_IMPORT_RENAMED;
      g_free (entry->config->name);
      entry->config->name = g_strdup_printf ("%s %u", config->name, i);
    }
  return entry;
}

GPtrArray *
tessera_accounts_plan_import (TesseraAccounts *self, GPtrArray *configs)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);

  for (guint i = 0; i < configs->len; i++)
    g_ptr_array_add (entries, plan (self, entries, configs->pdata[i]));
  return entries;
}

typedef struct
{
  GPtrArray *entries;
  guint next;
} Import;

static void
import_free (Import *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static guint
count_added (GPtrArray *entries)
{
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    n += ((const TesseraImportEntry *) entries->pdata[i])->added ? 1 : 0;
  return n;
}

static void add_next (GTask *task);

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Import *self = g_task_get_task_data (task);
  TesseraImportEntry *entry = self->entries->pdata[self->next - 1];
  GError *error = NULL;

  if (tessera_accounts_add_finish (TESSERA_ACCOUNTS (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  entry->added = TRUE;
  add_next (g_steal_pointer (&task));
}

/* Takes @task. */
static void
add_next (GTask *own)
{
  g_autoptr (GTask) task = own;
  Import *self = g_task_get_task_data (task);

  while (self->next < self->entries->len)
    {
      const TesseraImportEntry *entry = self->entries->pdata[self->next++];

      if (entry->kind == TESSERA_IMPORT_EXISTS || entry->added)
        continue;
      tessera_accounts_add_async (g_task_get_source_object (task), entry->config,
                                  g_task_get_cancellable (task), added_cb, g_object_ref (task));
      return;
    }
  g_task_return_int (task, count_added (self->entries));
}

void
tessera_accounts_import_async (TesseraAccounts *self,
                               GPtrArray *entries,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Import *import = g_new0 (Import, 1);

  g_task_set_source_tag (task, tessera_accounts_import_async);
  /* What is written when the cancel comes is written. */
  g_task_set_check_cancellable (task, FALSE);
  import->entries = g_ptr_array_ref (entries);
  g_task_set_task_data (task, import, (GDestroyNotify) import_free);
  tessera_application_hold_for (task);
  add_next (task);
}

guint
tessera_accounts_import_finish (TesseraAccounts *self, GAsyncResult *result, GError **error)
{
  gssize added = g_task_propagate_int (G_TASK (result), error);

  return added > 0 ? (guint) added : 0;
}
