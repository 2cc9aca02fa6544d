/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "activity.h"

#include "stage.h"

#include <string.h>

static void
count_cb (TesseraActivity *activity, TesseraActivityTask task, guint *ended)
{
  g_assert_cmpint (tessera_activity_get_task (activity), ==, TESSERA_ACTIVITY_NONE);
  ended[task]++;
}

static void
fail_to_sign_in (Stage *stage, TesseraActivity *activity)
{
  provider_process_set_fault (stage->provider, "id-token-bad-signature");
  stage_browse (stage, activity);
  tessera_activity_sign_in (activity);
  stage_wait_for_end (activity);
  g_assert_nonnull (tessera_activity_get_failure (activity));
}

static void
sign_in (Stage *stage, TesseraActivity *activity)
{
  stage_browse (stage, activity);
  tessera_activity_sign_in (activity);
  stage_wait_for_end (activity);
  g_assert_null (tessera_activity_get_failure (activity));
  g_assert_cmpint (tessera_account_get_state (stage->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
}

static void
test_signs_in (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);
  guint ended[4] = { 0 };

  g_signal_connect (activity, "ended", G_CALLBACK (count_cb), ended);
  g_assert_null (tessera_activity_get_step (activity));
  tessera_activity_sign_in (activity);
  g_assert_cmpint (tessera_activity_get_task (activity), ==, TESSERA_ACTIVITY_SIGN_IN);
  g_assert_nonnull (tessera_activity_get_step (activity));
  stage_wait_for_step (activity, "Waiting for the browser");
  g_assert_true (g_str_has_prefix (tessera_activity_get_uri (activity),
                                   tessera_account_get_config (stage->account)->issuer));
  stage_browse (stage, activity);
  g_object_notify (G_OBJECT (activity), "uri");
  stage_wait_for_end (activity);
  g_assert_cmpint (tessera_account_get_state (stage->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_null (tessera_activity_get_failure (activity));
  g_assert_null (tessera_activity_get_warning (activity));
  g_assert_null (tessera_activity_get_step (activity));
  g_assert_null (tessera_activity_get_uri (activity));
  g_assert_cmpuint (ended[TESSERA_ACTIVITY_SIGN_IN], ==, 1);
}

/* A launch context that counts who asks it for a token. */
#define COUNTING_TYPE_CONTEXT (counting_context_get_type ())
G_DECLARE_FINAL_TYPE (CountingContext, counting_context, COUNTING, CONTEXT, GAppLaunchContext)

struct _CountingContext
{
  GAppLaunchContext parent_instance;
  guint asked;
};

G_DEFINE_FINAL_TYPE (CountingContext, counting_context, G_TYPE_APP_LAUNCH_CONTEXT)

static char *
get_startup_notify_id (GAppLaunchContext *context, GAppInfo *info, GList *files)
{
  COUNTING_CONTEXT (context)->asked++;
  return g_strdup ("token");
}

static void
counting_context_class_init (CountingContextClass *klass)
{
  G_APP_LAUNCH_CONTEXT_CLASS (klass)->get_startup_notify_id = get_startup_notify_id;
}

static void
counting_context_init (CountingContext *self)
{
}

/* Each time that a browser is opened, it gets what it needs to come to the front. */
static void
test_browser_comes_to_the_front (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);
  g_autoptr (CountingContext) context = g_object_new (COUNTING_TYPE_CONTEXT, NULL);

  tessera_activity_set_launch_context (activity, G_APP_LAUNCH_CONTEXT (context));
  tessera_activity_sign_in (activity);
  stage_wait_for_step (activity, "Waiting for the browser");
  g_assert_cmpuint (context->asked, ==, 1);
  tessera_activity_open_browser_again (activity);
  g_assert_cmpuint (context->asked, ==, 2);
  stage_browse (stage, activity);
  g_object_notify (G_OBJECT (activity), "uri");
  stage_wait_for_end (activity);
  tessera_activity_set_browser_timeout (activity, 1);
  tessera_activity_sign_out (activity);
  stage_wait_for_end (activity);
  g_assert_cmpuint (context->asked, ==, 3);
}

static void
test_failure_names_the_step (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);

  fail_to_sign_in (stage, activity);
  g_test_message ("%s", tessera_failure_get_details (tessera_activity_get_failure (activity)));
  g_assert_nonnull (strstr (tessera_failure_get_details (tessera_activity_get_failure (activity)),
                            "\nStep: Checking who you are\n"));
}

static void
test_cancel_is_no_failure (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);
  guint ended[4] = { 0 };

  g_signal_connect (activity, "ended", G_CALLBACK (count_cb), ended);
  tessera_activity_sign_in (activity);
  stage_wait_for_step (activity, "Waiting for the browser");
  tessera_activity_cancel (activity);
  stage_wait_for_end (activity);
  g_assert_null (tessera_activity_get_failure (activity));
  g_assert_cmpint (tessera_account_get_state (stage->account), ==, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_cmpuint (ended[TESSERA_ACTIVITY_SIGN_IN], ==, 1);
}

static void
test_one_at_a_time (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);
  guint ended[4] = { 0 };

  g_signal_connect (activity, "ended", G_CALLBACK (count_cb), ended);
  stage_browse (stage, activity);
  tessera_activity_sign_in (activity);
  tessera_activity_sign_in (activity);
  tessera_activity_load (activity);
  tessera_activity_sign_out (activity);
  g_assert_cmpint (tessera_activity_get_task (activity), ==, TESSERA_ACTIVITY_SIGN_IN);
  stage_wait_for_end (activity);
  g_assert_cmpint (tessera_account_get_state (stage->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_cmpuint (ended[TESSERA_ACTIVITY_SIGN_IN], ==, 1);
  g_assert_cmpuint (ended[TESSERA_ACTIVITY_LOAD] + ended[TESSERA_ACTIVITY_SIGN_OUT], ==, 0);
  g_assert_cmpuint (stage->opened, ==, 1);
}

static void
test_tries_again (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);

  fail_to_sign_in (stage, activity);
  provider_process_set_fault (stage->provider, NULL);
  tessera_activity_try_again (activity);
  g_assert_cmpint (tessera_activity_get_task (activity), ==, TESSERA_ACTIVITY_SIGN_IN);
  g_assert_null (tessera_activity_get_failure (activity));
  stage_wait_for_end (activity);
  g_assert_cmpint (tessera_account_get_state (stage->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
}

/* A person who signs in with another program does not have to read that it failed here. */
static void
test_failure_ends_with_a_session (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);

  fail_to_sign_in (stage, activity);
  provider_process_set_fault (stage->provider, NULL);
  stage_sign_in_elsewhere (stage);
  stage_wait_for_state (stage->account, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_null (tessera_activity_get_failure (activity));
}

static void
test_loads (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);

  stage_sign_in_elsewhere (stage);
  stage_wait_for_state (stage->account, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_false (tessera_account_is_loaded (stage->account));
  tessera_activity_load (activity);
  g_assert_cmpint (tessera_activity_get_task (activity), ==, TESSERA_ACTIVITY_LOAD);
  stage_wait_for_end (activity);
  g_assert_true (tessera_account_is_loaded (stage->account));
  g_assert_null (tessera_activity_get_failure (activity));
}

/* The account's state says it, and its page says what to do. */
static void
test_load_of_nothing_is_no_failure (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);

  tessera_activity_load (activity);
  stage_wait_for_end (activity);
  g_assert_null (tessera_activity_get_failure (activity));
}

/* Leaves the session at the provider alone, and has something to warn of. */
static void
sign_out_with_warning (Stage *stage, TesseraActivity *activity)
{
  provider_process_set_fault (stage->provider, "revoke-refused");
  provider_process_set_fault (stage->provider, "metadata-no-end-session");
  tessera_activity_sign_out (activity);
  g_assert_cmpint (tessera_activity_get_task (activity), ==, TESSERA_ACTIVITY_SIGN_OUT);
  stage_wait_for_end (activity);
  g_assert_cmpint (tessera_account_get_state (stage->account), ==, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_null (tessera_activity_get_failure (activity));
  g_assert_nonnull (strstr (tessera_activity_get_warning (activity), "could not be revoked"));
}

static void
test_sign_out_warns_while_signed_out (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);

  sign_in (stage, activity);
  sign_out_with_warning (stage, activity);
  /* Somebody who begins to sign in, and thinks better of it, is still signed out. */
  tessera_activity_sign_in (activity);
  tessera_activity_cancel (activity);
  stage_wait_for_end (activity);
  g_assert_nonnull (tessera_activity_get_warning (activity));
  provider_process_set_fault (stage->provider, NULL);
  stage_sign_in_elsewhere (stage);
  stage_wait_for_state (stage->account, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_null (tessera_activity_get_warning (activity));
}

static void
test_sign_in_ends_the_warning (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);

  sign_in (stage, activity);
  sign_out_with_warning (stage, activity);
  provider_process_set_fault (stage->provider, NULL);
  sign_in (stage, activity);
  g_assert_null (tessera_activity_get_warning (activity));
}

/* The tokens are gone already: a cancel would only leave them alive at the provider. */
static void
test_sign_out_is_not_cancelled (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);

  sign_in (stage, activity);
  provider_process_set_fault (stage->provider, "metadata-no-end-session");
  tessera_activity_sign_out (activity);
  tessera_activity_cancel (activity);
  stage_wait_for_end (activity);
  g_assert_cmpint (tessera_account_get_state (stage->account), ==, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_null (tessera_activity_get_warning (activity));
  g_assert_cmpuint (provider_process_count (stage->provider, "/revoke"), >, 0);
}

static void
test_signs_in_after_a_sign_out (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);

  sign_in (stage, activity);
  tessera_activity_sign_out (activity);
  /* Nobody comes back from the browser. */
  stage_wait_for_step (activity, "Waiting for the browser");
  tessera_activity_sign_in (activity);
  stage_wait_for_end (activity);
  while (tessera_account_get_state (stage->account) != TESSERA_ACCOUNT_SIGNED_IN)
    g_main_context_iteration (NULL, TRUE);
  stage_wait_for_end (activity);
  g_assert_null (tessera_activity_get_warning (activity));
  g_assert_cmpuint (stage->opened, ==, 2);
}

/* Run without a keyring. */
static void
test_sign_in_warns_while_not_stored (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);

  sign_in (stage, activity);
  g_assert_true (g_str_has_prefix (tessera_activity_get_warning (activity),
                                   "You are signed in until this window closes. "));
  tessera_activity_session_stored (activity);
  g_assert_null (tessera_activity_get_warning (activity));
}

