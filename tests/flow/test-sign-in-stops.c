/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "lock.h"
#include "flow.h"
#include "flow-error.h"

/* Cancel and deadline at every row of the sign-in's table: the port is closed, and nothing stays
 * behind. */

static const char *const steps[] = {
  "Checking that the session can be stored",
  "Looking up the client secret",
  "Contacting the provider",
  "Waiting for the answer",
  "Opening the browser",
  "Waiting for the browser",
  "Exchanging the code",
  "Checking who you are",
  "Getting your name",
  "Storing the session",
};

/* What makes a row last for as long as one likes. */
typedef struct
{
  const char *name;
  const char *step;
  const char *fault;
  const char *second_fault;
  gboolean no_answer;
  gboolean page_hangs;
  const char *lock_at; /* the step at whose announcement another process takes the account's lock */
} Hang;

static const Hang hangs[] = {
  { "discovery", "Contacting the provider", .fault = "metadata-hang" },
  { "nobody-comes-back", "Waiting for the browser", .no_answer = TRUE },
  { "login-page-hangs", "Waiting for the browser", .fault = "authorize-hang", .page_hangs = TRUE },
  { "wrong-state", "Waiting for the browser", .fault = "authorize-wrong-state" },
  { "missing-state", "Waiting for the browser", .fault = "authorize-missing-state" },
  { "repeated-state", "Waiting for the browser", .fault = "authorize-repeated-state" },
  { "error-with-wrong-state", "Waiting for the browser", .fault = "authorize-error-wrong-state" },
  { "keys", "Fetching the keys", .fault = "jwks-hang" },
  { "exchange", "Exchanging the code", .fault = "token-hang" },
  { "exchange-drips", "Exchanging the code", .fault = "token-drip" },
  { "userinfo", "Getting your name", .fault = "profile-in-userinfo",
    .second_fault = "userinfo-hang" },
  { "lock-at-the-start", "Checking that the session can be stored",
    .lock_at = "Checking that the session can be stored" },
  { "lock-at-the-end", "Storing the session", .lock_at = "Getting your name" },
};

static ProviderProcess *provider;

static Flow *
new_flow (const Hang *hang)
{
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));
  Flow *flow = flow_new (config);

  provider_process_set_fault (provider, NULL);
  if (!hang)
    return flow;
  if (hang->fault)
    provider_process_set_fault (provider, hang->fault);
  if (hang->second_fault)
    provider_process_set_fault (provider, hang->second_fault);
  flow->no_answer = hang->no_answer;
  flow->page_hangs = hang->page_hangs;
  return flow;
}

/* Another process: it takes the lock when it is told to. */
typedef struct
{
  const char *lock_at;
  const char *id;
  TesseraLock *lock;
} Other;

static void
step_changed_cb (TesseraSignIn *sign_in, GParamSpec *pspec, Other *other)
{
  if (!other->lock && g_strcmp0 (tessera_sign_in_get_step (sign_in), other->lock_at) == 0)
    other->lock = tessera_lock_acquire (other->id, NULL);
}

/* Runs the flow beside another process that holds the account's lock from some step on. */
static void
run_beside (Flow *flow, const Hang *hang, GError **error)
{
  Other other = { hang->lock_at, tessera_account_get_config (flow->account)->id, NULL };

  if (hang->lock_at)
    g_signal_connect (flow->sign_in, "notify::step", G_CALLBACK (step_changed_cb), &other);
  flow_run (flow, error);
  g_signal_handlers_disconnect_by_data (flow->sign_in, &other);
  g_assert_true (!hang->lock_at == !other.lock);
  g_clear_pointer (&other.lock, tessera_lock_release);
}

static void
assert_nothing_left (Flow *flow, const GError *error)
{
  flow_assert_failed (flow, error, 4);
  g_assert_cmpuint (flow_count_stored (flow->account), ==, 0);
}

static void
test_cancel_before (gconstpointer step)
{
  g_autoptr (Flow) flow = new_flow (NULL);
  g_autoptr (GError) error = NULL;

  flow->cancel_at = step;
  flow_run (flow, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_nothing_left (flow, error);
  g_assert_nonnull (strstr (flow->steps->str, step));
  if (flow->page)
    g_assert_nonnull (strstr (flow->page, "Sign-in was cancelled"));
}

static void
test_cancel_within (gconstpointer data)
{
  const Hang *hang = data;
  g_autoptr (Flow) flow = new_flow (hang);
  g_autoptr (GError) error = NULL;

  flow->cancel_at = hang->step;
  flow->cancel_later = TRUE;
  run_beside (flow, hang, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_nothing_left (flow, error);
}

static void
test_deadline (gconstpointer data)
{
  const Hang *hang = data;
  g_autoptr (Flow) flow = new_flow (hang);
  g_autoptr (GError) error = NULL;

  flow->timeout = 1;
  run_beside (flow, hang, &error);
  g_assert_error (error, TESSERA_FLOW_ERROR, TESSERA_FLOW_ERROR_DEADLINE);
  assert_nothing_left (flow, error);
}

/* After a sign-in that was cancelled, the next one is as any other. */
static void
test_again (void)
{
  g_autoptr (Flow) flow = new_flow (NULL);
  g_autoptr (GError) error = NULL;

  flow->cancel_at = "Waiting for the browser";
  flow_run (flow, &error);
  assert_nothing_left (flow, error);
  g_clear_error (&error);
  flow->cancel_at = NULL;
  g_set_object (&flow->cancellable, NULL);
  flow->cancellable = g_cancellable_new ();
  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  provider = provider_process_start (args);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *path
        = g_strdelimit (g_strconcat ("/sign-in-stops/cancel-before/", steps[i], NULL), " ", '-');

      g_test_add_data_func (path, steps[i], test_cancel_before);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (hangs); i++)
    {
      g_autofree char *within = g_strconcat ("/sign-in-stops/cancel-within/", hangs[i].name, NULL);
      g_autofree char *deadline = g_strconcat ("/sign-in-stops/deadline/", hangs[i].name, NULL);

      g_test_add_data_func (within, &hangs[i], test_cancel_within);
      g_test_add_data_func (deadline, &hangs[i], test_deadline);
    }
  g_test_add_func ("/sign-in-stops/again", test_again);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
