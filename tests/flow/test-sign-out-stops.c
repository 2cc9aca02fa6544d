/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lock.h"
#include "leave.h"
#include "flow-error.h"

/* Cancel and deadline at every row of the sign-out's table: the session is as it was, or it is
 * over; never anything between. */

typedef struct
{
  const char *name;
  gboolean forgotten; /* when the row begins */
  gboolean revoked;
} Step;

static const Step steps[] = {
  { "Signing out", FALSE, FALSE },
  { "Deleting the tokens", FALSE, FALSE },
  { "Looking up the client secret", TRUE, FALSE },
  { "Contacting the provider", TRUE, FALSE },
  { "Revoking the refresh token", TRUE, FALSE },
  { "Revoking the access token", TRUE, FALSE },
  { "Opening the browser", TRUE, TRUE },
  { "Waiting for the browser", TRUE, TRUE },
};

/* What makes a row last for as long as one likes. */
typedef struct
{
  const char *name;
  const char *step;
  const char *fault;
  gboolean lock; /* another process holds the account's */
  gboolean stays_away;
} Hang;

static const Hang hangs[] = {
  { "account-lock", "Signing out", .lock = TRUE },
  { "discovery", "Contacting the provider", .fault = "metadata-hang" },
  { "revocation", "Revoking the refresh token", .fault = "revoke-hang" },
  { "browser", "Waiting for the browser", .stays_away = TRUE },
};

static ProviderProcess *provider;

static void
test_cancel_before (gconstpointer data)
{
  const Step *step = data;
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autoptr (GError) error = NULL;

  leave->cancel_at = step->name;
  leave_run (leave, &error);
  g_assert_nonnull (strstr (leave->steps->str, step->name));
  if (step->forgotten)
    {
      leave_assert_warned (leave, error, step->revoked ? NULL : "cancelled");
      return;
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  leave_assert_signed_in (leave);
  g_assert_cmpuint (provider_process_count (provider, "/revoke"), ==, 0);
}

/* Wherever the cancel falls. */
static void
test_cancel_after (gconstpointer data)
{
  const Step *step = data;
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autoptr (GError) error = NULL;

  leave->cancel_at = step->name;
  leave->cancel_later = TRUE;
  if (leave_run (leave, &error))
    leave_assert_done (leave, error);
  else
    {
      g_assert_false (step->forgotten);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      leave_assert_signed_in (leave);
    }
}

static TesseraLock *
prepare (Leave *leave, const Hang *hang)
{
  const char *id = tessera_account_get_config (leave->flow->account)->id;
  g_autoptr (GError) error = NULL;
  TesseraLock *lock;

  provider_process_set_fault (provider, hang->fault);
  leave->stays_away = hang->stays_away;
  if (!hang->lock)
    return NULL;
  lock = tessera_lock_acquire (id, &error);
  g_assert_no_error (error);
  return lock;
}

static void
test_cancel_within (gconstpointer data)
{
  const Hang *hang = data;
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autoptr (TesseraLock) lock = prepare (leave, hang);
  g_autoptr (GError) error = NULL;

  leave->cancel_at = hang->step;
  leave->cancel_later = TRUE;
  leave_run (leave, &error);
  provider_process_set_fault (provider, NULL);
  if (!hang->lock)
    {
      leave_assert_warned (leave, error, hang->stays_away ? NULL : "cancelled");
      return;
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  leave_assert_signed_in (leave);
}

static void
test_deadline (gconstpointer data)
{
  const Hang *hang = data;
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autoptr (TesseraLock) lock = prepare (leave, hang);
  g_autoptr (GError) error = NULL;

  /* Long enough for a busy machine to come to where it hangs. */
  leave->timeout = hang->lock ? 1 : 6;
  leave_run (leave, &error);
  provider_process_set_fault (provider, NULL);
  if (!hang->lock)
    {
      leave_assert_warned (leave, error, hang->stays_away ? "not_returned" : "deadline");
      return;
    }
  g_assert_error (error, TESSERA_FLOW_ERROR, TESSERA_FLOW_ERROR_DEADLINE);
  leave_assert_signed_in (leave);
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  leave_set_up ();
  provider = provider_process_start (args);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (steps[i].name), " ", '-');
      g_autofree char *before = g_strconcat ("/sign-out-stops/cancel-before/", name, NULL);
      g_autofree char *after = g_strconcat ("/sign-out-stops/cancel-after/", name, NULL);

      g_test_add_data_func (before, &steps[i], test_cancel_before);
      g_test_add_data_func (after, &steps[i], test_cancel_after);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (hangs); i++)
    {
      g_autofree char *within = g_strconcat ("/sign-out-stops/cancel-within/", hangs[i].name, NULL);
      g_autofree char *deadline = g_strconcat ("/sign-out-stops/deadline/", hangs[i].name, NULL);

      g_test_add_data_func (within, &hangs[i], test_cancel_within);
      g_test_add_data_func (deadline, &hangs[i], test_deadline);
    }
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
