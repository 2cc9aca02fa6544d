/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "remove-dialog.h"

#include "alert.h"

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
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) window = user_data;
  g_autoptr (GError) warning = NULL;
  g_autoptr (GError) error = NULL;

  if (!tessera_accounts_remove_finish (TESSERA_ACCOUNTS (source), result, &warning, &error))
    tessera_alert_tell (window, _ ("The Account Was Not Removed"), error->message);
  else if (warning != NULL)
    tessera_alert_tell (window, _ ("The Account Was Removed"), warning->message);
}

static void
remove_cb (gpointer user_data)
{
  Question *question = user_data;

  tessera_activity_cancel (tessera_session_get_activity (question->session));
  tessera_accounts_remove_async (question->accounts,
                                 tessera_session_get_account (question->session), NULL, removed_cb,
                                 g_object_ref (question->window));
}

void
tessera_remove_dialog_present (GtkWindow *window,
                               TesseraAccounts *accounts,
                               TesseraSession *session)
{
  const char *name = tessera_account_get_name (tessera_session_get_account (session));
  g_autofree char *heading = g_strdup_printf (_ ("Remove %s?"), name);
  Question *question = g_new0 (Question, 1);

  question->accounts = g_object_ref (accounts);
  question->session = g_object_ref (session);
  question->window = g_object_ref (window);
  tessera_alert_ask (window, heading,
                     _ ("The account’s settings and tokens will be deleted from this computer. "
                        "This cannot be undone."),
                     _ ("_Remove"), remove_cb, question, (GDestroyNotify) question_free);
}
