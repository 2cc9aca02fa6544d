/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preset-form.h"

#include "announce.h"
#include "cut-text.h"
#include "issuer-probe.h"
#include "preset-fill.h"
#include "preset-offer.h"
#include "resource-path.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TesseraPresetForm
{
  AdwBin parent_instance;
  const TesseraPreset *preset; /* static; NULL before it is shown */
  GPtrArray *rows;             /* AdwEntryRow, in the order of the preset's fields */
  GtkListBox *needed;
  GtkListBox *optional;
  GtkLabel *remark;
  GtkLabel *derived;
  TesseraIssuerProbe *issuer_probe;
  TesseraPresetOffer *offer;
};

G_DEFINE_FINAL_TYPE (TesseraPresetForm, tessera_preset_form, ADW_TYPE_BIN)

enum
{
  CHANGED,
  ACTIVATED,
  RECOGNIZED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const TesseraPresetField *
get_field (TesseraPresetForm *self, guint i)
{
  return self->preset->fields->pdata[i];
}

static const char *
get_text (TesseraPresetForm *self, guint i)
{
  return gtk_editable_get_text (self->rows->pdata[i]);
}

/* What was typed means: the value of the field, and in @values what it tells of other fields.
 * Returns: (transfer full) (nullable). Errors: why it cannot be that field. */
static char *
find_meant (TesseraPresetForm *self, guint i, GHashTable *values, GError **error)
{
  const TesseraPresetField *field = get_field (self, i);

  if (field->kind == TESSERA_PRESET_SECRET)
    return g_strstrip (g_strdup (get_text (self, i)));
  return tessera_preset_recognize_field (self->preset, field, get_text (self, i), values, error);
}

/* (transfer full): key of a field → value, for what has been typed. */
static GHashTable *
read_values (TesseraPresetForm *self)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < self->rows->len; i++)
    {
      g_autofree char *meant = find_meant (self, i, values, NULL);

      if (meant != NULL && *g_strstrip (meant) != '\0')
        g_hash_table_replace (values, g_strdup (get_field (self, i)->key),
                              g_steal_pointer (&meant));
    }
  return values;
}

gboolean
tessera_preset_form_fill (TesseraPresetForm *self, TesseraAccountConfig *config, GError **error)
{
  g_autoptr (GHashTable) values = read_values (self);
  g_autofree char *found = NULL;

  if (!tessera_preset_fill (self->preset, values, config, error))
    return FALSE;
  g_object_get (self->issuer_probe, "found", &found, NULL);
  if (found != NULL && config->issuer != NULL)
    {
      g_clear_pointer (&config->issuer, g_free);
      config->issuer = g_steal_pointer (&found);
    }
  return TRUE;
}

char *
tessera_preset_form_dup_client_secret (TesseraPresetForm *self)
{
  g_autoptr (GHashTable) values = read_values (self);

  return g_strdup (g_hash_table_lookup (values, "client_secret"));
}

/* @text: (nullable) */
static void
say (GtkLabel *label, const char *text)
{
  gboolean is_new = g_strcmp0 (gtk_label_get_text (label), text) != 0;

  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  if (text != NULL && is_new)
    tessera_announce (GTK_WIDGET (label), text);
}

/* The issuer that follows, so that it can be compared, and what the provider says there; not one
 * that is the same for everybody. */
static void
derive (TesseraPresetForm *self)
{
  g_autoptr (GHashTable) values = read_values (self);
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();
  g_autofree char *text = NULL;

  /* The issuer is there before all fields are. */
  if (!g_hash_table_contains (values, "client_id"))
    g_hash_table_insert (values, g_strdup ("client_id"), g_strdup ("-"));
  if (tessera_preset_fill (self->preset, values, config, NULL) && config->issuer != NULL
      && strchr (self->preset->issuer, '{') != NULL)
    text = g_strdup_printf (_ ("Issuer: %s"), config->issuer);
  else
    g_clear_pointer (&config->issuer, g_free);
  gtk_label_set_text (self->derived, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->derived), text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->issuer_probe), text != NULL);
  g_object_set (self->issuer_probe, "issuer", config->issuer, NULL);
}

static void
unmark (TesseraPresetForm *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_remove_css_class (self->rows->pdata[i], "error");
}

