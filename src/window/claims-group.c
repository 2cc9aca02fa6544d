/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "claims-group.h"

#include "claim.h"
#include "focused-row.h"
#include "shorten.h"
#include "value-row.h"

#include <glib/gi18n.h>

#define AT_ONCE   100 /* rows */
#define MAX_VALUE 600 /* characters of a name or a value */

struct _TesseraClaimsGroup
{
  AdwPreferencesGroup parent_instance;
  GPtrArray *found; /* of TesseraClaim, which @claims owns */
  GPtrArray *claims;
  GPtrArray *rows; /* of GtkWidget, that are in the group */
  guint n_shown;   /* of @found */
};

G_DEFINE_FINAL_TYPE (TesseraClaimsGroup, tessera_claims_group, ADW_TYPE_PREFERENCES_GROUP)

/* Of a long list, the first elements and how many there are. (transfer full) */
static char *
shorten (const TesseraClaim *claim)
{
  g_autofree char *start = tessera_shorten (claim->text, MAX_VALUE);
  g_autofree char *count = NULL;

  if (claim->n_values < 2 || g_str_equal (start, claim->text))
    return g_steal_pointer (&start);
  count = g_strdup_printf (ngettext ("%u value in all", "%u values in all", claim->n_values),
                           claim->n_values);
  return g_strconcat (start, "\n", count, NULL);
}

static GtkWidget *
new_row (const TesseraClaim *claim)
{
  g_autofree char *value = shorten (claim);
  g_autofree char *name = tessera_shorten (claim->name, MAX_VALUE);
  GtkWidget *label;

  if (claim->meaning == NULL)
    return tessera_value_row_new (name, value);
  label = gtk_label_new (name);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "monospace");
  return g_object_new (TESSERA_TYPE_VALUE_ROW, "title", claim->meaning, "value", value, "suffix",
                       label, NULL);
}

static void
add_row (TesseraClaimsGroup *self, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
remove_row (TesseraClaimsGroup *self, guint index)
{
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[index]);
  g_ptr_array_remove_index (self->rows, index);
}

static void show_more (TesseraClaimsGroup *self);

/* The keyboard goes from the row that was activated to the first of the new ones. */
static void
more_cb (TesseraClaimsGroup *self)
{
  guint last = self->rows->len - 1;

  remove_row (self, last);
  show_more (self);
  gtk_widget_child_focus (self->rows->pdata[last], GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
new_more_row (TesseraClaimsGroup *self)
{
  guint left = self->found->len - self->n_shown;
  g_autofree char *subtitle
    = g_strdup_printf (ngettext ("%u claim is not shown yet", "%u claims are not shown yet", left),
                       left);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", _ ("Show More"), "subtitle",
                                 subtitle, "activatable", TRUE, NULL);

  g_signal_connect_object (row, "activated", G_CALLBACK (more_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static void
show_more (TesseraClaimsGroup *self)
{
  guint end = MIN (self->n_shown + AT_ONCE, self->found->len);

  for (; self->n_shown < end; self->n_shown++)
    add_row (self, new_row (self->found->pdata[self->n_shown]));
  if (self->n_shown < self->found->len)
    add_row (self, new_more_row (self));
}

static void
tessera_claims_group_finalize (GObject *object)
{
  TesseraClaimsGroup *self = TESSERA_CLAIMS_GROUP (object);

  g_ptr_array_unref (self->found);
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->claims, g_ptr_array_unref);
  G_OBJECT_CLASS (tessera_claims_group_parent_class)->finalize (object);
}

static void
tessera_claims_group_class_init (TesseraClaimsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tessera_claims_group_finalize;
}

static void
tessera_claims_group_init (TesseraClaimsGroup *self)
{
  self->found = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
}

guint
tessera_claims_group_show (TesseraClaimsGroup *self, GPtrArray *claims, const char *words)
{
  GPtrArray *kept = claims != NULL ? g_ptr_array_ref (claims) : NULL;
  g_autoptr (TesseraFocusedRow) focused = tessera_focused_row_release (self->rows);

  while (self->rows->len > 0)
    remove_row (self, self->rows->len - 1);
  g_ptr_array_set_size (self->found, 0);
  g_clear_pointer (&self->claims, g_ptr_array_unref);
  self->claims = kept;
  self->n_shown = 0;
  for (guint i = 0; claims != NULL && i < claims->len; i++)
    if (tessera_claim_has (claims->pdata[i], words))
      g_ptr_array_add (self->found, claims->pdata[i]);
  show_more (self);
  gtk_widget_set_visible (GTK_WIDGET (self), self->found->len > 0);
  /* The token has been renewed while somebody reads it with the keyboard. */
  tessera_focused_row_restore (focused, self->rows);
  return self->found->len;
}
