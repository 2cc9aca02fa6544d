/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secret Services that behave as gnome-keyring never does (mock-secrets), each in turn on the bus
 * of a session without a keyring. */
#include <libsecret/secret.h>
#include <string.h>

#include "keyring.h"

#define ID "one"

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* @switches: of mock-secrets, with blanks between. Returns: (transfer full) a service that answers.
 */
static GSubprocess *
service_start (const char *switches)
{
  g_autofree char *program = g_test_build_filename (G_TEST_DIST, "keyring", "mock-secrets", NULL);
  g_autofree char *line = g_strconcat (program, " ", switches, NULL);
  g_auto (GStrv) argv = NULL;
  char ready[sizeof "ready\n"] = "";
  g_autoptr (GError) error = NULL;
  GSubprocess *service;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, NULL));
  service
    = g_subprocess_newv ((const char *const *) argv,
                         G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_assert_true (g_input_stream_read_all (g_subprocess_get_stdout_pipe (service), ready,
                                          strlen ("ready\n"), NULL, NULL, NULL));
  g_assert_cmpstr (ready, ==, "ready\n");
  return service;
}

/* It also drops what libsecret knows of it. */
static void
service_end (GSubprocess *service)
{
  secret_service_disconnect ();
  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (service), NULL, NULL));
  g_assert_true (g_subprocess_wait (service, NULL, NULL));
  g_object_unref (service);
}

static void
lock (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
    bus, "org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service",
    "Lock", g_variant_new_parsed ("([objectpath '/org/freedesktop/secrets/collection/main'],)"),
    NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
}

static void
begin_look_up (GCancellable *cancellable, GAsyncResult **result)
{
  tessera_keyring_lookup_async (ID, TESSERA_KEYRING_TOKENS, cancellable, ready_cb, result);
}

static void
begin_store (GCancellable *cancellable, GAsyncResult **result)
{
  tessera_keyring_store_async (ID, TESSERA_KEYRING_TOKENS, "Work", "tokens", cancellable, ready_cb,
                               result);
}

static void
begin_delete (GCancellable *cancellable, GAsyncResult **result)
{
  tessera_keyring_delete_async (ID, TESSERA_KEYRING_TOKENS, cancellable, ready_cb, result);
}

static void
begin_unlock (GCancellable *cancellable, GAsyncResult **result)
{
  tessera_keyring_unlock_async (cancellable, ready_cb, result);
}

/* Whether something was found. */
static gboolean
finish_look_up (GAsyncResult *result, GError **error)
{
  g_autofree char *text = tessera_keyring_lookup_finish (result, error);

  return text != NULL;
}

typedef struct
{
  void (*begin) (GCancellable *cancellable, GAsyncResult **result);
  gboolean (*finish) (GAsyncResult *result, GError **error);
} Call;

static const Call look_up = { begin_look_up, finish_look_up };
static const Call store = { begin_store, tessera_keyring_store_finish };
static const Call delete = { begin_delete, tessera_keyring_delete_finish };
static const Call unlock = { begin_unlock, tessera_keyring_unlock_finish };

static gboolean
run (const Call *call, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  call->begin (NULL, &result);
  return call->finish (wait_for (&result), error);
}

static void
assert_holds (const char *expected)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  begin_look_up (NULL, &result);
  text = tessera_keyring_lookup_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_does (const Call *call)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (run (call, &error));
  g_assert_no_error (error);
}

