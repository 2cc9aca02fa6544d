/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "clock.h"
#include "renew.h"
#include "renewer.h"
#include "store-error.h"

/* When the window renews by itself, and when not. Time is the test clock's, and stands still; what
 * the timer does is done by tessera_renewer_wake(). */

#define LIFETIME 3600

static ProviderProcess *provider;
static gint64 wall, boot;

static void
pass (gint64 seconds)
{
  wall += seconds;
  boot += seconds;
  tessera_clock_set (wall, boot, "a boot");
}

/* The provider's clock goes with this one: at a sign-in it has to. */
static void
set_provider_clock (void)
{
  provider_process_set_clock (provider, wall - g_get_real_time () / G_USEC_PER_SEC);
}

static Renew *
new_renew (const char *scopes, const char *fault)
{
  set_provider_clock ();
  provider_process_set_fault (provider, NULL);
  if (fault)
    provider_process_set_fault (provider, fault);
  return renew_new (provider, scopes);
}

/* The account as the window has it. */
static TesseraAccount *
watch (Renew *renew)
{
  return tessera_account_new (tessera_account_get_config (renew->account), TRUE);
}

static void
finish (TesseraRenewer *renewer)
{
  while (tessera_renewer_get_busy (renewer))
    g_main_context_iteration (NULL, TRUE);
}

static void
wake (TesseraRenewer *renewer)
{
  tessera_renewer_wake (renewer);
  finish (renewer);
}

/* At four fifths of a token's life, give or take, and not for everybody in the same moment. */
static void
test_due (void)
{
  g_autoptr (Renew) renew = new_renew (NULL, NULL);
  g_autoptr (TesseraAccount) account = watch (renew);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < 30; i++)
    {
      g_autoptr (TesseraRenewer) renewer = tessera_renewer_new (account);
      gint64 due = tessera_renewer_get_due (renewer);

      g_assert_cmpint (due, >=, LIFETIME * 15 / 20);
      g_assert_cmpint (due, <=, LIFETIME * 17 / 20);
      g_hash_table_add (seen, GINT_TO_POINTER ((gint) due));
      wake (renewer);
    }
  g_assert_cmpuint (g_hash_table_size (seen), >, 10);
  g_assert_cmpuint (renew_count (renew), ==, 0);
}

static void
test_in_time (void)
{
  g_autoptr (Renew) renew = new_renew (NULL, NULL);
  g_autoptr (TesseraAccount) account = watch (renew);
  g_autoptr (TesseraRenewer) renewer = tessera_renewer_new (account);

  for (guint i = 1; i <= 5; i++)
    {
      pass (tessera_renewer_get_due (renewer) - 1);
      wake (renewer);
      g_assert_cmpuint (renew_count (renew), ==, i - 1);
      pass (1);
      wake (renewer);
      g_assert_cmpuint (renew_count (renew), ==, i);
      g_assert_cmpint (tessera_account_get_seconds_left (account), ==, LIFETIME);
      g_assert_cmpint (tessera_renewer_get_due (renewer), >=, LIFETIME * 15 / 20);
      wake (renewer);
    }
}

/* The window opens, or the machine wakes up, and the token is over: no more than a timer is waited
 * for, and that is a real one. */
static void
test_overdue (void)
{
  g_autoptr (Renew) renew = new_renew (NULL, NULL);
  g_autoptr (TesseraAccount) account = NULL;
  g_autoptr (TesseraRenewer) renewer = NULL;

  pass (10 * LIFETIME);
  account = watch (renew);
  renewer = tessera_renewer_new (account);
  while (!tessera_renewer_get_busy (renewer))
    g_main_context_iteration (NULL, TRUE);
  finish (renewer);
  g_assert_cmpuint (renew_count (renew), ==, 1);
  g_assert_cmpint (tessera_account_get_seconds_left (account), ==, LIFETIME);
}

/* Nothing could be done, or nobody knows when. */
static void
test_never (gconstpointer data)
{
  const char *what = data;
  gboolean plain = strcmp (what, "no-refresh-token") == 0;
  g_autoptr (Renew) renew
    = new_renew (plain ? "openid" : NULL, plain ? NULL : "token-expires-in-missing");
  g_autoptr (TesseraAccount) account = watch (renew);
  g_autoptr (TesseraRenewer) renewer = tessera_renewer_new (account);

  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (tessera_renewer_get_due (renewer), ==, G_MAXINT64);
      wake (renewer);
      tessera_renewer_network_returned (renewer);
      finish (renewer);
      pass (LIFETIME);
    }
  g_assert_cmpuint (renew_count (renew), ==, 0);
}

