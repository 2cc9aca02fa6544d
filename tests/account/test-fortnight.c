/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-session.h"
#include "clock.h"
#include "renew.h"
#include "renewer.h"

/* A fortnight of a laptop in an hour's tokens: it sleeps forty times, loses its network, and
 * somebody sets its clock. The provider rotates refresh tokens and ends the session where one comes
 * twice, and its clock is right. Time is the test clock's; all else is real. */

#define DAY      86400
#define LIFETIME 3600
#define SUSPENDS 40
#define LOSSES   25
#define JUMPS    12

typedef struct
{
  Renew *renew;
  TesseraAccount *account; /* as the window has it */
  TesseraRenewer *renewer;
  GRand *rand;
  gint64 began;    /* seconds since 1970, as is: */
  gint64 now;      /* the true time */
  gint64 wrong;    /* how far this computer's clock is ahead of it */
  gboolean online; /* whether the provider can be reached */
  gboolean ended;
  guint renewed;
  guint failed;
} Laptop;

static void
set_clock (Laptop *self)
{
  tessera_clock_set (self->now + self->wrong, self->now - self->began + 1000, "this boot");
}

static void
pass (Laptop *self, gint64 seconds)
{
  self->now += seconds;
  set_clock (self);
}

/* What the renewer has begun goes to its end. */
static void
finish_renewal (Laptop *self, gint64 left)
{
  g_autofree char *before = g_strdup (tessera_account_get_access_token (self->account));

  /* Nothing is renewed before it is time. */
  g_assert_cmpint (left, <=, LIFETIME / 4);
  while (tessera_renewer_get_busy (self->renewer))
    g_main_context_iteration (NULL, TRUE);
  if (g_strcmp0 (before, tessera_account_get_access_token (self->account)) != 0)
    self->renewed++;
  else
    self->failed++;
}

static gint64
get_left (Laptop *self)
{
  return tessera_account_get_seconds_left (self->account);
}

static void
set_provider_clock (Laptop *self)
{
  provider_process_set_clock (self->renew->provider,
                              self->now - g_get_real_time () / G_USEC_PER_SEC);
}

/* The timer fires, or would. */
static void
wake (Laptop *self)
{
  gint64 left = get_left (self);

  set_provider_clock (self);
  tessera_renewer_wake (self->renewer);
  g_assert_true (tessera_renewer_get_busy (self->renewer));
  finish_renewal (self, left);
}

static void
set_online (Laptop *self, gboolean online)
{
  static const char *const faults[] = { "token-error-500", "token-error-rate-limit", "token-reset",
                                        "metadata-error-500", "jwks-error-500" };

  provider_process_set_fault (self->renew->provider, NULL);
  self->online = online;
  if (!online)
    provider_process_set_fault (
      self->renew->provider,
      faults[g_rand_int_range (self->rand, 0, (gint32) G_N_ELEMENTS (faults))]);
}

/* Time goes by with the lid open: the renewer wakes when it says, and a token that a program would
 * be given is good. */
static void
stay_awake (Laptop *self, gint64 seconds)
{
  gint64 until = self->now + seconds;

  while (self->now < until)
    {
      gint64 due = tessera_renewer_get_due (self->renewer);

      g_assert_cmpint (due, <, G_MAXINT64);
      if (self->now + due > until)
        {
          pass (self, until - self->now);
          return;
        }
      pass (self, MAX (due, 0));
      wake (self);
      if (self->online)
        g_assert_cmpint (get_left (self), >=, LIFETIME * 9 / 10);
      else
        g_assert_nonnull (tessera_renewer_get_problem (self->renewer));
    }
}

/* The lid is shut, for up to ten hours, and opened: then a token that is over, or nearly, is
 * renewed at once. */
static void
sleep_and_wake (Laptop *self)
{
  pass (self, g_rand_int_range (self->rand, 60, 10 * 3600));
  if (tessera_renewer_get_due (self->renewer) <= 0)
    wake (self);
  if (self->online)
    g_assert_cmpint (get_left (self), >, LIFETIME / 10);
}

/* Nobody can be reached for a while, and then everybody can. The tries are further and further
 * apart, and in the end it is not waited for the next one. */
