/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sessions.h"

#include "accounts-now.h"
#include "stage.h"

static TesseraSession *
get_session (TesseraSessions *sessions, guint position)
{
  g_autoptr (TesseraSession) session = g_list_model_get_item (G_LIST_MODEL (sessions), position);

  g_assert_nonnull (session);
  return session; /* owned by the list */
}

static TesseraSessions *
make_sessions (Stage *stage, guint *position)
{
  TesseraSessions *sessions = tessera_sessions_new (stage->accounts, NULL);
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
  g_autoptr (TesseraSessions) sessions = make_sessions (stage, &position);
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
  g_autoptr (TesseraSessions) sessions = make_sessions (stage, &position);
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

static TesseraAccount *
add (Stage *stage, const char *name)
{
  g_autoptr (TesseraAccountConfig) config = stage_copy_config (stage->account);
  g_autoptr (GError) error = NULL;
  TesseraAccount *account;

  g_clear_pointer (&config->name, g_free);
  config->name = g_strdup_printf ("%s of %s", name, tessera_account_get_name (stage->account));
  account = tessera_accounts_add (stage->accounts, config, &error);
  g_assert_no_error (error);
  return account;
}

static const char *
get_id (TesseraAccount *account)
{
  return tessera_account_get_config (account)->id;
}

/* Returns: (transfer full) the settings, with such an order. */
static GSettings *
make_settings (const char *const *order)
{
  g_autofree char *directory = g_test_build_filename (G_TEST_BUILT, "..", "data", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSettingsSchemaSource) source
    = g_settings_schema_source_new_from_directory (directory, NULL, TRUE, &error);
  g_autoptr (GSettingsSchema) schema = NULL;
  GSettings *settings;

  g_assert_no_error (error);
  schema = g_settings_schema_source_lookup (source, APPLICATION_ID, FALSE);
  settings = g_settings_new_full (schema, NULL, NULL);
  g_settings_set_strv (settings, "order", order);
  return settings;
}

/* Accounts that nobody has put into an order follow in that of the files. */
static void
test_has_the_order (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  TesseraAccount *one = add (stage, "One");
  TesseraAccount *two = add (stage, "Two");
  const char *const order[] = { get_id (two), "gone", get_id (one), NULL };
  g_autoptr (GSettings) settings = make_settings (order);
  g_autoptr (TesseraSessions) sessions = tessera_sessions_new (stage->accounts, settings);

  g_assert_true (tessera_session_get_account (get_session (sessions, 0)) == two);
  g_assert_true (tessera_session_get_account (get_session (sessions, 1)) == one);
  g_assert_cmpuint (tessera_sessions_find (sessions, get_id (stage->account)), >, 1);
  g_assert_cmpuint (tessera_sessions_find (sessions, "gone"), ==, G_MAXUINT);
}

static void
count_cb (TesseraSessions *sessions, guint position, guint removed, guint added, guint *changed)
{
  *changed += MAX (removed, added);
}

/* What is moved keeps its session, and only the rows in between change. */
static void
test_moves (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  TesseraAccount *one = add (stage, "One");
  TesseraAccount *two = add (stage, "Two");
  const char *const order[] = { get_id (one), get_id (two), NULL };
  g_autoptr (GSettings) settings = make_settings (order);
  g_autoptr (TesseraSessions) sessions = tessera_sessions_new (stage->accounts, settings);
  TesseraSession *session = get_session (sessions, 0);
  g_auto (GStrv) kept = NULL;
  guint changed = 0;

  g_signal_connect (sessions, "items-changed", G_CALLBACK (count_cb), &changed);
  tessera_sessions_move (sessions, 0, 1);
  g_assert_cmpuint (changed, ==, 2);
  g_assert_true (get_session (sessions, 1) == session);
  kept = g_settings_get_strv (settings, "order");
  g_assert_cmpstr (kept[0], ==, get_id (two));
  g_assert_cmpstr (kept[1], ==, get_id (one));
  g_assert_cmpuint (g_strv_length (kept), ==,
                    g_list_model_get_n_items (G_LIST_MODEL (stage->accounts)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sessions/keeps-a-session", test_keeps_a_session);
  g_test_add_func ("/sessions/cancels-what-is-removed", test_cancels_what_is_removed);
  g_test_add_func ("/sessions/has-the-order", test_has_the_order);
  g_test_add_func ("/sessions/moves", test_moves);
  return g_test_run ();
}