/* A token that hardly lives is not kept up with. */
static void
test_short_life (void)
{
  g_autoptr (Renew) renew = NULL;
  g_autoptr (TesseraAccount) account = NULL;
  g_autoptr (TesseraRenewer) renewer = NULL;

  provider_process_set_lifetime (provider, 5);
  renew = new_renew (NULL, NULL);
  account = watch (renew);
  renewer = tessera_renewer_new (account);
  for (guint i = 0; i < 600; i++)
    {
      wake (renewer);
      pass (1);
    }
  provider_process_set_lifetime (provider, LIFETIME);
  g_assert_cmpuint (renew_count (renew), >=, 9);
  g_assert_cmpuint (renew_count (renew), <=, 11);
}

/* Each failure doubles the time to the next try, up to half an hour, and what is said tells when
 * that is; a success forgets them all. */
static void
test_back_off (void)
{
  g_autoptr (Renew) renew = new_renew (NULL, NULL);
  g_autoptr (TesseraAccount) account = watch (renew);
  g_autoptr (TesseraRenewer) renewer = tessera_renewer_new (account);
  gint64 expected = 15;

  pass (LIFETIME - 100);
  provider_process_set_fault (provider, "token-error-500");
  for (guint i = 1; i <= 12; i++)
    {
      const char *problem;
      gint64 due;

      wake (renewer);
      g_assert_cmpuint (renew_count (renew), ==, i);
      due = tessera_renewer_get_due (renewer);
      g_assert_cmpint (due, >=, expected);
      g_assert_cmpint (due, <=, expected * 12 / 10);
      problem = tessera_renewer_get_problem (renewer);
      g_assert_nonnull (problem);
      g_assert_nonnull (strstr (problem, " Next try: "));
      g_assert_cmpint (tessera_account_get_state (account), ==, TESSERA_ACCOUNT_SIGNED_IN);
      wake (renewer);
      pass (due - 1);
      wake (renewer);
      g_assert_cmpuint (renew_count (renew), ==, i);
      pass (1);
      expected = MIN (expected * 2, 1800);
    }
  provider_process_set_fault (provider, NULL);
  wake (renewer);
  g_assert_null (tessera_renewer_get_problem (renewer));
  g_assert_cmpint (tessera_account_get_seconds_left (account), ==, LIFETIME);
  g_assert_cmpint (tessera_renewer_get_due (renewer), >=, LIFETIME * 15 / 20);
}

/* The network's return ends the wait: at once, but not over and over; and not before the provider
 * wants to be asked again. */
static void
test_network_returned (gconstpointer fault)
{
  gint64 least = strcmp (fault, "token-error-rate-limit") == 0 ? 7 : 5;
  g_autoptr (Renew) renew = new_renew (NULL, NULL);
  g_autoptr (TesseraAccount) account = watch (renew);
  g_autoptr (TesseraRenewer) renewer = tessera_renewer_new (account);

  tessera_renewer_network_returned (renewer);
  g_assert_false (tessera_renewer_get_busy (renewer));
  pass (LIFETIME);
  provider_process_set_fault (provider, fault);
  for (guint i = 1; i <= 8; i++)
    {
      tessera_renewer_network_returned (renewer);
      finish (renewer);
      g_assert_cmpuint (renew_count (renew), ==, i);
      g_assert_cmpint (tessera_renewer_get_due (renewer), >=, 15);
      for (gint64 second = 0; second < least; second++)
        {
          tessera_renewer_network_returned (renewer);
          g_assert_false (tessera_renewer_get_busy (renewer));
          pass (1);
        }
    }
  provider_process_set_fault (provider, NULL);
  tessera_renewer_network_returned (renewer);
  finish (renewer);
  g_assert_null (tessera_renewer_get_problem (renewer));
  g_assert_cmpint (tessera_account_get_seconds_left (account), ==, LIFETIME);
}

static void
ended_cb (guint *ended, const GError *error)
{
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED);
  (*ended)++;
}

