/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "add-dialog.h"

#include "accounts-now.h"
#include "form.h"
#include "preset-form.h"
#include "preset-offer.h"
#include "provider-list.h"
#include "registration.h"
#include "stage.h"
#include "window-resources.h"
#include "window-visibility.h"

#include <signal.h>

typedef struct
{
  Stage *stage;
  GtkWidget *dialog;
  TesseraAccount *added;
  gboolean sign_in;
  gboolean closed;
} Fixture;

static void
added_cb (Fixture *self, TesseraAccount *account, gboolean sign_in)
{
  g_set_object (&self->added, account);
  self->sign_in = sign_in;
}

static void
destroyed_cb (Fixture *self)
{
  self->closed = TRUE;
}

/* Nobody uses a window before it is drawn. */
static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraWindowVisibility) visibility = NULL;

  self->stage = stage_new (NULL, NULL);
  self->dialog = GTK_WIDGET (tessera_add_dialog_new (self->stage->accounts));
  g_signal_connect_swapped (self->dialog, "added", G_CALLBACK (added_cb), self);
  g_signal_connect_swapped (self->dialog, "destroy", G_CALLBACK (destroyed_cb), self);
  visibility = tessera_window_visibility_new (GTK_WINDOW (self->dialog));
  gtk_window_present (GTK_WINDOW (self->dialog));
  stage_wait_for_boolean (visibility, "visible", TRUE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (!self->closed)
    gtk_window_destroy (GTK_WINDOW (self->dialog));
  g_clear_object (&self->added);
  stage_free (self->stage);
}

static gpointer
get (Fixture *self, const char *name)
{
  return gtk_widget_get_template_child (self->dialog, TESSERA_TYPE_ADD_DIALOG, name);
}

static GtkWidget *
get_entry (Fixture *self, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (get (self, "form"), TESSERA_TYPE_FORM, name));
}

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static void
type (Fixture *self, const char *entry, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_entry (self, entry)), text);
}

/* The row of the preset's form whose title begins so; of all that it has. */
static GtkWidget *
get_row (Fixture *self, const char *title)
{
  static const char *const lists[] = { "needed", "optional" };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      GtkListBox *list
        = GTK_LIST_BOX (gtk_widget_get_template_child (get (self, "preset_form"),
                                                       TESSERA_TYPE_PRESET_FORM, lists[i]));
      GtkListBoxRow *row;

      for (int j = 0; (row = gtk_list_box_get_row_at_index (list, j)) != NULL; j++)
        if (g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title))
          return GTK_WIDGET (row);
    }
  g_assert_not_reached ();
}

static void
type_row (Fixture *self, const char *title, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_row (self, title)), text);
}

static GtkWidget *
get_search (Fixture *self)
{
  return GTK_WIDGET (
    gtk_widget_get_template_child (get (self, "providers"), TESSERA_TYPE_PROVIDER_LIST, "search"));
}

/* What Enter in the search entry takes. */
static void
choose (Fixture *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_search (self)), text);
  g_signal_emit_by_name (get_search (self), "activate");
}

static void
assert_page (Fixture *self, const char *page)
{
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get (self, "pages")), ==, page);
}

static void
go (Fixture *self, const char *action)
{
  g_assert_true (gtk_widget_activate_action (self->dialog, action, NULL));
}

static void
save (Fixture *self, gboolean sign_in)
{
  g_assert_true (gtk_widget_activate_action (self->dialog, "add.save", "b", sign_in));
  while (!self->closed)
    g_main_context_iteration (NULL, TRUE);
}

static gpointer
get_notice (Fixture *self)
{
  return get (self, "notice");
}

/* A newcomer knows "we use Auth0, our domain is acme.eu.auth0.com, the client ID is Xa3dk2". */
static void
test_preset (Fixture *self, gconstpointer data)
{
  const TesseraAccountConfig *config;

  choose (self, "auth0");
  assert_page (self, "given");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (self->dialog)),
                                         get_row (self, "Domain")));
  type_row (self, "Domain", "acme.eu.auth0.com");
  type_row (self, "Client ID", " Xa3dk2\n");
  g_assert_cmpstr (get_text (get_entry (self, "name")), ==, "Auth0 – acme");
  go (self, "add.next");
  assert_page (self, "tell");
  g_assert_true (gtk_window_get_default_widget (GTK_WINDOW (self->dialog))
                 == get (self, "sign_in_button"));
  save (self, TRUE);
  config = tessera_account_get_config (self->added);
  g_assert_true (self->sign_in);
  g_assert_cmpstr (config->name, ==, "Auth0 – acme");
  g_assert_cmpstr (config->preset, ==, "auth0");
  g_assert_cmpstr (config->issuer, ==, "https://acme.eu.auth0.com/");
  g_assert_cmpstr (config->client_id, ==, "Xa3dk2");
}

