/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "repair.h"

#include "accounts-now.h"
#include "stage.h"

/* As if the window showed its page. */
static void
show (TesseraSession *session)
{
  tessera_session_set_active (session, TRUE);
  stage_wait_for_end (tessera_session_get_activity (session));
}

/* The account of @stage gets an issuer that its provider does not go by, and a sign-in fails. */
static TesseraSession *
fail_to_sign_in (Stage *stage)
{
  g_autoptr (TesseraAccountConfig) config = stage_copy_config (stage->account);
  g_autofree char *right = g_steal_pointer (&config->issuer);
  g_autoptr (GError) error = NULL;
  TesseraSession *session = NULL;

  config->issuer = g_strconcat (right, "/", NULL);
  g_assert_true (tessera_accounts_update (stage->accounts, config, &error));
  g_assert_no_error (error);
  session = tessera_session_new (stage->account);
  show (session);
  tessera_activity_sign_in (tessera_session_get_activity (session));
  stage_wait_for_end (tessera_session_get_activity (session));
  return session;
}

static void
test_repairs (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autofree char *right = g_strdup (tessera_account_get_config (stage->account)->issuer);
  g_autoptr (TesseraSession) session = fail_to_sign_in (stage);
  TesseraActivity *activity = tessera_session_get_activity (session);

  g_assert_true (tessera_repair_applies (session));
  stage_browse (stage, activity);
  tessera_repair_begin (stage->accounts, session, NULL);
  stage_wait_for_state (stage->account, TESSERA_ACCOUNT_SIGNED_IN);
  stage_wait_for_end (activity);
  g_assert_null (tessera_activity_get_failure (activity));
  g_assert_cmpstr (tessera_account_get_config (stage->account)->issuer, ==, right);
}

/* Who closes the window meanwhile, or goes to another account, gets no browser. */
static void
test_left_meanwhile (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = fail_to_sign_in (stage);
  TesseraActivity *activity = tessera_session_get_activity (session);
  g_autofree char *wrong = g_strdup (tessera_account_get_config (stage->account)->issuer);
  g_autoptr (TesseraAccountConfig) other = NULL;
  g_autoptr (GError) error = NULL;

  tessera_repair_begin (stage->accounts, session, NULL);
  tessera_session_set_active (session, FALSE);
  while (g_str_equal (tessera_account_get_config (stage->account)->issuer, wrong))
    g_main_context_iteration (NULL, TRUE);
  /* The next change ends after the one before. */
  other = stage_copy_config (stage->account);
  other->audience = g_strdup ("https://api.test");
  g_assert_true (tessera_accounts_update (stage->accounts, other, &error));
  g_assert_no_error (error);
  g_assert_cmpint (tessera_activity_get_task (activity), ==, TESSERA_ACTIVITY_NONE);
  g_assert_nonnull (tessera_activity_get_failure (activity));
}

static void
test_other_failures (void)
{
  const char *const options[] = { "--auto", "--fault", "authorize-error", NULL };
  g_autoptr (Stage) stage = stage_new (options, NULL);
  g_autoptr (TesseraSession) session = tessera_session_new (stage->account);
  TesseraActivity *activity = tessera_session_get_activity (session);

  g_assert_false (tessera_repair_applies (session));
  stage_browse (stage, activity);
  tessera_activity_sign_in (activity);
  stage_wait_for_end (activity);
  g_assert_nonnull (tessera_activity_get_failure (activity));
  g_assert_false (tessera_repair_applies (session));
}

/* Named among the scopes, so that the sign-in did not leave it out by itself. */
static void
test_does_without_offline_access (void)
{
  const char *const options[] = { "--auto", "--fault", "authorize-offline-access-refused", NULL };
  const char *const scopes[] = { "openid", "offline_access", NULL };
  g_autoptr (Stage) stage = stage_new (options, scopes);
  g_autoptr (TesseraSession) session = tessera_session_new (stage->account);
  TesseraActivity *activity = tessera_session_get_activity (session);
  const TesseraAccountConfig *config;

  show (session);
  stage_browse (stage, activity);
  tessera_activity_sign_in (activity);
  stage_wait_for_end (activity);
  g_assert_cmpint (tessera_failure_get_repair (tessera_activity_get_failure (activity)), ==,
                   TESSERA_REPAIR_NO_OFFLINE_ACCESS);
  g_assert_true (tessera_repair_applies (session));
  tessera_repair_begin (stage->accounts, session, NULL);
  stage_wait_for_state (stage->account, TESSERA_ACCOUNT_SIGNED_IN);
  stage_wait_for_end (activity);
  config = tessera_account_get_config (stage->account);
  g_assert_cmpstr (config->offline_access, ==, "never");
  g_assert_cmpuint (g_strv_length (config->scopes), ==, 1);
  g_assert_cmpstr (config->scopes[0], ==, "openid");
}

static void
test_each_has_a_button (void)
{
  for (TesseraRepair i = TESSERA_REPAIR_TRY_AGAIN; i <= TESSERA_REPAIR_NO_OFFLINE_ACCESS; i++)
    {
      g_assert_nonnull (tessera_repair_get_label (i));
      g_assert_nonnull (tessera_repair_get_action (i));
    }
  g_assert_cmpstr (tessera_repair_get_label (TESSERA_REPAIR_REGISTER), ==,
                   "_Register This Address");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/repair/repairs", test_repairs);
  g_test_add_func ("/repair/left-meanwhile", test_left_meanwhile);
  g_test_add_func ("/repair/other-failures", test_other_failures);
  g_test_add_func ("/repair/does-without-offline-access", test_does_without_offline_access);
  g_test_add_func ("/repair/each-has-a-button", test_each_has_a_button);
  return g_test_run ();
}
