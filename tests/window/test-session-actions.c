/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-actions.h"

#include "secret-mark.h"
#include "setup.h"
#include "stage.h"
#include "window-resources.h"
#include "window-visibility.h"

#include <adwaita.h>
#include <string.h>

typedef struct
{
  Stage *stage;
  TesseraSession *session;
  TesseraActivity *activity; /* the session's */
  GtkWidget *window;
  GtkWidget *content; /* in the window */
} Fixture;

static const char *const no_refresh[] = { "openid", "profile", NULL };

/* @data: the scopes of the account */
static void
set_up (Fixture *self, gconstpointer data)
{
  GtkWidget *overlay = adw_toast_overlay_new ();
  g_autoptr (GSimpleActionGroup) actions = NULL;
  g_autoptr (TesseraWindowVisibility) visibility = NULL;

  self->stage = stage_new (NULL, data);
  self->session = tessera_session_new (self->stage->account);
  self->activity = tessera_session_get_activity (self->session);
  self->window = gtk_window_new ();
  self->content = gtk_label_new ("content");
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), self->content);
  gtk_window_set_child (GTK_WINDOW (self->window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 380, 300);
  actions = tessera_session_actions_new (self->session, self->content);
  gtk_widget_insert_action_group (self->window, "session", G_ACTION_GROUP (actions));
  visibility = tessera_window_visibility_new (GTK_WINDOW (self->window));
  gtk_window_present (GTK_WINDOW (self->window));
  stage_wait_for_boolean (visibility, "visible", TRUE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->session);
  stage_free (self->stage);
}

