/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "doctor-page.h"

#include "announce.h"
#include "doctor.h"
#include "finding-row.h"
#include "resource-path.h"
#include "value-row.h"

#include <glib/gi18n.h>

struct _TesseraDoctorPage
{
  TesseraPage parent_instance;
  GCancellable *running;   /* (nullable) of the examination that is under way */
  GPtrArray *finding_rows; /* of GtkWidget, that are in the two groups */

  GtkWidget *waiting;
  GtkLabel *verdict;
  AdwPreferencesGroup *to_do;
  AdwPreferencesGroup *in_order;
};

G_DEFINE_FINAL_TYPE (TesseraDoctorPage, tessera_doctor_page, TESSERA_TYPE_PAGE)

/* (transfer none) (nullable) */
static TesseraAccount *
get_account (TesseraDoctorPage *self)
{
  g_autoptr (TesseraSession) session = NULL;

  g_object_get (self, "session", &session, NULL);
  return session != NULL ? tessera_session_get_account (session) : NULL;
}

static void
add_row (TesseraDoctorPage *self, AdwPreferencesGroup *group, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->finding_rows, row);
  gtk_widget_set_visible (GTK_WIDGET (group), TRUE);
}

static void
clear (TesseraDoctorPage *self)
{
  for (guint i = 0; i < self->finding_rows->len; i++)
    {
      GtkWidget *row = self->finding_rows->pdata[i];
      GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
    }
  g_ptr_array_set_size (self->finding_rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->to_do), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->in_order), FALSE);
}

static void
add_finding (TesseraDoctorPage *self, const TesseraFinding *finding)
{
  AdwPreferencesGroup *group
    = finding->severity == TESSERA_FINDING_OK ? self->in_order : self->to_do;

  add_row (self, group, tessera_finding_row_new (finding));
  for (char **value = finding->values; value != NULL && *value != NULL; value++)
    add_row (self, group,
             g_object_new (TESSERA_TYPE_VALUE_ROW, "title", finding->title, "value", *value,
                           "copyable", TRUE, NULL));
}

static void
say_verdict (TesseraDoctorPage *self, const char *verdict)
{
  gtk_label_set_label (self->verdict, verdict);
  tessera_announce (GTK_WIDGET (self), verdict);
}

static const char *
describe_verdict (const GPtrArray *findings)
{
  TesseraErrorKind kind;

  switch (tessera_finding_get_worst (findings, &kind))
    {
    case TESSERA_FINDING_PROBLEM:
      return _ ("A problem prevents signing in.");
    case TESSERA_FINDING_WARNING:
      return _ ("Signing in works, but something else may not.");
    default:
      return _ ("Everything is in order.");
    }
}

static void
set_running (TesseraDoctorPage *self, GCancellable *running)
{
  g_set_object (&self->running, running);
  gtk_widget_set_visible (self->waiting, running != NULL);
}

static void
examined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraDoctorPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings
    = tessera_doctor_run_finish (TESSERA_ACCOUNT (source), result, &error);

  /* The page shows another account by now, or none, or looks again. */
  if (get_account (self) != TESSERA_ACCOUNT (source)
      || self->running != g_task_get_cancellable (G_TASK (result)))
    return;
  set_running (self, NULL);
  if (findings == NULL)
    {
      say_verdict (self, error->message);
      return;
    }
  for (guint i = 0; i < findings->len; i++)
    add_finding (self, findings->pdata[i]);
  tessera_announce_name_icon_buttons (GTK_WIDGET (self));
  say_verdict (self, describe_verdict (findings));
}

static void
examine_cb (TesseraDoctorPage *self)
{
  g_autoptr (GCancellable) running = g_cancellable_new ();

  if (get_account (self) == NULL || self->running != NULL)
    return;
  clear (self);
  say_verdict (self, _ ("Checking…"));
  set_running (self, running);
  tessera_doctor_run_async (get_account (self), TESSERA_ADVICE_WINDOW, running, examined_cb,
                            g_object_ref (self));
}

static void
tessera_doctor_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tessera_doctor_page_parent_class)->map (widget);
  if (TESSERA_DOCTOR_PAGE (widget)->finding_rows->len == 0)
    examine_cb (TESSERA_DOCTOR_PAGE (widget));
}

/* Nobody looks at it any more. Whoever comes back starts another examination, and the cancelled one
 * is not waited for. */
static void
tessera_doctor_page_unmap (GtkWidget *widget)
{
  TesseraDoctorPage *self = TESSERA_DOCTOR_PAGE (widget);

  if (self->running != NULL)
    {
      g_cancellable_cancel (self->running);
      set_running (self, NULL);
    }
  GTK_WIDGET_CLASS (tessera_doctor_page_parent_class)->unmap (widget);
}

static void
tessera_doctor_page_finalize (GObject *object)
{
  TesseraDoctorPage *self = TESSERA_DOCTOR_PAGE (object);

  g_clear_object (&self->running);
  g_ptr_array_unref (self->finding_rows);
  G_OBJECT_CLASS (tessera_doctor_page_parent_class)->finalize (object);
}

static void
tessera_doctor_page_class_init (TesseraDoctorPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tessera_doctor_page_finalize;
  widget_class->map = tessera_doctor_page_map;
  widget_class->unmap = tessera_doctor_page_unmap;
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("doctor-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraDoctorPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, TesseraDoctorPage, verdict);
  gtk_widget_class_bind_template_child (widget_class, TesseraDoctorPage, to_do);
  gtk_widget_class_bind_template_child (widget_class, TesseraDoctorPage, in_order);
  gtk_widget_class_bind_template_callback (widget_class, examine_cb);
}

static void
tessera_doctor_page_init (TesseraDoctorPage *self)
{
  self->finding_rows = g_ptr_array_new ();
}
