/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "accounts.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "account-file.h"
#include "account-files.h"
#include "config-error.h"
#include "typing-errors.h"

#define MAX_NAMES_TOLD 5

/* One place in the list. */
typedef struct
{
  TesseraAccountConfig *config;
  TesseraAccount *account; /* NULL until somebody asks for it: each one reads a file */
} Slot;

struct _TesseraAccounts
{
  GObject parent_instance;
  GPtrArray *slots;    /* Slot, in the order of the files */
  GHashTable *by_id;   /* ID → Slot */
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

static void
slot_free (Slot *slot)
{
  g_clear_object (&slot->account);
  tessera_account_config_free (slot->config);
  g_free (slot);
}

/* Returns: (transfer none), the same one for as long as the account is in the list. */
static TesseraAccount *
get_account (TesseraAccounts *self, Slot *slot)
{
  if (slot->account == NULL)
    slot->account = tessera_account_new (slot->config, self->watch);
  return slot->account;
}

/* Takes @config. The account that is known by its ID, if there is one, is handed on. */
static Slot *
make_slot (TesseraAccounts *self, TesseraAccountConfig *config)
{
  Slot *before = g_hash_table_lookup (self->by_id, config->id);
  Slot *slot = g_new0 (Slot, 1);

  slot->config = config;
  if (before == NULL || before->account == NULL)
    return slot;
  slot->account = g_object_ref (before->account);
  if (!tessera_account_config_equal (tessera_account_get_config (slot->account), config))
    tessera_account_set_config (slot->account, config);
  return slot;
}

static gboolean
is_same (GPtrArray *before, guint i, GPtrArray *after, guint j)
{
  const Slot *one = g_ptr_array_index (before, i);
  const Slot *other = g_ptr_array_index (after, j);

  return strcmp (one->config->id, other->config->id) == 0;
}

/* Takes what is in @configs. */
static void
replace_slots (TesseraAccounts *self, GPtrArray *configs)
{
  g_autoptr (GPtrArray) before = g_ptr_array_ref (self->slots);
  gsize n = 0;
  g_autofree gpointer *taken = g_ptr_array_steal (configs, &n);
  g_autoptr (GPtrArray) after = g_ptr_array_new_with_free_func ((GDestroyNotify) slot_free);
  guint shorter = MIN (before->len, (guint) n);
  guint head = 0;
  guint tail = 0;

  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (after, make_slot (self, taken[i]));
  while (head < shorter && is_same (before, head, after, head))
    head++;
  while (tail < shorter - head
         && is_same (before, before->len - 1 - tail, after, after->len - 1 - tail))
    tail++;
  g_hash_table_remove_all (self->by_id);
  for (guint i = 0; i < after->len; i++)
    g_hash_table_insert (self->by_id, ((Slot *) after->pdata[i])->config->id, after->pdata[i]);
  g_clear_pointer (&self->slots, g_ptr_array_unref);
  self->slots = g_ptr_array_ref (after);
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
  replace_slots (self, configs);
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
  return TESSERA_ACCOUNTS (model)->slots->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  TesseraAccounts *self = TESSERA_ACCOUNTS (model);

  if (position >= self->slots->len)
    return NULL;
  return g_object_ref (get_account (self, g_ptr_array_index (self->slots, position)));
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
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->slots, g_ptr_array_unref);
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
  self->slots = g_ptr_array_new_with_free_func ((GDestroyNotify) slot_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
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

const TesseraAccountConfig *
tessera_accounts_get_config (TesseraAccounts *self, guint position)
{
  g_return_val_if_fail (position < self->slots->len, NULL);

  return ((const Slot *) g_ptr_array_index (self->slots, position))->config;
}

/* An account of the administrator's wins over one of the same name: nobody is led to sign in at
 * another provider by a file that can be written without privileges. */
static Slot *
lookup_name (TesseraAccounts *self, const char *name)
{
  Slot *found = NULL;

  for (guint i = 0; i < self->slots->len; i++)
    {
      Slot *slot = g_ptr_array_index (self->slots, i);

      if ((found == NULL || slot->config->read_only)
          && tessera_account_config_same_name (slot->config->name, name))
        found = slot;
    }
  return found;
}

static char *
list_names (TesseraAccounts *self)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->slots->len; i++)
    {
      g_string_append (names, i > 0 ? ", " : "");
      /* Translators: one of the names in “There is no account “%s”; there is %s.” */
      g_string_append_printf (names, _ ("“%s”"), tessera_accounts_get_config (self, i)->name);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* (nullable) */
static const char *
find_similar (TesseraAccounts *self, const char *name)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      const char *meant = tessera_accounts_get_config (self, i)->name;

      if (tessera_typing_errors_few (name, meant))
        return meant;
    }
  return NULL;
}

static void
set_unknown_error (TesseraAccounts *self, const char *name, GError **error)
{
  g_autofree char *names = NULL;
  const char *similar = find_similar (self, name);

  if (similar != NULL)
    g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN,
                 _ ("There is no account “%s”. Did you mean “%s”?"), name, similar);
  else if (self->slots->len == 0)
    g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN,
                 _ ("There is no account “%s”. You have no accounts yet."), name);
  else if (self->slots->len <= MAX_NAMES_TOLD)
    {
      names = list_names (self);
      g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN,
                   _ ("There is no account “%s”. Your accounts: %s."), name, names);
    }
  else
    g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN,
                 _ ("There is no account “%s”."), name);
}

TesseraAccount *
tessera_accounts_find (TesseraAccounts *self, const char *name, GError **error)
{
  Slot *slot = lookup_name (self, name);

  if (slot == NULL)
    slot = g_hash_table_lookup (self->by_id, name);
  if (slot != NULL)
    return get_account (self, slot);
  set_unknown_error (self, name, error);
  return NULL;
}

TesseraAccount *
tessera_accounts_find_id (TesseraAccounts *self, const char *id)
{
  Slot *slot = g_hash_table_lookup (self->by_id, id);

  return slot != NULL ? get_account (self, slot) : NULL;
}
