/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What libsecret, GIO and D-Bus say, and what a person is told of it. */
#include "keyring-error.h"

#include <gio/gio.h>
#include <libsecret/secret.h>
#include <string.h>

static void
assert_code (GQuark domain, int code, TesseraKeyringError expected)
{
  g_autoptr (GError) said = g_error_new_literal (domain, code, "in its own words");
  g_autoptr (GError) error = tessera_keyring_error_from (said);

  g_assert_error (error, TESSERA_KEYRING_ERROR, (int) expected);
  /* Only what has no sentence of ours is told in theirs. */
  g_assert_cmpint (strstr (error->message, "in its own words") != NULL, ==,
                   expected == TESSERA_KEYRING_ERROR_FAILED);
}

static void
test_absent (void)
{
  static const GDBusError dbus_codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN,   G_DBUS_ERROR_NAME_HAS_NO_OWNER,  G_DBUS_ERROR_NO_REPLY,
    G_DBUS_ERROR_TIMEOUT,           G_DBUS_ERROR_TIMED_OUT,          G_DBUS_ERROR_DISCONNECTED,
    G_DBUS_ERROR_SPAWN_EXEC_FAILED, G_DBUS_ERROR_SPAWN_CHILD_EXITED, G_DBUS_ERROR_SPAWN_NO_MEMORY,
  };
  static const GIOErrorEnum io_codes[] = {
    G_IO_ERROR_TIMED_OUT,          G_IO_ERROR_CLOSED, G_IO_ERROR_NOT_FOUND,
    G_IO_ERROR_CONNECTION_REFUSED, G_IO_ERROR_FAILED,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (dbus_codes); i++)
    assert_code (G_DBUS_ERROR, dbus_codes[i], TESSERA_KEYRING_ERROR_ABSENT);
  for (gsize i = 0; i < G_N_ELEMENTS (io_codes); i++)
    assert_code (G_IO_ERROR, (int) io_codes[i], TESSERA_KEYRING_ERROR_ABSENT);
}

static void
test_locked (void)
{
  assert_code (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, TESSERA_KEYRING_ERROR_LOCKED);
  /* The person dismissed the prompt. */
  assert_code (G_IO_ERROR, G_IO_ERROR_CANCELLED, TESSERA_KEYRING_ERROR_LOCKED);
}

static void
test_failed (void)
{
  assert_code (SECRET_ERROR, SECRET_ERROR_PROTOCOL, TESSERA_KEYRING_ERROR_FAILED);
  assert_code (G_DBUS_ERROR, G_DBUS_ERROR_NOT_SUPPORTED, TESSERA_KEYRING_ERROR_FAILED);
  assert_code (G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED, TESSERA_KEYRING_ERROR_FAILED);
  assert_code (G_IO_ERROR, G_IO_ERROR_NO_SPACE, TESSERA_KEYRING_ERROR_FAILED);
}

static void
assert_says (GQuark domain, int code, const char *part)
{
  g_autoptr (GError) theirs = g_error_new_literal (domain, code, "What the Secret Service said");
  g_autoptr (GError) ours = tessera_keyring_error_from (theirs);

  g_assert_nonnull (strstr (ours->message, part));
}

/* The Secret portal says no more than that it failed, where the host's keyring did not open. */
static void
test_sandbox (void)
{
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  assert_code (G_IO_ERROR, G_IO_ERROR_FAILED, TESSERA_KEYRING_ERROR_LOCKED);
  assert_code (G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN, TESSERA_KEYRING_ERROR_ABSENT);
  assert_says (G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN, "xdg-desktop-portal");
  g_unsetenv ("SECRET_BACKEND");
  assert_says (G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN, "Secret Service");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring-error/absent", test_absent);
  g_test_add_func ("/keyring-error/locked", test_locked);
  g_test_add_func ("/keyring-error/failed", test_failed);
  g_test_add_func ("/keyring-error/sandbox", test_sandbox);
  return g_test_run ();
}
