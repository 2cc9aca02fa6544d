/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sessions.h"

#include "accounts-now.h"
#include "stage.h"

static TesseraSession *
get_session (GListStore *sessions, guint position)
{
  g_autoptr (TesseraSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), position);

  g_assert_nonnull (session);
  return session; /* owned by the list */
}

static GListStore *
make_sessions (Stage *stage, guint *position)
{
  GListStore *sessions = tessera_sessions_new (stage->accounts);
  guint count = g_list_model_get_n_items (G_LIST_MODEL (sessions));

  g_assert_cmpuint (count, ==, g_list_model_get_n_items (G_LIST_MODEL (stage->accounts)));
  for (*position = 0; *position < count; (*position)++)
    if (tessera_session_get_account (get_session (sessions, *position)) == stage->account)
      break;
  return sessions;
}

/* What runs for an account goes on when another one comes. */
static void
test_keeps_a_session (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  guint position;
  g_autoptr (GListStore) sessions = make_sessions (stage, &position);
  TesseraSession *session = get_session (sessions, position);
  g_autoptr (TesseraAccountConfig) config = stage_copy_config (stage->account);
  TesseraAccount *added;

  g_clear_pointer (&config->name, g_free);
  config->name = g_strdup ("Added");
  added = tessera_accounts_add (stage->accounts, config, NULL);
  g_assert_true (get_session (sessions, position) == session);
  g_assert_true (tessera_session_get_account (get_session (sessions, position + 1)) == added);
}

static void
test_cancels_what_is_removed (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  guint position;
  g_autoptr (GListStore) sessions = make_sessions (stage, &position);
  g_autoptr (TesseraSession) session = g_object_ref (get_session (sessions, position));
  TesseraActivity *activity = tessera_session_get_activity (session);
  guint count = g_list_model_get_n_items (G_LIST_MODEL (sessions));

  tessera_activity_sign_in (activity);
  stage_wait_for_step (activity, "Waiting for the browser");
  tessera_accounts_delete_entry (stage->accounts, tessera_account_get_config (stage->account)->id,
                                 NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (sessions)), ==, count - 1);
  stage_wait_for_end (activity);
  g_assert_null (tessera_activity_get_failure (activity));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sessions/keeps-a-session", test_keeps_a_session);
  g_test_add_func ("/sessions/cancels-what-is-removed", test_cancels_what_is_removed);
  return g_test_run ();
}