static void
activate (Fixture *self, const char *action)
{
  g_assert_true (gtk_widget_activate_action (self->content, action, NULL));
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Which actions are enabled, in the order of their names. */
static void
assert_enabled (Fixture *self, const char *names)
{
  g_autoptr (GSimpleActionGroup) actions
    = tessera_session_actions_new (self->session, self->content);
  GActionGroup *group = G_ACTION_GROUP (actions);
  g_auto (GStrv) all = g_action_group_list_actions (group);
  g_autoptr (GString) enabled = g_string_new (NULL);

  qsort (all, g_strv_length (all), sizeof (char *), compare_names);
  for (gsize i = 0; all[i] != NULL; i++)
    if (g_action_group_get_action_enabled (group, all[i]))
      g_string_append_printf (enabled, "%s%s", enabled->len > 0 ? " " : "", all[i]);
  g_assert_cmpstr (enabled->str, ==, names);
}

static void
count_cb (GActionGroup *group, const char *name, gboolean enabled, guint *count)
{
  (*count)++;
}

static gboolean
has_label (GtkWidget *widget, const char *text)
{
  gboolean found
    = GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = has_label (child, text);
  return found;
}

static void
assert_copied (Fixture *self, const char *text, const char *toast)
{
  GdkContentProvider *content = gdk_clipboard_get_content (gtk_widget_get_clipboard (self->window));
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_value_init (&value, G_TYPE_STRING);
  gdk_content_provider_get_value (content, &value, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_value_get_string (&value), ==, text);
  g_assert_true (has_label (self->window, toast));
}

static void
sign_in (Fixture *self)
{
  stage_browse (self->stage, self->activity);
  activate (self, "session.sign-in");
  stage_wait_for_end (self->activity);
  g_assert_cmpstr (tessera_session_get_view (self->session), ==, "signed-in");
}

static void
test_follow_the_view (Fixture *self, gconstpointer data)
{
  assert_enabled (self, "sign-in");
  activate (self, "session.sign-in");
  assert_enabled (self, "cancel");
  stage_wait_for_step (self->activity, "Waiting for the browser");
  assert_enabled (self, "cancel copy-link open-browser-again");
  activate (self, "session.cancel");
  stage_wait_for_end (self->activity);
  assert_enabled (self, "sign-in");
  sign_in (self);
  assert_enabled (
    self, "copy-header copy-id-token copy-lines copy-token details refresh sign-in sign-out");
}

static void
test_tell_of_a_change (Fixture *self, gconstpointer data)
{
  g_autoptr (GSimpleActionGroup) actions
    = tessera_session_actions_new (self->session, self->content);
  guint signing_in = 0;
  guint signing_out = 0;

  g_signal_connect (actions, "action-enabled-changed::sign-in", G_CALLBACK (count_cb), &signing_in);
  g_signal_connect (actions, "action-enabled-changed::sign-out", G_CALLBACK (count_cb),
                    &signing_out);
  sign_in (self);
  g_assert_cmpuint (signing_in, ==, 2);
  g_assert_cmpuint (signing_out, ==, 1);
}

static void
test_refresh_needs_a_refresh_token (Fixture *self, gconstpointer data)
{
  sign_in (self);
  assert_enabled (self, "copy-header copy-id-token copy-lines copy-token details sign-in sign-out");
}

static void
test_copy_the_link (Fixture *self, gconstpointer data)
{
  activate (self, "session.sign-in");
  stage_wait_for_step (self->activity, "Waiting for the browser");
  activate (self, "session.copy-link");
  assert_copied (self, tessera_activity_get_uri (self->activity), "Link copied");
  activate (self, "session.cancel");
  stage_wait_for_end (self->activity);
}

static void
test_copy_the_token (Fixture *self, gconstpointer data)
{
  sign_in (self);
  activate (self, "session.copy-token");
  assert_copied (self, tessera_account_get_access_token (self->stage->account),
                 "Access token copied; cleared in 60 seconds");
}

static GdkContentProvider *
get_clipboard_content (Fixture *self)
{
  return gdk_clipboard_get_content (gtk_widget_get_clipboard (self->window));
}

/* Whether clipboard managers are told to keep no copy of what is there. */
static gboolean
is_marked (Fixture *self)
{
  g_autoptr (GdkContentFormats) formats
    = gdk_content_provider_ref_formats (get_clipboard_content (self));

  return gdk_content_formats_contain_mime_type (formats, TESSERA_SECRET_MARK_TYPE);
}

static void
test_copy_the_header (Fixture *self, gconstpointer data)
{
  g_autofree char *header = NULL;

  sign_in (self);
  header = g_strconcat ("Authorization: Bearer ",
                        tessera_account_get_access_token (self->stage->account), NULL);
  activate (self, "session.copy-header");
  assert_copied (self, header, "Authorization header copied; cleared in 60 seconds");
  g_assert_true (is_marked (self));
}

static void
test_copy_the_id_token (Fixture *self, gconstpointer data)
{
  sign_in (self);
  activate (self, "session.copy-id-token");
  assert_copied (self, tessera_account_get_id_token (self->stage->account),
                 "ID token copied; cleared in 60 seconds");
  g_assert_true (is_marked (self));
}

/* The same lines as in the terminal. There is no secret in them. */
static void
test_copy_the_lines (Fixture *self, gconstpointer data)
{
  const TesseraAccountConfig *config = tessera_account_get_config (self->stage->account);
  g_autoptr (TesseraSetupText) text = tessera_setup_describe ("mcp", config);

  sign_in (self);
  g_assert_true (gtk_widget_activate_action (self->content, "session.copy-lines", "s", "mcp"));
  assert_copied (self, text->lines, "Lines for MCP copied");
  g_assert_false (is_marked (self));
}

static void
test_copy_lines_without_a_host (Fixture *self, gconstpointer data)
{
  sign_in (self);
  g_assert_true (gtk_widget_activate_action (self->content, "session.copy-lines", "s", "git"));
  g_assert_true (
    has_label (self->window, "Lines for git copied; replace the words in capital letters"));
}

/* Who copies twice waits for no queue of toasts. */
static void
test_one_toast_at_a_time (Fixture *self, gconstpointer data)
{
  sign_in (self);
  activate (self, "session.copy-token");
  activate (self, "session.copy-id-token");
  g_assert_true (has_label (self->window, "ID token copied; cleared in 60 seconds"));
  g_assert_false (has_label (self->window, "Access token copied; cleared in 60 seconds"));
}

static void
test_copy_the_redirect_uri (Fixture *self, gconstpointer data)
{
  provider_process_set_fault (self->stage->provider, "id-token-bad-signature");
  stage_browse (self->stage, self->activity);
  activate (self, "session.sign-in");
  stage_wait_for_end (self->activity);
  activate (self, "session.copy-redirect-uri");
  assert_copied (self, "http://127.0.0.1/",
                 "Address copied; register it as a redirect URI at the provider");
}

static void
test_sign_out_clears_the_token (Fixture *self, gconstpointer data)
{
  provider_process_set_fault (self->stage->provider, "metadata-no-end-session");
  sign_in (self);
  activate (self, "session.copy-token");
  g_assert_nonnull (get_clipboard_content (self));
  stage_sign_out_elsewhere (self->stage);
  stage_wait_for_state (self->stage->account, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_null (get_clipboard_content (self));
}

/* What somebody else put there is left alone. */
static void
test_sign_out_leaves_other_text (Fixture *self, gconstpointer data)
{
  provider_process_set_fault (self->stage->provider, "metadata-no-end-session");
  sign_in (self);
  activate (self, "session.copy-token");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->window), "other");
  stage_sign_out_elsewhere (self->stage);
  stage_wait_for_state (self->stage->account, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_nonnull (get_clipboard_content (self));
}

static void
test_failure (Fixture *self, gconstpointer data)
{
  provider_process_set_fault (self->stage->provider, "id-token-bad-signature");
  stage_browse (self->stage, self->activity);
  activate (self, "session.sign-in");
  stage_wait_for_end (self->activity);
  assert_enabled (
    self, "copy-details copy-header copy-lines copy-redirect-uri copy-token details try-again");
  activate (self, "session.copy-details");
  assert_copied (self, tessera_failure_get_details (tessera_activity_get_failure (self->activity)),
                 "Details copied");
  provider_process_set_fault (self->stage->provider, NULL);
  activate (self, "session.try-again");
  stage_wait_for_string (self->session, "view", "signed-in");
}

/* In the place of the window's action. */
static void
shown_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  g_object_set_data_full (G_OBJECT (window), "shown", g_variant_dup_string (parameter, NULL),
                          g_free);
}

