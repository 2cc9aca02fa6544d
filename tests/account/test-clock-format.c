/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock-format.h"

/* A portal of the test's, on a bus of its own; it answers from a thread of its own, as whoever asks
 * waits for it. */

static const char interface[] = "<node><interface name='org.freedesktop.portal.Settings'>"
                                "<method name='Read'><arg type='s' direction='in'/>"
                                "<arg type='s' direction='in'/><arg type='v' direction='out'/>"
                                "</method></interface></node>";

typedef struct
{
  GTestDBus *bus;
  GDBusConnection *client;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GVariant *value; /* (nullable) what is asked for; NULL: an error */
  gint ready;
} Fixture;

static void
called_cb (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *name,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer user_data)
{
  Fixture *self = user_data;
  const char *namespace = NULL;
  const char *key = NULL;

  g_variant_get (parameters, "(&s&s)", &namespace, &key);
  g_assert_cmpstr (namespace, ==, "org.gnome.desktop.interface");
  g_assert_cmpstr (key, ==, "clock-format");
  if (self->value == NULL)
    g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.portal.Error.NotFound",
                                                "No such key");
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(v)", g_variant_new_variant (
                                                                               self->value)));
}

static void
acquired_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  Fixture *self = user_data;

  g_atomic_int_set (&self->ready, 1);
}

static GDBusConnection *
connect_to (GTestDBus *bus)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection
    = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                                | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);

  g_assert_no_error (error);
  return connection;
}

static gpointer
serve (gpointer user_data)
{
  static const GDBusInterfaceVTable table = { .method_call = called_cb };
  Fixture *self = user_data;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface, NULL);
  g_autoptr (GDBusConnection) connection = NULL;
  guint name;

  g_main_context_push_thread_default (self->context);
  connection = connect_to (self->bus);
  g_dbus_connection_register_object (connection, "/org/freedesktop/portal/desktop",
                                     node->interfaces[0], &table, self, NULL, NULL);
  name = g_bus_own_name_on_connection (connection, "org.freedesktop.portal.Desktop", 0, acquired_cb,
                                       NULL, self, NULL);
  g_main_loop_run (self->loop);
  g_bus_unown_name (name);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/* @data: (nullable) the text form of the value */
static void
set_up (Fixture *self, gconstpointer data)
{
  self->value = data != NULL ? g_variant_ref_sink (g_variant_new_parsed (data)) : NULL;
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->client = connect_to (self->bus);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("portal", serve, self);
  while (!g_atomic_int_get (&self->ready))
    g_thread_yield ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_object_unref (self->client);
  g_clear_pointer (&self->value, g_variant_unref);
  g_test_dbus_down (self->bus);
  g_object_unref (self->bus);
}

static void
test_answer (Fixture *self, gconstpointer data)
{
  g_autofree char *format = tessera_clock_format_ask_portal (self->client);

  g_assert_cmpstr (format, ==, "12h");
}

static void
test_no_answer (Fixture *self, gconstpointer data)
{
  g_assert_null (tessera_clock_format_ask_portal (self->client));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/clock-format/answer", Fixture, "'12h'", set_up, test_answer, tear_down);
  g_test_add ("/clock-format/other-type", Fixture, "7", set_up, test_no_answer, tear_down);
  g_test_add ("/clock-format/error", Fixture, NULL, set_up, test_no_answer, tear_down);
  return g_test_run ();
}
