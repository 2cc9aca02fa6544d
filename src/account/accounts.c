/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "accounts.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "account-file.h"
#include "lock.h"
#include "config-error.h"

#define MAX_NAMES_TOLD 5

struct _TesseraAccounts
{
  GObject parent_instance;
  GPtrArray *accounts; /* TesseraAccount */
  GPtrArray *monitors; /* GFileMonitor */
  GError *problem;
  gboolean watch;
  guint reload_source;
};

enum
{
  PROP_PROBLEM = 1,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TesseraAccounts,
                               tessera_accounts,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static TesseraAccount *
renew_account (TesseraAccounts *self, const TesseraAccountConfig *config)
{
  TesseraAccount *account = tessera_accounts_find_id (self, config->id);

  if (account == NULL)
    return tessera_account_new (config, self->watch);
  if (!tessera_account_config_equal (tessera_account_get_config (account), config))
    tessera_account_set_config (account, config);
  return g_object_ref (account);
}

static void
replace_accounts (TesseraAccounts *self, GPtrArray *configs)
{
  g_autoptr (GPtrArray) before = g_ptr_array_ref (self->accounts);
  g_autoptr (GPtrArray) after = g_ptr_array_new_with_free_func (g_object_unref);
  guint head = 0;
  guint tail = 0;

  for (guint i = 0; i < configs->len; i++)
    g_ptr_array_add (after, renew_account (self, g_ptr_array_index (configs, i)));
  while (head < MIN (before->len, after->len) && before->pdata[head] == after->pdata[head])
    head++;
  while (tail < MIN (before->len, after->len) - head
         && before->pdata[before->len - 1 - tail] == after->pdata[after->len - 1 - tail])
    tail++;
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  self->accounts = g_ptr_array_ref (after);
  if (before->len != after->len || head < after->len)
    g_list_model_items_changed (G_LIST_MODEL (self), head, before->len - tail - head,
                                after->len - tail - head);
}

void
tessera_accounts_reload (TesseraAccounts *self)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) configs = tessera_account_files_read (&problem);
  gboolean changed = g_strcmp0 (problem != NULL ? problem->message : NULL,
                                self->problem != NULL ? self->problem->message : NULL)
                     != 0;

  g_clear_error (&self->problem);
  self->problem = g_steal_pointer (&problem);
  replace_accounts (self, configs);
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
}

static gboolean
reload_cb (gpointer user_data)
{
  TesseraAccounts *self = TESSERA_ACCOUNTS (user_data);

  self->reload_source = 0;
  tessera_accounts_reload (self);
  return G_SOURCE_REMOVE;
}

/* One write is several events: they are answered together, and before a window that draws. */
static void
changed_cb (TesseraAccounts *self)
{
  if (self->reload_source == 0)
    self->reload_source = g_idle_add_full (G_PRIORITY_DEFAULT, reload_cb, self, NULL);
}

static void
watch_file (TesseraAccounts *self, const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileMonitor) monitor = NULL;

  /* GIO looks for a directory that is not there every few seconds: not worth it. */
  if (!g_file_test (directory, G_FILE_TEST_IS_DIR))
    return;
  monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (monitor == NULL)
    return;
  g_signal_connect_object (monitor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->monitors, g_steal_pointer (&monitor));
}

static void
watch_files (TesseraAccounts *self)
{
  g_auto (GStrv) system = tessera_account_file_get_system_paths ();
  g_autofree char *path = tessera_account_file_get_path ();
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *target = tessera_account_file_follow_links (path);

  g_mkdir_with_parents (directory, 0700);
  watch_file (self, path);
  if (strcmp (target, path) != 0)
    watch_file (self, target);
  for (gsize i = 0; system[i] != NULL; i++)
    watch_file (self, system[i]);
}

static GType
get_item_type (GListModel *model)
{
  return TESSERA_TYPE_ACCOUNT;
}

