/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "form.h"

#include "accounts-now.h"
#include "stage.h"
#include "stored-secret-row.h"
#include "window-resources.h"
#include "window-visibility.h"

#include <signal.h>

static const char *const odd_scopes[] = { "openid", "read,write", NULL };
static const char *const odd_resources[] = { "https://a.test/x,y", NULL };
static const char *const odd_auth_params[] = { "claims=1;y=2", NULL };

typedef struct
{
  Stage *stage;
  GtkWidget *form;
  TesseraAccount *saved;
  gboolean closed;
} Fixture;

static void
saved_cb (Fixture *self, TesseraAccount *account)
{
  g_set_object (&self->saved, account);
}

static void
destroyed_cb (Fixture *self)
{
  self->closed = TRUE;
}

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
open_form (Fixture *self, TesseraAccount *account)
{
  g_autoptr (TesseraWindowVisibility) visibility = NULL;

  self->form = GTK_WIDGET (tessera_form_new (self->stage->accounts, account));
  g_signal_connect_swapped (self->form, "saved", G_CALLBACK (saved_cb), self);
  g_signal_connect_swapped (self->form, "destroy", G_CALLBACK (destroyed_cb), self);
  visibility = tessera_window_visibility_new (GTK_WINDOW (self->form));
  gtk_window_present (GTK_WINDOW (self->form));
  stage_wait_for_boolean (visibility, "visible", TRUE);
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
  if (!self->closed)
    gtk_window_destroy (GTK_WINDOW (self->form));
  g_clear_object (&self->saved);
  stage_free (self->stage);
}

static GtkEditable *
get_entry (Fixture *self, const char *name)
{
  return GTK_EDITABLE (gtk_widget_get_template_child (self->form, TESSERA_TYPE_FORM, name));
}

static void
type (Fixture *self, const char *entry, const char *text)
{
  gtk_editable_set_text (get_entry (self, entry), text);
}

static void
save (Fixture *self)
{
  g_assert_true (gtk_widget_activate_action (self->form, "form.save", NULL));
}

static void
wait_until_closed (Fixture *self)
{
  while (!self->closed)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_untouched (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraAccountConfig) before = stage_copy_config (self->stage->account);

  open_form (self, self->stage->account);
  save (self);
  wait_until_closed (self);
  g_assert_true (self->saved == self->stage->account);
  g_assert_true (
    tessera_account_config_equal (before, tessera_account_get_config (self->stage->account)));
}

static void
test_touched (Fixture *self, gconstpointer data)
{
  const TesseraAccountConfig *config;

  open_form (self, self->stage->account);
  type (self, "client_id", "other");
  save (self);
  wait_until_closed (self);
  config = tessera_account_get_config (self->stage->account);
  g_assert_cmpstr (config->client_id, ==, "other");
  g_assert_cmpstr (config->client_auth, ==, "post");
  g_assert_cmpstrv (config->scopes, odd_scopes);
  g_assert_cmpstrv (config->resources, odd_resources);
  g_assert_cmpstrv (config->auth_params, odd_auth_params);
}

/* What another process writes while the form is open stays, but for what is touched here. */
static void
test_edited_meanwhile (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraAccountConfig) elsewhere = stage_copy_config (self->stage->account);
  g_autoptr (GError) error = NULL;
  const TesseraAccountConfig *config;

  open_form (self, self->stage->account);
  elsewhere->audience = g_strdup ("https://api.test");
  tessera_accounts_update (self->stage->accounts, elsewhere, &error);
  g_assert_no_error (error);
  type (self, "client_id", "other");
  save (self);
  wait_until_closed (self);
  config = tessera_account_get_config (self->stage->account);
  g_assert_cmpstr (config->client_id, ==, "other");
  g_assert_cmpstr (config->audience, ==, "https://api.test");
}

static void
test_adds (Fixture *self, gconstpointer data)
{
  open_form (self, NULL);
  type (self, "name", "Added");
  type (self, "issuer", provider_process_get_issuer (self->stage->provider));
  type (self, "client_id", "client");
  type (self, "scopes", "openid a,b");
  save (self);
  wait_until_closed (self);
  g_assert_true (self->saved == tessera_accounts_find (self->stage->accounts, "Added", NULL));
  g_assert_cmpstrv (tessera_account_get_config (self->saved)->scopes,
                    ((const char *const[]){ "openid", "a,b", NULL }));
}

/* What is saved is the issuer, and not the address that was pasted; before the provider has
 * answered, too. */
static void
test_takes_what_is_pasted (Fixture *self, gconstpointer data)
{
  const char *issuer = provider_process_get_issuer (self->stage->provider);
  g_autofree char *pasted = g_strconcat (" ", issuer, "/.well-known/openid-configuration\n", NULL);

  open_form (self, NULL);
  type (self, "name", "Pasted");
  type (self, "issuer", pasted);
  type (self, "client_id", "client");
  save (self);
  wait_until_closed (self);
  g_assert_cmpstr (tessera_account_get_config (self->saved)->issuer, ==, issuer);
}