static void
assert_fails (const Call *call, TesseraKeyringError code, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (run (call, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (g_quark_to_string (error->domain), ==,
                   g_quark_to_string (TESSERA_KEYRING_ERROR));
  g_assert_cmpint (error->code, ==, code);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_round_trip (void)
{
  GSubprocess *service = service_start ("");

  assert_holds (NULL);
  assert_does (&unlock);
  assert_does (&store);
  assert_holds ("tokens");
  assert_does (&delete);
  assert_holds (NULL);
  service_end (service);
}

/* Shown or not: a locked item is never absent, and the person who unlocks it gets it. */
static void
test_locked (gconstpointer switches)
{
  GSubprocess *service = service_start (switches);

  assert_does (&store);
  lock ();
  assert_holds ("tokens");
  assert_does (&delete);
  lock ();
  /* Unlocked, and not there. */
  assert_holds (NULL);
  lock ();
  assert_does (&unlock);
  lock ();
  assert_does (&store);
  service_end (service);
}

static void
test_dismissed (gconstpointer switches)
{
  GSubprocess *service = service_start (switches);

  assert_does (&store);
  lock ();
  assert_fails (&look_up, TESSERA_KEYRING_ERROR_LOCKED, "The keyring is locked.");
  assert_fails (&unlock, TESSERA_KEYRING_ERROR_LOCKED, "The keyring is locked.");
  assert_fails (&store, TESSERA_KEYRING_ERROR_LOCKED, "The keyring is locked.");
  service_end (service);
}

/* What is shown is known to be left; what is not shown cannot be. */
static void
test_locked_deletion (void)
{
  GSubprocess *service = service_start ("--prompt=dismiss");

  assert_does (&store);
  lock ();
  assert_fails (&delete, TESSERA_KEYRING_ERROR_LOCKED, "The keyring is locked.");
  service_end (service);
}

/* Nobody answers the prompt. */
static void
test_ignored (gconstpointer switches)
{
  GSubprocess *service = service_start (switches);

  tessera_keyring_set_deadline (1);
  assert_fails (&unlock, TESSERA_KEYRING_ERROR_LOCKED, "The keyring is locked.");
  assert_fails (&look_up, TESSERA_KEYRING_ERROR_LOCKED, "The keyring is locked.");
  tessera_keyring_set_deadline (120);
  /* The service answers in its order: libsecret's dismissal of the prompt first, which it takes ill
   * if the service is gone by then. */
  assert_does (&delete);
  service_end (service);
}

/* It is made, with the service's prompt: at once, or at the first store. */
static void
test_no_collection (void)
{
  GSubprocess *service = service_start ("--no-collection");

  assert_holds (NULL);
  assert_does (&delete);
  assert_does (&unlock);
  assert_does (&store);
  assert_holds ("tokens");
  service_end (service);
  service = service_start ("--no-collection");
  assert_does (&store);
  assert_holds ("tokens");
  service_end (service);
}

/* The person is told what to do, and not what D-Bus said. */
static void
test_no_collection_comes (gconstpointer switches)
{
  GSubprocess *service = service_start (switches);

  assert_holds (NULL);
  assert_fails (&unlock, TESSERA_KEYRING_ERROR_FAILED, "There is no default keyring. Create one");
  assert_fails (&store, TESSERA_KEYRING_ERROR_FAILED, "There is no default keyring. Create one");
  service_end (service);
}

/* Stored, and gone. */
static void
test_lost (void)
{
  GSubprocess *service = service_start ("--lose");

  assert_fails (&store, TESSERA_KEYRING_ERROR_FAILED, "did not store");
  assert_holds (NULL);
  assert_does (&delete);
  service_end (service);
}

/* The service asks the person, for each item, whether it may be stored. */
static void
test_asked_to_store (void)
{
  GSubprocess *service = service_start ("--ask-to-store");

  assert_does (&store);
  assert_holds ("tokens");
  service_end (service);
}

static void
test_not_allowed_to_store (void)
{
  GSubprocess *service = service_start ("--ask-to-store --prompt dismiss");

  assert_fails (&store, TESSERA_KEYRING_ERROR_FAILED, "did not store");
  service_end (service);
}

static void
test_slow (void)
{
  GSubprocess *service = service_start ("--delay 50 --hide-locked");

  assert_does (&unlock);
  assert_does (&store);
  assert_holds ("tokens");
  lock ();
  assert_holds ("tokens");
  assert_does (&delete);
  assert_holds (NULL);
  service_end (service);
}

typedef struct
{
  const char *method;
  const Call *call;
} Failure;

static const Failure failures[] = {
  { "SearchItems", &look_up }, { "SearchItems", &delete }, { "ReadAlias", &look_up },
  { "ReadAlias", &unlock },    { "CreateItem", &store },
};

static void
test_fails (gconstpointer data)
{
  const Failure *failure = data;
  g_autofree char *switches = g_strconcat ("--fail ", failure->method, NULL);
  GSubprocess *service = service_start (switches);

  assert_fails (failure->call, TESSERA_KEYRING_ERROR_FAILED, "The keyring failed: ");
  service_end (service);
}

/* A service that hangs: each call ends by itself. */
static void
test_silent (gconstpointer data)
{
  const Failure *failure = data;
  g_autofree char *switches = g_strconcat ("--silent ", failure->method, NULL);
  GSubprocess *service = service_start (switches);

  tessera_keyring_set_deadline (1);
  assert_fails (failure->call, TESSERA_KEYRING_ERROR_LOCKED, "The keyring is locked.");
  tessera_keyring_set_deadline (120);
  service_end (service);
}

/* Cancelled while the service is at it: the caller knows at once, and the late answer is dropped.
 */
static void
test_cancelled (gconstpointer data)
{
  const Call *call = data;
  GSubprocess *service = service_start ("--delay 50");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  call->begin (cancellable, &result);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  g_assert_false (call->finish (wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* The service answers in its order. */
  assert_does (&store);
  service_end (service);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring-services/round-trip", test_round_trip);
  g_test_add_data_func ("/keyring-services/locked", "", test_locked);
  g_test_add_data_func ("/keyring-services/locked-and-hidden", "--hide-locked", test_locked);
  g_test_add_data_func ("/keyring-services/dismissed", "--prompt=dismiss", test_dismissed);
  g_test_add_data_func ("/keyring-services/dismissed-and-hidden", "--prompt=dismiss --hide-locked",
                        test_dismissed);
  g_test_add_func ("/keyring-services/locked-deletion", test_locked_deletion);
  g_test_add_data_func ("/keyring-services/ignored", "--locked --prompt=ignore", test_ignored);
  g_test_add_func ("/keyring-services/no-collection", test_no_collection);
  g_test_add_data_func ("/keyring-services/no-collection-dismissed",
                        "--no-collection --prompt=dismiss", test_no_collection_comes);
  g_test_add_data_func ("/keyring-services/no-collection-refused",
                        "--no-collection --fail CreateCollection", test_no_collection_comes);
  g_test_add_func ("/keyring-services/lost", test_lost);
  g_test_add_func ("/keyring-services/asked-to-store", test_asked_to_store);
  g_test_add_func ("/keyring-services/not-allowed-to-store", test_not_allowed_to_store);
  g_test_add_func ("/keyring-services/slow", test_slow);
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *failed = g_strdup_printf ("/keyring-services/fails/%zu", i);
      g_autofree char *silent = g_strdup_printf ("/keyring-services/silent/%zu", i);

      g_test_add_data_func (failed, &failures[i], test_fails);
      g_test_add_data_func (silent, &failures[i], test_silent);
    }
  g_test_add_data_func ("/keyring-services/cancelled/look-up", &look_up, test_cancelled);
  g_test_add_data_func ("/keyring-services/cancelled/store", &store, test_cancelled);
  g_test_add_data_func ("/keyring-services/cancelled/delete", &delete, test_cancelled);
  g_test_add_data_func ("/keyring-services/cancelled/unlock", &unlock, test_cancelled);
  return g_test_run ();
}
