/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-list.h"

#include "account-row.h"
#include "account-search.h"
#include "announce.h"
#include "list-drag.h"
#include "list-menu.h"
#include "resource-path.h"
#include "session-selection.h"

#include <glib/gi18n.h>

#define SEARCHED   8  /* accounts */
#define FIRST_ROWS 24 /* more than a window of the usual height has room for */

enum
{
  PROP_SESSIONS = 1,
  PROP_FOLDED,
  PROP_MENU_MODEL,
  N_PROPS
};

struct _TesseraAccountList
{
  AdwBin parent_instance;
  TesseraSessions *sessions; /* (nullable) */
  TesseraSessionSelection *selection;
  GtkSliceListModel *rows;
  GtkStringFilter *filter;
  GtkSearchEntry *search;
  GtkStack *stack;
  GtkListView *view;
  GMenuModel *menu_model;
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (TesseraAccountList, tessera_account_list, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];
static guint opened_signal;

static guint
count_found (TesseraAccountList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

static gboolean
is_searching (TesseraAccountList *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0';
}

/* A few accounts are seen at a glance. */
static void
update_search (TesseraAccountList *self)
{
  gboolean searched = g_list_model_get_n_items (G_LIST_MODEL (self->sessions)) >= SEARCHED;

  gtk_widget_set_visible (GTK_WIDGET (self->search), searched || is_searching (self));
  gtk_search_entry_set_key_capture_widget (self->search, searched ? GTK_WIDGET (self) : NULL);
}

static void
update_stack (TesseraAccountList *self)
{
  gtk_stack_set_visible_child_name (self->stack, is_searching (self) && count_found (self) == 0
                                                   ? "none"
                                                   : "accounts");
}

static void
open_position (TesseraAccountList *self, guint position)
{
  g_autoptr (TesseraSession) session
    = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (session != NULL)
    g_signal_emit (self, opened_signal, 0, session);
}

static void
activate_cb (TesseraAccountList *self, guint position)
{
  open_position (self, position);
}

static void
search_changed_cb (TesseraAccountList *self)
{
  guint count;
  g_autofree char *found = NULL;

  gtk_string_filter_set_search (self->filter, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  update_stack (self);
  if (!is_searching (self))
    return;
  count = count_found (self);
  found = count > 0
            ? g_strdup_printf (ngettext ("%u account found", "%u accounts found", count), count)
            : g_strdup (_ ("No Accounts Found"));
  tessera_announce (GTK_WIDGET (self), found);
}

/* What was typed in the list stands in the entry, and the rest is to follow. */
static void
search_started_cb (TesseraAccountList *self)
{
  gtk_text_grab_focus_without_selecting (
    GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->search))));
}

static void
search_activate_cb (TesseraAccountList *self)
{
  gtk_string_filter_set_search (self->filter, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  open_position (self, 0);
}

/* Before a row has had the keyboard, GTK gives it to the list around the rows. */
static void
focus_view (TesseraAccountList *self)
{
  GtkWidget *view = GTK_WIDGET (self->view);

  gtk_widget_grab_focus (view);
  if (gtk_widget_is_focus (view))
    gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD);
}

static void
stop_search_cb (TesseraAccountList *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  /* The signal comes a little later, and what is hidden takes no keyboard. */
  search_changed_cb (self);
  focus_view (self);
}

static void
setup_cb (TesseraAccountList *self, GtkListItem *item)
{
  gtk_list_item_set_child (item, tessera_account_row_new ());
}

static void
bind_cb (TesseraAccountList *self, GtkListItem *item)
{
  tessera_account_row_set_session (TESSERA_ACCOUNT_ROW (gtk_list_item_get_child (item)),
                                   gtk_list_item_get_item (item));
}

static void
unbind_cb (TesseraAccountList *self, GtkListItem *item)
{
  tessera_account_row_set_session (TESSERA_ACCOUNT_ROW (gtk_list_item_get_child (item)), NULL);
}

