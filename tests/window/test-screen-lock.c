/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "screen-lock.h"

static guint n_locked;

static void
locked_cb (GtkApplication *application)
{
  n_locked++;
}

static void
tell (GDBusConnection *bus, const char *interface, gboolean active)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (bus, NULL, "/org/freedesktop/ScreenSaver", interface,
                                 "ActiveChanged", g_variant_new ("(b)", active), &error);
  g_assert_no_error (error);
}

static void
test_locked (void)
{
  g_autoptr (GtkApplication) application
    = gtk_application_new ("org.example.Test", G_APPLICATION_NON_UNIQUE);
  GDBusConnection *bus;
  g_autoptr (GError) error = NULL;

  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  bus = g_application_get_dbus_connection (G_APPLICATION (application));
  tessera_screen_lock_watch (application, locked_cb);
  tell (bus, "org.freedesktop.ScreenSaver", FALSE);
  tell (bus, "org.gnome.ScreenSaver", TRUE);
  while (n_locked == 0)
    g_main_context_iteration (NULL, TRUE);
  tell (bus, "org.freedesktop.ScreenSaver", TRUE);
  while (n_locked == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_locked, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/screen-lock/locked", test_locked);
  return g_test_run ();
}
