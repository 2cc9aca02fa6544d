/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "browser.h"
#include "desktop-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define URI "http://127.0.0.1/?a=b&c=%20d"

/* Writes its session, what its output is, its argument and its startup ID to a file, all at once.
 */
static const char handler[] = "#!/bin/sh\n"
                              "output=$(readlink /proc/$$/fd/2)\n"
                              "{ cut -d' ' -f6 /proc/$$/stat; echo \"$output\"; echo \"$1\"; "
                              "echo \"$DESKTOP_STARTUP_ID\"; } >\"$0.new\"\n"
                              "mv \"$0.new\" \"$0.done\"\n";

/* A display's launch context, as far as a browser meets it. */
typedef GAppLaunchContext TestContext;
typedef GAppLaunchContextClass TestContextClass;
GType test_context_get_type (void);
G_DEFINE_TYPE (TestContext, test_context, G_TYPE_APP_LAUNCH_CONTEXT)

static char *
get_startup_notify_id (GAppLaunchContext *context, GAppInfo *info, GList *files)
{
  return g_strdup ("token-of-the-window");
}

static void
test_context_class_init (TestContextClass *klass)
{
  klass->get_startup_notify_id = get_startup_notify_id;
}

static void
test_context_init (TestContext *self)
{
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
open_uri (GAppLaunchContext *context, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_browser_open_async (URI, context, NULL, ready_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return tessera_browser_open_finish (result, error);
}

static void
put (const char *directory, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (directory, 0700), ==, 0);
  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
}

static void
install_handler (const char *program)
{
  g_autofree char *applications = g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *desktop
    = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Browser\nExec=%s %%u\n"
                       "StartupNotify=true\n"
                       "MimeType=x-scheme-handler/http;\n",
                       program);

  put (applications, "browser.desktop", desktop);
  put (g_get_user_config_dir (), "mimeapps.list",
       "[Default Applications]\nx-scheme-handler/http=browser.desktop\n");
}

static char *
wait_for_file (const char *path)
{
  char *text = NULL;

  while (!g_file_get_contents (path, &text, NULL, NULL))
    g_thread_yield ();
  return text;
}

/* A session of its own, so that neither Ctrl-C nor the end of Tessera ends it, and no output of
 * ours, so that $(tessera login …) does not wait for it. */
static void
test_handler (void)
{
  g_autoptr (GAppLaunchContext) context = g_object_new (test_context_get_type (), NULL);
  g_autofree char *program = g_build_filename (g_get_user_data_dir (), "browser", NULL);
  g_autofree char *done = g_strconcat (program, ".done", NULL);
  g_autofree char *own_session = g_strdup_printf ("%d", getsid (0));
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  put (g_get_user_data_dir (), "browser", handler);
  install_handler (program);
  g_assert_true (open_uri (context, &error));
  g_assert_no_error (error);
  text = wait_for_file (done);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (lines[0], !=, own_session);
  g_assert_cmpstr (lines[1], ==, "/dev/null");
  g_assert_cmpstr (lines[2], ==, URI);
  g_assert_cmpstr (lines[3], ==, "token-of-the-window");
}

