/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sessions.h"

#define AT_A_TIME 4 /* sessions that are made in one go: no frame has to wait */

struct _TesseraSessions
{
  GObject parent_instance;
  TesseraAccounts *accounts;
  GSettings *settings;  /* (nullable) */
  GPtrArray *order;     /* char *: IDs of accounts that there may be */
  GPtrArray *ids;       /* char *: of the items */
  GHashTable *sessions; /* ID → TesseraSession: those that were made */
  gboolean fill;        /* all are to be made */
  guint filled;         /* items before this one were made */
  guint idle;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TesseraSessions,
                               tessera_sessions,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static guint moved_signal;

static const char *
get_id (TesseraSessions *self, guint position)
{
  return g_ptr_array_index (self->ids, position);
}

/* Returns: (transfer container) IDs of the accounts that there are, in the person's order. */
static GPtrArray *
sort (TesseraSessions *self)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) left = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  for (guint i = 0; i < n; i++)
    g_hash_table_add (left, tessera_accounts_get_config (self->accounts, i)->id);
  for (guint i = 0; i < self->order->len; i++)
    if (g_hash_table_remove (left, g_ptr_array_index (self->order, i)))
      g_ptr_array_add (ids, g_strdup (g_ptr_array_index (self->order, i)));
  for (guint i = 0; i < n; i++)
    if (g_hash_table_contains (left, tessera_accounts_get_config (self->accounts, i)->id))
      g_ptr_array_add (ids, g_strdup (tessera_accounts_get_config (self->accounts, i)->id));
  return ids;
}

static void
cancel (TesseraSession *session)
{
  tessera_activity_cancel (tessera_session_get_activity (session));
}

/* Forgets the sessions of accounts that are gone. */
static gboolean
drop_cb (gpointer id, gpointer session, gpointer user_data)
{
  TesseraSessions *self = TESSERA_SESSIONS (user_data);

  if (tessera_accounts_find_id (self->accounts, id) == tessera_session_get_account (session))
    return FALSE;
  cancel (session);
  return TRUE;
}

static gboolean
is_same (GPtrArray *before, guint i, GPtrArray *after, guint j)
{
  return g_str_equal (g_ptr_array_index (before, i), g_ptr_array_index (after, j));
}

static void
replace (TesseraSessions *self)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->ids);
  GPtrArray *after = sort (self);
  guint shorter = MIN (before->len, after->len);
  guint head = 0;
  guint tail = 0;

  self->ids = after;
  while (head < shorter && is_same (before, head, after, head))
    head++;
  while (tail < shorter - head
         && is_same (before, before->len - 1 - tail, after, after->len - 1 - tail))
    tail++;
  if (before->len == after->len && head == after->len)
    return;
  g_list_model_items_changed (G_LIST_MODEL (self), head, before->len - tail - head,
                              after->len - tail - head);
}

static void
accounts_changed_cb (TesseraSessions *self)
{
  g_hash_table_foreach_remove (self->sessions, drop_cb, self);
  replace (self);
  if (self->fill)
    tessera_sessions_fill (self);
}

static GType
get_item_type (GListModel *model)
{
  return TESSERA_TYPE_SESSION;
}

static guint
get_n_items (GListModel *model)
{
  return TESSERA_SESSIONS (model)->ids->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  TesseraSessions *self = TESSERA_SESSIONS (model);
  TesseraSession *session;
  const char *id;

  if (position >= self->ids->len)
    return NULL;
  id = get_id (self, position);
  session = g_hash_table_lookup (self->sessions, id);
  if (session == NULL)
    {
      session = tessera_session_new (tessera_accounts_find_id (self->accounts, id));
      g_hash_table_insert (self->sessions, g_strdup (id), session);
    }
  return g_object_ref (session);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
tessera_sessions_dispose (GObject *object)
{
  TesseraSessions *self = TESSERA_SESSIONS (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_hash_table_remove_all (self->sessions);
  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tessera_sessions_parent_class)->dispose (object);
}

static void
tessera_sessions_finalize (GObject *object)
{
  TesseraSessions *self = TESSERA_SESSIONS (object);

  g_clear_pointer (&self->sessions, g_hash_table_unref);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_clear_pointer (&self->order, g_ptr_array_unref);
  G_OBJECT_CLASS (tessera_sessions_parent_class)->finalize (object);
}

static void
tessera_sessions_class_init (TesseraSessionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tessera_sessions_dispose;
  object_class->finalize = tessera_sessions_finalize;
  moved_signal = g_signal_new ("moved", TESSERA_TYPE_SESSIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
tessera_sessions_init (TesseraSessions *self)
{
  self->order = g_ptr_array_new_with_free_func (g_free);
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

static void
read_order (TesseraSessions *self)
{
  g_auto (GStrv) order = g_settings_get_strv (self->settings, "order");

  for (gsize i = 0; order[i] != NULL; i++)
    g_ptr_array_add (self->order, g_strdup (order[i]));
}

TesseraSessions *
tessera_sessions_new (TesseraAccounts *accounts, GSettings *settings)
{
  TesseraSessions *self = g_object_new (TESSERA_TYPE_SESSIONS, NULL);

  self->accounts = g_object_ref (accounts);
  if (g_set_object (&self->settings, settings))
    read_order (self);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  replace (self);
  return self;
}

TesseraAccounts *
tessera_sessions_get_accounts (TesseraSessions *self)
{
  return self->accounts;
}

guint
tessera_sessions_find (TesseraSessions *self, const char *id)
{
  guint position;

  return g_ptr_array_find_with_equal_func (self->ids, id, g_str_equal, &position) ? position
                                                                                  : G_MAXUINT;
}

void
tessera_sessions_move (TesseraSessions *self, guint from, guint to)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->order);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  g_auto (GStrv) order = NULL;

  self->order = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->ids->len; i++)
    g_ptr_array_add (self->order, g_strdup (get_id (self, i)));
  g_ptr_array_insert (self->order, (int) to, g_ptr_array_steal_index (self->order, from));
  replace (self);
  for (guint i = 0; i < self->ids->len; i++)
    g_strv_builder_add (kept, get_id (self, i));
  order = g_strv_builder_end (kept);
  if (self->settings != NULL)
    g_settings_set_strv (self->settings, "order", (const char *const *) order);
  g_signal_emit (self, moved_signal, 0, to);
}

static gboolean
fill_cb (gpointer user_data)
{
  TesseraSessions *self = TESSERA_SESSIONS (user_data);

  for (guint i = 0; i < AT_A_TIME && self->filled < self->ids->len; i++)
    {
      g_autoptr (TesseraSession) session
        = g_list_model_get_item (G_LIST_MODEL (self), self->filled++);
    }
  if (self->filled < self->ids->len)
    return G_SOURCE_CONTINUE;
  self->idle = 0;
  return G_SOURCE_REMOVE;
}

void
tessera_sessions_fill (TesseraSessions *self)
{
  self->fill = TRUE;
  self->filled = 0;
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_LOW, fill_cb, self, NULL);
}

void
tessera_sessions_cancel (TesseraSessions *self)
{
  GHashTableIter iter;
  gpointer session;

  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &session))
    cancel (session);
}
