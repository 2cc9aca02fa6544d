/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window binds to: each property says what its getter says, and the list what the file
 * holds. */
#include "accounts-now.h"
#include "inspect.h"
#include "renewer.h"
#include "sign-in.h"
#include "sign-out.h"

#include <string.h>

static TesseraAccounts *
make_accounts (const char *name, TesseraAccount **account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();
  TesseraAccounts *accounts = tessera_accounts_new (TRUE, &error);

  g_assert_no_error (error);
  config->name = g_strdup (name);
  config->issuer = g_strdup ("https://id.example.com");
  config->client_id = g_strdup ("client");
  *account = tessera_accounts_add (accounts, config, &error);
  g_assert_no_error (error);
  return accounts;
}

static void
test_account (void)
{
  TesseraAccount *account = NULL;
  g_autoptr (TesseraAccounts) accounts = make_accounts ("Account", &account);
  g_autofree char *name = NULL, *subject = NULL, *person = NULL, *email = NULL, *scope = NULL;
  TesseraAccountState state;
  gint64 expires_at;

  g_object_get (account, "name", &name, "state", &state, "subject", &subject, "person-name",
                &person, "email", &email, "expires-at", &expires_at, "scope", &scope, NULL);
  g_assert_cmpstr (name, ==, "Account");
  g_assert_cmpint (state, ==, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_cmpint (expires_at, ==, tessera_account_get_expires_at (account));
  g_assert_cmpstr (scope, ==, tessera_account_get_scope (account));
  g_assert_null (subject);
  g_assert_null (person);
  g_assert_null (email);
  /* Nobody has signed in yet, so nothing is written down. */
  g_assert_false (tessera_account_is_recorded (account));
  g_assert_null (tessera_account_get_problem (account));
}

static void
test_list (void)
{
  TesseraAccount *account = NULL;
  g_autoptr (TesseraAccounts) accounts = make_accounts ("Listed", &account);
  GListModel *model = G_LIST_MODEL (accounts);
  guint length = g_list_model_get_n_items (model);
  g_autoptr (GObject) last = g_list_model_get_item (model, length - 1);
  g_autoptr (GError) problem = NULL;

  g_assert_cmpuint (g_list_model_get_item_type (model), ==, TESSERA_TYPE_ACCOUNT);
  g_assert_true (last == G_OBJECT (account));
  g_assert_null (g_list_model_get_item (model, length));
  g_object_get (accounts, "problem", &problem, NULL);
  g_assert_no_error (problem);
}

/* Before they run. */
static void
test_flows (void)
{
  TesseraAccount *account = NULL;
  g_autoptr (TesseraAccounts) accounts = make_accounts ("Flows", &account);
  g_autoptr (TesseraSignIn) sign_in = tessera_sign_in_new (account);
  g_autoptr (TesseraSignOut) sign_out = tessera_sign_out_new (account);
  g_autoptr (TesseraRenewer) renewer = tessera_renewer_new (account);
  g_autofree char *step = NULL, *uri = NULL, *last_step = NULL, *problem = NULL;
  gboolean busy;

  g_object_get (sign_in, "step", &step, "uri", &uri, NULL);
  g_object_get (sign_out, "step", &last_step, NULL);
  g_object_get (renewer, "busy", &busy, "problem", &problem, NULL);
  g_assert_null (step);
  g_assert_null (uri);
  g_assert_null (last_step);
  g_assert_false (busy);
  g_assert_null (problem);
}

/* A number stays as the token has it. */
static void
test_indent (void)
{
  g_autofree char *lines = tessera_inspect_indent ("{\"n\":18446744073709551616}");

  g_assert_cmpstr (lines, ==, "{\n  \"n\" : 18446744073709551616\n}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/properties/account", test_account);
  g_test_add_func ("/properties/list", test_list);
  g_test_add_func ("/properties/flows", test_flows);
  g_test_add_func ("/properties/indent", test_indent);
  return g_test_run ();
}
