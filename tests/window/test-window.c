/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window.h"

#include "accounts-now.h"
#include "desktop-action.h"
#include "navigation.h"
#include "page-stage.h"
#include "page.h"
#include "scopes-page.h"
#include "token-copy.h"
#include "window-resources.h"

typedef struct
{
  Stage *stage;
  TesseraAccount *other; /* signed out, at the same provider */
  TesseraWindow *window;
  GtkStack *stack;
} Fixture;

static TesseraSession *
get_session (gpointer object)
{
  g_autoptr (TesseraSession) session = NULL;

  g_object_get (object, "session", &session, NULL);
  return session;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraAccountConfig) config = NULL;
  g_autoptr (GError) error = NULL;

  self->stage = stage_new (NULL, NULL);
  config = stage_copy_config (self->stage->account);
  g_free (config->name);
  config->name = g_strdup_printf ("Other of %s", tessera_account_get_name (self->stage->account));
  g_clear_pointer (&config->id, g_free);
  self->other = tessera_accounts_add (self->stage->accounts, config, &error);
  g_assert_no_error (error);
  self->window = TESSERA_WINDOW (tessera_window_new (NULL, self->stage->accounts));
  self->stack = GTK_STACK (
    gtk_widget_get_parent (page_stage_find (GTK_WIDGET (self->window), TESSERA_TYPE_PAGE)));
  tessera_window_show_account (self->window, self->stage->account);
  gtk_window_present (GTK_WINDOW (self->window));
  /* The first frame has been drawn. */
  stage_wait_for_boolean (get_session (self->window), "active", TRUE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  stage_free (self->stage);
}

static void
test_page_has_its_own_session (Fixture *self, gconstpointer data)
{
  GtkWidget *page;

  stage_sign_in_elsewhere (self->stage);
  stage_wait_for_string (self->window, "page", "signed-in");
  page = gtk_stack_get_visible_child (self->stack);
  stage_wait_for_boolean (self->stack, "transition-running", FALSE);
  tessera_window_show_account (self->window, self->other);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (self->stack), ==, "signed-out");
  g_assert_true (gtk_stack_get_transition_running (self->stack));
  g_assert_true (tessera_session_get_account (get_session (page)) == self->stage->account);
  g_assert_true (get_session (gtk_stack_get_visible_child (self->stack))
                 == get_session (self->window));
  stage_wait_for_boolean (self->stack, "transition-running", FALSE);
  g_assert_null (get_session (page));
}

/* The page that slides away says "Signed in" of nobody who is signed out. */
static void
test_no_status_when_signed_out (Fixture *self, gconstpointer data)
{
  g_autofree char *status = NULL;

  stage_sign_in_elsewhere (self->stage);
  stage_wait_for_string (self->window, "page", "signed-in");
  status = stage_get_string (get_session (self->window), "status");
  g_assert_nonnull (status);
  stage_sign_out_elsewhere (self->stage);
  stage_wait_for_string (self->window, "page", "signed-out");
  stage_wait_for_string (get_session (self->window), "status", NULL);
}

static void
test_cancel_has_the_keyboard (Fixture *self, gconstpointer data)
{
  TesseraActivity *activity;
  GtkWidget *focus;

  activity = tessera_session_get_activity (get_session (self->window));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "session.sign-in", NULL);
  stage_wait_for_string (self->window, "page", "signing-in");
  focus = gtk_window_get_focus (GTK_WINDOW (self->window));
  g_assert_true (GTK_IS_BUTTON (focus));
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (focus)), ==, "session.cancel");
  tessera_activity_cancel (activity);
  stage_wait_for_end (activity);
}

static GtkWidget *
find_reveal_button (Fixture *self)
{
  return page_stage_find (gtk_stack_get_visible_child (self->stack), GTK_TYPE_TOGGLE_BUTTON);
}

static GtkTextView *
reveal (Fixture *self)
{
  stage_sign_in_elsewhere (self->stage);
  stage_wait_for_string (self->window, "page", "signed-in");
  stage_wait_for_boolean (get_session (self->window), "loaded", TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_reveal_button (self)), TRUE);
  return GTK_TEXT_VIEW (
    page_stage_find (gtk_stack_get_visible_child (self->stack), GTK_TYPE_TEXT_VIEW));
}

static char *
get_text (GtkTextView *view)
{
  g_autofree char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (view), "text", &text, NULL);
  return g_steal_pointer (&text);
}

