/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "keyring-error.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

#include "keyring-backend.h"

G_DEFINE_QUARK (tessera - keyring - error - quark, tessera_keyring_error)

static gboolean
is_absent (const GError *error)
{
  /* Without a session bus at all, GIO has no better code than FAILED. */
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMED_OUT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED)
         || (error->domain == G_DBUS_ERROR && error->code >= G_DBUS_ERROR_SPAWN_EXEC_FAILED
             && error->code <= G_DBUS_ERROR_SPAWN_NO_MEMORY)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

GError *
tessera_keyring_error_new_locked (void)
{
  return g_error_new_literal (TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_LOCKED,
                              _ ("The keyring is locked."));
}

GError *
tessera_keyring_error_new_no_collection (void)
{
  return g_error_new_literal (TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED,
                              /* Translators: Passwords and Keys is GNOME's program for keyrings. */
                              _ (
                                "There is no default keyring. Create one in Passwords and Keys, or "
                                "open a database in KeePassXC."));
}

GError *
tessera_keyring_error_new_not_stored (void)
{
  return g_error_new_literal (
    TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED,
    _ ("The keyring did not store the tokens. If it asks for permission, allow it."));
}

GError *
tessera_keyring_error_from (const GError *error)
{
  g_autofree char *file = tessera_keyring_backend_get_file ();

  /* In a sandbox FAILED is the Secret portal's, whose keyring did not open. */
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || (file && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED)))
    return tessera_keyring_error_new_locked ();
  if (is_absent (error))
    return g_error_new_literal (
      TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_ABSENT,
      file ? _ ("The Secret portal does not answer. The Flatpak needs it to encrypt the tokens. "
                "Install xdg-desktop-portal and a keyring that supports it.")
           : _ ("No keyring (Secret Service) is available in this session."));
  return g_error_new (TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_FAILED,
                      /* Translators: %s is what the Secret Service said, not translated. */
                      _ ("The keyring failed: %s"), error->message);
}
