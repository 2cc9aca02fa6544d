/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-exchanged.h"

#include "keyring.h"
#include "session-notes.h"

void
tessera_account_load_exchanged_async (TesseraAccount *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  tessera_keyring_lookup_async (tessera_account_get_config (self)->id, TESSERA_KEYRING_EXCHANGED,
                                cancellable, callback, user_data);
}

char *
tessera_account_load_exchanged_finish (TesseraAccount *self, GAsyncResult *result, GError **error)
{
  return tessera_keyring_lookup_finish (result, error);
}

void
tessera_account_store_exchanged_async (TesseraAccount *self,
                                       const char *text,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  const TesseraAccountConfig *config = tessera_account_get_config (self);

  /* Before it is there: a sign-out that comes in between then finds it. */
  tessera_session_notes_set (config->id, TESSERA_NOTE_EXCHANGED, "yes");
  tessera_keyring_store_async (config->id, TESSERA_KEYRING_EXCHANGED, config->name, text,
                               cancellable, callback, user_data);
}

gboolean
tessera_account_store_exchanged_finish (TesseraAccount *self, GAsyncResult *result, GError **error)
{
  return tessera_keyring_store_finish (result, error);
}
