/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "secret-clipboard.h"

#include "secret-mark.h"

#define KEY "tessera-secret"

typedef struct
{
  GdkClipboard *clipboard; /* unowned: it owns this */
  GdkContentProvider *content;
  GSignalGroup *account; /* its target */
  guint timeout;
} Held;

static void
held_free (Held *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->account);
  g_clear_object (&self->content);
  g_free (self);
}

static gboolean
timeout_cb (gpointer user_data)
{
  Held *self = user_data;

  self->timeout = 0;
  tessera_secret_clipboard_clear (self->clipboard);
  return G_SOURCE_REMOVE;
}

static void
state_changed_cb (TesseraAccount *account, GParamSpec *pspec, Held *self)
{
  TesseraAccountState state = tessera_account_get_state (account);

  if (state == TESSERA_ACCOUNT_SIGNED_OUT || state == TESSERA_ACCOUNT_EXPIRED)
    tessera_secret_clipboard_clear (self->clipboard);
}

/* A secret that is no longer there is not kept in memory either. */
static void
changed_cb (GdkClipboard *clipboard, gpointer user_data)
{
  const Held *self = g_object_get_data (G_OBJECT (clipboard), KEY);

  if (self != NULL && gdk_clipboard_get_content (clipboard) != self->content)
    g_object_set_data (G_OBJECT (clipboard), KEY, NULL);
}

void
tessera_secret_clipboard_put (GdkClipboard *clipboard,
                              const char *secret,
                              TesseraAccount *account,
                              guint seconds)
{
  Held *self = g_new0 (Held, 1);
  g_autoptr (GBytes) mark = g_bytes_new_static (TESSERA_SECRET_MARK, strlen (TESSERA_SECRET_MARK));
  GdkContentProvider *providers[] = {
    gdk_content_provider_new_typed (G_TYPE_STRING, secret),
    gdk_content_provider_new_for_bytes (TESSERA_SECRET_MARK_TYPE, mark),
  };

  tessera_secret_mark_answer (gdk_clipboard_get_display (clipboard));
  self->clipboard = clipboard;
  self->content = gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
  self->account = g_signal_group_new (TESSERA_TYPE_ACCOUNT);
  g_signal_group_connect (self->account, "notify::state", G_CALLBACK (state_changed_cb), self);
  g_signal_group_set_target (self->account, account);
  if (seconds > 0)
    self->timeout = g_timeout_add_seconds (seconds, timeout_cb, self);
  gdk_clipboard_set_content (clipboard, self->content);
  g_object_set_data_full (G_OBJECT (clipboard), KEY, self, (GDestroyNotify) held_free);
  g_signal_handlers_disconnect_by_func (clipboard, changed_cb, NULL);
  g_signal_connect (clipboard, "changed", G_CALLBACK (changed_cb), NULL);
}

void
tessera_secret_clipboard_clear (GdkClipboard *clipboard)
{
  Held *self = g_object_get_data (G_OBJECT (clipboard), KEY);

  if (self != NULL && gdk_clipboard_get_content (clipboard) == self->content)
    gdk_clipboard_set_content (clipboard, NULL);
  g_object_set_data (G_OBJECT (clipboard), KEY, NULL);
}
