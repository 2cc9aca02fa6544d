/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "settings-page.h"

#include "accounts-now.h"
#include "form.h"
#include "page-stage.h"
#include "stored-secret-row.h"
#include "window-resources.h"
#include "window-visibility.h"
#include "window.h"

#include <signal.h>

static const char *const odd_scopes[] = { "openid", "read,write", NULL };
static const char *const odd_resources[] = { "https://a.test/x,y", NULL };
static const char *const odd_auth_params[] = { "claims=1;y=2", NULL };

typedef struct
{
  Stage *stage;
  GtkWidget *window;
  GtkWidget *page;
  GtkWidget *form;
} Fixture;

/* An account that uses all that its lists may hold. */
static void
make_odd (Stage *stage)
{
  g_autoptr (TesseraAccountConfig) config = stage_copy_config (stage->account);
  g_autoptr (GError) error = NULL;

  config->resources = g_strdupv ((GStrv) odd_resources);
  config->auth_params = g_strdupv ((GStrv) odd_auth_params);
  config->client_auth = g_strdup ("post");
  g_assert_true (tessera_accounts_update (stage->accounts, config, &error));
  g_assert_no_error (error);
}

/* Nobody uses a window before it is drawn. */
static void
open_page (Fixture *self)
{
  g_autoptr (TesseraWindowVisibility) visibility = NULL;

  self->window = GTK_WIDGET (tessera_window_new (NULL, self->stage->accounts));
  tessera_window_show_account (TESSERA_WINDOW (self->window), self->stage->account);
  visibility = tessera_window_visibility_new (GTK_WINDOW (self->window));
  gtk_window_present (GTK_WINDOW (self->window));
  stage_wait_for_boolean (visibility, "visible", TRUE);
  g_assert_true (gtk_widget_activate_action (self->window, "win.edit", NULL));
  self->page = page_stage_find (self->window, TESSERA_TYPE_SETTINGS_PAGE);
  g_assert_nonnull (self->page);
  self->form = page_stage_find (self->page, TESSERA_TYPE_FORM);
  while (!gtk_widget_get_realized (self->form))
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->stage = stage_new (NULL, odd_scopes);
  make_odd (self->stage);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  stage_free (self->stage);
}

static GtkEditable *
get_entry (Fixture *self, const char *name)
{
  return GTK_EDITABLE (gtk_widget_get_template_child (self->form, TESSERA_TYPE_FORM, name));
}

static GtkWidget *
get_entry_row (Fixture *self, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (self->form, TESSERA_TYPE_FORM, name));
}

static void
type (Fixture *self, const char *entry, const char *text)
{
  gtk_editable_set_text (get_entry (self, entry), text);
}

static gpointer
get_page_child (Fixture *self, const char *name)
{
  return gtk_widget_get_template_child (self->page, TESSERA_TYPE_SETTINGS_PAGE, name);
}

static gboolean
can_save (Fixture *self)
{
  return gtk_widget_get_sensitive (get_page_child (self, "save"));
}

static void
save (Fixture *self)
{
  g_assert_true (gtk_widget_activate_action (self->page, "settings.save", NULL));
}

static const TesseraAccountConfig *
get_config (Fixture *self)
{
  return tessera_account_get_config (self->stage->account);
}

static void
wait_for_client_id (Fixture *self, const char *client_id)
{
  while (g_strcmp0 (get_config (self)->client_id, client_id) != 0)
    g_main_context_iteration (NULL, TRUE);
}

/* What is typed and taken back is no change. */
static void
test_untouched (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraAccountConfig) before = stage_copy_config (self->stage->account);

  open_page (self);
  g_assert_false (can_save (self));
  type (self, "client_id", "other");
  g_assert_true (can_save (self));
  type (self, "client_id", before->client_id);
  g_assert_false (can_save (self));
}

static void
test_touched (Fixture *self, gconstpointer data)
{
  const TesseraAccountConfig *config;

  open_page (self);
  type (self, "client_id", "other");
  save (self);
  wait_for_client_id (self, "other");
  config = get_config (self);
  g_assert_cmpstr (config->client_auth, ==, "post");
  g_assert_cmpstrv (config->scopes, odd_scopes);
  g_assert_cmpstrv (config->resources, odd_resources);
  g_assert_cmpstrv (config->auth_params, odd_auth_params);
}