static void
test_takes_what_is_found (Fixture *self, gconstpointer data)
{
  const char *issuer = provider_process_get_issuer (self->stage->provider);
  g_autofree char *pasted = g_strconcat (issuer, "/somewhere/below/", NULL);
  gpointer probe;

  open_form (self, NULL);
  probe = gtk_widget_get_template_child (self->form, TESSERA_TYPE_FORM, "issuer_probe");
  type (self, "name", "Found");
  type (self, "issuer", pasted);
  type (self, "client_id", "client");
  stage_wait_for_string (probe, "found", issuer);
  save (self);
  wait_until_closed (self);
  g_assert_cmpstr (tessera_account_get_config (self->saved)->issuer, ==, issuer);
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
  gpointer notice;
  GtkWidget *row;

  open_form (self, self->stage->account);
  row = GTK_WIDGET (gtk_widget_get_template_child (self->form, TESSERA_TYPE_FORM, "client_id"));
  notice = gtk_widget_get_template_child (self->form, TESSERA_TYPE_FORM, "notice");
  type (self, "client_id", "");
  save (self);
  stage_wait_for_string (notice, "text", "An account needs a client ID from the provider.");
  g_assert_null (self->saved);
  g_assert_false (self->closed);
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (self->form)), row));
  type (self, "client_id", "other");
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  stage_wait_for_string (notice, "text", NULL);
  save (self);
  wait_until_closed (self);
  g_assert_cmpstr (tessera_account_get_config (self->stage->account)->client_id, ==, "other");
}

static void
test_shows_the_redirect_uris (Fixture *self, gconstpointer data)
{
  gpointer row;

  open_form (self, NULL);
  row = gtk_widget_get_template_child (self->form, TESSERA_TYPE_FORM, "redirect");
  stage_wait_for_string (row, "value", "http://127.0.0.1/");
  type (self, "redirect_uris", "http://localhost:1/ http://localhost:2/");
  stage_wait_for_string (row, "value", "http://localhost:1/\nhttp://localhost:2/");
}

/* A person who gives up leaves the account as it was. */
static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraAccountConfig) before = stage_copy_config (self->stage->account);

  open_form (self, self->stage->account);
  type (self, "client_id", "other");
  gtk_window_close (GTK_WINDOW (self->form));
  wait_until_closed (self);
  g_assert_null (self->saved);
  g_assert_true (
    tessera_account_config_equal (before, tessera_account_get_config (self->stage->account)));
}

/* The same, when the account is written and the keyring takes its time with the secret. */
static void
test_cancel_while_storing (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraAccountConfig) before = stage_copy_config (self->stage->account);

  open_form (self, self->stage->account);
  type (self, "client_id", "other");
  type (self, "client_secret", "sesame");
  stage_signal_keyring (SIGSTOP);
  save (self);
  while (tessera_account_config_equal (before, tessera_account_get_config (self->stage->account)))
    g_main_context_iteration (NULL, TRUE);
  gtk_window_close (GTK_WINDOW (self->form));
  /* It is cancelled by now, or else the keyring stores the secret. */
  stage_signal_keyring (SIGCONT);
  wait_until_closed (self);
  while (!tessera_account_config_equal (before, tessera_account_get_config (self->stage->account)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (self->saved);
}

static void
expand (Fixture *self)
{
  adw_expander_row_set_expanded (
    ADW_EXPANDER_ROW (gtk_widget_get_template_child (self->form, TESSERA_TYPE_FORM, "more")), TRUE);
}

/* A stored secret is seen to exist; it is deleted only where a person says so, and saves. */
static void
test_stored_secret (Fixture *self, gconstpointer data)
{
  TesseraStoredSecretRow *row;

  open_form (self, self->stage->account);
  type (self, "client_secret", "sesame");
  save (self);
  wait_until_closed (self);
  for (gboolean unwanted = FALSE; unwanted <= TRUE; unwanted++)
    {
      open_form (self, self->stage->account);
      expand (self);
      row = TESSERA_STORED_SECRET_ROW (
        gtk_widget_get_template_child (self->form, TESSERA_TYPE_FORM, "stored_secret"));
      stage_wait_for_boolean (row, "visible", TRUE);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (
                                      gtk_widget_get_template_child (GTK_WIDGET (row),
                                                                     TESSERA_TYPE_STORED_SECRET_ROW,
                                                                     "unwanted")),
                                    unwanted);
      save (self);
      wait_until_closed (self);
      g_assert_cmpint (has_secret (self->stage->account), ==, !unwanted);
    }
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
  add ("/form/untouched", test_untouched);
  add ("/form/touched", test_touched);
  add ("/form/edited-meanwhile", test_edited_meanwhile);
  add ("/form/adds", test_adds);
  add ("/form/takes-what-is-pasted", test_takes_what_is_pasted);
  add ("/form/takes-what-is-found", test_takes_what_is_found);
  add ("/form/says-what-is-wrong", test_says_what_is_wrong);
  add ("/form/shows-the-redirect-uris", test_shows_the_redirect_uris);
  add ("/form/cancel", test_cancel);
  add ("/form/cancel-while-storing", test_cancel_while_storing);
  add ("/form/stored-secret", test_stored_secret);
  return g_test_run ();
}
