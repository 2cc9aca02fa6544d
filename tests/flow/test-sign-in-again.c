/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "account-files.h"
#include "flow.h"

/* A provider that lists offline_access, and does not give it to this client: the request is made
 * once more, in the same tab. */

static ProviderProcess *provider;

static Flow *
new_flow (const char *fault, const char *scopes, const char *offline_access)
{
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));

  provider_process_set_fault (provider, NULL);
  provider_process_set_fault (provider, fault);
  provider_process_reset (provider);
  config->scopes = scopes ? g_strsplit (scopes, " ", -1) : NULL;
  config->offline_access = g_strdup (offline_access);
  return flow_new (config);
}

/* What accounts.conf says of the account's OfflineAccess. (transfer full) (nullable) */
static char *
read_offline_access (Flow *flow)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) configs = tessera_account_files_read (&problem);

  for (guint i = 0; i < configs->len; i++)
    {
      const TesseraAccountConfig *config = configs->pdata[i];

      if (strcmp (config->id, tessera_account_get_config (flow->account)->id) == 0)
        return g_strdup (config->offline_access);
    }
  g_assert_not_reached ();
}

static void
assert_asked (Flow *flow, guint times)
{
  g_assert_cmpuint (provider_process_count (provider, "/authorize"), ==, times);
  g_assert_cmpint (strstr (flow->steps->str, "trying again without it") != NULL, ==, times > 1);
}

static void
test_refused (gconstpointer fault)
{
  g_autoptr (Flow) flow = new_flow (fault, NULL, NULL);
  g_autofree char *remembered = NULL;
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  assert_asked (flow, 2);
  g_assert_cmpuint (provider_process_count (provider, "/jwks"), ==, 1);
  remembered = read_offline_access (flow);
  g_assert_cmpstr (remembered, ==, "never");
}

/* The next sign-in knows it from the start. */
static void
test_remembered (void)
{
  g_autoptr (Flow) flow = new_flow ("authorize-offline-access-refused", NULL, "never");
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  assert_asked (flow, 1);
}

/* Whoever asks for it by name is told that it is refused, and what was asked for. */
static void
test_by_name (gconstpointer fault)
{
  static const struct
  {
    const char *scopes;
    const char *offline_access;
  } cases[] = { { "openid offline_access", NULL },
                { "openid offline_access", "never" },
                { "openid", "ask" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Flow) flow = new_flow (fault, cases[i].scopes, cases[i].offline_access);
      g_autoptr (GError) error = NULL;

      flow_run (flow, &error);
      flow_assert_failed (flow, error, 5);
      assert_asked (flow, 1);
      g_assert_nonnull (strstr (error->message, "“openid offline_access”"));
      g_assert_nonnull (strstr (error->message, ". The requested scopes were"));
      g_assert_nonnull (strstr (flow->page, "Sign-in was refused"));
    }
}

/* A scope that is refused all the same is no matter of offline_access. */
static void
test_another_scope (void)
{
  g_autoptr (Flow) flow = new_flow ("authorize-offline-access-refused", "openid mail", NULL);
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_failed (flow, error, 5);
  assert_asked (flow, 1);
  g_assert_nonnull (
    strstr (error->message,
            "A scope is not known here (invalid_scope). The requested scopes were “openid mail”."));
}

/* access_denied has many reasons. It is about a scope where it says so, or names one that is no
 * word of other sentences. */
static void
test_denied (gconstpointer fault)
{
  g_autoptr (Flow) flow = new_flow (fault, NULL, NULL);
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_failed (flow, error, 5);
  assert_asked (flow, 1);
  g_assert_cmpint (strstr (error->message, "“openid profile email offline_access”") != NULL, ==,
                   g_str_has_prefix (fault, "authorize-scope-"));
}

/* The second request has the deadline and the cancel of the first, and what the provider refused is
 * not remembered unless the account can do without it. */
static void
test_cancelled (void)
{
  g_autoptr (Flow) flow = new_flow ("token-offline-access-refused", NULL, NULL);
  g_autofree char *remembered = NULL;
  g_autoptr (GError) error = NULL;

  flow->cancel_at
    = "The provider does not allow “offline_access”. Tessera is trying again without it.";
  flow_run (flow, &error);
  flow_assert_failed (flow, error, 4);
  remembered = read_offline_access (flow);
  g_assert_null (remembered);
}

static void
test_second_fails (void)
{
  g_autoptr (Flow) flow = new_flow ("authorize-offline-access-refused", NULL, NULL);
  g_autofree char *remembered = NULL;
  g_autoptr (GError) error = NULL;

  provider_process_set_fault (provider, "id-token-wrong-nonce");
  flow_run (flow, &error);
  flow_assert_failed (flow, error, 6);
  assert_asked (flow, 2);
  g_assert_nonnull (strstr (flow->page, "Sign-in failed"));
  remembered = read_offline_access (flow);
  g_assert_null (remembered);
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  provider = provider_process_start (args);
  g_test_add_data_func ("/sign-in-again/refused-by-redirect", "authorize-offline-access-refused",
                        test_refused);
  g_test_add_data_func ("/sign-in-again/refused-at-exchange", "token-offline-access-refused",
                        test_refused);
  g_test_add_func ("/sign-in-again/remembered", test_remembered);
  g_test_add_data_func ("/sign-in-again/by-name-by-redirect", "authorize-offline-access-refused",
                        test_by_name);
  g_test_add_data_func ("/sign-in-again/by-name-at-exchange", "token-offline-access-refused",
                        test_by_name);
  g_test_add_func ("/sign-in-again/another-scope", test_another_scope);
  g_test_add_data_func ("/sign-in-again/scope-denied", "authorize-scope-denied", test_denied);
  g_test_add_data_func ("/sign-in-again/scope-named", "authorize-scope-named", test_denied);
  g_test_add_data_func ("/sign-in-again/denied", "authorize-denied", test_denied);
  g_test_add_data_func ("/sign-in-again/other-error", "authorize-error", test_denied);
  g_test_add_func ("/sign-in-again/cancelled", test_cancelled);
  g_test_add_func ("/sign-in-again/second-fails", test_second_fails);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
