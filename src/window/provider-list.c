/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider-list.h"

#include "announce.h"
#include "cut-text.h"
#include "preset-recognize.h"
#include "presets.h"
#include "resource-path.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TesseraProviderList
{
  AdwBin parent_instance;
  GtkEditable *search;
  GtkListBox *known;
  AdwActionRow *other;
  char *wanted;              /* what is searched for, without regard to case */
  TesseraPresetMatch *match; /* (nullable) what was pasted */
};

G_DEFINE_FINAL_TYPE (TesseraProviderList, tessera_provider_list, ADW_TYPE_BIN)

static guint chosen_signal;

static gboolean
contains (const char *text, const char *wanted)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, wanted) != NULL;
}

static gboolean
fits (TesseraProviderList *self, const TesseraPreset *preset)
{
  if (contains (preset->title, self->wanted)
      || (self->match != NULL && self->match->preset == preset))
    return TRUE;
  for (guint i = 0; preset->names != NULL && preset->names[i] != NULL; i++)
    if (contains (preset->names[i], self->wanted))
      return TRUE;
  return FALSE;
}

/* The rows are in the order of the presets. */
static gboolean
filter_cb (GtkListBoxRow *row, gpointer user_data)
{
  return fits (TESSERA_PROVIDER_LIST (user_data),
               tessera_presets_get_all ()->pdata[gtk_list_box_row_get_index (row)]);
}

/* (transfer full) */
static char *
dup_typed (TesseraProviderList *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->search)));
}

static gboolean
is_address (const char *typed)
{
  return strpbrk (typed, "./:") != NULL && strpbrk (typed, " \t") == NULL;
}

/* @preset: (nullable) */
static void
choose (TesseraProviderList *self, const TesseraPreset *preset)
{
  g_autofree char *typed = dup_typed (self);
  gboolean is_match = self->match != NULL && self->match->preset == preset;

  g_signal_emit (self, chosen_signal, 0, preset, is_match ? self->match->values : NULL,
                 preset == NULL && is_address (typed) ? typed : NULL);
}

static void
row_activated_cb (TesseraProviderList *self, GtkListBoxRow *row)
{
  gboolean is_other = GTK_WIDGET (row) == GTK_WIDGET (self->other);

  choose (self,
          is_other ? NULL : tessera_presets_get_all ()->pdata[gtk_list_box_row_get_index (row)]);
}

/* The first that is there. */
static void
activated_cb (TesseraProviderList *self)
{
  const GPtrArray *all = tessera_presets_get_all ();

  for (guint i = 0; i < all->len; i++)
    if (fits (self, all->pdata[i]))
      {
        choose (self, all->pdata[i]);
        return;
      }
  choose (self, NULL);
}

static guint
count (TesseraProviderList *self)
{
  const GPtrArray *all = tessera_presets_get_all ();
  guint n = 0;

  for (guint i = 0; i < all->len; i++)
    n += fits (self, all->pdata[i]) ? 1 : 0;
  return n;
}

/* For a screen reader, which sees the list only where the keyboard goes there; a moment after the
 * last key. */
static void
announce_found (TesseraProviderList *self)
{
  guint n = count (self);
  g_autofree char *text
    = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u provider", "%u providers", n), n);

  if (self->wanted[0] != '\0')
    tessera_announce (GTK_WIDGET (self), text);
}

static void
searched_cb (TesseraProviderList *self)
{
  g_autofree char *typed = dup_typed (self);

  g_clear_pointer (&self->match, tessera_preset_match_free);
  if (is_address (typed) || typed[0] == '{')
    self->match = tessera_preset_recognize (typed);
  g_clear_pointer (&self->wanted, g_free);
  self->wanted = g_utf8_casefold (typed, -1);
  gtk_list_box_invalidate_filter (self->known);
  adw_action_row_set_subtitle (self->other, self->match == NULL && is_address (typed)
                                              ? _ ("With this address")
                                              : "");
  gtk_widget_set_visible (GTK_WIDGET (self->known), count (self) > 0);
}

static void
stopped_cb (TesseraProviderList *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "window.close", NULL);
}

static void
tessera_provider_list_finalize (GObject *object)
{
  TesseraProviderList *self = TESSERA_PROVIDER_LIST (object);

  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->match, tessera_preset_match_free);
  G_OBJECT_CLASS (tessera_provider_list_parent_class)->finalize (object);
}

static void
tessera_provider_list_class_init (TesseraProviderListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tessera_provider_list_finalize;
  chosen_signal
    = g_signal_new ("chosen", TESSERA_TYPE_PROVIDER_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_POINTER, G_TYPE_POINTER, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("provider-list.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraProviderList, search);
  gtk_widget_class_bind_template_child (widget_class, TesseraProviderList, known);
  gtk_widget_class_bind_template_child (widget_class, TesseraProviderList, other);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, announce_found);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, searched_cb);
  gtk_widget_class_bind_template_callback (widget_class, stopped_cb);
}

static GtkWidget *
make_row (const TesseraPreset *preset)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), preset->title);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  return row;
}

static void
tessera_provider_list_init (TesseraProviderList *self)
{
  const GPtrArray *all = tessera_presets_get_all ();

  self->wanted = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  tessera_announce_name_entry (GTK_WIDGET (self->search));
  tessera_cut_text_explain (GTK_WIDGET (self->search));
  for (guint i = 0; i < all->len; i++)
    gtk_list_box_append (self->known, make_row (all->pdata[i]));
  gtk_list_box_set_filter_func (self->known, filter_cb, self, NULL);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search), GTK_WIDGET (self));
}

void
tessera_provider_list_focus (TesseraProviderList *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (self->search, 0, -1);
}
