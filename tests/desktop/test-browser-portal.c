/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The call of the OpenURI portal, with a portal that answers as each test wants it, on the bus of a
 * session of its own. The real one is in tests/flatpak. */
#include "browser-portal.h"

#include <string.h>

#include "browser.h"
#include "desktop-error.h"

#define NAME "org.freedesktop.portal.Desktop"
#define URI  "http://127.0.0.1/authorize?state=a%20b"

typedef enum
{
  ANSWERS,  /* with .response */
  REFUSES,  /* to be called */
  IS_QUIET, /* until the request is closed */
} Manner;

typedef struct
{
  GDBusConnection *bus;
  guint name;
  Manner manner;
  guint response;
  char *request;
  char *uri;
  char *activation_token; /* (nullable) */
  gboolean closed;
} Portal;

static const char interfaces[]
  = "<node><interface name='org.freedesktop.portal.OpenURI'><method name='OpenURI'>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
    "<arg type='o' direction='out'/></method></interface>"
    "<interface name='org.freedesktop.portal.Request'><method name='Close'/></interface></node>";

static void
close_cb (GDBusConnection *bus,
          const char *sender,
          const char *path,
          const char *interface,
          const char *method,
          GVariant *parameters,
          GDBusMethodInvocation *invocation,
          gpointer user_data)
{
  ((Portal *) user_data)->closed = TRUE;
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
offer (Portal *portal, const char *path, guint number, GDBusInterfaceMethodCallFunc call)
{
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interfaces, NULL);
  const GDBusInterfaceVTable table = { .method_call = call };

  g_assert_cmpuint (g_dbus_connection_register_object (portal->bus, path, node->interfaces[number],
                                                       &table, portal, NULL, NULL),
                    >, 0);
}

static void
open_cb (GDBusConnection *bus,
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
  g_autoptr (GVariant) options = NULL;
  const char *token = NULL;

  g_variant_get (parameters, "(&ss@a{sv})", NULL, &portal->uri, &options);
  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_variant_lookup (options, "activation_token", "s", &portal->activation_token);
  portal->request = g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", name, token);
  if (portal->manner == REFUSES)
    {
      g_dbus_method_invocation_return_dbus_error (invocation,
                                                  "org.freedesktop.portal.Error.NotAllowed",
                                                  "Nothing is opened here");
      return;
    }
  offer (portal, portal->request, 1, close_cb);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", portal->request));
  if (portal->manner == ANSWERS)
    g_dbus_connection_emit_signal (bus, sender, portal->request, "org.freedesktop.portal.Request",
                                   "Response", g_variant_new ("(ua{sv})", portal->response, NULL),
                                   NULL);
}

static void
owned_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
portal_open (Portal *self, Manner manner, guint response)
{
  gboolean owned = FALSE;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  *self = (Portal){ .manner = manner, .response = response };
  self->bus
    = g_dbus_connection_new_for_address_sync (address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                                | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, NULL);
  g_assert_nonnull (self->bus);
  offer (self, "/org/freedesktop/portal/desktop", 0, open_cb);
  self->name = g_bus_own_name_on_connection (self->bus, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, owned_cb,
                                             NULL, &owned, NULL);
  while (!owned)
    g_main_context_iteration (NULL, TRUE);
}

static void
portal_close (Portal *self)
{
  g_bus_unown_name (self->name);
  g_assert_true (g_dbus_connection_close_sync (self->bus, NULL, NULL));
  g_clear_object (&self->bus);
  g_clear_pointer (&self->request, g_free);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->activation_token, g_free);
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
finish (GAsyncResult **result, GError **error)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return tessera_browser_portal_open_finish (*result, error);
}

static gboolean
open_with (const char *activation_token, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_browser_portal_open_async (URI, activation_token, NULL, ready_cb, &result);
  return finish (&result, error);
}

static gboolean
open_uri (GError **error)
{
  return open_with (NULL, error);
}

static void
test_opens (void)
{
  Portal portal;
  g_autoptr (GError) error = NULL;

  portal_open (&portal, ANSWERS, 0);
  g_assert_true (open_uri (&error));
  g_assert_no_error (error);
  g_assert_cmpstr (portal.uri, ==, URI);
  g_assert_null (portal.activation_token);
  portal_close (&portal);
}

/* Without it a browser that runs already stays in the background on Wayland. */
static void
test_activates (void)
{
  Portal portal;
  g_autoptr (GError) error = NULL;

  portal_open (&portal, ANSWERS, 0);
  g_assert_true (open_with ("token-of-the-window", &error));
  g_assert_no_error (error);
  g_assert_cmpstr (portal.activation_token, ==, "token-of-the-window");
  portal_close (&portal);
}

