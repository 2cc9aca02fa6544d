/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session.h"

#include "clock.h"
#include "expiry-text.h"
#include "stage.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const no_refresh[] = { "openid", "profile", NULL };

/* Signed in, with the tokens in the keyring, and shown by nobody yet. */
static TesseraSession *
open_stored_session (Stage *stage)
{
  stage_sign_in_elsewhere (stage);
  stage_wait_for_state (stage->account, TESSERA_ACCOUNT_SIGNED_IN);
  return tessera_session_new (stage->account);
}

static char *
make_record_path (Stage *stage)
{
  g_autofree char *name
    = g_strconcat (tessera_account_get_config (stage->account)->id, ".state", NULL);

  return g_build_filename (g_get_user_data_dir (), "tessera", name, NULL);
}

static void
wait_for_prefix (TesseraSession *session, const char *property, const char *prefix)
{
  g_autofree char *text = NULL;

  while (text = stage_get_string (session, property),
         text == NULL || !g_str_has_prefix (text, prefix))
    {
      g_clear_pointer (&text, g_free);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
assert_text (TesseraSession *session, const char *property, const char *format, const char *time)
{
  g_autofree char *text = stage_get_string (session, property);
  g_auto (GStrv) parts = g_strsplit (format, "TIME", 2);
  g_autofree char *expected = g_strjoinv (time, parts);

  g_assert_cmpstr (text, ==, expected);
}

/* When the access token expires. */
static char *
say_until (Stage *stage)
{
  return tessera_expiry_text_clock (tessera_account_get_expires_at (stage->account),
                                    tessera_clock_wall ());
}

static void
test_says_until_when (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = open_stored_session (stage);
  g_autofree char *until = say_until (stage);

  assert_text (session, "status", "Signed in · until TIME, renews itself", until);
}

static void
test_says_until_when_it_ends (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, no_refresh);
  g_autoptr (TesseraSession) session = open_stored_session (stage);
  g_autofree char *until = say_until (stage);

  assert_text (session, "status", "Signed in · until TIME", until);
}

/* It could not be renewed: the provider ended nothing. */
static void
test_says_that_the_token_has_expired (void)
{
  static const char *const options[] = { "--auto", "--lifetime", "2", NULL };
  g_autoptr (Stage) stage = stage_new (options, no_refresh);
  g_autoptr (TesseraSession) session = open_stored_session (stage);
  gint64 expires_at = tessera_account_get_expires_at (stage->account);
  g_autofree char *time = tessera_expiry_text_local (expires_at, expires_at);

  stage_wait_for_string (session, "view", "expired");
  assert_text (session, "ended", "The access token has expired", "");
  assert_text (session, "ending", "Signed in until: TIME", time);
}

static void
test_says_that_the_session_ended (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = open_stored_session (stage);
  g_autofree char *ending = NULL;

  provider_process_set_fault (stage->provider, "token-error-invalid-grant");
  tessera_session_refresh (session);
  stage_wait_for_string (session, "view", "expired");
  stage_wait_for_boolean (session, "renewing", FALSE);
  assert_text (session, "ended", "Session ended", "");
  ending = stage_get_string (session, "ending");
  g_assert_true (g_str_has_prefix (ending, "Signed in until: "));
  g_assert_nonnull (strstr (ending, "\nThe session of “"));
}

static void
test_follows_a_sign_in (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = tessera_session_new (stage->account);
  TesseraActivity *activity = tessera_session_get_activity (session);
  g_autofree char *person = NULL;
  g_autofree char *contact = NULL;

  g_assert_cmpstr (tessera_session_get_view (session), ==, "signed-out");
  stage_browse (stage, activity);
  tessera_activity_sign_in (activity);
  g_assert_cmpstr (tessera_session_get_view (session), ==, "signing-in");
  wait_for_prefix (session, "step", "Waiting for the browser · ");
  stage_wait_for_string (session, "view", "signed-in");
  stage_wait_for_boolean (session, "loaded", TRUE);
  person = stage_get_string (session, "person");
  contact = stage_get_string (session, "contact");
  g_assert_cmpstr (person, ==, "Zoë O’Hara");
  g_assert_cmpstr (contact, ==, "zoe@example.org");
  stage_wait_for_string (session, "step", NULL);
  stage_wait_for_string (session, "uri", NULL);
}

static void
note_view_cb (TesseraSession *session, GParamSpec *pspec, GString *views)
{
  g_string_append_printf (views, "%s ", tessera_session_get_view (session));
}

/* No page comes up for a moment between two others. */
static void
test_goes_straight_to_the_failure (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = tessera_session_new (stage->account);
  TesseraActivity *activity = tessera_session_get_activity (session);
  g_autoptr (GString) views = g_string_new (NULL);

  provider_process_set_fault (stage->provider, "id-token-bad-signature");
  g_signal_connect (session, "notify::view", G_CALLBACK (note_view_cb), views);
  stage_browse (stage, activity);
  tessera_activity_sign_in (activity);
  stage_wait_for_end (activity);
  g_assert_cmpstr (views->str, ==, "signing-in failed ");
  provider_process_set_fault (stage->provider, NULL);
  tessera_activity_try_again (activity);
  stage_wait_for_end (activity);
  g_assert_cmpstr (views->str, ==, "signing-in failed signing-in signed-in ");
}

static void
test_loads_once_active (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = open_stored_session (stage);
  TesseraActivity *activity = tessera_session_get_activity (session);

  g_assert_cmpstr (tessera_session_get_view (session), ==, "signed-in");
  g_assert_cmpint (tessera_activity_get_task (activity), ==, TESSERA_ACTIVITY_NONE);
  tessera_session_set_active (session, TRUE);
  g_assert_cmpint (tessera_activity_get_task (activity), ==, TESSERA_ACTIVITY_LOAD);
  stage_wait_for_boolean (session, "loaded", TRUE);
}

/* Nobody looks at it, so nobody is asked for the keyring's password. */
static void
test_does_not_load_out_of_view (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = tessera_session_new (stage->account);

  stage_sign_in_elsewhere (stage);
  stage_wait_for_string (session, "view", "signed-in");
  g_assert_cmpint (tessera_activity_get_task (tessera_session_get_activity (session)), ==,
                   TESSERA_ACTIVITY_NONE);
}

static void
test_loads_what_came_meanwhile (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = tessera_session_new (stage->account);
  g_autofree char *first = NULL;

  tessera_session_set_active (session, TRUE);
  stage_sign_in_elsewhere (stage);
  stage_wait_for_boolean (session, "loaded", TRUE);
  first = g_strdup (tessera_account_get_access_token (stage->account));
  stage_sign_in_elsewhere (stage);
  /* It may be loaded before the sign-in has returned. */
  while (!tessera_account_is_loaded (stage->account)
         || g_str_equal (tessera_account_get_access_token (stage->account), first))
    g_main_context_iteration (NULL, TRUE);
}

/* A person who cancels what asks for the keyring's password is not asked again at once. */
static void
test_does_not_insist (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = open_stored_session (stage);
  TesseraActivity *activity = tessera_session_get_activity (session);

  tessera_session_set_active (session, TRUE);
  tessera_activity_cancel (activity);
  stage_wait_for_end (activity);
  g_assert_false (tessera_account_is_loaded (stage->account));
  g_assert_cmpint (tessera_activity_get_task (activity), ==, TESSERA_ACTIVITY_NONE);
  tessera_session_set_active (session, FALSE);
  tessera_session_set_active (session, TRUE);
  stage_wait_for_boolean (session, "loaded", TRUE);
}

static void
test_follows_a_sign_out_elsewhere (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = open_stored_session (stage);

  tessera_session_set_active (session, TRUE);
  stage_wait_for_boolean (session, "loaded", TRUE);
  stage_sign_out_elsewhere (stage);
  stage_wait_for_string (session, "view", "signed-out");
  stage_wait_for_boolean (session, "loaded", FALSE);
  stage_wait_for_string (session, "person", NULL);
}

static void
test_shows_the_warning (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = open_stored_session (stage);
  g_autofree char *warning = NULL;

  provider_process_set_fault (stage->provider, "revoke-refused");
  provider_process_set_fault (stage->provider, "metadata-no-end-session");
  tessera_activity_sign_out (tessera_session_get_activity (session));
  stage_wait_for_end (tessera_session_get_activity (session));
  g_assert_cmpstr (tessera_session_get_view (session), ==, "signed-out");
  warning = stage_get_string (session, "warning");
  g_assert_nonnull (strstr (warning, "could not be revoked"));
  provider_process_set_fault (stage->provider, NULL);
  stage_sign_in_elsewhere (stage);
  stage_wait_for_string (session, "warning", NULL);
}

/* A renewal that fails is told of for as long as the session that it is about. */
static void
test_shows_the_renewal_s_problem (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = open_stored_session (stage);
  g_autofree char *warning = NULL;

  g_assert_true (tessera_session_is_renewable (session));
  provider_process_set_fault (stage->provider, "token-error-500");
  tessera_session_refresh (session);
  stage_wait_for_boolean (session, "renewing", TRUE);
  stage_wait_for_boolean (session, "renewing", FALSE);
  warning = stage_get_string (session, "warning");
  g_assert_nonnull (warning);
  stage_sign_out_elsewhere (stage);
  stage_wait_for_string (session, "warning", NULL);
}

/* An account that is edited while its token is about to end has no session any more. */
static void
test_drops_the_renewal_s_problem (void)
{
  static const char *const options[] = { "--auto", "--lifetime", "100", NULL };
  g_autoptr (Stage) stage = stage_new (options, NULL);
  g_autoptr (TesseraSession) session = open_stored_session (stage);
  g_autoptr (TesseraAccountConfig) config = stage_copy_config (stage->account);
  g_autofree char *boot_id = g_strdup (tessera_clock_boot_id ());
  g_autofree char *warning = NULL;

  tessera_session_set_active (session, TRUE);
  stage_wait_for_boolean (session, "loaded", TRUE);
  tessera_clock_set (tessera_clock_wall () + 90, tessera_clock_boot () + 90, boot_id);
  provider_process_set_fault (stage->provider, "token-error-500");
  tessera_session_refresh (session);
  stage_wait_for_boolean (session, "renewing", FALSE);
  warning = stage_get_string (session, "warning");
  g_assert_nonnull (warning);
  g_clear_pointer (&config->client_id, g_free);
  config->client_id = g_strdup ("other");
  tessera_account_set_config (stage->account, config);
  stage_wait_for_string (session, "view", "signed-out");
  stage_wait_for_string (session, "warning", NULL);
  tessera_clock_unset ();
}

static void
test_expires_soon (void)
{
  static const char *const options[] = { "--auto", "--lifetime", "100", NULL };
  g_autoptr (Stage) stage = stage_new (options, no_refresh);
  g_autoptr (TesseraSession) session = open_stored_session (stage);

  g_assert_false (tessera_session_is_renewable (session));
  stage_wait_for_boolean (session, "expiring", TRUE);
}

static void
test_renews_before_it_expires (void)
{
  static const char *const options[] = { "--auto", "--lifetime", "100", NULL };
  g_autoptr (Stage) stage = stage_new (options, NULL);
  g_autoptr (TesseraSession) session = open_stored_session (stage);

  g_assert_true (tessera_session_is_renewable (session));
  stage_wait_for_boolean (session, "expiring", FALSE);
}

/* What could not be stored is stored with the next renewal, once the keyring is open. */
static void
test_warns_while_not_stored (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = tessera_session_new (stage->account);
  g_autofree char *warning = NULL;

  stage_lock_keyring ();
  stage_browse (stage, tessera_session_get_activity (session));
  tessera_activity_sign_in (tessera_session_get_activity (session));
  stage_wait_for_end (tessera_session_get_activity (session));
  g_assert_cmpstr (tessera_session_get_view (session), ==, "signed-in");
  warning = stage_get_string (session, "warning");
  g_assert_true (g_str_has_prefix (warning, "You are signed in until this window closes. "));
  stage_unlock_keyring ();
  tessera_session_refresh (session);
  stage_wait_for_boolean (session, "renewing", FALSE);
  g_assert_cmpstr (tessera_session_get_view (session), ==, "signed-in");
  stage_wait_for_string (session, "warning", NULL);
}

/* An account that turns out to be signed out needs a sign-in: there is nothing to unlock. */
static void
test_leaves_the_locked_keyring (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = open_stored_session (stage);
  g_autofree char *path = make_record_path (stage);

  stage_lock_keyring ();
  tessera_session_set_active (session, TRUE);
  stage_wait_for_end (tessera_session_get_activity (session));
  g_assert_cmpstr (tessera_session_get_view (session), ==, "locked");
  g_assert_null (tessera_activity_get_failure (tessera_session_get_activity (session)));
  g_assert_cmpint (g_unlink (path), ==, 0);
  stage_wait_for_string (session, "view", "signed-out");
  stage_unlock_keyring ();
}

/* The keyring knows better than a record that is lost. */
/* Nobody has to unlock anything: what is gone is signed out. */
static void
test_notices_an_emptied_keyring (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = open_stored_session (stage);

  stage_empty_keyring ();
  tessera_session_set_active (session, TRUE);
  stage_wait_for_string (session, "view", "signed-out");
}

static void
test_finds_a_session_without_its_record (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = open_stored_session (stage);
  g_autofree char *path = make_record_path (stage);

  g_assert_cmpint (g_unlink (path), ==, 0);
  stage_wait_for_string (session, "view", "signed-out");
  tessera_session_set_active (session, TRUE);
  stage_wait_for_string (session, "view", "signed-in");
  stage_wait_for_boolean (session, "loaded", TRUE);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

/* What cannot be read is no absence: it is said, and tried again on demand. */
static void
test_says_what_cannot_be_read (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = open_stored_session (stage);
  TesseraActivity *activity = tessera_session_get_activity (session);
  g_autofree char *path = make_record_path (stage);
  g_autofree char *aside = g_strconcat (path, ".aside", NULL);

  g_assert_cmpint (g_rename (path, aside), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  stage_wait_for_string (session, "view", "unknown");
  tessera_session_set_active (session, TRUE);
  stage_wait_for_string (session, "view", "failed");
  g_assert_cmpint (g_rmdir (path), ==, 0);
  g_assert_cmpint (g_rename (aside, path), ==, 0);
  stage_wait_for_string (session, "view", "signed-in");
  stage_wait_for_boolean (session, "loaded", TRUE);
  g_assert_null (tessera_activity_get_failure (activity));
}

/* Who asks for a sign-in while the keyring is read is not left waiting. */
static void
test_signs_in_while_it_loads (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = tessera_session_new (stage->account);
  TesseraActivity *activity = tessera_session_get_activity (session);

  stage_browse (stage, activity);
  tessera_session_set_active (session, TRUE);
  g_assert_cmpint (tessera_activity_get_task (activity), ==, TESSERA_ACTIVITY_LOAD);
  tessera_activity_sign_in (activity);
  stage_wait_for_string (session, "view", "signed-in");
}

/* The browser was opened, and stays where it is. */
static void
test_warns_that_nobody_came_back (void)
{
  g_autoptr (Stage) stage = stage_new (NULL, NULL);
  g_autoptr (TesseraSession) session = tessera_session_new (stage->account);
  TesseraActivity *activity = tessera_session_get_activity (session);
  g_autofree char *warning = NULL;

  stage_browse (stage, activity);
  tessera_activity_sign_in (activity);
  stage_wait_for_boolean (session, "loaded", TRUE);
  stage_wait_for_end (activity);
  tessera_activity_set_browser_timeout (activity, 1);
  tessera_activity_sign_out (activity);
  stage_wait_for_end (activity);
  stage_wait_for_string (session, "view", "signed-out");
  warning = stage_get_string (session, "warning");
  g_assert_nonnull (strstr (warning, "you may still be signed in there"));
  g_assert_nonnull (strstr (warning, "does not accept http://127.0.0.1:"));
  g_assert_nonnull (strstr (warning, "redirect URI with a fixed port"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/says-until-when", test_says_until_when);
  g_test_add_func ("/session/says-until-when-it-ends", test_says_until_when_it_ends);
  g_test_add_func ("/session/says-that-the-token-has-expired",
                   test_says_that_the_token_has_expired);
  g_test_add_func ("/session/says-that-the-session-ended", test_says_that_the_session_ended);
  g_test_add_func ("/session/follows-a-sign-in", test_follows_a_sign_in);
  g_test_add_func ("/session/goes-straight-to-the-failure", test_goes_straight_to_the_failure);
  g_test_add_func ("/session/loads-once-active", test_loads_once_active);
  g_test_add_func ("/session/does-not-load-out-of-view", test_does_not_load_out_of_view);
  g_test_add_func ("/session/loads-what-came-meanwhile", test_loads_what_came_meanwhile);
  g_test_add_func ("/session/does-not-insist", test_does_not_insist);
  g_test_add_func ("/session/follows-a-sign-out-elsewhere", test_follows_a_sign_out_elsewhere);
  g_test_add_func ("/session/shows-the-warning", test_shows_the_warning);
  g_test_add_func ("/session/shows-the-renewals-problem", test_shows_the_renewal_s_problem);
  g_test_add_func ("/session/drops-the-renewals-problem", test_drops_the_renewal_s_problem);
  g_test_add_func ("/session/expires-soon", test_expires_soon);
  g_test_add_func ("/session/renews-before-it-expires", test_renews_before_it_expires);
  g_test_add_func ("/session/warns-while-not-stored", test_warns_while_not_stored);
  g_test_add_func ("/session/warns-that-nobody-came-back", test_warns_that_nobody_came_back);
  g_test_add_func ("/session/leaves-the-locked-keyring", test_leaves_the_locked_keyring);
  g_test_add_func ("/session/notices-an-emptied-keyring", test_notices_an_emptied_keyring);
  g_test_add_func ("/session/finds-a-session-without-its-record",
                   test_finds_a_session_without_its_record);
  g_test_add_func ("/session/says-what-cannot-be-read", test_says_what_cannot_be_read);
  g_test_add_func ("/session/signs-in-while-it-loads", test_signs_in_while_it_loads);
  return g_test_run ();
}