/* Neither a hyphen nor a letter of a token is shown that is not in it. */
static void
test_token_is_revealed (Fixture *self, gconstpointer data)
{
  GtkTextView *view = reveal (self);
  g_autofree char *text = get_text (view);
  g_autofree char *masked = NULL;
  g_autoptr (GSList) tags = NULL;
  gboolean hyphens = TRUE;
  GtkTextIter start;

  g_assert_true (g_str_has_prefix (text, tessera_account_get_access_token (self->stage->account)));
  gtk_text_buffer_get_start_iter (gtk_text_view_get_buffer (view), &start);
  tags = gtk_text_iter_get_tags (&start);
  g_assert_nonnull (tags);
  g_object_get (tags->data, "insert-hyphens", &hyphens, NULL);
  g_assert_false (hyphens);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_reveal_button (self)), FALSE);
  masked = get_text (view);
  g_assert_cmpstr (masked, ==, "");
}

/* A long token scrolls in eight lines. */
static void
test_token_scrolls (Fixture *self, gconstpointer data)
{
  GtkTextView *view = reveal (self);
  g_autofree char *text = g_strnfill (8000, 'e');
  GtkAdjustment *lines = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  GdkRectangle line;
  GtkTextIter start;

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text, -1);
  gtk_text_buffer_get_start_iter (gtk_text_view_get_buffer (view), &start);
  gtk_text_view_get_iter_location (view, &start, &line);
  while (gtk_adjustment_get_upper (lines) < 2 * gtk_adjustment_get_page_size (lines)
         || gtk_adjustment_get_page_size (lines) < 7 * line.height)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (view)), <=, 9 * line.height);
}

static void
test_selected_token_is_a_secret (Fixture *self, gconstpointer data)
{
  GtkTextView *view = reveal (self);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (view));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autofree char *selected = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  GtkTextIter start;
  GtkTextIter end;

  g_value_init (&value, G_TYPE_STRING);
  g_signal_emit_by_name (view, "select-all", TRUE);
  g_assert_true (gtk_text_buffer_get_selection_bounds (buffer, &start, &end));
  selected = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (selected, ==, tessera_account_get_access_token (self->stage->account));
  g_signal_emit_by_name (view, "copy-clipboard");
  gdk_content_provider_get_value (gdk_clipboard_get_content (clipboard), &value, NULL);
  g_assert_cmpstr (g_value_get_string (&value), ==,
                   tessera_account_get_access_token (self->stage->account));
  g_assert_true (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                                        "x-kde-passwordManagerHint"));
}