static void
test_tells_what_to_register (Fixture *self, gconstpointer data)
{
  GtkWidget *registration = get (self, "registration");
  gpointer redirect
    = gtk_widget_get_template_child (registration, TESSERA_TYPE_REGISTRATION, "redirect");
  gpointer back = gtk_widget_get_template_child (registration, TESSERA_TYPE_REGISTRATION, "back");

  choose (self, "auth0");
  type_row (self, "Domain", "acme.eu.auth0.com");
  type_row (self, "Client ID", "Xa3dk2");
  go (self, "add.next");
  stage_wait_for_string (redirect, "value", "http://localhost:6363/");
  stage_wait_for_string (back, "title", "Allowed Logout URLs");
  go (self, "add.back");
  go (self, "add.back");
  choose (self, "kanidm");
  type_row (self, "Server address", "idm.example.org");
  type_row (self, "Client name", "desktop");
  go (self, "add.next");
  stage_wait_for_boolean (redirect, "visible", FALSE);
  stage_wait_for_boolean (back, "visible", FALSE);
}

static void
test_another_provider (Fixture *self, gconstpointer data)
{
  const char *issuer = provider_process_get_issuer (self->stage->provider);
  g_autofree char *pasted = g_strconcat (issuer, "/.well-known/openid-configuration", NULL);
  const TesseraAccountConfig *config;

  choose (self, pasted);
  g_assert_cmpstr (get_text (get_entry (self, "issuer")), ==, pasted);
  type (self, "client_id", "client");
  type (self, "name", "Added");
  type (self, "scopes", "openid a,b");
  type (self, "hosts", "git.example.com");
  go (self, "add.next");
  save (self, FALSE);
  config = tessera_account_get_config (self->added);
  g_assert_false (self->sign_in);
  g_assert_true (self->added == tessera_accounts_find (self->stage->accounts, "Added", NULL));
  g_assert_cmpstr (config->issuer, ==, issuer);
  g_assert_null (config->preset);
  g_assert_cmpstrv (config->scopes, ((const char *const[]){ "openid", "a,b", NULL }));
  g_assert_cmpstrv (config->hosts, ((const char *const[]){ "git.example.com", NULL }));
}

/* The button writes out what would be saved anyway. */
static void
test_repairs_an_issuer (Fixture *self, gconstpointer data)
{
  const char *issuer = provider_process_get_issuer (self->stage->provider);
  g_autofree char *wrong = g_strconcat (issuer, "/somewhere/below/", NULL);
  GtkWidget *probe;

  choose (self, "no such provider");
  probe = get_entry (self, "issuer_probe");
  type (self, "issuer", wrong);
  type (self, "client_id", "client");
  stage_wait_for_string (probe, "found", issuer);
  g_signal_emit_by_name (probe, "repair", issuer);
  g_assert_cmpstr (get_text (get_entry (self, "issuer")), ==, issuer);
  go (self, "add.next");
  save (self, FALSE);
  g_assert_cmpstr (tessera_account_get_config (self->added)->issuer, ==, issuer);
}

/* What a person types is kept, also where they look at another provider first. */
static void
test_back_keeps (Fixture *self, gconstpointer data)
{
  choose (self, "keycloak");
  type_row (self, "Server address", "login.example.org");
  type_row (self, "Realm", "acme");
  go (self, "add.back");
  assert_page (self, "who");
  choose (self, "keycloak");
  g_assert_cmpstr (get_text (get_row (self, "Realm")), ==, "acme");
  type (self, "name", "Mine");
  type_row (self, "Client ID", "desktop");
  g_assert_cmpstr (get_text (get_entry (self, "name")), ==, "Mine");
  go (self, "add.next");
  go (self, "add.back");
  assert_page (self, "given");
  g_assert_cmpstr (get_text (get_row (self, "Client ID")), ==, "desktop");
}

/* The page of a realm says server and realm. */
static void
test_takes_what_is_pasted (Fixture *self, gconstpointer data)
{
  choose (self, "https://login.example.org/realms/acme/.well-known/openid-configuration");
  g_assert_cmpstr (get_text (get_row (self, "Realm")), ==, "acme");
  g_assert_cmpstr (get_text (get_row (self, "Server address")), ==, "https://login.example.org");
  type_row (self, "Realm", "");
  type_row (self, "Server address", "https://login.example.org/realms/other/");
  type_row (self, "Client ID", "desktop");
  go (self, "add.next");
  assert_page (self, "tell");
  g_assert_cmpstr (get_text (get_row (self, "Realm")), ==, "other");
}

static gpointer
get_offer (Fixture *self, const char *where, GType type)
{
  return gtk_widget_get_template_child (get (self, where), type, "offer");
}

/* A paste that belongs to another provider says so, and leads there. */
static void
test_offers_the_right_preset (Fixture *self, gconstpointer data)
{
  GtkWidget *offer;

  choose (self, "no such provider");
  offer = get_offer (self, "form", TESSERA_TYPE_FORM);
  type (self, "issuer", "https://login.example.org/realms/acme");
  g_assert_true (gtk_widget_get_visible (offer));
  g_signal_emit_by_name (gtk_widget_get_template_child (offer, TESSERA_TYPE_PRESET_OFFER, "use"),
                         "clicked");
  g_assert_cmpstr (get_text (get_row (self, "Realm")), ==, "acme");
  offer = get_offer (self, "preset_form", TESSERA_TYPE_PRESET_FORM);
  g_assert_false (gtk_widget_get_visible (offer));
  type_row (self, "Server address", "acme.okta.com");
  g_assert_true (gtk_widget_get_visible (offer));
  type_row (self, "Server address", "login.example.org");
  g_assert_false (gtk_widget_get_visible (offer));
}