/* The field of that row: its place in the preset. */
static guint
find_row (TesseraPresetForm *self, gpointer row)
{
  guint i = 0;

  g_ptr_array_find (self->rows, row, &i);
  return i;
}

/* Whether @meant is no more than @typed with its scheme. */
static gboolean
adds_scheme (const char *typed, const char *meant)
{
  return g_str_has_prefix (meant, "https://") && g_str_equal (meant + strlen ("https://"), typed);
}

/* Enters what an address that was pasted tells, in its own row and in empty ones. */
static void
spread (TesseraPresetForm *self, guint from)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *meant = find_meant (self, from, values, NULL);

  if (meant == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    {
      const char *value
        = i == from ? meant : g_hash_table_lookup (values, get_field (self, i)->key);
      gboolean is_free = i == from || get_text (self, i)[0] == '\0'
                         || g_strcmp0 (get_text (self, i), get_field (self, i)->fallback) == 0;

      if (value != NULL && is_free && !adds_scheme (get_text (self, i), value)
          && !g_str_equal (value, get_text (self, i)))
        gtk_editable_set_text (self->rows->pdata[i], value);
    }
}

/* The page of a console, of which only a person can know what to copy. */
static void
row_changed_cb (TesseraPresetForm *self, GtkWidget *row)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) problem = NULL;
  guint i = find_row (self, row);
  g_autofree char *meant = find_meant (self, i, values, &problem);
  gboolean is_ours = meant == NULL || g_hash_table_size (values) > 0
                     || !g_str_equal (meant, get_text (self, i))
                     || get_field (self, i)->kind == TESSERA_PRESET_SECRET;

  unmark (self);
  /* A file of Google's; its secret is not to stay on the screen. */
  if (get_text (self, i)[0] == '{' && g_hash_table_size (values) > 0)
    {
      spread (self, i);
      return;
    }
  say (self->remark, problem != NULL ? problem->message : NULL);
  tessera_preset_offer_look (self->offer, self->preset, is_ours ? "" : get_text (self, i));
  derive (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Once a person has done with a row. */
static void
row_left_cb (TesseraPresetForm *self, GtkEventController *controller)
{
  guint i = find_row (self, gtk_event_controller_get_widget (controller));
  const TesseraPresetField *field = get_field (self, i);

  spread (self, i);
  if (get_text (self, i)[0] != '\0' && !gtk_widget_get_visible (GTK_WIDGET (self->remark))
      && !tessera_preset_field_fits (field, get_text (self, i)))
    {
      /* Translators: %s is what the provider calls a field. */
      g_autofree char *text
        = g_strdup_printf (_ ("%s: this does not have the usual format. It is accepted anyway."),
                           _ (field->label));

      say (self->remark, text);
    }
}

static void
row_activated_cb (TesseraPresetForm *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
found_cb (TesseraPresetForm *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
verdict_cb (TesseraPresetForm *self, GParamSpec *pspec, GObject *probe)
{
  g_autofree char *outcome = NULL;
  g_autofree char *verdict = NULL;

  g_object_get (probe, "outcome", &outcome, "verdict", &verdict, NULL);
  if (verdict != NULL && !g_str_equal (outcome, "busy"))
    tessera_announce (GTK_WIDGET (self), verdict);
}

static void
offered_cb (TesseraPresetForm *self, gpointer match)
{
  g_signal_emit (self, signals[RECOGNIZED], 0, match);
}

static void
tessera_preset_form_finalize (GObject *object)
{
  g_clear_pointer (&TESSERA_PRESET_FORM (object)->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (tessera_preset_form_parent_class)->finalize (object);
}

static void
tessera_preset_form_class_init (TesseraPresetFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tessera_preset_form_finalize;
  signals[CHANGED] = g_signal_new ("changed", TESSERA_TYPE_PRESET_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", TESSERA_TYPE_PRESET_FORM, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RECOGNIZED] = g_signal_new ("recognized", TESSERA_TYPE_PRESET_FORM, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  g_type_ensure (TESSERA_TYPE_ISSUER_PROBE);
  g_type_ensure (TESSERA_TYPE_PRESET_OFFER);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("preset-form.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraPresetForm, needed);
  gtk_widget_class_bind_template_child (widget_class, TesseraPresetForm, optional);
  gtk_widget_class_bind_template_child (widget_class, TesseraPresetForm, remark);
  gtk_widget_class_bind_template_child (widget_class, TesseraPresetForm, derived);
  gtk_widget_class_bind_template_child (widget_class, TesseraPresetForm, issuer_probe);
  gtk_widget_class_bind_template_child (widget_class, TesseraPresetForm, offer);
  gtk_widget_class_bind_template_callback (widget_class, found_cb);
  gtk_widget_class_bind_template_callback (widget_class, offered_cb);
  gtk_widget_class_bind_template_callback (widget_class, verdict_cb);
}

static void
tessera_preset_form_init (TesseraPresetForm *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
remove_rows (TesseraPresetForm *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    gtk_list_box_remove (get_field (self, i)->optional ? self->optional : self->needed,
                         self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

/* (transfer full) */
static char *
make_title (const TesseraPresetField *field)
{
  if (field->hint == NULL)
    return g_strdup (_ (field->label));
  /* Translators: what an entry is for, and what to type: "Domain (acme.eu.auth0.com)" */
  return g_strdup_printf (_ ("%s (%s)"), _ (field->label), _ (field->hint));
}

/* @value: (nullable) */
static void
add_row (TesseraPresetForm *self, const TesseraPresetField *field, const char *value)
{
  g_autofree char *title = make_title (field);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkWidget *row
    = field->kind == TESSERA_PRESET_SECRET ? adw_password_entry_row_new () : adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  if (value == NULL)
    value = field->fallback;
  gtk_editable_set_text (GTK_EDITABLE (row), value != NULL ? value : "");
  tessera_announce_name_entry (row);
  tessera_cut_text_explain_rows (row);
  tessera_announce_name_icon_buttons (row);
  g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "entry-activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (row_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (row, focus);
  gtk_list_box_append (field->optional ? self->optional : self->needed, row);
  g_ptr_array_add (self->rows, row);
}

void
tessera_preset_form_show (TesseraPresetForm *self, const TesseraPreset *preset, GHashTable *values)
{
  if (self->preset != NULL)
    remove_rows (self);
  self->preset = preset;
  for (guint i = 0; i < preset->fields->len; i++)
    {
      const TesseraPresetField *field = preset->fields->pdata[i];

      add_row (self, field, values != NULL ? g_hash_table_lookup (values, field->key) : NULL);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->optional), FALSE);
  say (self->remark, NULL);
  tessera_preset_offer_look (self->offer, preset, "");
  derive (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tessera_preset_form_show_more (TesseraPresetForm *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->optional),
                          gtk_list_box_get_row_at_index (self->optional, 0) != NULL);
}

/* The first row that has still to be filled in. */
void
tessera_preset_form_focus (TesseraPresetForm *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (!get_field (self, i)->optional && get_text (self, i)[0] == '\0')
      {
        gtk_widget_grab_focus (self->rows->pdata[i]);
        return;
      }
  gtk_widget_grab_focus (self->rows->pdata[0]);
}

static gboolean
is_needed (TesseraPresetForm *self, const TesseraPresetField *field)
{
  return field->fallback == NULL
         && (field->kind == TESSERA_PRESET_SECRET
               ? self->preset->secret == TESSERA_PRESET_SECRET_YES
               : !field->optional);
}

/* Why row @i cannot be used. (transfer full) (nullable) */
static GError *
find_problem (TesseraPresetForm *self, guint i)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const TesseraPresetField *field = get_field (self, i);
  GError *problem = NULL;
  g_autofree char *meant = find_meant (self, i, values, &problem);

  if (meant == NULL)
    return problem;
  if (*g_strstrip (meant) == '\0' && is_needed (self, field))
    /* Translators: a provider, and what it calls one of its fields. */
    g_set_error (&problem, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("%s needs “%s”."),
                 self->preset->title, _ (field->label));
  else
    tessera_preset_field_check (self->preset, field, meant, &problem);
  return problem;
}

GError *
tessera_preset_form_check (TesseraPresetForm *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    spread (self, i);
  for (guint i = 0; i < self->rows->len; i++)
    {
      GError *problem = find_problem (self, i);

      if (problem == NULL)
        continue;
      if (get_field (self, i)->optional)
        tessera_preset_form_show_more (self);
      gtk_widget_add_css_class (self->rows->pdata[i], "error");
      gtk_widget_grab_focus (self->rows->pdata[i]);
      return problem;
    }
  return NULL;
}
