/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-selection.h"

struct _TesseraSessionSelection
{
  GObject parent_instance;
  GListModel *model;
  TesseraSession *session; /* (nullable) */
};

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TesseraSessionSelection,
                               tessera_session_selection,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                 G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                        selection_model_init))

static GType
get_item_type (GListModel *model)
{
  return TESSERA_TYPE_SESSION;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (TESSERA_SESSION_SELECTION (model)->model);
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (TESSERA_SESSION_SELECTION (model)->model, position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  TesseraSessionSelection *self = TESSERA_SESSION_SELECTION (model);
  g_autoptr (TesseraSession) session = NULL;

  if (self->session == NULL)
    return FALSE;
  session = g_list_model_get_item (self->model, position);
  return session == self->session;
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
}

static void
tessera_session_selection_dispose (GObject *object)
{
  TesseraSessionSelection *self = TESSERA_SESSION_SELECTION (object);

  g_clear_object (&self->session);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (tessera_session_selection_parent_class)->dispose (object);
}

static void
tessera_session_selection_class_init (TesseraSessionSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tessera_session_selection_dispose;
}

static void
tessera_session_selection_init (TesseraSessionSelection *self)
{
}

TesseraSessionSelection *
tessera_session_selection_new (GListModel *model)
{
  TesseraSessionSelection *self = g_object_new (TESSERA_TYPE_SESSION_SELECTION, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (g_list_model_items_changed), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
tessera_session_selection_set_session (TesseraSessionSelection *self, TesseraSession *session)
{
  if (!g_set_object (&self->session, session) || get_n_items (G_LIST_MODEL (self)) == 0)
    return;
  gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0,
                                         get_n_items (G_LIST_MODEL (self)));
}
