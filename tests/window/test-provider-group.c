/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider-group.h"

#include "value-row.h"
#include "window-resources.h"

typedef struct
{
  TesseraAccountConfig *config;
  TesseraAccount *account;
  GtkWidget *group;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraSession) session = NULL;

  self->config = tessera_account_config_new ();
  self->config->id = g_strdup ("6f0e1b9e-2a0c-4c6e-9d59-0f6b3a1f7c11");
  self->config->name = g_strdup ("Work");
  self->config->issuer = g_strdup ("https://a.test");
  self->config->client_id = g_strdup ("client");
  self->account = tessera_account_new (self->config, TRUE);
  session = tessera_session_new (self->account);
  self->group
    = g_object_ref_sink (g_object_new (TESSERA_TYPE_PROVIDER_GROUP, "session", session, NULL));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->group);
  g_object_unref (self->account);
  tessera_account_config_free (self->config);
}

static void
replace (char **member, const char *text)
{
  g_clear_pointer (member, g_free);
  *member = g_strdup (text);
}

static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  GtkWidget *found = NULL;

  if (TESSERA_IS_VALUE_ROW (widget)
      && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, title);
  return found;
}

static void
assert_row (Fixture *self, const char *title, const char *value)
{
  GtkWidget *row = find_row (self->group, title);
  g_autofree char *shown = NULL;

  g_assert_nonnull (row);
  g_object_get (row, "value", &shown, NULL);
  g_assert_cmpstr (shown, ==, value);
}

/* Each of these leaves the account's name alone. */

static void
test_client_id (Fixture *self, gconstpointer data)
{
  assert_row (self, "Client ID", "client");
  replace (&self->config->client_id, "other");
  tessera_account_set_config (self->account, self->config);
  assert_row (self, "Client ID", "other");
}

static void
test_issuer (Fixture *self, gconstpointer data)
{
  assert_row (self, "Issuer", "https://a.test");
  replace (&self->config->issuer, "https://b.test");
  tessera_account_set_config (self->account, self->config);
  assert_row (self, "Issuer", "https://b.test");
}

static void
test_redirect_uri (Fixture *self, gconstpointer data)
{
  static const char *const uris[] = { "http://localhost:1/", "http://localhost:2/", NULL };

  assert_row (self, "Redirect URI", "http://127.0.0.1/");
  self->config->redirect_uris = g_strdupv ((GStrv) uris);
  tessera_account_set_config (self->account, self->config);
  assert_row (self, "Redirect URI", "http://localhost:1/\nhttp://localhost:2/");
}

static void
test_no_issuer (Fixture *self, gconstpointer data)
{
  replace (&self->config->issuer, NULL);
  replace (&self->config->authorization_endpoint, "https://a.test/authorize");
  tessera_account_set_config (self->account, self->config);
  g_assert_null (find_row (self->group, "Issuer"));
  assert_row (self, "Authorization Endpoint", "https://a.test/authorize");
}

static void
test_managed (Fixture *self, gconstpointer data)
{
  gboolean editable = FALSE;
  gboolean managed = TRUE;

  g_object_get (self->group, "editable", &editable, "managed", &managed, NULL);
  g_assert_true (editable && !managed);
  self->config->read_only = TRUE;
  tessera_account_set_config (self->account, self->config);
  g_object_get (self->group, "editable", &editable, "managed", &managed, NULL);
  g_assert_true (!editable && managed);
}

/* The page of an account that is no longer in view changes nothing. */
static void
test_other_session (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_copy (self->config);
  g_autoptr (TesseraAccount) account = NULL;
  g_autoptr (TesseraSession) session = NULL;

  replace (&config->client_id, "another account's");
  account = tessera_account_new (config, FALSE);
  session = tessera_session_new (account);
  g_object_set (self->group, "session", session, NULL);
  assert_row (self, "Client ID", "another account's");
  replace (&self->config->client_id, "other");
  tessera_account_set_config (self->account, self->config);
  assert_row (self, "Client ID", "another account's");
  g_object_set (self->group, "session", NULL, NULL);
  assert_row (self, "Client ID", NULL);
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
  add ("/provider-group/client-id", test_client_id);
  add ("/provider-group/issuer", test_issuer);
  add ("/provider-group/redirect-uri", test_redirect_uri);
  add ("/provider-group/no-issuer", test_no_issuer);
  add ("/provider-group/managed", test_managed);
  add ("/provider-group/other-session", test_other_session);
  return g_test_run ();
}
