/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "lock.h"
#include "account-session.h"
#include "renew.h"
#include "account-renew.h"
#include "renewal.h"

/* Cancel and deadline at every point of a renewal, at a provider that ends the session where a
 * refresh token comes twice: what was not sent is kept, and what was sent is carried through. */

static ProviderProcess *provider;

static Renew *
new_renew (const char *fault)
{
  Renew *renew;

  provider_process_set_fault (provider, NULL);
  renew = renew_new (provider, NULL);
  if (fault)
    provider_process_set_fault (provider, fault);
  return renew;
}

static void
start (Renew *renew, GAsyncResult **result)
{
  g_object_unref (renew->cancellable);
  renew->cancellable = g_cancellable_new ();
  tessera_account_renew_async (renew->account, tessera_account_renew_get_now (), TRUE,
                               renew->cancellable, flow_ready_cb, result);
}

/* Cancels after so many turns of the main loop. Returns: whether it had ended by then. */
static gboolean
cancel_after (Renew *renew, guint turns, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  gboolean ended;

  start (renew, &result);
  for (guint i = 0; i < turns && !result; i++)
    g_main_context_iteration (NULL, TRUE);
  ended = result != NULL;
  g_cancellable_cancel (renew->cancellable);
  flow_wait (&result);
  tessera_account_renew_finish (renew->account, result, NULL, error);
  return ended;
}

static void
assert_same (const OidcTokens *a, const OidcTokens *b)
{
  g_assert_cmpstr (a->access_token, ==, b->access_token);
  g_assert_cmpstr (a->refresh_token, ==, b->refresh_token);
}

static void
test_cancel_everywhere (void)
{
  g_autoptr (Renew) renew = new_renew (NULL);
  guint cancelled = 0;
  guint renewed = 0;
  gboolean ended = FALSE;

  for (guint turns = 0; !ended; turns++)
    {
      g_autoptr (OidcTokens) before = renew_load (renew);
      g_autoptr (OidcTokens) after = NULL;
      g_autoptr (GError) error = NULL;

      ended = cancel_after (renew, turns, &error);
      after = renew_load (renew);
      g_assert_cmpstr (tessera_account_get_access_token (renew->account), ==, after->access_token);
      g_assert_cmpint (tessera_account_get_state (renew->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
      if (error)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          assert_same (after, before);
          cancelled++;
        }
      else
        {
          g_assert_cmpstr (after->refresh_token, !=, before->refresh_token);
          renewed++;
        }
    }
  g_test_message ("%u cancelled, %u carried through", cancelled, renewed);
  g_assert_cmpuint (cancelled, >, 2);
  g_assert_cmpuint (renewed, >, 2);
  g_assert_cmpuint (renew_count (renew), ==, renewed);
}

/* What makes a renewal last for as long as one likes, before the refresh token is sent. */
typedef struct
{
  const char *fault;
  gboolean lock;
} Hang;

static const Hang hangs[]
  = { { "metadata-hang", FALSE }, { "jwks-hang", FALSE }, { "account-lock", TRUE } };

static TesseraLock *
hold_lock (Renew *renew, const char *id)
{
  g_autoptr (GError) error = NULL;
  TesseraLock *lock
    = tessera_lock_acquire (id ? id : tessera_account_get_config (renew->account)->id, &error);

  g_assert_no_error (error);
  return lock;
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_hang (gconstpointer data, gboolean cancel)
{
  const Hang *hang = data;
  g_autoptr (Renew) renew = new_renew (hang->lock ? NULL : hang->fault);
  g_autoptr (TesseraLock) lock = hang->lock ? hold_lock (renew, NULL) : NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (!cancel)
    tessera_renewal_set_deadline (1);
  start (renew, &result);
  if (cancel)
    g_timeout_add (100, cancel_cb, renew->cancellable);
  flow_wait (&result);
  tessera_renewal_set_deadline (120);
  g_assert_false (tessera_account_renew_finish (renew->account, result, NULL, &error));
  renew_assert_kept (renew, error, 4);
  g_assert_cmpuint (renew_count (renew), ==, 0);
  g_clear_error (&error);

  /* Nothing of it stays behind. */
  g_clear_pointer (&lock, tessera_lock_release);
  provider_process_set_fault (provider, NULL);
  g_clear_object (&renew->cancellable);
  renew->cancellable = g_cancellable_new ();
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
}

static void
test_cancel_within (gconstpointer hang)
{
  test_hang (hang, TRUE);
}

static void
test_deadline (gconstpointer hang)
{
  test_hang (hang, FALSE);
}

/* The refresh token is sent, and the provider takes its time: neither a cancel nor the deadline
 * keeps the answer from being stored. */
static void
test_shielded (gconstpointer cancel)
{
  g_autoptr (Renew) renew = new_renew (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTimer) timer = NULL;
  g_autoptr (GError) error = NULL;

  provider_process_set_delay (provider, 5);
  tessera_renewal_set_deadline (2);
  start (renew, &result);
  while (!result && renew_count (renew) == 0)
    g_main_context_iteration (NULL, FALSE);
  if (cancel)
    g_cancellable_cancel (renew->cancellable);
  timer = g_timer_new ();
  while (g_timer_elapsed (timer, NULL) < 2.5 && !result)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (result);
  provider_process_set_delay (provider, 0);
  flow_wait (&result);
  tessera_renewal_set_deadline (120);
  tessera_account_renew_finish (renew->account, result, &renew->warning, &error);
  renew_assert_renewed (renew, error);
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  provider = provider_process_start (args);
  g_test_add_func ("/renewal-stops/cancel-everywhere", test_cancel_everywhere);
  for (gsize i = 0; i < G_N_ELEMENTS (hangs); i++)
    {
      g_autofree char *within = g_strconcat ("/renewal-stops/cancel-within/", hangs[i].fault, NULL);
      g_autofree char *deadline = g_strconcat ("/renewal-stops/deadline/", hangs[i].fault, NULL);

      g_test_add_data_func (within, &hangs[i], test_cancel_within);
      g_test_add_data_func (deadline, &hangs[i], test_deadline);
    }
  g_test_add_data_func ("/renewal-stops/shielded-from-cancel", "cancel", test_shielded);
  g_test_add_data_func ("/renewal-stops/shielded-from-deadline", NULL, test_shielded);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