/* What `tessera edit` can set beside the texts. */
static void
test_choices_and_hosts (Fixture *self, gconstpointer data)
{
  const TesseraAccountConfig *config;

  open_page (self);
  adw_combo_row_set_selected (ADW_COMBO_ROW (get_entry_row (self, "preset")), 1);
  adw_combo_row_set_selected (ADW_COMBO_ROW (get_entry_row (self, "offline_access")), 2);
  adw_combo_row_set_selected (ADW_COMBO_ROW (get_entry_row (self, "id_token_alg")), 1);
  type (self, "hosts", "git.example.com  https://api.example.com/v1");
  type (self, "ca_file", "/etc/ssl/own.pem");
  type (self, "client_id", "other");
  save (self);
  wait_for_client_id (self, "other");
  config = get_config (self);
  g_assert_cmpstr (config->preset, ==, "auth0");
  g_assert_cmpstr (config->offline_access, ==, "never");
  g_assert_cmpstr (config->id_token_alg, ==, "HS256");
  g_assert_cmpstr (config->ca_file, ==, "/etc/ssl/own.pem");
  g_assert_cmpstrv (config->hosts, ((const char *const[]){ "git.example.com",
                                                           "https://api.example.com/v1", NULL }));
}

/* What another process writes while the page is open stays, but for what is touched here. */
static void
test_edited_meanwhile (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraAccountConfig) elsewhere = stage_copy_config (self->stage->account);
  g_autoptr (GError) error = NULL;

  open_page (self);
  elsewhere->audience = g_strdup ("https://api.test");
  tessera_accounts_update (self->stage->accounts, elsewhere, &error);
  g_assert_no_error (error);
  type (self, "client_id", "other");
  save (self);
  wait_for_client_id (self, "other");
  g_assert_cmpstr (get_config (self)->audience, ==, "https://api.test");
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **looked_up = user_data;

  *looked_up = g_object_ref (result);
}

static gboolean
has_secret (TesseraAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_account_has_client_secret_async (account, NULL, looked_up_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return tessera_account_has_client_secret_finish (account, result, NULL);
}

static void
test_says_what_is_wrong (Fixture *self, gconstpointer data)
{
  GtkWidget *row;

  open_page (self);
  row = get_entry_row (self, "client_id");
  type (self, "client_id", "");
  save (self);
  stage_wait_for_string (get_page_child (self, "notice"), "text",
                         "An account needs a client ID from the provider.");
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (self->window)), row));
  type (self, "client_id", "other");
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  stage_wait_for_string (get_page_child (self, "notice"), "text", NULL);
  save (self);
  wait_for_client_id (self, "other");
}

/* Also where it is in a row that is folded. */
static void
test_shows_what_is_wrong (Fixture *self, gconstpointer data)
{
  GtkWidget *row;

  open_page (self);
  row = get_entry_row (self, "client_key");
  type (self, "client_key", "/etc/ssl/key.pem");
  save (self);
  while (!gtk_widget_has_css_class (row, "error"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (adw_expander_row_get_expanded (
    ADW_EXPANDER_ROW (gtk_widget_get_ancestor (row, ADW_TYPE_EXPANDER_ROW))));
}

static void
test_shows_the_redirect_uris (Fixture *self, gconstpointer data)
{
  GtkWidget *row;

  open_page (self);
  row = get_entry_row (self, "redirect");
  stage_wait_for_string (row, "value", "http://127.0.0.1/");
  type (self, "redirect_uris", "http://localhost:1/ http://localhost:2/");
  stage_wait_for_string (row, "value", "http://localhost:1/\nhttp://localhost:2/");
}

/* Returns: (nullable) the label in @widget that says @text, a toast for example. */
static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  GtkWidget *found
    = GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text) ? widget
                                                                                           : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

/* A person who goes back leaves the account as it was, when it is written and the keyring takes
 * its time with the secret, too. */
static void
test_back_while_storing (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraAccountConfig) before = stage_copy_config (self->stage->account);

  open_page (self);
  type (self, "client_id", "other");
  type (self, "client_secret", "sesame");
  stage_signal_keyring (SIGSTOP);
  save (self);
  wait_for_client_id (self, "other");
  g_assert_true (gtk_widget_activate_action (self->page, "navigation.pop", NULL));
  while (page_stage_find (self->window, TESSERA_TYPE_SETTINGS_PAGE) != NULL)
    g_main_context_iteration (NULL, TRUE);
  /* It is cancelled by now, or else the keyring stores the secret. */
  stage_signal_keyring (SIGCONT);
  wait_for_client_id (self, before->client_id);
  g_assert_true (tessera_account_config_equal (before, get_config (self)));
  while (find_label (self->window, "The changes were not saved") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
pop (Fixture *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self->window));

  g_assert_true (gtk_widget_activate_action (focus, "navigation.pop", NULL));
}

static void
wait_for_mapped (GtkWidget *widget, gboolean mapped)
{
  while (gtk_widget_get_mapped (widget) != mapped)
    g_main_context_iteration (NULL, TRUE);
}

/* What was typed stays while another page covers this one, and nothing is said of it; it is lost
 * with the page. */
