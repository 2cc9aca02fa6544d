/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ending.h"

#include "clock.h"
#include "renew.h"

/* When the end of a session is near or there. Time is the test clock's, and stands still; what the
 * timer does is done by tessera_ending_wake(). */

#define LIFETIME 3600

static ProviderProcess *provider;
static gint64 wall, boot;

static void
pass (TesseraEnding *ending, gint64 seconds)
{
  wall += seconds;
  boot += seconds;
  tessera_clock_set (wall, boot, "a boot");
  tessera_ending_wake (ending);
}

static Renew *
new_renew (const char *scopes)
{
  provider_process_set_clock (provider, wall - g_get_real_time () / G_USEC_PER_SEC);
  provider_process_set_fault (provider, NULL);
  return renew_new (provider, scopes);
}

static TesseraAccount *
watch (Renew *renew)
{
  return tessera_account_new (tessera_account_get_config (renew->account), TRUE);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* Without a refresh token: five minutes before, and when it is over; each once. */
static void
test_runs_out (void)
{
  g_autoptr (Renew) renew = new_renew ("openid");
  g_autoptr (TesseraAccount) account = watch (renew);
  g_autoptr (TesseraEnding) ending = tessera_ending_new (account);
  guint count = 0;

  g_signal_connect_swapped (ending, "notify::moment", G_CALLBACK (count_cb), &count);
  g_assert_cmpint (tessera_ending_get_moment (ending), ==, TESSERA_ENDING_FAR);
  pass (ending, LIFETIME - 301);
  g_assert_cmpint (tessera_ending_get_moment (ending), ==, TESSERA_ENDING_FAR);
  pass (ending, 1);
  g_assert_cmpint (tessera_ending_get_moment (ending), ==, TESSERA_ENDING_SOON);
  pass (ending, 299);
  g_assert_cmpint (tessera_ending_get_moment (ending), ==, TESSERA_ENDING_SOON);
  pass (ending, 1);
  g_assert_cmpint (tessera_ending_get_moment (ending), ==, TESSERA_ENDING_OVER);
  pass (ending, 1000);
  g_assert_cmpuint (count, ==, 2);
}

/* The timer is a real one, and sees to it where the moment has passed already. */
static void
test_by_itself (void)
{
  g_autoptr (Renew) renew = new_renew ("openid");
  g_autoptr (TesseraAccount) account = watch (renew);
  g_autoptr (TesseraEnding) ending = NULL;

  wall += LIFETIME - 301;
  boot += LIFETIME - 301;
  tessera_clock_set (wall, boot, "a boot");
  ending = tessera_ending_new (account);
  tessera_clock_set (++wall, ++boot, "a boot");
  while (tessera_ending_get_moment (ending) != TESSERA_ENDING_SOON)
    g_main_context_iteration (NULL, TRUE);
}

/* What is renewed does not end by the clock; only the provider ends it. */
static void
test_renewed (void)
{
  g_autoptr (Renew) renew = new_renew (NULL);
  g_autoptr (TesseraAccount) account = watch (renew);
  g_autoptr (TesseraEnding) ending = tessera_ending_new (account);
  g_autoptr (GError) error = NULL;

  pass (ending, LIFETIME - 100);
  g_assert_cmpint (tessera_ending_get_moment (ending), ==, TESSERA_ENDING_FAR);
  pass (ending, 200);
  g_assert_cmpint (tessera_ending_get_moment (ending), ==, TESSERA_ENDING_FAR);
  provider_process_set_fault (provider, "token-error-invalid-grant");
  g_assert_false (renew_run (renew, &error));
  while (tessera_ending_get_moment (ending) != TESSERA_ENDING_OVER)
    g_main_context_iteration (NULL, TRUE);
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
  tessera_clock_set (wall, boot, "a boot");
  g_test_add_func ("/ending/runs-out", test_runs_out);
  g_test_add_func ("/ending/by-itself", test_by_itself);
  g_test_add_func ("/ending/renewed", test_renewed);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