/* As one that finds no display. */
static void
test_ends_at_once (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GCancellable *failed;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  install_handler ("false");
  tessera_browser_open_async (URI, NULL, NULL, ready_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (tessera_browser_open_finish (result, &error));
  failed = tessera_browser_open_get_failed (result);
  while (!g_cancellable_is_cancelled (failed))
    g_main_context_iteration (NULL, TRUE);
}

static const struct
{
  const char *name, *browser; /* @ stands for the program */
  const char *argument;       /* NULL: the desktop's own browser is started */
} commands[] = {
  { "appended", "@", URI },
  { "in-place", "@ 'a %s b'", "a " URI " b" },
  { "arguments", "/bin/sh @ x%s", "x" URI },
  { "second", "/nonexistent/browser %s:'unclosed:@", URI },
  { "empty-ones", "::@", URI },
  { "no-shell", "@ $(false)", "$(false)" },
  { "none-works", "/nonexistent/browser:", NULL },
  { "empty", "", NULL },
};

/* What $BROWSER says, before the desktop's own. */
static void
test_command (gconstpointer data)
{
  const char *const *c = data;
  g_autoptr (GAppLaunchContext) context = g_object_new (test_context_get_type (), NULL);
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "own", NULL);
  g_autofree char *of_desktop = g_build_filename (g_get_user_data_dir (), "browser", NULL);
  g_autofree char *done = g_strconcat (c[2] != NULL ? own : of_desktop, ".done", NULL);
  g_autofree char *own_session = g_strdup_printf ("%d", getsid (0));
  g_autoptr (GString) setting = g_string_new (c[1]);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  put (g_get_user_data_dir (), "own", handler);
  put (g_get_user_data_dir (), "browser", handler);
  install_handler (of_desktop);
  g_string_replace (setting, "@", own, 0);
  g_unlink (done);
  g_setenv ("BROWSER", setting->str, TRUE);
  g_assert_true (open_uri (context, &error));
  g_unsetenv ("BROWSER");
  g_assert_no_error (error);
  text = wait_for_file (done);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (lines[0], !=, own_session);
  g_assert_cmpstr (lines[1], ==, "/dev/null");
  g_assert_cmpstr (lines[2], ==, c[2] != NULL ? c[2] : URI);
  g_assert_cmpstr (lines[3], ==, "token-of-the-window");
  g_unlink (done);
}

/* Each command that fails at once gives way to the next; the failure of the last one is told. */
static void
test_command_fails (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "failing", NULL);
  g_autofree char *done = g_strconcat (own, ".done", NULL);
  g_autofree char *failing = g_strconcat (handler, "exit 1\n", NULL);
  g_autofree char *setting = g_strdup_printf ("false:/nonexistent/browser:%s:false", own);
  GCancellable *failed;

  put (g_get_user_data_dir (), "failing", failing);
  g_setenv ("BROWSER", setting, TRUE);
  tessera_browser_open_async (URI, NULL, NULL, ready_cb, &result);
  g_unsetenv ("BROWSER");
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (tessera_browser_open_finish (result, &error));
  failed = tessera_browser_open_get_failed (result);
  while (!g_cancellable_is_cancelled (failed))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_file_test (done, G_FILE_TEST_EXISTS));
}

/* What would be started, and is not. */
static void
test_find (void)
{
  static const char *const settings[][2] = { { "/nonexistent/browser:sh -c %s", "sh" },
                                             { "/nonexistent/browser:'unclosed", "Browser" },
                                             { "", "Browser" } };

  install_handler ("/bin/false");
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GError) error = NULL;

      g_setenv ("BROWSER", settings[i][0], TRUE);
      g_assert_true (tessera_browser_find (URI, &name, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (name, ==, settings[i][1]);
    }
  g_unsetenv ("BROWSER");
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  tessera_browser_open_async (URI, NULL, cancellable, ready_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (tessera_browser_open_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Says what to do. In a process of its own: GIO looks for handlers once. */
static void
test_no_browser (void)
{
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  g_assert_false (open_uri (NULL, &error));
  g_assert_error (error, TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_BROWSER);
  g_assert_nonnull (
    strstr (error->message,
            "The browser could not be opened: no application on this computer opens web links."));
}

/* With the window's context. Where there is no portal it fails, and that is all. */
static void
test_portal (void)
{
  g_autoptr (GAppLaunchContext) context = g_object_new (test_context_get_type (), NULL);
  g_autoptr (GError) error = NULL;

  g_setenv ("GTK_USE_PORTAL", "1", TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_assert_false (open_uri (context, &error));
  g_assert_nonnull (error);
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  g_unsetenv ("GTK_USE_PORTAL");
}

int
main (int argc, char **argv)
{
  g_unsetenv ("BROWSER");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/browser/no-browser", test_no_browser);
  g_test_add_func ("/browser/ends-at-once", test_ends_at_once);
  g_test_add_func ("/browser/command-fails", test_command_fails);
  g_test_add_func ("/browser/find", test_find);
  g_test_add_func ("/browser/cancelled", test_cancelled);
  g_test_add_func ("/browser/portal", test_portal);
  g_test_add_func ("/browser/handler", test_handler);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *path = g_strconcat ("/browser/command/", commands[i].name, NULL);

      g_test_add_data_func (path, &commands[i], test_command);
    }
  return g_test_run ();
}
