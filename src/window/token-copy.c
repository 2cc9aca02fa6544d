/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "token-copy.h"

#include "account-renew.h"
#include "clipboard.h"

typedef struct
{
  TesseraAccount *account;
  GtkWidget *widget;
  gboolean renewed;
} Copy;

static void
copy_free (Copy *self)
{
  g_clear_object (&self->account);
  g_clear_object (&self->widget);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copy, copy_free)

/* @self: (transfer full) */
static void get_token (Copy *self);

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Copy) self = user_data;
  g_autoptr (GError) error = NULL;

  self->renewed = TRUE;
  if (tessera_account_renew_finish (self->account, result, NULL, &error))
    get_token (g_steal_pointer (&self));
  else
    tessera_clipboard_confirm (self->widget, error->message);
}

static gboolean
may_renew (Copy *self)
{
  return !self->renewed && tessera_account_is_loaded (self->account)
         && tessera_account_can_renew (self->account);
}

/* @self: (transfer full) */
static void
renew (Copy *self)
{
  tessera_account_renew_async (self->account, tessera_account_renew_get_now (), TRUE, NULL,
                               renewed_cb, self);
}

static void
got_token_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Copy) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = tessera_account_get_token_finish (self->account, result, &error);

  /* The window may have been closed meanwhile. */
  if (gtk_widget_get_root (self->widget) == NULL)
    return;
  if (token != NULL)
    tessera_clipboard_copy_secret (self->widget, token, TESSERA_CLIPBOARD_ACCESS_TOKEN,
                                   self->account);
  else if (!may_renew (self))
    tessera_clipboard_confirm (self->widget, error->message);
  else
    renew (g_steal_pointer (&self));
}

static void
get_token (Copy *self)
{
  tessera_account_get_token_async (self->account, TESSERA_TOKEN_ACCESS, 1, NULL, got_token_cb,
                                   self);
}

void
tessera_token_copy (TesseraSession *session, GtkWidget *widget)
{
  Copy *self = g_new0 (Copy, 1);

  self->account = g_object_ref (tessera_session_get_account (session));
  self->widget = g_object_ref (widget);
  get_token (self);
}
