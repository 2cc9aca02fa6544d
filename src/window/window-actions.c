/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-actions.h"

#include "clipboard.h"
#include "details.h"
#include "form.h"
#include "resource-path.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *name;
  void (*activate) (TesseraWindow *self, TesseraSession *session);
  const char *views; /* in which it makes sense */
  gboolean changes_account;
} Action;

static void
saved_cb (TesseraWindow *self, TesseraAccount *account)
{
  tessera_window_show_account (self, account);
}

static void
present_form (TesseraWindow *self, TesseraAccount *account)
{
  GtkWindow *form = tessera_form_new (tessera_window_get_accounts (self), account);

  gtk_window_set_transient_for (form, GTK_WINDOW (self));
  g_signal_connect_object (form, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (form);
}

static void
add_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  present_form (TESSERA_WINDOW (widget), NULL);
}

/* Named as GTK likes it, the resource would be built with every window. */
static void
show_help_overlay_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkApplicationWindow *self = GTK_APPLICATION_WINDOW (widget);
  g_autoptr (GtkBuilder) builder = NULL;

  if (gtk_application_window_get_help_overlay (self) == NULL)
    {
      builder = gtk_builder_new_from_resource (RESOURCE ("help-overlay.ui"));
      gtk_application_window_set_help_overlay (self,
                                               GTK_SHORTCUTS_WINDOW (
                                                 gtk_builder_get_object (builder, "help_overlay")));
    }
  gtk_window_present (GTK_WINDOW (gtk_application_window_get_help_overlay (self)));
}

static void
edit (TesseraWindow *self, TesseraSession *session)
{
  present_form (self, tessera_session_get_account (session));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraWindow) self = TESSERA_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog;

  if (tessera_accounts_remove_finish (TESSERA_ACCOUNTS (source), result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  dialog
    = adw_message_dialog_new (GTK_WINDOW (self), _ ("The Account Was Not Removed"), error->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
remove_response_cb (AdwMessageDialog *dialog, const char *response, TesseraSession *session)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (dialog));

  if (!g_str_equal (response, "remove"))
    return;
  tessera_activity_cancel (tessera_session_get_activity (session));
  tessera_accounts_remove_async (tessera_window_get_accounts (TESSERA_WINDOW (window)),
                                 tessera_session_get_account (session), NULL, removed_cb,
                                 g_object_ref (window));
}

static void
confirm_remove (TesseraWindow *self, TesseraSession *session)
{
  const char *name = tessera_account_get_name (tessera_session_get_account (session));
  g_autofree char *heading = g_strdup_printf (_ ("Remove %s?"), name);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
    GTK_WINDOW (self), heading,
    _ ("Its configuration and its tokens on this computer are forgotten. This cannot be undone.")));

  adw_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  adw_message_dialog_add_response (dialog, "remove", _ ("_Remove"));
  adw_message_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (remove_response_cb), session, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
sign_in (TesseraWindow *self, TesseraSession *session)
{
  tessera_activity_sign_in (tessera_session_get_activity (session));
}

static void
cancel (TesseraWindow *self, TesseraSession *session)
{
  tessera_activity_cancel (tessera_session_get_activity (session));
}

static void
open_browser_again (TesseraWindow *self, TesseraSession *session)
{
  tessera_activity_open_browser_again (tessera_session_get_activity (session));
}

static void
copy_link (TesseraWindow *self, TesseraSession *session)
{
  if (tessera_activity_get_uri (tessera_session_get_activity (session)) != NULL)
    tessera_clipboard_copy (tessera_window_get_content_widget (self),
                            tessera_activity_get_uri (tessera_session_get_activity (session)),
                            _ ("Link copied"));
}

static void
unlock (TesseraWindow *self, TesseraSession *session)
{
  tessera_activity_load (tessera_session_get_activity (session));
}

static void
try_again (TesseraWindow *self, TesseraSession *session)
{
  tessera_activity_try_again (tessera_session_get_activity (session));
}

static void
refresh (TesseraWindow *self, TesseraSession *session)
{
  tessera_session_refresh (session);
}

static void
sign_out (TesseraWindow *self, TesseraSession *session)
{
  tessera_activity_sign_out (tessera_session_get_activity (session));
}

static void
copy_token (TesseraWindow *self, TesseraSession *session)
{
  TesseraAccount *account = tessera_session_get_account (session);
  const char *token = tessera_account_get_access_token (account);

  if (tessera_account_get_seconds_left (account) <= 0)
    tessera_clipboard_confirm (tessera_window_get_content_widget (self),
                               _ ("The access token has expired"));
  else if (token != NULL)
    tessera_clipboard_copy_secret (tessera_window_get_content_widget (self), token,
                                   _ ("Access token copied"));
}

static void
copy_details (TesseraWindow *self, TesseraSession *session)
{
  TesseraFailure *failure = tessera_activity_get_failure (tessera_session_get_activity (session));

  if (failure != NULL)
    tessera_clipboard_copy (tessera_window_get_content_widget (self),
                            tessera_failure_get_details (failure), _ ("Details copied"));
}

static void
show_details (TesseraWindow *self, TesseraSession *session)
{
  GtkWindow *details = tessera_details_new (tessera_session_get_account (session));

  gtk_window_set_transient_for (details, GTK_WINDOW (self));
  gtk_window_present (details);
}

static const Action actions[] = {
  { "win.edit", edit, "signed-out signed-in expired locked failed", TRUE },
  { "win.remove", confirm_remove, "signed-out signing-in signed-in expired locked failed", TRUE },
  { "win.sign-in", sign_in, "signed-out signed-in expired", FALSE },
  { "win.cancel", cancel, "signing-in", FALSE },
  { "win.open-browser-again", open_browser_again, "signing-in", FALSE },
  { "win.copy-link", copy_link, "signing-in", FALSE },
  { "win.unlock", unlock, "locked", FALSE },
  { "win.try-again", try_again, "failed", FALSE },
  { "win.refresh", refresh, "signed-in", FALSE },
  { "win.sign-out", sign_out, "signed-in", FALSE },
  { "win.copy-token", copy_token, "signed-in failed", FALSE },
  { "win.copy-details", copy_details, "failed", FALSE },
  { "win.details", show_details, "signed-in failed", FALSE },
};

static void
activate_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TesseraWindow *self = TESSERA_WINDOW (widget);
  TesseraSession *session = tessera_window_get_session (self);

  for (gsize i = 0; session != NULL && i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].name, name))
      {
        actions[i].activate (self, session);
        return;
      }
}

void
tessera_window_actions_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.add", NULL, add_cb);
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL,
                                   show_help_overlay_cb);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, activate_cb);
}

void
tessera_window_actions_update (TesseraWindow *self)
{
  TesseraSession *session = tessera_window_get_session (self);
  g_auto (GStrv) views = NULL;
  gboolean enabled;

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_clear_pointer (&views, g_strfreev);
      views = g_strsplit (actions[i].views, " ", -1);
      enabled
        = session != NULL
          && g_strv_contains ((const char *const *) views, tessera_session_get_view (session));
      if (enabled && actions[i].changes_account)
        enabled = !tessera_account_get_config (tessera_session_get_account (session))->read_only;
      gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name, enabled);
    }
}
