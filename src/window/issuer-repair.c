/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "issuer-repair.h"

#include "account-save.h"
#include "clipboard.h"

typedef struct
{
  TesseraSession *session;
  GtkWidget *widget; /* weak */
} Repair;

static void
repair_free (Repair *self)
{
  g_clear_weak_pointer (&self->widget);
  g_clear_object (&self->session);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Repair, repair_free)

/* (nullable) */
static const char *
find_issuer (TesseraSession *session)
{
  TesseraFailure *failure = tessera_activity_get_failure (tessera_session_get_activity (session));

  return failure != NULL ? tessera_failure_get_issuer (failure) : NULL;
}

gboolean
tessera_issuer_repair_applies (TesseraSession *session)
{
  return find_issuer (session) != NULL;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Repair) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccount) account
    = tessera_account_save_finish (TESSERA_ACCOUNTS (source), result, &error);

  if (account != NULL)
    tessera_activity_sign_in (tessera_session_get_activity (self->session));
  else if (self->widget != NULL)
    tessera_clipboard_confirm (self->widget, error->message);
}

void
tessera_issuer_repair_begin (TesseraAccounts *accounts, TesseraSession *session, GtkWidget *widget)
{
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_copy (
    tessera_account_get_config (tessera_session_get_account (session)));
  Repair *self = g_new0 (Repair, 1);

  self->session = g_object_ref (session);
  if (widget != NULL)
    g_set_weak_pointer (&self->widget, widget);
  g_clear_pointer (&config->issuer, g_free);
  config->issuer = g_strdup (find_issuer (session));
  tessera_account_save_async (accounts, config, NULL, NULL, saved_cb, self);
}