static void
test_ended (void)
{
  g_autoptr (Renew) renew = new_renew (NULL, NULL);
  g_autoptr (TesseraAccount) account = watch (renew);
  g_autoptr (TesseraRenewer) renewer = tessera_renewer_new (account);
  g_autoptr (GError) error = NULL;
  guint ended = 0;

  g_signal_connect_swapped (renewer, "ended", G_CALLBACK (ended_cb), &ended);
  pass (LIFETIME);
  provider_process_set_fault (provider, "token-error-invalid-grant");
  wake (renewer);
  provider_process_set_fault (provider, NULL);
  g_assert_cmpuint (ended, ==, 1);
  g_assert_cmpint (tessera_account_get_state (account), ==, TESSERA_ACCOUNT_EXPIRED);
  g_assert_cmpint (tessera_renewer_get_due (renewer), ==, G_MAXINT64);
  pass (LIFETIME);
  wake (renewer);
  tessera_renewer_network_returned (renewer);
  g_assert_cmpuint (renew_count (renew), ==, 1);

  /* The person signs in again, here or in a terminal, and it goes on. */
  set_provider_clock ();
  flow_run (renew->flow, &error);
  flow_assert_signed_in (renew->flow, error);
  while (tessera_renewer_get_due (renewer) == G_MAXINT64)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (tessera_renewer_get_due (renewer), >=, LIFETIME * 15 / 20);
  g_assert_cmpuint (ended, ==, 1);
}

/* A terminal has renewed: there is nothing to do, and the failure before is past. */
static void
test_renewed_elsewhere (void)
{
  g_autoptr (Renew) renew = new_renew (NULL, NULL);
  g_autoptr (TesseraAccount) account = watch (renew);
  g_autoptr (TesseraRenewer) renewer = tessera_renewer_new (account);
  g_autoptr (TesseraAccount) other = renew_other (renew);
  g_autoptr (GError) error = NULL;

  pass (LIFETIME);
  provider_process_set_fault (provider, "token-error-500");
  wake (renewer);
  g_assert_nonnull (tessera_renewer_get_problem (renewer));
  provider_process_set_fault (provider, NULL);
  renew_run_as (renew, other, &error);
  g_assert_no_error (error);
  while (tessera_renewer_get_problem (renewer))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (tessera_renewer_get_due (renewer), >=, LIFETIME * 15 / 20);
  g_assert_cmpuint (renew_count (renew), ==, 2);
}

/* However often it is asked for, one renewal is under way; and when the window closes, that one is
 * carried through. */
static void
test_stop (void)
{
  g_autoptr (Renew) renew = new_renew (NULL, NULL);
  g_autoptr (TesseraAccount) account = watch (renew);
  g_autoptr (TesseraRenewer) renewer = tessera_renewer_new (account);
  g_autoptr (OidcTokens) stored = NULL;

  pass (1);
  for (guint i = 0; i < 5; i++)
    tessera_renewer_renew (renewer);
  while (tessera_renewer_get_busy (renewer) && renew_count (renew) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (tessera_renewer_get_busy (renewer));
  tessera_renewer_stop (renewer);
  finish (renewer);
  stored = renew_load (renew);
  g_assert_cmpint (stored->renewals, ==, 1);
  g_assert_cmpstr (stored->access_token, ==, tessera_account_get_access_token (account));
  pass (LIFETIME);
  tessera_renewer_renew (renewer);
  wake (renewer);
  g_assert_cmpuint (renew_count (renew), ==, 1);
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  provider = provider_process_start (args);
  wall = tessera_clock_wall ();
  boot = 1000;
  pass (0);
  g_test_add_func ("/renewer/due", test_due);
  g_test_add_func ("/renewer/in-time", test_in_time);
  g_test_add_func ("/renewer/overdue", test_overdue);
  g_test_add_data_func ("/renewer/never/no-refresh-token", "no-refresh-token", test_never);
  g_test_add_data_func ("/renewer/never/unknown-lifetime", "unknown-lifetime", test_never);
  g_test_add_func ("/renewer/short-life", test_short_life);
  g_test_add_func ("/renewer/back-off", test_back_off);
  g_test_add_data_func ("/renewer/network-returned", "token-error-500", test_network_returned);
  g_test_add_data_func ("/renewer/network-returned-too-early", "token-error-rate-limit",
                        test_network_returned);
  g_test_add_func ("/renewer/ended", test_ended);
  g_test_add_func ("/renewer/renewed-elsewhere", test_renewed_elsewhere);
  g_test_add_func ("/renewer/stop", test_stop);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
