/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The start at login: by a file, and by a portal that answers as each test wants it, on the bus of
 * a session of its own. */
#include "autostart.h"

#include <glib/gstdio.h>
#include <string.h>

#include "desktop-error.h"

#define NAME "org.freedesktop.portal.Desktop"

static const char *const arguments[] = { "--gapplication-service", "100% \"$x\"", NULL };
static const TesseraAutostart autostart = { .id = "org.example.Program",
                                            .name = "Program",
                                            .program = "program",
                                            .arguments = arguments,
                                            .reason = "It renews sessions." };

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
set (gboolean wanted, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_autostart_set_async (&autostart, wanted, NULL, ready_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return tessera_autostart_set_finish (result, error);
}

static char *
get_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "autostart", "org.example.Program.desktop",
                           NULL);
}

/* GIO reads it as a desktop does. */
static void
test_file (void)
{
  g_autofree char *path = get_path ();
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *command = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (set (TRUE, &error));
  g_assert_no_error (error);
  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error));
  command = g_key_file_get_string (file, "Desktop Entry", "Exec", &error);
  g_assert_no_error (error);
  g_assert_true (g_shell_parse_argv (command, NULL, &words, &error));
  g_assert_cmpstr (words[0], ==, self);
  g_assert_cmpstr (words[1], ==, arguments[0]);
  g_assert_cmpstr (words[2], ==, "100%% \"$x\"");
  g_assert_null (words[3]);
  g_assert_true (set (FALSE, &error));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (set (FALSE, &error));
  g_assert_no_error (error);
}

static int
set_without_program (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  return g_remove (self) == 0 && set (TRUE, NULL) ? 0 : 1;
}

/* An update removes the file of the program that runs. */
static void
test_file_of_an_update (void)
{
  g_autofree char *directory = g_dir_make_tmp (NULL, NULL);
  g_autofree char *copy = g_build_filename (directory, "program", NULL);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *path = get_path ();
  g_autofree char *start = g_strdup_printf ("\nExec=\"%s\" ", copy);
  g_autofree char *text = NULL;
  char *copying[] = { (char *) "cp", self, copy, NULL };
  char *setting[] = { copy, (char *) "--without-program", NULL };
  int status;

  g_assert_true (
    g_spawn_sync (NULL, copying, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_spawn_sync (NULL, setting, NULL, 0, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, start));
  g_assert_true (set (FALSE, NULL));
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

static void
test_file_fails (void)
{
  g_autofree char *path = get_path ();
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_rmdir (directory);
  g_assert_true (g_file_set_contents (directory, "no folder", -1, NULL));
  g_assert_false (set (TRUE, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (g_remove (directory), ==, 0);
}

/* The portal, and what it was asked. */
typedef struct
{
  GDBusConnection *bus;
  guint name;
  guint object;
  guint32 response;
  gboolean grants;
  gboolean wanted;
  char *command; /* with a space between the words */
} Portal;

static const char interfaces[]
  = "<node><interface name='org.freedesktop.portal.Background'><method name='RequestBackground'>"
    "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
    "<arg type='o' direction='out'/></method></interface></node>";

static void
request_cb (GDBusConnection *bus,
            const char *sender,
            const char *path,
            const char *interface,
            const char *method,
            GVariant *parameters,
            GDBusMethodInvocation *invocation,
            gpointer user_data)
{
  Portal *portal = user_data;
  g_autofree char *name = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree char *request = NULL;
  g_autofree const char **words = NULL;
  g_autoptr (GVariant) options = NULL;
  GVariantDict results = G_VARIANT_DICT_INIT (NULL);
  const char *token = NULL;
  const char *reason = NULL;

  g_variant_get (parameters, "(&s@a{sv})", NULL, &options);
  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "reason", "&s", &reason));
  g_assert_cmpstr (reason, ==, autostart.reason);
  g_assert_true (g_variant_lookup (options, "autostart", "b", &portal->wanted));
  g_assert_true (g_variant_lookup (options, "commandline", "^a&s", &words));
  g_free (portal->command);
  portal->command = g_strjoinv (" ", (char **) words);
  request = g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", name, token);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", request));
  g_variant_dict_insert (&results, "background", "b", portal->grants);
  g_variant_dict_insert (&results, "autostart", "b", portal->grants);
  g_dbus_connection_emit_signal (bus, sender, request, "org.freedesktop.portal.Request", "Response",
                                 g_variant_new ("(u@a{sv})", portal->response,
                                                g_variant_dict_end (&results)),
                                 NULL);
}

static void
owned_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
portal_open (Portal *self, guint32 response, gboolean grants)
{
  static const GDBusInterfaceVTable table = { .method_call = request_cb };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interfaces, NULL);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  gboolean owned = FALSE;

  *self = (Portal){ .response = response, .grants = grants };
  self->bus
    = g_dbus_connection_new_for_address_sync (address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                                | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, NULL);
  self->object = g_dbus_connection_register_object (self->bus, "/org/freedesktop/portal/desktop",
                                                    node->interfaces[0], &table, self, NULL, NULL);
  self->name = g_bus_own_name_on_connection (self->bus, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, owned_cb,
                                             NULL, &owned, NULL);
  while (!owned)
    g_main_context_iteration (NULL, TRUE);
}

static void
portal_close (Portal *self)
{
  g_bus_unown_name (self->name);
  g_dbus_connection_unregister_object (self->bus, self->object);
  g_assert_true (g_dbus_connection_close_sync (self->bus, NULL, NULL));
  g_clear_object (&self->bus);
  g_clear_pointer (&self->command, g_free);
}

static gboolean
set_in_sandbox (gboolean wanted, GError **error)
{
  gboolean done;

  g_setenv ("GTK_USE_PORTAL", "1", TRUE);
  done = set (wanted, error);
  g_unsetenv ("GTK_USE_PORTAL");
  return done;
}

static void
test_portal (void)
{
  g_autofree char *path = get_path ();
  g_autoptr (GError) error = NULL;
  Portal portal;

  portal_open (&portal, 0, TRUE);
  g_assert_true (set_in_sandbox (TRUE, &error));
  g_assert_no_error (error);
  g_assert_true (portal.wanted);
  g_assert_cmpstr (portal.command, ==, "program --gapplication-service 100% \"$x\"");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  portal.grants = FALSE;
  g_assert_true (set_in_sandbox (FALSE, &error));
  g_assert_false (portal.wanted);
  portal_close (&portal);
}

static void
assert_refused (guint32 response, gboolean grants)
{
  g_autoptr (GError) error = NULL;
  Portal portal;

  portal_open (&portal, response, grants);
  g_assert_false (set_in_sandbox (TRUE, &error));
  g_assert_error (error, TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_AUTOSTART);
  portal_close (&portal);
}

static void
test_portal_refuses (void)
{
  g_autoptr (GError) error = NULL;

  assert_refused (0, FALSE);
  assert_refused (1, TRUE);
  assert_refused (2, TRUE);
  g_assert_false (set_in_sandbox (TRUE, &error));
  g_assert_error (error, TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_AUTOSTART);
}

int
main (int argc, char **argv)
{
  if (argc == 2 && g_str_equal (argv[1], "--without-program"))
    return set_without_program ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/autostart/file", test_file);
  g_test_add_func ("/autostart/file-of-an-update", test_file_of_an_update);
  g_test_add_func ("/autostart/file-fails", test_file_fails);
  g_test_add_func ("/autostart/portal", test_portal);
  g_test_add_func ("/autostart/portal-refuses", test_portal_refuses);
  return g_test_run ();
}
