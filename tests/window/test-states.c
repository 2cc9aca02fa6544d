/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window.h"

#include "accounts-now.h"
#include "page.h"
#include "page-stage.h"
#include "window-resources.h"
#include "window-visibility.h"

#include <glib/gstdio.h>

/* What the window offers in each state of a session. */
typedef struct
{
  Stage *stage;
  TesseraWindow *window;
  GtkStack *stack;
} Fixture;

static const char *const no_refresh[] = { "openid", "profile", NULL };

/* @data: (nullable) the lifetime of access tokens; then there is no refresh token either. */
static void
set_up (Fixture *self, gconstpointer data)
{
  const char *const options[] = { "--auto", "--lifetime", data, NULL };
  g_autoptr (TesseraWindowVisibility) visibility = NULL;

  self->stage = data != NULL ? stage_new (options, no_refresh) : stage_new (NULL, NULL);
  self->window = TESSERA_WINDOW (tessera_window_new (NULL, self->stage->accounts));
  self->stack = GTK_STACK (
    gtk_widget_get_parent (page_stage_find (GTK_WIDGET (self->window), TESSERA_TYPE_PAGE)));
  visibility = tessera_window_visibility_new (GTK_WINDOW (self->window));
  gtk_window_present (GTK_WINDOW (self->window));
  stage_wait_for_boolean (visibility, "visible", TRUE);
}

/* The next window is to have one account again, on which it opens. */
static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *path
    = g_build_filename (g_get_user_config_dir (), "tessera", "accounts.conf", NULL);

  gtk_window_destroy (GTK_WINDOW (self->window));
  stage_free (self->stage);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static TesseraSession *
get_session (Fixture *self)
{
  g_autoptr (TesseraSession) session = NULL;

  g_object_get (self->window, "session", &session, NULL);
  return session;
}

/* Whether a label says @text that is in sight below @widget; of a button the mnemonic is left out.
 */
static gboolean
says (GtkWidget *widget, const char *text)
{
  gboolean found = GTK_IS_LABEL (widget) && gtk_widget_get_child_visible (widget)
                   && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);

  if (!gtk_widget_get_visible (widget))
    return FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = says (child, text);
  return found;
}

/* Whether a widget below @widget has both classes. */
static gboolean
has_class (GtkWidget *widget, const char *one, const char *other)
{
  gboolean found
    = gtk_widget_has_css_class (widget, one) && gtk_widget_has_css_class (widget, other);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = has_class (child, one, other);
  return found;
}

static GtkWidget *
get_page (Fixture *self)
{
  return gtk_stack_get_visible_child (self->stack);
}

static void
assert_default (Fixture *self, const char *label, const char *action)
{
  GtkWidget *widget = gtk_window_get_default_widget (GTK_WINDOW (self->window));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self->window));

  g_assert_nonnull (widget);
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), ==, action);
  g_assert_true (says (widget, label));
  g_assert_true (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
test_signed_out (Fixture *self, gconstpointer data)
{
  g_assert_true (says (get_page (self), "Not signed in"));
  assert_default (self, "Sign In", "session.sign-in");
}

static void
test_signing_in (Fixture *self, gconstpointer data)
{
  TesseraActivity *activity = tessera_session_get_activity (get_session (self));

  gtk_widget_activate_action (GTK_WIDGET (self->window), "session.sign-in", NULL);
  stage_wait_for_string (self->window, "page", "signing-in");
  assert_default (self, "Cancel", "session.cancel");
  g_assert_false (says (get_page (self), "Continue in your browser"));
  while (tessera_activity_get_uri (activity) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (says (get_page (self), "Continue in your browser"));
  tessera_activity_cancel (activity);
  stage_wait_for_end (activity);
}

static void
sign_in (Fixture *self)
{
  stage_sign_in_elsewhere (self->stage);
  stage_wait_for_string (self->window, "page", "signed-in");
  stage_wait_for_boolean (get_session (self), "loaded", TRUE);
}

static void
test_signed_in (Fixture *self, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->window));

  sign_in (self);
  assert_default (self, "Copy Access Token", "session.copy-token");
  g_assert_true (says (get_page (self), "Zoë O’Hara · zoe@example.org"));
  g_assert_true (says (get_page (self), "Scopes"));
  g_assert_true (says (get_page (self), "Account Settings"));
  g_assert_true (says (get_page (self), "Use in Programs"));
  g_assert_false (says (get_page (self), "Sign In Again"));
  gtk_widget_activate_default (GTK_WIDGET (self->stack));
  /* A split button is pressed for a moment first. */
  while (gdk_clipboard_get_content (clipboard) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_ends_soon (Fixture *self, gconstpointer data)
{
  sign_in (self);
  stage_wait_for_boolean (get_session (self), "expiring", TRUE);
  g_assert_true (says (get_page (self), "Sign In Again"));
  g_assert_false (says (get_page (self), "Renew"));
  assert_default (self, "Copy Access Token", "session.copy-token");
  g_assert_true (has_class (get_page (self), "status", "warning"));
}

static void
test_ended (Fixture *self, gconstpointer data)
{
  stage_sign_in_elsewhere (self->stage);
  stage_wait_for_string (self->window, "page", "expired");
  g_assert_true (says (get_page (self), "The access token has expired"));
  assert_default (self, "Sign In", "session.sign-in");
}

static void
fail (Fixture *self)
{
  TesseraActivity *activity = tessera_session_get_activity (get_session (self));

  stage_browse (self->stage, activity);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "session.sign-in", NULL);
  stage_wait_for_string (self->window, "page", "failed");
}

static void
test_failed (Fixture *self, gconstpointer data)
{
  provider_process_set_fault (self->stage->provider, "id-token-bad-signature");
  fail (self);
  assert_default (self, "Try Again", "session.try-again");
  g_assert_true (says (get_page (self), "Details"));
}

/* The button that repairs it comes first. */
static void
test_failed_with_a_repair (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraAccountConfig) config = stage_copy_config (self->stage->account);
  g_autofree char *right = g_steal_pointer (&config->issuer);
  g_autoptr (GError) error = NULL;

  config->issuer = g_strconcat (right, "/", NULL);
  g_assert_true (tessera_accounts_update (self->stage->accounts, config, &error));
  g_assert_no_error (error);
  fail (self);
  assert_default (self, "Use This Issuer", "win.repair");
  g_assert_true (says (get_page (self), "Try Again"));
  gtk_widget_activate_default (GTK_WIDGET (self->stack));
  stage_wait_for_string (self->window, "page", "signed-in");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (window_get_resource ());

#define add(path, test, lifetime) g_test_add (path, Fixture, lifetime, set_up, test, tear_down)
  add ("/states/signed-out", test_signed_out, NULL);
  add ("/states/signing-in", test_signing_in, NULL);
  add ("/states/signed-in", test_signed_in, NULL);
  add ("/states/ends-soon", test_ends_soon, "200");
  add ("/states/ended", test_ended, "2");
  add ("/states/failed", test_failed, NULL);
  add ("/states/failed-with-a-repair", test_failed_with_a_repair, NULL);
#undef add

  return g_test_run ();
}