static guint
get_n_items (GListModel *model)
{
  return TESSERA_ACCOUNTS (model)->accounts->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *accounts = TESSERA_ACCOUNTS (model)->accounts;

  return position < accounts->len ? g_object_ref (accounts->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
tessera_accounts_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraAccounts *self = TESSERA_ACCOUNTS (object);

  switch (id)
    {
    case PROP_PROBLEM:
      g_value_set_boxed (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tessera_accounts_finalize (GObject *object)
{
  TesseraAccounts *self = TESSERA_ACCOUNTS (object);

  g_clear_handle_id (&self->reload_source, g_source_remove);
  g_clear_pointer (&self->monitors, g_ptr_array_unref);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_error (&self->problem);
  G_OBJECT_CLASS (tessera_accounts_parent_class)->finalize (object);
}

static void
tessera_accounts_class_init (TesseraAccountsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tessera_accounts_get_property;
  object_class->finalize = tessera_accounts_finalize;
  props[PROP_PROBLEM]
    = g_param_spec_boxed ("problem", NULL, NULL, G_TYPE_ERROR,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tessera_accounts_init (TesseraAccounts *self)
{
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  self->monitors = g_ptr_array_new_with_free_func (g_object_unref);
}

TesseraAccounts *
tessera_accounts_new (gboolean watch, GError **error)
{
  TesseraAccounts *self = g_object_new (TESSERA_TYPE_ACCOUNTS, NULL);

  self->watch = watch;
  /* Before reading: what is written in between is not missed. */
  if (watch)
    watch_files (self);
  tessera_accounts_reload (self);
  if (self->problem != NULL && error != NULL)
    *error = g_error_copy (self->problem);
  return self;
}

const GError *
tessera_accounts_get_problem (TesseraAccounts *self)
{
  return self->problem;
}

/* An account of the administrator's wins over one of the same name: nobody is led to sign in at
 * another provider by a file that can be written without privileges. */
static TesseraAccount *
lookup_name (TesseraAccounts *self, const char *name)
{
  TesseraAccount *found = NULL;

  for (guint i = 0; i < self->accounts->len; i++)
    {
      TesseraAccount *account = self->accounts->pdata[i];
      const TesseraAccountConfig *config = tessera_account_get_config (account);

      if ((found == NULL || config->read_only)
          && tessera_account_config_same_name (config->name, name))
        found = account;
    }
  return found;
}

static char *
list_names (TesseraAccounts *self)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    g_string_append_printf (names, "%s“%s”", i > 0 ? ", " : "",
                            tessera_account_get_name (self->accounts->pdata[i]));
  return g_string_free (g_steal_pointer (&names), FALSE);
}

TesseraAccount *
tessera_accounts_find (TesseraAccounts *self, const char *name, GError **error)
{
  TesseraAccount *account = lookup_name (self, name);
  g_autofree char *names = NULL;

  if (account != NULL)
    return account;
  names = list_names (self);
  if (self->accounts->len == 0)
    g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN,
                 _ ("There is no account “%s”, nor any other."), name);
  else if (self->accounts->len <= MAX_NAMES_TOLD)
    g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN,
                 _ ("There is no account “%s”; there is %s."), name, names);
  else
    g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN,
                 _ ("There is no account “%s”."), name);
  return NULL;
}

TesseraAccount *
tessera_accounts_find_id (TesseraAccounts *self, const char *id)
{
  for (guint i = 0; i < self->accounts->len; i++)
    if (strcmp (tessera_account_get_config (self->accounts->pdata[i])->id, id) == 0)
      return self->accounts->pdata[i];
  return NULL;
}

/* The person's file as it is by now, for whoever holds @lock. */
static TesseraAccountFile *
open_for_writing (TesseraAccounts *self, TesseraLock **lock, GError **error)
{
  g_autoptr (TesseraLock) taken = tessera_lock_acquire ("accounts", error);
  g_autofree char *path = tessera_account_file_get_path ();
  g_autoptr (TesseraAccountFile) file = NULL;
  g_autoptr (GError) local_error = NULL;

  if (taken == NULL)
    return NULL;
  tessera_accounts_reload (self);
  file = tessera_account_file_read (path, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  *lock = g_steal_pointer (&taken);
  return g_steal_pointer (&file);
}

static gboolean
check_free (TesseraAccounts *self, const TesseraAccountConfig *config, GError **error)
{
  for (guint i = 0; i < self->accounts->len; i++)
    {
      const TesseraAccountConfig *other = tessera_account_get_config (self->accounts->pdata[i]);

      if (g_strcmp0 (other->id, config->id) == 0
          || !tessera_account_config_same_name (other->name, config->name))
        continue;
      g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_EXISTS,
                   _ ("There is an account “%s” already."), config->name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
write_config (TesseraAccounts *self,
              TesseraAccountFile *file,
              const TesseraAccountConfig *config,
              GError **error)
{
  if (!check_free (self, config, error))
    return FALSE;
  tessera_account_config_to_key_file (config, file->keys);
  if (!tessera_account_file_write (file, error))
    return FALSE;
  tessera_accounts_reload (self);
  return TRUE;
}

TesseraAccount *
tessera_accounts_add (TesseraAccounts *self, const TesseraAccountConfig *config, GError **error)
{
  g_autoptr (TesseraAccountConfig) added = tessera_account_config_copy (config);
  g_autoptr (TesseraLock) lock = NULL;
  g_autoptr (TesseraAccountFile) file = NULL;

  if (!tessera_account_config_check (config, error))
    return NULL;
  file = open_for_writing (self, &lock, error);
  if (file == NULL)
    return NULL;
  g_clear_pointer (&added->id, g_free);
  added->id = g_uuid_string_random ();
  if (!write_config (self, file, added, error))
    return NULL;
  return tessera_accounts_find_id (self, added->id);
}

gboolean
tessera_accounts_update (TesseraAccounts *self, const TesseraAccountConfig *config, GError **error)
{
  g_autoptr (TesseraLock) lock = NULL;
  g_autoptr (TesseraAccountFile) file = NULL;
  TesseraAccount *account;

  if (!tessera_account_config_check (config, error))
    return FALSE;
  file = open_for_writing (self, &lock, error);
  if (file == NULL)
    return FALSE;
  account = tessera_accounts_find_id (self, config->id);
  if (account == NULL)
    g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN,
                 _ ("The account “%s” has been removed meanwhile."), config->name);
  else if (tessera_account_get_config (account)->read_only)
    g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_READ_ONLY,
                 _ ("The account “%s” cannot be changed."), config->name);
  else
    return write_config (self, file, config, error);
  return FALSE;
}

gboolean
tessera_accounts_forget (TesseraAccounts *self, const char *id, GError **error)
{
  g_autoptr (TesseraLock) lock = NULL;
  g_autoptr (TesseraAccountFile) file = open_for_writing (self, &lock, error);

  if (file == NULL)
    return FALSE;
  if (!g_key_file_remove_group (file->keys, id, NULL))
    return TRUE;
  if (!tessera_account_file_write (file, error))
    return FALSE;
  tessera_accounts_reload (self);
  return TRUE;
}