static void
test_declined (void)
{
  Portal portal;
  g_autoptr (GError) error = NULL;

  portal_open (&portal, ANSWERS, 1);
  g_assert_false (open_uri (&error));
  g_assert_error (error, TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_BROWSER);
  portal_close (&portal);
}

static void
test_fails (void)
{
  Portal portal;
  g_autoptr (GError) error = NULL;

  portal_open (&portal, ANSWERS, 2);
  g_assert_false (open_uri (&error));
  g_assert_error (error, TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_BROWSER);
  portal_close (&portal);
}

/* Twice: what is left of the first call must not end the process. */
static void
test_refuses (void)
{
  for (int i = 0; i < 2; i++)
    {
      Portal portal;
      g_autoptr (GError) error = NULL;

      portal_open (&portal, REFUSES, 0);
      g_assert_false (open_uri (&error));
      g_assert_nonnull (error);
      g_assert_cmpstr (error->message, ==, "Nothing is opened here");
      portal_close (&portal);
    }
}

static void
test_cancelled (void)
{
  Portal portal;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  portal_open (&portal, IS_QUIET, 0);
  tessera_browser_portal_open_async (URI, NULL, cancellable, ready_cb, &result);
  while (portal.request == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_assert_false (finish (&result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  while (!portal.closed)
    g_main_context_iteration (NULL, TRUE);
  portal_close (&portal);
}

/* Before the bus is there, and that must not be the end of the connection that others share. */
static void
test_cancelled_early (void)
{
  Portal portal;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  portal_open (&portal, ANSWERS, 0);
  tessera_browser_portal_open_async (URI, NULL, cancellable, ready_cb, &result);
  g_cancellable_cancel (cancellable);
  g_assert_false (finish (&result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (open_uri (&error));
  g_assert_no_error (error);
  portal_close (&portal);
}

/* The portal takes the request, and dies before it says how it went. */
static void
test_dies (void)
{
  Portal portal;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  portal_open (&portal, IS_QUIET, 0);
  tessera_browser_portal_open_async (URI, NULL, NULL, ready_cb, &result);
  while (portal.request == NULL)
    g_main_context_iteration (NULL, TRUE);
  portal_close (&portal);
  g_assert_false (finish (&result, &error));
  g_assert_error (error, TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_BROWSER);
  g_assert_cmpstr (error->message, ==,
                   "The browser could not be opened: the desktop portal failed.");
}

static void
test_absent (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (open_uri (&error));
  g_assert_error (error, TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_BROWSER);
}

/* What the browser room makes of it: one error that says what to do, or the caller's cancel. */
static gboolean
open_in_sandbox (GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_setenv ("GTK_USE_PORTAL", "1", TRUE);
  tessera_browser_open_async (URI, NULL, cancellable, ready_cb, &result);
  if (cancellable)
    g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_unsetenv ("GTK_USE_PORTAL");
  return tessera_browser_open_finish (result, error);
}

static void
assert_no_browser (const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (open_in_sandbox (NULL, &error));
  g_assert_error (error, TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_BROWSER);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_in_sandbox (void)
{
  Portal portal;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  assert_no_browser ("The browser could not be opened: no desktop portal opens web links.");
  portal_open (&portal, ANSWERS, 0);
  g_assert_true (open_in_sandbox (NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (portal.uri, ==, URI);
  portal_close (&portal);
  portal_open (&portal, ANSWERS, 1);
  assert_no_browser ("was declined.");
  portal_close (&portal);
  portal_open (&portal, IS_QUIET, 0);
  g_assert_false (open_in_sandbox (cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  portal_close (&portal);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/browser-portal/absent", test_absent);
  g_test_add_func ("/browser-portal/opens", test_opens);
  g_test_add_func ("/browser-portal/activates", test_activates);
  g_test_add_func ("/browser-portal/declined", test_declined);
  g_test_add_func ("/browser-portal/fails", test_fails);
  g_test_add_func ("/browser-portal/refuses", test_refuses);
  g_test_add_func ("/browser-portal/dies", test_dies);
  g_test_add_func ("/browser-portal/cancelled", test_cancelled);
  g_test_add_func ("/browser-portal/cancelled-early", test_cancelled_early);
  g_test_add_func ("/browser-portal/in-sandbox", test_in_sandbox);
  return g_test_run ();
}
