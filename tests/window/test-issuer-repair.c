/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "issuer-repair.h"

#include "accounts-now.h"
#include "stage.h"

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

  g_assert_true (tessera_issuer_repair_applies (session));
  stage_browse (stage, activity);
  tessera_issuer_repair_begin (stage->accounts, session, NULL);
  stage_wait_for_state (stage->account, TESSERA_ACCOUNT_SIGNED_IN);
  stage_wait_for_end (activity);
  g_assert_null (tessera_activity_get_failure (activity));
  g_assert_cmpstr (tessera_account_get_config (stage->account)->issuer, ==, right);
}

static void
test_other_failures (void)
{
  const char *const options[] = { "--auto", "--fault", "authorize-error", NULL };
  g_autoptr (Stage) stage = stage_new (options, NULL);
  g_autoptr (TesseraSession) session = tessera_session_new (stage->account);
  TesseraActivity *activity = tessera_session_get_activity (session);

  g_assert_false (tessera_issuer_repair_applies (session));
  stage_browse (stage, activity);
  tessera_activity_sign_in (activity);
  stage_wait_for_end (activity);
  g_assert_nonnull (tessera_activity_get_failure (activity));
  g_assert_false (tessera_issuer_repair_applies (session));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/issuer-repair/repairs", test_repairs);
  g_test_add_func ("/issuer-repair/other-failures", test_other_failures);
  return g_test_run ();
}
