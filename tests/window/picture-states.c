/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture-stage.h"

#include "accounts-now.h"
#include "failed-page.h"
#include "token-group.h"

#include <glib/gstdio.h>

/* The window in each state of a session, and without one. */

static const char *const lasting[] = { "--auto", "--fault", "profile-long-text", NULL };
static const char *const ending[] = { "--auto", "--lifetime", "200", NULL };
static const char *const no_refresh[] = { "openid", "profile", NULL };

static void
take (PictureStage *self, const char *state)
{
  looks_take (GTK_WIDGET (self->window), state);
}

static void
set_up (PictureStage *self, gconstpointer data)
{
  picture_stage_begin (self, lasting, NULL);
  picture_stage_open (self);
}

static void
tear_down (PictureStage *self, gconstpointer data)
{
  picture_stage_close (self);
}

/* Neither an account nor anything in the file that is one. */
static void
take_without_account (const char *state, const char *text)
{
  g_autofree char *directory = g_build_filename (g_get_user_config_dir (), "tessera", NULL);
  g_autofree char *path = g_build_filename (directory, "accounts.conf", NULL);
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *window;

  g_assert_cmpint (g_mkdir_with_parents (directory, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  accounts = tessera_accounts_new (TRUE, NULL);
  window = GTK_WIDGET (picture_stage_open_window (accounts));
  looks_take (window, state);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_empty (void)
{
  take_without_account ("empty", "");
}

static void
test_broken (void)
{
  take_without_account ("broken", "[here]\nName=A\nand so on\n");
}

static void
test_signed_out (PictureStage *self, gconstpointer data)
{
  take (self, "signed-out");
}

static void
test_signing_in (PictureStage *self, gconstpointer data)
{
  TesseraActivity *activity = tessera_session_get_activity (picture_stage_get_session (self));

  picture_stage_do (self, "session.sign-in", NULL);
  while (tessera_activity_get_uri (activity) == NULL)
    g_main_context_iteration (NULL, TRUE);
  take (self, "signing-in");
  tessera_activity_cancel (activity);
  stage_wait_for_end (activity);
}

static void
test_signed_in (PictureStage *self, gconstpointer data)
{
  GtkWidget *group;

  picture_stage_sign_in (self);
  take (self, "signed-in");
  group = picture_stage_find (self->window, TESSERA_TYPE_TOKEN_GROUP);
  gtk_toggle_button_set_active (
    GTK_TOGGLE_BUTTON (gtk_widget_get_template_child (group, TESSERA_TYPE_TOKEN_GROUP, "reveal")),
    TRUE);
  take (self, "revealed");
}

/* A renewal that fails is told of above the token. */
static void
test_warned (PictureStage *self, gconstpointer data)
{
  picture_stage_sign_in (self);
  provider_process_set_fault (self->stage->provider, "token-error-500");
  tessera_session_refresh (picture_stage_get_session (self));
  stage_wait_for_boolean (picture_stage_get_session (self), "renewing", FALSE);
  take (self, "warned");
}

static void
set_up_ending (PictureStage *self, gconstpointer data)
{
  picture_stage_begin (self, ending, no_refresh);
  picture_stage_open (self);
}

static void
test_ends_soon (PictureStage *self, gconstpointer data)
{
  picture_stage_sign_in (self);
  stage_wait_for_boolean (picture_stage_get_session (self), "expiring", TRUE);
  take (self, "ends-soon");
}

/* The provider has ended it, and says why. */
static void
test_ended (PictureStage *self, gconstpointer data)
{
  picture_stage_sign_in (self);
  provider_process_set_fault (self->stage->provider, "token-error-invalid-grant");
  tessera_session_refresh (picture_stage_get_session (self));
  picture_stage_wait_for_page (self, "expired");
  take (self, "ended");
}

/* The window opens on it. */
static void
test_locked (PictureStage *self, gconstpointer data)
{
  picture_stage_begin (self, lasting, NULL);
  stage_sign_in_elsewhere (self->stage);
  stage_wait_for_state (self->stage->account, TESSERA_ACCOUNT_SIGNED_IN);
  stage_lock_keyring ();
  picture_stage_open (self);
  picture_stage_wait_for_page (self, "locked");
  take (self, "locked");
  stage_unlock_keyring ();
}

static void
fail (PictureStage *self, const char *fault)
{
  provider_process_set_fault (self->stage->provider, fault);
  stage_browse (self->stage, tessera_session_get_activity (picture_stage_get_session (self)));
  picture_stage_do (self, "session.sign-in", NULL);
  picture_stage_wait_for_page (self, "failed");
}

static void
test_failed (PictureStage *self, gconstpointer data)
{
  GtkWidget *page;

  fail (self, "id-token-wrong-iss");
  take (self, "failed");
  page = picture_stage_find (self->window, TESSERA_TYPE_FAILED_PAGE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (
                                  picture_stage_find (page, GTK_TYPE_TOGGLE_BUTTON)),
                                TRUE);
  take (self, "failed-details");
}

static void
test_denied (PictureStage *self, gconstpointer data)
{
  provider_process_set_fault (self->stage->provider, "profile-hostile-text");
  fail (self, "authorize-denied");
  take (self, "denied");
}

static void
test_failed_with_a_repair (PictureStage *self, gconstpointer data)
{
  g_autoptr (TesseraAccountConfig) config = stage_copy_config (self->stage->account);
  g_autofree char *right = g_steal_pointer (&config->issuer);
  g_autoptr (GError) error = NULL;

  config->issuer = g_strconcat (right, "/realms/customers/", NULL);
  g_assert_true (tessera_accounts_update (self->stage->accounts, config, &error));
  g_assert_no_error (error);
  fail (self, NULL);
  take (self, "repairable");
}

static void
test_list (PictureStage *self, gconstpointer data)
{
  picture_stage_sign_in (self);
  for (int i = 1; i <= 8; i++)
    {
      g_autoptr (TesseraAccountConfig) config = stage_copy_config (self->stage->account);
      g_autoptr (GError) error = NULL;

      g_clear_pointer (&config->id, g_free);
      g_free (config->name);
      config->name = g_strdup_printf ("Customer %d", i);
      tessera_accounts_add (self->stage->accounts, config, &error);
      g_assert_no_error (error);
    }
  picture_stage_do (self, "accounts.show-list", NULL);
  take (self, "list");
}

void
picture_states_add (void)
{
  g_test_add_func ("/pictures/empty", test_empty);
  g_test_add_func ("/pictures/broken", test_broken);
#define add(path, test) g_test_add (path, PictureStage, NULL, set_up, test, tear_down)
  add ("/pictures/signed-out", test_signed_out);
  add ("/pictures/signing-in", test_signing_in);
  add ("/pictures/signed-in", test_signed_in);
  add ("/pictures/warned", test_warned);
  add ("/pictures/ended", test_ended);
  add ("/pictures/failed", test_failed);
  add ("/pictures/denied", test_denied);
  add ("/pictures/failed-with-a-repair", test_failed_with_a_repair);
  add ("/pictures/list", test_list);
#undef add
  g_test_add ("/pictures/locked", PictureStage, NULL, NULL, test_locked, tear_down);
  g_test_add ("/pictures/ends-soon", PictureStage, NULL, set_up_ending, test_ends_soon, tear_down);
}
