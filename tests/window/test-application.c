/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "application.h"

#include "secret-clipboard.h"

#include <gtk/gtk.h>

static gboolean
copy_and_quit_cb (gpointer user_data)
{
  GApplication *application = user_data;
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();
  g_autoptr (TesseraAccount) account = NULL;

  config->id = g_strdup ("6f0e1b9e-2a0c-4c6e-9d59-0f6b3a1f7c11");
  config->name = g_strdup ("Work");
  account = tessera_account_new (config, FALSE);
  tessera_secret_clipboard_put (clipboard, "secret", account, 60);
  g_assert_nonnull (gdk_clipboard_get_content (clipboard));
  g_application_quit (application);
  return G_SOURCE_REMOVE;
}

static void
activated_cb (GApplication *application)
{
  g_idle_add (copy_and_quit_cb, application);
}

/* A clipboard manager would keep what is there when the program ends. */
static void
test_clears_the_clipboard_at_quit (void)
{
  g_autoptr (GApplication) application = tessera_application_new ();

  g_signal_connect_after (application, "activate", G_CALLBACK (activated_cb), NULL);
  g_assert_cmpint (g_application_run (application, 0, NULL), ==, 0);
  g_assert_null (
    gdk_clipboard_get_content (gdk_display_get_clipboard (gdk_display_get_default ())));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/application/clears-the-clipboard-at-quit", test_clears_the_clipboard_at_quit);
  return g_test_run ();
}
