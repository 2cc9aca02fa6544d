/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "finding-row.h"

#include "resource-path.h"
#include "unbroken-uris.h"

#include <glib/gi18n.h>

struct _TesseraFindingRow
{
  AdwPreferencesRow parent_instance;
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *text;
  GtkLabel *advice;
};

G_DEFINE_FINAL_TYPE (TesseraFindingRow, tessera_finding_row, ADW_TYPE_PREFERENCES_ROW)

static const struct
{
  const char *icon_name;
  const char *css_class;
} looks[] = {
  [TESSERA_FINDING_OK] = { "object-select-symbolic", "success" },
  [TESSERA_FINDING_WARNING] = { "dialog-warning-symbolic", "warning" },
  [TESSERA_FINDING_PROBLEM] = { "dialog-error-symbolic", "error" },
};

static void
tessera_finding_row_class_init (TesseraFindingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("finding-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraFindingRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TesseraFindingRow, name);
  gtk_widget_class_bind_template_child (widget_class, TesseraFindingRow, text);
  gtk_widget_class_bind_template_child (widget_class, TesseraFindingRow, advice);
}

static void
tessera_finding_row_init (TesseraFindingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The keyboard is on the text, which alone does not say what it is about. */
static void
name_text (TesseraFindingRow *self, const TesseraFinding *finding)
{
  g_autofree char *label = NULL;

  if (finding->severity == TESSERA_FINDING_PROBLEM)
    label = g_strdup_printf (_ ("Problem, %s: %s"), finding->title, finding->text);
  else if (finding->severity == TESSERA_FINDING_WARNING)
    label = g_strdup_printf (_ ("Warning, %s: %s"), finding->title, finding->text);
  else
    label = g_strdup_printf (_ ("%s: %s"), finding->title, finding->text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  finding->title, -1);
}

GtkWidget *
tessera_finding_row_new (const TesseraFinding *finding)
{
  TesseraFindingRow *self = g_object_new (TESSERA_TYPE_FINDING_ROW, "title", finding->title, NULL);

  gtk_image_set_from_icon_name (self->icon, looks[finding->severity].icon_name);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), looks[finding->severity].css_class);
  gtk_label_set_label (self->name, finding->title);
  gtk_label_set_label (self->text, finding->text);
  gtk_label_set_label (self->advice, finding->advice != NULL ? finding->advice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->advice), finding->advice != NULL);
  tessera_unbroken_uris_keep (self->name);
  tessera_unbroken_uris_keep (self->text);
  tessera_unbroken_uris_keep (self->advice);
  name_text (self, finding);
  return GTK_WIDGET (self);
}