static void
test_covered (Fixture *self, gconstpointer data)
{
  const char *lost = "The changes were not saved";

  open_page (self);
  type (self, "client_id", "other");
  g_assert_true (gtk_widget_activate_action (self->page, "win.show-page", "s", "doctor"));
  wait_for_mapped (self->page, FALSE);
  pop (self);
  wait_for_mapped (self->page, TRUE);
  g_assert_cmpstr (gtk_editable_get_text (get_entry (self, "client_id")), ==, "other");
  g_assert_null (find_label (self->window, lost));
  pop (self);
  while (find_label (self->window, lost) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* With the page below another one, when another account is opened. */
static void
test_lost_below (Fixture *self, gconstpointer data)
{
  open_page (self);
  type (self, "client_id", "other");
  g_assert_true (gtk_widget_activate_action (self->page, "win.show-page", "s", "doctor"));
  wait_for_mapped (self->page, FALSE);
  tessera_window_show_account (TESSERA_WINDOW (self->window), self->stage->account);
  while (find_label (self->window, "The changes were not saved") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Nor is what was typed while the keyring takes its time with the secret. */
static void
test_typed_while_storing (Fixture *self, gconstpointer data)
{
  open_page (self);
  type (self, "client_id", "other");
  type (self, "client_secret", "sesame");
  stage_signal_keyring (SIGSTOP);
  save (self);
  wait_for_client_id (self, "other");
  type (self, "audience", "https://api.test");
  g_assert_false (can_save (self));
  stage_signal_keyring (SIGCONT);
  while (find_label (self->window, "Account settings saved") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gtk_editable_get_text (get_entry (self, "audience")), ==, "https://api.test");
  g_assert_true (can_save (self));
}

/* While the account is written, before the page hears of it. */
static void
type_and_leave_cb (Fixture *self)
{
  type (self, "audience", "https://api.test");
  adw_bin_set_child (ADW_BIN (gtk_widget_get_parent (self->page)), NULL);
}

/* What was typed after the save is lost with the page, so it is not said that all is saved. */
static void
test_typed_and_left (Fixture *self, gconstpointer data)
{
  const char *lost = "The changes were not saved";
  const char *saved = "Account settings saved";
  gulong handler;

  open_page (self);
  type (self, "client_id", "other");
  handler = g_signal_connect_swapped (self->stage->account, "configured",
                                      G_CALLBACK (type_and_leave_cb), self);
  save (self);
  wait_for_client_id (self, "other");
  g_signal_handler_disconnect (self->stage->account, handler);
  while (find_label (self->window, lost) == NULL && find_label (self->window, saved) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (find_label (self->window, lost));
}

static void
expand_secret (Fixture *self)
{
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (get_entry_row (self, "secret")), TRUE);
}

static void
wait_for_secret (Fixture *self, gboolean wanted)
{
  while (has_secret (self->stage->account) != wanted)
    g_main_context_iteration (NULL, TRUE);
}

/* A stored secret is seen to exist; it is deleted only where a person says so, and saves. */
static void
test_stored_secret (Fixture *self, gconstpointer data)
{
  TesseraStoredSecretRow *row;

  open_page (self);
  type (self, "client_secret", "sesame");
  save (self);
  wait_for_secret (self, TRUE);
  expand_secret (self);
  row = TESSERA_STORED_SECRET_ROW (get_entry_row (self, "stored_secret"));
  stage_wait_for_boolean (row, "visible", TRUE);
  while (g_strcmp0 (gtk_editable_get_text (get_entry (self, "client_secret")), "") != 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (can_save (self));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_template_child (
                                  GTK_WIDGET (row), TESSERA_TYPE_STORED_SECRET_ROW, "unwanted")),
                                TRUE);
  g_assert_true (can_save (self));
  save (self);
  wait_for_secret (self, FALSE);
  stage_wait_for_boolean (row, "visible", FALSE);
}

static void
add (const char *path, void (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (window_get_resource ());
  add ("/settings-page/untouched", test_untouched);
  add ("/settings-page/touched", test_touched);
  add ("/settings-page/choices-and-hosts", test_choices_and_hosts);
  add ("/settings-page/edited-meanwhile", test_edited_meanwhile);
  add ("/settings-page/says-what-is-wrong", test_says_what_is_wrong);
  add ("/settings-page/shows-what-is-wrong", test_shows_what_is_wrong);
  add ("/settings-page/shows-the-redirect-uris", test_shows_the_redirect_uris);
  add ("/settings-page/back-while-storing", test_back_while_storing);
  add ("/settings-page/covered", test_covered);
  add ("/settings-page/lost-below", test_lost_below);
  add ("/settings-page/typed-while-storing", test_typed_while_storing);
  add ("/settings-page/typed-and-left", test_typed_and_left);
  add ("/settings-page/stored-secret", test_stored_secret);
  return g_test_run ();
}
