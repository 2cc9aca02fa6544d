/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "store-error.h"

struct _TesseraStore
{
  GObject parent_instance;
  char *id;
  char *label;
  TesseraSessionRecord *record; /* NULL until it is read */
  GError *problem;
  OidcTokens *kept; /* (nullable) */
  GFileMonitor *monitor;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (TesseraStore, tessera_store, G_TYPE_OBJECT)

static void
tessera_store_finalize (GObject *object)
{
  TesseraStore *self = TESSERA_STORE (object);

  g_clear_object (&self->monitor);
  g_clear_pointer (&self->kept, oidc_tokens_unref);
  g_clear_pointer (&self->record, tessera_session_record_free);
  g_clear_error (&self->problem);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (tessera_store_parent_class)->finalize (object);
}

static void
tessera_store_class_init (TesseraStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tessera_store_finalize;
  changed_signal = g_signal_new ("changed", TESSERA_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
tessera_store_init (TesseraStore *self)
{
}

TesseraStore *
tessera_store_new (const char *id, const char *label)
{
  TesseraStore *self = g_object_new (TESSERA_TYPE_STORE, NULL);

  self->id = g_strdup (id);
  self->label = g_strdup (label);
  return self;
}

const char *
tessera_store_get_id (TesseraStore *self)
{
  g_return_val_if_fail (TESSERA_IS_STORE (self), NULL);

  return self->id;
}

const char *
tessera_store_get_label (TesseraStore *self)
{
  g_return_val_if_fail (TESSERA_IS_STORE (self), NULL);

  return self->label;
}

void
tessera_store_set_label (TesseraStore *self, const char *label)
{
  g_return_if_fail (TESSERA_IS_STORE (self));

  g_clear_pointer (&self->label, g_free);
  self->label = g_strdup (label);
}

/* Returns: whether another session is kept by now. */
static gboolean
read_record (TesseraStore *self)
{
  g_autoptr (TesseraSessionRecord) before = g_steal_pointer (&self->record);

  g_clear_error (&self->problem);
  self->record = tessera_session_record_read (self->id, &self->problem);
  return before
         && (before->generation != self->record->generation
             || before->signed_in != self->record->signed_in
             || before->known != self->record->known);
}

const TesseraSessionRecord *
tessera_store_get_record (TesseraStore *self)
{
  g_return_val_if_fail (TESSERA_IS_STORE (self), NULL);

  if (!self->record)
    read_record (self);
  return self->record;
}

const GError *
tessera_store_get_problem (TesseraStore *self)
{
  g_return_val_if_fail (TESSERA_IS_STORE (self), NULL);

  tessera_store_get_record (self);
  return self->problem;
}

gboolean
tessera_store_read (TesseraStore *self)
{
  g_return_val_if_fail (TESSERA_IS_STORE (self), FALSE);

  if (!read_record (self))
    return FALSE;
  g_clear_pointer (&self->kept, oidc_tokens_unref);
  g_signal_emit (self, changed_signal, 0, NULL);
  return TRUE;
}

static void
file_changed_cb (TesseraStore *self)
{
  tessera_store_read (self);
}

void
tessera_store_watch (TesseraStore *self)
{
  g_autofree char *path = NULL;
  g_autofree char *directory = NULL;
  g_autoptr (GFile) file = NULL;

  g_return_if_fail (TESSERA_IS_STORE (self) && !self->monitor);

  path = tessera_session_record_get_path (self->id);
  directory = g_path_get_dirname (path);
  file = g_file_new_for_path (path);
  /* Without the directory GIO would poll for it every few seconds. */
  if (g_mkdir_with_parents (directory, 0700) < 0)
    return;
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (file_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

/* Whoever listens needs no refresh token. */
static void
tell (TesseraStore *self, OidcTokens *tokens)
{
  g_autoptr (OidcTokens) shown
    = tokens && !tokens->ended ? oidc_tokens_without_refresh_token (tokens) : NULL;

  g_signal_emit (self, changed_signal, 0, shown);
}

void
tessera_store_keep (TesseraStore *self, OidcTokens *tokens)
{
  g_return_if_fail (TESSERA_IS_STORE (self));

  g_clear_pointer (&self->kept, oidc_tokens_unref);
  self->kept = tokens ? oidc_tokens_ref (tokens) : NULL;
  tell (self, tokens);
}

OidcTokens *
tessera_store_get_kept (TesseraStore *self)
{
  g_return_val_if_fail (TESSERA_IS_STORE (self), NULL);

  return self->kept;
}

void
tessera_store_committed (TesseraStore *self, OidcTokens *tokens)
{
  g_return_if_fail (TESSERA_IS_STORE (self));

  g_clear_pointer (&self->kept, oidc_tokens_unref);
  read_record (self);
  tell (self, tokens);
}

GError *
tessera_store_make_absent_error (TesseraStore *self)
{
  g_return_val_if_fail (TESSERA_IS_STORE (self), NULL);

  if (tessera_store_get_record (self)->ended)
    return g_error_new (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED,
                        _ ("The session of “%s” has ended."), self->label);
  return g_error_new (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN,
                      _ ("“%s” is not signed in."), self->label);
}