/* The button that has the keyboard has it again when the page is gone. */
static void
test_page_is_pushed (Fixture *self, gconstpointer data)
{
  TesseraNavigation *navigation
    = TESSERA_NAVIGATION (page_stage_find (GTK_WIDGET (self->window), TESSERA_TYPE_NAVIGATION));
  GtkWidget *focus;

  stage_sign_in_elsewhere (self->stage);
  stage_wait_for_string (self->window, "page", "signed-in");
  focus = gtk_window_get_focus (GTK_WINDOW (self->window));
  g_assert_nonnull (focus);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-page", "s", "scopes");
  stage_wait_for_boolean (navigation, "at-root", FALSE);
  g_assert_nonnull (page_stage_find (GTK_WIDGET (navigation), TESSERA_TYPE_SCOPES_PAGE));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (self->window)) != focus);
  g_assert_true (gtk_widget_activate_action (focus, "navigation.pop", NULL));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (self->window)) == focus);
  stage_wait_for_boolean (navigation, "at-root", TRUE);
  while (page_stage_find (GTK_WIDGET (navigation), TESSERA_TYPE_SCOPES_PAGE) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* A key that is pressed twice pushes one page. */
static void
test_page_is_pushed_once (Fixture *self, gconstpointer data)
{
  TesseraNavigation *navigation
    = TESSERA_NAVIGATION (page_stage_find (GTK_WIDGET (self->window), TESSERA_TYPE_NAVIGATION));
  GtkWidget *page;

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-page", "s", "scopes");
  page = tessera_navigation_get_content (navigation);
  g_assert_nonnull (page);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-page", "s", "scopes");
  g_assert_true (tessera_navigation_get_content (navigation) == page);
  tessera_navigation_pop (navigation);
  stage_wait_for_boolean (navigation, "at-root", TRUE);
}

static void
test_pushed_page_goes_with_its_account (Fixture *self, gconstpointer data)
{
  TesseraNavigation *navigation
    = TESSERA_NAVIGATION (page_stage_find (GTK_WIDGET (self->window), TESSERA_TYPE_NAVIGATION));

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-page", "s", "scopes");
  stage_wait_for_boolean (navigation, "at-root", FALSE);
  tessera_window_show_account (self->window, self->other);
  stage_wait_for_boolean (navigation, "at-root", TRUE);
}

/* Also that of the same account: a sign-in from a notification is seen. */
static void
test_pushed_page_goes_when_its_account_is_opened (Fixture *self, gconstpointer data)
{
  TesseraNavigation *navigation
    = TESSERA_NAVIGATION (page_stage_find (GTK_WIDGET (self->window), TESSERA_TYPE_NAVIGATION));

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-page", "s", "scopes");
  stage_wait_for_boolean (navigation, "at-root", FALSE);
  tessera_window_show_account (self->window, self->stage->account);
  stage_wait_for_boolean (navigation, "at-root", TRUE);
}

/* The icon in the desktop copies the token also where the list is in view. */
static void
test_token_is_copied_from_the_desktop (Fixture *self, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->window));

  stage_sign_in_elsewhere (self->stage);
  stage_wait_for_string (self->window, "page", "signed-in");
  gdk_clipboard_set_content (clipboard, NULL);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "accounts.show-list", NULL);
  tessera_desktop_action_copy_token (GTK_WINDOW (self->window));
  while (gdk_clipboard_get_content (clipboard) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
got_token_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* What has been asked for in a window that is closed by now is not copied. */
static void
test_no_copy_after_the_window (Fixture *self, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->window));
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *other = g_object_new (GTK_TYPE_WINDOW, "child", label, NULL);
  gboolean done = FALSE;

  stage_sign_in_elsewhere (self->stage);
  stage_wait_for_string (self->window, "page", "signed-in");
  gdk_clipboard_set_content (clipboard, NULL);
  tessera_token_copy (get_session (self->window), label);
  gtk_window_destroy (GTK_WINDOW (other));
  tessera_account_get_token_async (self->stage->account, TESSERA_TOKEN_ACCESS, 1, NULL,
                                   got_token_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (gdk_clipboard_get_content (clipboard));
}

/* As in German, in the narrowest window. */
static void
test_copy_button_says_all (Fixture *self, gconstpointer data)
{
  GtkWidget *button;
  GtkWidget *label;

  stage_sign_in_elsewhere (self->stage);
  stage_wait_for_string (self->window, "page", "signed-in");
  button = page_stage_find (gtk_stack_get_visible_child (self->stack), ADW_TYPE_SPLIT_BUTTON);
  g_assert_nonnull (button);
  label = page_stage_find (button, GTK_TYPE_LABEL);
  adw_split_button_set_label (ADW_SPLIT_BUTTON (button),
                              "Zugriffstoken in Zwischenablage kopieren");
  gtk_window_set_default_size (GTK_WINDOW (self->window), 360, 640);
  while (gtk_widget_get_width (GTK_WIDGET (self->window)) > 360
         || pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (label))) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (window_get_resource ());

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  add ("/window/page-has-its-own-session", test_page_has_its_own_session);
  add ("/window/no-status-when-signed-out", test_no_status_when_signed_out);
  add ("/window/cancel-has-the-keyboard", test_cancel_has_the_keyboard);
  add ("/window/token-is-revealed", test_token_is_revealed);
  add ("/window/token-scrolls", test_token_scrolls);
  add ("/window/selected-token-is-a-secret", test_selected_token_is_a_secret);
  add ("/window/page-is-pushed", test_page_is_pushed);
  add ("/window/page-is-pushed-once", test_page_is_pushed_once);
  add ("/window/pushed-page-goes-with-its-account", test_pushed_page_goes_with_its_account);
  add ("/window/pushed-page-goes-when-its-account-is-opened",
       test_pushed_page_goes_when_its_account_is_opened);
  add ("/window/token-is-copied-from-the-desktop", test_token_is_copied_from_the_desktop);
  add ("/window/no-copy-after-the-window", test_no_copy_after_the_window);
  add ("/window/copy-button-says-all", test_copy_button_says_all);
#undef add

  return g_test_run ();
}
