/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keyring-item.h"

#include "keyring-backend.h"
#include "keyring-call.h"
#include "keyring-file.h"

static gboolean may_prompt = TRUE;

const SecretSchema *
tessera_keyring_item_get_schema (void)
{
  static const SecretSchema schema = {
    .name = "io.github.tessera_app.Tessera",
    .flags = SECRET_SCHEMA_NONE,
    .attributes = {
      { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    },
  };

  return &schema;
}

GHashTable *
tessera_keyring_item_make_attributes (const char *id, TesseraKeyringItem item)
{
  static const char *const kinds[] = {
    [TESSERA_KEYRING_TOKENS] = "tokens",
    [TESSERA_KEYRING_CLIENT_SECRET] = "client-secret",
    [TESSERA_KEYRING_EXCHANGED] = "exchanged",
  };

  return secret_attributes_build (tessera_keyring_item_get_schema (), "account", id, "kind",
                                  kinds[item], NULL);
}

gboolean
tessera_keyring_item_is_in_file (void)
{
  g_autofree char *path = tessera_keyring_backend_get_file ();

  return path != NULL;
}

gboolean
tessera_keyring_item_may_prompt (void)
{
  return may_prompt;
}

void
tessera_keyring_item_forbid_prompts (void)
{
  may_prompt = FALSE;
}

/* On a full disk GLib puts what it could write of the file in the place of the whole, so the disk
 * is asked first. */
gboolean
tessera_keyring_item_begin_write (GTask *own)
{
  g_autoptr (GTask) task = own;
  GError *error = NULL;

  if (tessera_keyring_item_is_in_file () && !tessera_keyring_file_check_writable (&error))
    {
      tessera_keyring_call_return_error (task, error);
      return FALSE;
    }
  tessera_keyring_call_begin_write (g_steal_pointer (&task));
  return TRUE;
}
