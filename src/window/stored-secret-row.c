/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stored-secret-row.h"

#include "resource-path.h"

struct _TesseraStoredSecretRow
{
  AdwActionRow parent_instance;
  GtkToggleButton *unwanted;
  gboolean looked_up;
};

G_DEFINE_FINAL_TYPE (TesseraStoredSecretRow, tessera_stored_secret_row, ADW_TYPE_ACTION_ROW)

static guint changed_signal;

static void
toggled_cb (TesseraStoredSecretRow *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
tessera_stored_secret_row_class_init (TesseraStoredSecretRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  changed_signal = g_signal_new ("changed", TESSERA_TYPE_STORED_SECRET_ROW, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("stored-secret-row.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraStoredSecretRow, unwanted);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
tessera_stored_secret_row_init (TesseraStoredSecretRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Where the keyring does not answer, nothing is said: whoever saves a secret hears of it then. */
static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraStoredSecretRow) self = user_data;

  if (tessera_account_has_client_secret_finish (TESSERA_ACCOUNT (source), result, NULL))
    gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

void
tessera_stored_secret_row_look_up (TesseraStoredSecretRow *self,
                                   TesseraAccount *account,
                                   GCancellable *cancellable)
{
  if (self->looked_up)
    return;
  self->looked_up = TRUE;
  tessera_account_has_client_secret_async (account, cancellable, looked_up_cb, g_object_ref (self));
}

void
tessera_stored_secret_row_reset (TesseraStoredSecretRow *self)
{
  self->looked_up = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_toggle_button_set_active (self->unwanted, FALSE);
}

gboolean
tessera_stored_secret_row_is_unwanted (TesseraStoredSecretRow *self)
{
  return gtk_toggle_button_get_active (self->unwanted);
}