static void
note_told_cb (TesseraActivity *activity, GParamSpec *pspec, gboolean *told)
{
  const char *step = tessera_activity_get_step (activity);

  if (tessera_activity_get_uri (activity) != NULL && !*told)
    *told = step != NULL
            && g_str_has_suffix (step, " You will stay signed in only until this window closes.");
}

/* Run without a keyring: when there is a link to open, the person has been told what it is good
 * for. */
static void
test_sign_in_says_before_that_nothing_is_stored (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (stage->account);
  gboolean told = FALSE;
  gulong handler = g_signal_connect (activity, "notify::uri", G_CALLBACK (note_told_cb), &told);

  tessera_activity_sign_in (activity);
  while (tessera_activity_get_uri (activity) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (told);
  /* And goes on being told while the browser is waited for. */
  told = FALSE;
  while (!told)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (activity, handler);
  stage_browse (stage, activity);
  g_object_notify (G_OBJECT (activity), "uri");
  stage_wait_for_end (activity);
  g_assert_cmpint (tessera_account_get_state (stage->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc > 1 && g_str_equal (argv[1], "absent"))
    {
      g_test_add_func ("/activity/sign-in-warns-while-not-stored",
                       test_sign_in_warns_while_not_stored);
      g_test_add_func ("/activity/sign-in-says-before-that-nothing-is-stored",
                       test_sign_in_says_before_that_nothing_is_stored);
      return g_test_run ();
    }
  g_test_add_func ("/activity/signs-in", test_signs_in);
  g_test_add_func ("/activity/browser-comes-to-the-front", test_browser_comes_to_the_front);
  g_test_add_func ("/activity/failure-names-the-step", test_failure_names_the_step);
  g_test_add_func ("/activity/cancel-is-no-failure", test_cancel_is_no_failure);
  g_test_add_func ("/activity/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/activity/tries-again", test_tries_again);
  g_test_add_func ("/activity/failure-ends-with-a-session", test_failure_ends_with_a_session);
  g_test_add_func ("/activity/loads", test_loads);
  g_test_add_func ("/activity/load-of-nothing-is-no-failure", test_load_of_nothing_is_no_failure);
  g_test_add_func ("/activity/sign-out-warns-while-signed-out",
                   test_sign_out_warns_while_signed_out);
  g_test_add_func ("/activity/sign-in-ends-the-warning", test_sign_in_ends_the_warning);
  g_test_add_func ("/activity/sign-out-is-not-cancelled", test_sign_out_is_not_cancelled);
  g_test_add_func ("/activity/signs-in-after-a-sign-out", test_signs_in_after_a_sign_out);
  return g_test_run ();
}