static void
test_details (Fixture *self, gconstpointer data)
{
  const GActionEntry entry = { .name = "show-page", .parameter_type = "s", .activate = shown_cb };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), &entry, 1, self->window);
  gtk_widget_insert_action_group (self->window, "win", G_ACTION_GROUP (group));
  sign_in (self);
  activate (self, "session.details");
  g_assert_cmpstr (g_object_get_data (G_OBJECT (self->window), "shown"), ==, "inspect");
}

static void
test_refresh (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;

  sign_in (self);
  before = g_strdup (tessera_account_get_access_token (self->stage->account));
  tessera_session_set_active (self->session, TRUE);
  activate (self, "session.refresh");
  stage_wait_for_boolean (self->session, "renewing", TRUE);
  stage_wait_for_boolean (self->session, "renewing", FALSE);
  g_assert_cmpstr (tessera_account_get_access_token (self->stage->account), !=, before);
  g_assert_true (has_label (self->window, "Access token renewed"));
}

/* Nothing is said on the page of another account. */
static void
test_refresh_unseen (Fixture *self, gconstpointer data)
{
  sign_in (self);
  tessera_session_set_active (self->session, TRUE);
  activate (self, "session.refresh");
  stage_wait_for_boolean (self->session, "renewing", TRUE);
  tessera_session_set_active (self->session, FALSE);
  stage_wait_for_boolean (self->session, "renewing", FALSE);
  g_assert_false (has_label (self->window, "Access token renewed"));
}

static void
test_refresh_fails (Fixture *self, gconstpointer data)
{
  sign_in (self);
  provider_process_set_fault (self->stage->provider, "token-error-rate-limit");
  activate (self, "session.refresh");
  stage_wait_for_boolean (self->session, "renewing", TRUE);
  stage_wait_for_boolean (self->session, "renewing", FALSE);
  g_assert_false (has_label (self->window, "Access token renewed"));
}

static void
test_sign_out (Fixture *self, gconstpointer data)
{
  provider_process_set_fault (self->stage->provider, "metadata-no-end-session");
  sign_in (self);
  activate (self, "session.sign-out");
  stage_wait_for_end (self->activity);
  assert_enabled (self, "sign-in");
}

/* Each time that the window shows a session. */
static void
test_browser_comes_to_the_front (Fixture *self, gconstpointer data)
{
  GAppLaunchContext *context = tessera_activity_get_launch_context (self->activity);

  g_assert_true (GDK_IS_APP_LAUNCH_CONTEXT (context));
}

/* The window may be gone while something still holds the group. */
static void
test_outlive_the_window (Fixture *self, gconstpointer data)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));
  g_autoptr (GSimpleActionGroup) actions = tessera_session_actions_new (self->session, label);

  sign_in (self);
  g_object_unref (label);
  g_action_group_activate_action (G_ACTION_GROUP (actions), "copy-token", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (actions), "details", NULL);
}

static void
add (const char *path, void (*test) (Fixture *self, gconstpointer data), const char *const *scopes)
{
  g_test_add (path, Fixture, scopes, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (window_get_resource ());
  add ("/session-actions/follow-the-view", test_follow_the_view, NULL);
  add ("/session-actions/tell-of-a-change", test_tell_of_a_change, NULL);
  add ("/session-actions/refresh-needs-a-refresh-token", test_refresh_needs_a_refresh_token,
       no_refresh);
  add ("/session-actions/copy-the-link", test_copy_the_link, NULL);
  add ("/session-actions/copy-the-token", test_copy_the_token, NULL);
  add ("/session-actions/copy-the-header", test_copy_the_header, NULL);
  add ("/session-actions/copy-the-id-token", test_copy_the_id_token, NULL);
  add ("/session-actions/copy-the-lines", test_copy_the_lines, NULL);
  add ("/session-actions/copy-lines-without-a-host", test_copy_lines_without_a_host, NULL);
  add ("/session-actions/one-toast-at-a-time", test_one_toast_at_a_time, NULL);
  add ("/session-actions/copy-the-redirect-uri", test_copy_the_redirect_uri, NULL);
  add ("/session-actions/sign-out-clears-the-token", test_sign_out_clears_the_token, NULL);
  add ("/session-actions/sign-out-leaves-other-text", test_sign_out_leaves_other_text, NULL);
  add ("/session-actions/failure", test_failure, NULL);
  add ("/session-actions/details", test_details, NULL);
  add ("/session-actions/refresh", test_refresh, NULL);
  add ("/session-actions/refresh-unseen", test_refresh_unseen, NULL);
  add ("/session-actions/refresh-fails", test_refresh_fails, NULL);
  add ("/session-actions/sign-out", test_sign_out, NULL);
  add ("/session-actions/browser-comes-to-the-front", test_browser_comes_to_the_front, NULL);
  add ("/session-actions/outlive-the-window", test_outlive_the_window, NULL);
  return g_test_run ();
}
