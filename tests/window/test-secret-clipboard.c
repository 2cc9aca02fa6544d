/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "secret-clipboard.h"

#include "account-config.h"

#include <gtk/gtk.h>
#include <string.h>

typedef struct
{
  GdkClipboard *clipboard; /* of the display */
  TesseraAccount *account;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();

  config->id = g_strdup ("work");
  config->name = g_strdup ("Work");
  config->issuer = g_strdup ("https://login.example.com/");
  config->client_id = g_strdup ("desktop");
  self->account = tessera_account_new (config, FALSE);
  self->clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  /* The content stays: GTK 4.8 on X11 may lose what is put there right after it was cleared. */
  g_object_unref (self->account);
}

/* Returns: (transfer full) what another program is given as @target. */
static char *
ask_for (const char *target)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) xclip
    = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                        "xclip", "-selection", "clipboard", "-out", "-target", target, NULL);
  GInputStream *output;
  char *text = g_malloc0 (256);
  gsize length = 0;

  g_assert_no_error (error);
  output = g_subprocess_get_stdout_pipe (xclip);
  while (!g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (output)))
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (g_input_stream_read_all (output, text, 255, &length, NULL, &error));
  g_assert_no_error (error);
  return text;
}

static void
test_marked (Fixture *self, gconstpointer data)
{
  g_autofree char *mark = NULL;
  g_autofree char *text = NULL;

  tessera_secret_clipboard_put (self->clipboard, "token", self->account, 0);
  mark = ask_for ("x-kde-passwordManagerHint");
  text = ask_for ("UTF8_STRING");
  g_assert_cmpstr (mark, ==, "secret");
  g_assert_cmpstr (text, ==, "token");
}

/* A copy of anything else carries no mark. */
static void
test_unmarked (Fixture *self, gconstpointer data)
{
  g_autofree char *mark = NULL;

  tessera_secret_clipboard_put (self->clipboard, "token", self->account, 0);
  gdk_clipboard_set_text (self->clipboard, "text");
  mark = ask_for ("x-kde-passwordManagerHint");
  g_assert_cmpstr (mark, ==, "");
}

static void
test_cleared_in_time (Fixture *self, gconstpointer data)
{
  tessera_secret_clipboard_put (self->clipboard, "token", self->account, 1);
  g_assert_nonnull (gdk_clipboard_get_content (self->clipboard));
  while (gdk_clipboard_get_content (self->clipboard) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_leaves_what_came_later (Fixture *self, gconstpointer data)
{
  GdkContentProvider *later;

  tessera_secret_clipboard_put (self->clipboard, "token", self->account, 0);
  gdk_clipboard_set_text (self->clipboard, "text");
  later = gdk_clipboard_get_content (self->clipboard);
  tessera_secret_clipboard_clear (self->clipboard);
  g_assert_true (gdk_clipboard_get_content (self->clipboard) == later);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  add ("/secret-clipboard/marked", test_marked);
  add ("/secret-clipboard/unmarked", test_unmarked);
  add ("/secret-clipboard/cleared-in-time", test_cleared_in_time);
  add ("/secret-clipboard/leaves-what-came-later", test_leaves_what_came_later);
#undef add

  return g_test_run ();
}
