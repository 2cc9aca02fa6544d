/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "repair.h"

#include "account-save.h"
#include "clipboard.h"

#include <glib/gi18n.h>

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

static void
use_issuer (TesseraAccountConfig *config, TesseraFailure *failure)
{
  g_clear_pointer (&config->issuer, g_free);
  config->issuer = g_strdup (tessera_failure_get_issuer (failure));
}

/* The scopes may name it, or the account may ask for it besides. */
static void
drop_offline_access (TesseraAccountConfig *config, TesseraFailure *failure)
{
  g_autoptr (GStrvBuilder) scopes = g_strv_builder_new ();

  g_clear_pointer (&config->offline_access, g_free);
  config->offline_access = g_strdup ("never");
  if (config->scopes == NULL)
    return;
  for (gsize i = 0; config->scopes[i] != NULL; i++)
    if (!g_str_equal (config->scopes[i], "offline_access"))
      g_strv_builder_add (scopes, config->scopes[i]);
  g_strfreev (config->scopes);
  config->scopes = g_strv_builder_end (scopes);
}

static const struct
{
  const char *label;
  const char *action;
  /* (nullable) the change to the account */
  void (*change) (TesseraAccountConfig *config, TesseraFailure *failure);
} repairs[] = {
  [TESSERA_REPAIR_TRY_AGAIN] = { N_ ("_Try Again"), "session.try-again", NULL },
  [TESSERA_REPAIR_EDIT] = { N_ ("_Edit Account"), "win.edit", NULL },
  [TESSERA_REPAIR_REGISTER] = { N_ ("_Register This Address"), "session.copy-redirect-uri", NULL },
  [TESSERA_REPAIR_USE_ISSUER] = { N_ ("_Use This Issuer"), "win.repair", use_issuer },
  [TESSERA_REPAIR_NO_OFFLINE_ACCESS]
  = { N_ ("Sign In Without _Offline Access"), "win.repair", drop_offline_access },
};

const char *
tessera_repair_get_label (TesseraRepair repair)
{
  return _ (repairs[repair].label);
}

const char *
tessera_repair_get_action (TesseraRepair repair)
{
  return repairs[repair].action;
}

/* (nullable) */
static TesseraFailure *
find_failure (TesseraSession *session)
{
  return tessera_activity_get_failure (tessera_session_get_activity (session));
}

gboolean
tessera_repair_applies (TesseraSession *session)
{
  TesseraFailure *failure = find_failure (session);

  return failure != NULL && repairs[tessera_failure_get_repair (failure)].change != NULL;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Repair) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccount) account
    = tessera_account_save_finish (TESSERA_ACCOUNTS (source), result, &error);
  gboolean active = FALSE;

  g_object_get (self->session, "active", &active, NULL);
  /* Whoever has left the page meanwhile expects no browser. */
  if (account != NULL && active)
    tessera_activity_sign_in (tessera_session_get_activity (self->session));
  else if (account == NULL && self->widget != NULL)
    tessera_clipboard_confirm (self->widget, error->message);
}

void
tessera_repair_begin (TesseraAccounts *accounts, TesseraSession *session, GtkWidget *widget)
{
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_copy (
    tessera_account_get_config (tessera_session_get_account (session)));
  TesseraFailure *failure = find_failure (session);
  Repair *self = g_new0 (Repair, 1);

  self->session = g_object_ref (session);
  if (widget != NULL)
    g_set_weak_pointer (&self->widget, widget);
  repairs[tessera_failure_get_repair (failure)].change (config, failure);
  tessera_account_save_async (accounts, config, NULL, NULL, saved_cb, self);
}
