/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lock.h"
#include "account-session.h"
#include "renew.h"
#include "account-renew.h"
#include "store-error.h"

/* The keyring is locked before, or while, a session is renewed. */

static ProviderProcess *provider;

#define SERVICE    "org.freedesktop.secrets"
#define COLLECTION "/org/freedesktop/secrets/collection/login"
#define PASSWORD   "tessera" /* tests/session/with-session */

static GVariant *
call (const char *interface, const char *method, GVariant *parameters)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;
  GVariant *answer;

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (bus, SERVICE, "/org/freedesktop/secrets", interface, method,
                                        parameters, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  return answer;
}

static void
lock_keyring (void)
{
  const char *const collections[] = { COLLECTION, NULL };
  g_autoptr (GVariant) answer
    = call ("org.freedesktop.Secret.Service", "Lock", g_variant_new ("(^ao)", collections));

  g_assert_nonnull (answer);
}

static void
unlock_keyring (void)
{
  g_autoptr (GVariant) opened = call ("org.freedesktop.Secret.Service", "OpenSession",
                                      g_variant_new ("(sv)", "plain", g_variant_new_string ("")));
  const char *session;
  g_autoptr (GVariant) output = NULL;
  g_autoptr (GVariant) answer = NULL;
  GVariant *password
    = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, PASSWORD, strlen (PASSWORD), 1);

  g_variant_get (opened, "(v&o)", &output, &session);
  answer
    = call ("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", "UnlockWithMasterPassword",
            g_variant_new ("(o(o@ay@ays))", COLLECTION, session,
                           g_variant_new_array (G_VARIANT_TYPE_BYTE, NULL, 0), password,
                           "text/plain"));
  g_assert_nonnull (answer);
}

/* Starts a renewal and locks the keyring while the provider takes its time to answer. */
static gboolean
renew_and_lock (Renew *renew, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  guint before = renew_count (renew);

  provider_process_set_delay (provider, 2);
  g_clear_error (&renew->warning);
  tessera_account_renew_async (renew->account, tessera_account_renew_get_now (), !renew->no_memory,
                               NULL, flow_ready_cb, &result);
  while (!result && renew_count (renew) == before)
    g_main_context_iteration (NULL, FALSE);
  lock_keyring ();
  provider_process_set_delay (provider, 0);
  flow_wait (&result);
  return tessera_account_renew_finish (renew->account, result, &renew->warning, error);
}

/* Locked, and nothing deleted: nobody is asked for anything, and it goes on when it is open. */
static void
test_locked (void)
{
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  g_autoptr (GError) error = NULL;

  lock_keyring ();
  g_assert_false (renew_run (renew, &error));
  g_assert_cmpint (tessera_error_kind (error), ==, 8);
  g_assert_cmpint (tessera_account_get_state (renew->account), ==, TESSERA_ACCOUNT_LOCKED);
  g_assert_cmpuint (renew_count (renew), ==, 0);
  g_clear_error (&error);
  unlock_keyring ();
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
}

/* The window's session lives on in memory, is renewed from there, and stored when that is possible
 * again: the refresh token in the keyring is used up, and this provider would end the session. */
static void
test_kept_in_memory (void)
{
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  g_autofree char *second = NULL;
  g_autoptr (OidcTokens) stored = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (renew_and_lock (renew, &error));
  g_assert_no_error (error);
  g_assert_nonnull (renew->warning);
  g_assert_cmpint (tessera_error_kind (renew->warning), ==, 8);
  g_assert_cmpint (tessera_account_get_state (renew->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
  second = g_strdup (tessera_account_get_access_token (renew->account));
  g_assert_cmpstr (second, !=, renew->access_token);

  g_assert_true (renew_run (renew, &error));
  g_assert_no_error (error);
  g_assert_nonnull (renew->warning);
  g_assert_cmpstr (tessera_account_get_access_token (renew->account), !=, second);

  unlock_keyring ();
  stored = renew_load (renew);
  g_assert_cmpstr (stored->access_token, ==, renew->access_token);
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  g_assert_cmpuint (renew_count (renew), ==, 3);
}

/* What another renewal of this process got and could not store is as good, and is still not
 * stored. */
static void
test_adopted_from_memory (void)
{
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  g_autoptr (GError) error = NULL;

  renew->since = tessera_account_renew_get_now ();
  g_assert_true (renew_and_lock (renew, &error));
  g_assert_true (renew_run (renew, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (renew_count (renew), ==, 1);
  g_assert_true (tessera_store_get_kept (tessera_account_get_store (renew->account)) != NULL);
  unlock_keyring ();
  renew->since = 0;
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  g_assert_cmpuint (renew_count (renew), ==, 2);
}

/* The terminal has no such memory, and says so. */
static void
test_terminal (void)
{
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  g_autoptr (TesseraSessionRecord) state = NULL;
  g_autoptr (GError) error = NULL;

  renew->no_memory = TRUE;
  g_assert_false (renew_and_lock (renew, &error));
  g_assert_cmpint (tessera_error_kind (error), ==, 8);
  unlock_keyring ();
  state = tessera_session_record_read (tessera_account_get_config (renew->account)->id, NULL);
  g_assert_true (state->signed_in);
}

/* That the session has ended is known even where the keyring does not forget it. */
static void
test_ended (void)
{
  g_autoptr (Renew) renew = renew_new (provider, NULL);
  g_autoptr (TesseraAccount) other = renew_other (renew);
  g_autoptr (GError) error = NULL;

  provider_process_set_fault (provider, "token-error-invalid-grant");
  g_assert_false (renew_and_lock (renew, &error));
  provider_process_set_fault (provider, NULL);
  renew_assert_ended (renew, error);
  g_clear_error (&error);
  unlock_keyring ();
  g_assert_false (renew_run_as (renew, other, &error));
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED);
  g_assert_cmpuint (renew_count (renew), ==, 1);
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  provider = provider_process_start (args);
  g_test_add_func ("/renewal-locks/locked", test_locked);
  g_test_add_func ("/renewal-locks/kept-in-memory", test_kept_in_memory);
  g_test_add_func ("/renewal-locks/adopted-from-memory", test_adopted_from_memory);
  g_test_add_func ("/renewal-locks/terminal", test_terminal);
  g_test_add_func ("/renewal-locks/ended", test_ended);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