static void
lose_network (Laptop *self)
{
  gint32 seconds = g_rand_int_range (self->rand, 30, 4 * 3600);
  guint failed = self->failed;
  gint64 left;

  set_online (self, FALSE);
  stay_awake (self, seconds);
  g_assert_cmpint (tessera_account_get_state (self->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_cmpuint (self->failed - failed, <=, 8 + (guint) seconds / 1800);
  set_online (self, TRUE);
  pass (self, 10);
  set_provider_clock (self);
  left = get_left (self);
  tessera_renewer_network_returned (self->renewer);
  if (tessera_renewer_get_busy (self->renewer))
    finish_renewal (self, left);
  g_assert_cmpint (get_left (self), >, LIFETIME / 10);
  g_assert_null (tessera_renewer_get_problem (self->renewer));
}

/* By years, by hours, or by minutes: nothing follows. */
static void
jump (Laptop *self)
{
  static const gint64 jumps[] = { 10 * 365 * DAY, -10 * 365 * DAY, 5000, -5000, 200, -200, 0 };
  gint64 left = get_left (self);
  gint64 due = tessera_renewer_get_due (self->renewer);

  self->wrong = jumps[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (jumps))];
  set_clock (self);
  g_assert_cmpint (get_left (self), ==, left);
  g_assert_cmpint (tessera_renewer_get_due (self->renewer), ==, due);
}

static void
load (TesseraAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_account_load_async (account, NULL, flow_ready_cb, &result);
  flow_wait (&result);
  tessera_account_load_finish (account, result, &error);
  g_assert_no_error (error);
}

static void
ended_cb (Laptop *self)
{
  self->ended = TRUE;
}

static void
set_up (Laptop *self, ProviderProcess *provider, guint32 seed)
{
  self->rand = g_rand_new_with_seed (seed);
  self->began = self->now = g_get_real_time () / G_USEC_PER_SEC;
  self->online = TRUE;
  set_clock (self);
  self->renew = renew_new (provider, NULL);
  self->account = tessera_account_new (tessera_account_get_config (self->renew->account), TRUE);
  load (self->account);
  self->renewer = tessera_renewer_new (self->account);
  g_signal_connect_swapped (self->renewer, "ended", G_CALLBACK (ended_cb), self);
}

static void
tear_down (Laptop *self)
{
  tessera_renewer_stop (self->renewer);
  g_object_unref (self->renewer);
  g_object_unref (self->account);
  renew_free (self->renew);
  g_rand_free (self->rand);
  tessera_clock_unset ();
}

/* What happens in which order is chance's; g_test_init() tells the seed. */
static void
live (Laptop *self)
{
  guint left[] = { SUSPENDS, LOSSES, JUMPS };
  void (*const events[]) (Laptop *) = { sleep_and_wake, lose_network, jump };

  while (left[0] + left[1] + left[2] > 0)
    {
      gint which = g_rand_int_range (self->rand, 0, G_N_ELEMENTS (events));

      if (left[which] == 0)
        continue;
      left[which]--;
      events[which](self);
      stay_awake (self, g_rand_int_range (self->rand, 0, 2 * 3600));
      g_assert_false (self->ended);
    }
  if (self->now < self->began + 14 * DAY)
    stay_awake (self, self->began + 14 * DAY - self->now);
}

/* How many renewals the provider has granted. */
static guint
count_answered (ProviderProcess *provider)
{
  g_autoptr (JsonArray) log = provider_process_get_log (provider);
  guint count = 0;

  for (guint i = 0; i < json_array_get_length (log); i++)
    {
      JsonObject *entry = json_array_get_object_element (log, i);

      count += g_str_equal (json_object_get_string_member (entry, "path"), "/token")
               && json_object_get_int_member (entry, "status") == 200;
    }
  return count;
}

static void
test_fortnight (void)
{
  const char *args[] = { "--auto", NULL };
  g_autoptr (ProviderProcess) provider = provider_process_start (args);
  guint32 seed = (guint32) g_test_rand_int ();
  Laptop laptop = { 0 };
  g_autoptr (OidcTokens) stored = NULL;

  set_up (&laptop, provider, seed);
  live (&laptop);
  stored = renew_load (laptop.renew);
  g_test_message ("%.1f days, %u renewals, %u tries that failed",
                  (double) (laptop.now - laptop.began) / DAY, laptop.renewed, laptop.failed);
  g_assert_false (laptop.ended);
  g_assert_cmpint (tessera_account_get_state (laptop.account), ==, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_cmpstr (stored->access_token, ==, tessera_account_get_access_token (laptop.account));
  g_assert_cmpint (stored->renewals, ==, laptop.renewed);
  g_assert_cmpuint (count_answered (provider), ==, laptop.renewed);
  tear_down (&laptop);
}

/* The network is lost when a renewal is due, and back a moment later: then it is due still. Often,
 * since chance spreads the times. */
static void
test_network_returns (void)
{
  const char *args[] = { "--auto", NULL };
  g_autoptr (ProviderProcess) provider = provider_process_start (args);
  Laptop laptop = { 0 };

  set_up (&laptop, provider, (guint32) g_test_rand_int ());
  for (guint i = 0; i < 12; i++)
    {
      gint64 left;

      set_online (&laptop, FALSE);
      pass (&laptop, MAX (tessera_renewer_get_due (laptop.renewer), 0));
      wake (&laptop);
      g_assert_nonnull (tessera_renewer_get_problem (laptop.renewer));
      set_online (&laptop, TRUE);
      pass (&laptop, 10);
      set_provider_clock (&laptop);
      left = get_left (&laptop);
      tessera_renewer_network_returned (laptop.renewer);
      g_assert_true (tessera_renewer_get_busy (laptop.renewer));
      finish_renewal (&laptop, left);
      g_assert_null (tessera_renewer_get_problem (laptop.renewer));
    }
  tear_down (&laptop);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network-returns", test_network_returns);
  g_test_add_func ("/fortnight", test_fortnight);
  return g_test_run ();
}
