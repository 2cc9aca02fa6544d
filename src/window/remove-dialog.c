/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "remove-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct
{
  TesseraAccounts *accounts;
  TesseraSession *session;
  GtkWindow *window;
} Question;

static void
question_free (Question *self)
{
  g_clear_object (&self->accounts);
  g_clear_object (&self->session);
  g_clear_object (&self->window);
  g_free (self);
}

static void
say (GtkWindow *window, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (window, heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) window = user_data;
  g_autoptr (GError) warning = NULL;
  g_autoptr (GError) error = NULL;

  if (!tessera_accounts_remove_finish (TESSERA_ACCOUNTS (source), result, &warning, &error))
    say (window, _ ("The Account Was Not Removed"), error->message);
  else if (warning != NULL)
    say (window, _ ("The Account Was Removed"), warning->message);
}

static void
response_cb (GtkWidget *dialog, const char *response, const Question *question)
{
  if (!g_str_equal (response, "remove"))
    return;
  tessera_activity_cancel (tessera_session_get_activity (question->session));
  tessera_accounts_remove_async (question->accounts,
                                 tessera_session_get_account (question->session), NULL, removed_cb,
                                 g_object_ref (question->window));
}

static void
free_closure_data (gpointer question, GClosure *closure)
{
  question_free (question);
}

void
tessera_remove_dialog_present (GtkWindow *window,
                               TesseraAccounts *accounts,
                               TesseraSession *session)
{
  const char *name = tessera_account_get_name (tessera_session_get_account (session));
  g_autofree char *heading = g_strdup_printf (_ ("Remove %s?"), name);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
    window, heading,
    _ ("Its configuration and its tokens on this computer are forgotten. This cannot be undone.")));
  Question *question = g_new0 (Question, 1);

  question->accounts = g_object_ref (accounts);
  question->session = g_object_ref (session);
  question->window = g_object_ref (window);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, free_closure_data,
                         0);
  adw_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  adw_message_dialog_add_response (dialog, "remove", _ ("_Remove"));
  adw_message_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  gtk_window_present (GTK_WINDOW (dialog));
}