static void
test_says_what_is_missing (Fixture *self, gconstpointer data)
{
  GtkWidget *row;

  choose (self, "google");
  type_row (self, "Client ID", "a.apps.googleusercontent.com");
  go (self, "add.next");
  assert_page (self, "given");
  stage_wait_for_string (get_notice (self), "text", "Google needs “Client secret”.");
  row = get_row (self, "Client secret");
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (self->dialog)), row));
  type_row (self, "Client secret", "sesame");
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  stage_wait_for_string (get_notice (self), "text", NULL);
}

/* The one that is wrong is shown, in what was folded away too. */
static void
test_shows_what_is_wrong (Fixture *self, gconstpointer data)
{
  GtkWidget *row;

  choose (self, "no such provider");
  type (self, "issuer", "https://login.example.org/");
  type (self, "client_id", "client");
  row = get_entry (self, "hosts");
  type (self, "hosts", "http://example.com/");
  go (self, "add.next");
  assert_page (self, "given");
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (self->dialog)), row));
}

/* The proposal is one that is free, and one that is not is refused before it is too late. */
static void
test_names (Fixture *self, gconstpointer data)
{
  const char *taken = tessera_account_get_name (self->stage->account);
  g_autofree char *sentence = g_strdup_printf ("The account “%s” already exists.", taken);
  g_autoptr (TesseraAccountConfig) other = stage_copy_config (self->stage->account);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&other->id, g_free);
  g_free (other->name);
  other->name = g_strdup ("Google");
  if (tessera_accounts_find (self->stage->accounts, "Google", NULL) == NULL)
    tessera_accounts_add (self->stage->accounts, other, &error);
  g_assert_no_error (error);
  choose (self, "google");
  g_assert_cmpstr (get_text (get_entry (self, "name")), ==, "Google 2");
  type_row (self, "Client ID", "a.apps.googleusercontent.com");
  type_row (self, "Client secret", "sesame");
  type (self, "name", taken);
  go (self, "add.next");
  stage_wait_for_string (get_notice (self), "text", sentence);
  g_assert_true (gtk_widget_has_css_class (get_entry (self, "name"), "error"));
}

/* The file that Google gives out leaves its secret in no entry that can be read. */
static void
test_takes_a_file_of_google (Fixture *self, gconstpointer data)
{
  choose (self, "google");
  type_row (self, "Client ID",
            "{\"installed\": {\"client_id\": \"a.apps.googleusercontent.com\", "
            "\"client_secret\": \"sesame\"}}");
  g_assert_cmpstr (get_text (get_row (self, "Client ID")), ==, "a.apps.googleusercontent.com");
  g_assert_cmpstr (get_text (get_row (self, "Client secret")), ==, "sesame");
}

/* A person who gives up while the keyring takes its time adds nothing. */
static void
test_cancel_while_storing (Fixture *self, gconstpointer data)
{
  guint before = g_list_model_get_n_items (G_LIST_MODEL (self->stage->accounts));

  choose (self, "no such provider");
  type (self, "issuer", "https://login.example.org/");
  type (self, "client_id", "client");
  type (self, "client_secret", "sesame");
  type (self, "name", "Given up");
  go (self, "add.next");
  stage_signal_keyring (SIGSTOP);
  g_assert_true (gtk_widget_activate_action (self->dialog, "add.save", "b", FALSE));
  while (g_list_model_get_n_items (G_LIST_MODEL (self->stage->accounts)) == before)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_close (GTK_WINDOW (self->dialog));
  stage_signal_keyring (SIGCONT);
  while (g_list_model_get_n_items (G_LIST_MODEL (self->stage->accounts)) != before)
    g_main_context_iteration (NULL, TRUE);
  while (!self->closed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (self->added);
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
  add ("/add-dialog/preset", test_preset);
  add ("/add-dialog/tells-what-to-register", test_tells_what_to_register);
  add ("/add-dialog/another-provider", test_another_provider);
  add ("/add-dialog/repairs-an-issuer", test_repairs_an_issuer);
  add ("/add-dialog/back-keeps", test_back_keeps);
  add ("/add-dialog/takes-what-is-pasted", test_takes_what_is_pasted);
  add ("/add-dialog/offers-the-right-preset", test_offers_the_right_preset);
  add ("/add-dialog/says-what-is-missing", test_says_what_is_missing);
  add ("/add-dialog/shows-what-is-wrong", test_shows_what_is_wrong);
  add ("/add-dialog/names", test_names);
  add ("/add-dialog/takes-a-file-of-google", test_takes_a_file_of_google);
  add ("/add-dialog/cancel-while-storing", test_cancel_while_storing);
  return g_test_run ();
}