/* To GTK it is another row. */
static void
moved_cb (TesseraAccountList *self, guint position)
{
  g_autoptr (TesseraSession) session
    = g_list_model_get_item (G_LIST_MODEL (self->sessions), position);

  if (gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    tessera_account_list_focus (
      self, tessera_account_get_config (tessera_session_get_account (session))->id);
}

static void
set_sessions (TesseraAccountList *self, TesseraSessions *sessions)
{
  GtkFilterListModel *found;

  if (sessions == NULL)
    return;
  g_assert (self->sessions == NULL);
  self->sessions = g_object_ref (sessions);
  found = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (sessions)),
                                     GTK_FILTER (g_object_ref (self->filter)));
  self->rows = gtk_slice_list_model_new (G_LIST_MODEL (found), 0, FIRST_ROWS);
  self->selection = tessera_session_selection_new (G_LIST_MODEL (self->rows));
  g_signal_connect_object (sessions, "items-changed", G_CALLBACK (update_search), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (update_stack), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sessions, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  tessera_list_menu_attach (self->view, sessions);
  tessera_list_drag_attach (self->view, sessions);
  update_search (self);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

static void
tessera_account_list_dispose (GObject *object)
{
  TesseraAccountList *self = TESSERA_ACCOUNT_LIST (object);

  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_object (&self->filter);
  g_clear_object (&self->menu_model);
  g_clear_object (&self->sessions);
  G_OBJECT_CLASS (tessera_account_list_parent_class)->dispose (object);
}

static void
tessera_account_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraAccountList *self = TESSERA_ACCOUNT_LIST (object);

  if (id == PROP_SESSIONS)
    g_value_set_object (value, self->sessions);
  else if (id == PROP_MENU_MODEL)
    g_value_set_object (value, self->menu_model);
  else
    g_value_set_boolean (value, self->folded);
}

static void
tessera_account_list_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  TesseraAccountList *self = TESSERA_ACCOUNT_LIST (object);

  if (id == PROP_SESSIONS)
    set_sessions (self, g_value_get_object (value));
  else if (id == PROP_MENU_MODEL)
    g_set_object (&self->menu_model, g_value_get_object (value));
  else
    self->folded = g_value_get_boolean (value);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_SESSIONS] = g_param_spec_object ("sessions", NULL, NULL, TESSERA_TYPE_SESSIONS,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MENU_MODEL] = g_param_spec_object ("menu-model", NULL, NULL, G_TYPE_MENU_MODEL,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  opened_signal = g_signal_new ("opened", TESSERA_TYPE_ACCOUNT_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, TESSERA_TYPE_SESSION);
}

static void
tessera_account_list_class_init (TesseraAccountListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tessera_account_list_dispose;
  object_class->get_property = tessera_account_list_get_property;
  object_class->set_property = tessera_account_list_set_property;
  install_properties (object_class);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("account-list.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraAccountList, search);
  gtk_widget_class_bind_template_child (widget_class, TesseraAccountList, stack);
  gtk_widget_class_bind_template_child (widget_class, TesseraAccountList, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_started_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
tessera_account_list_init (TesseraAccountList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tessera_announce_name_entry (GTK_WIDGET (self->search));
  self->filter = tessera_account_search_new ();
}

void
tessera_account_list_select (TesseraAccountList *self, TesseraSession *session)
{
  tessera_session_selection_set_session (self->selection, session);
}

/* GTK makes two hundred rows, in view or not, which takes longer than the rest of the window. */
void
tessera_account_list_fill (TesseraAccountList *self)
{
  gtk_slice_list_model_set_size (self->rows, G_MAXUINT);
}

/* Returns: (nullable) the row of that account. GTK has made those around what is in view. */
static GtkWidget *
find_item (TesseraAccountList *self, const char *id)
{
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->view)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);
      TesseraSession *session = row != NULL && TESSERA_IS_ACCOUNT_ROW (row)
                                  ? tessera_account_row_get_session (TESSERA_ACCOUNT_ROW (row))
                                  : NULL;

      if (session != NULL
          && g_str_equal (tessera_account_get_config (tessera_session_get_account (session))->id,
                          id))
        return item;
    }
  return NULL;
}

void
tessera_account_list_focus (TesseraAccountList *self, const char *id)
{
  GtkWidget *item;

  /* Where nothing is hidden, the places are the same. */
  if (id != NULL && !is_searching (self))
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u",
                                tessera_sessions_find (self->sessions, id));
  item = id != NULL ? find_item (self, id) : NULL;
  if (item == NULL || !gtk_widget_grab_focus (item))
    focus_view (self);
}
