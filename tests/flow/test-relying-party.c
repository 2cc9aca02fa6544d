/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/syscall.h>

#include "config-error.h"
#include "oidc-error.h"
#include "refused-syscall.h"
#include "rows.h"

/* The rows that every flow begins with. */

static ProviderProcess *provider;

static const TesseraStep find_secret[] = {
  { "a", tessera_relying_party_find_secret, tessera_relying_party_take_secret, 0 },
};
static const TesseraStep discover[] = {
  { "a", tessera_relying_party_find_secret, tessera_relying_party_take_secret, 0 },
  { "b", tessera_relying_party_discover, tessera_relying_party_take_provider, 0 },
};
static const TesseraStep fetch_keys[] = {
  { "b", tessera_relying_party_discover, tessera_relying_party_take_provider, 0 },
  { "c", tessera_relying_party_fetch_keys, tessera_relying_party_take_keys, 0 },
};
static const TesseraStep begin[] = {
  { "d", tessera_relying_party_begin, tessera_relying_party_take_begun, 0 },
  { "e", tessera_relying_party_release, NULL, TESSERA_STEP_CLEANUP },
};

#define RUN(rows, steps, error) rows_run (rows, steps, G_N_ELEMENTS (steps), NULL, error)

static Rows *
make_rows (void)
{
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));

  provider_process_set_fault (provider, NULL);
  provider_process_reset (provider);
  return rows_new (config);
}

static void
store_secret (Rows *rows)
{
  g_autoptr (GAsyncResult) stored = NULL;

  tessera_account_set_client_secret_async (rows->flow->account, "demo-secret", NULL, flow_ready_cb,
                                           &stored);
  flow_wait (&stored);
  g_assert_true (tessera_account_set_client_secret_finish (rows->flow->account, stored, NULL));
}

static void
test_no_secret (void)
{
  g_autoptr (Rows) rows = make_rows ();
  g_autoptr (GError) error = NULL;

  g_assert_true (RUN (rows, find_secret, &error));
  g_assert_no_error (error);
  g_assert_null (rows->party->client_secret);
}

static void
test_secret_is_needed (gconstpointer client_auth)
{
  g_autoptr (Rows) rows = make_rows ();
  g_autoptr (GError) error = NULL;

  rows->party->config->client_auth = g_strdup (client_auth);
  g_assert_false (RUN (rows, find_secret, &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
}

/* A public client sends none, even where one was stored before. */
static void
test_secret_is_not_asked_for (void)
{
  g_autoptr (Rows) rows = make_rows ();
  g_autoptr (GError) error = NULL;

  store_secret (rows);
  rows->party->config->client_auth = g_strdup ("none");
  g_assert_true (RUN (rows, discover, &error));
  g_assert_no_error (error);
  g_assert_cmpint (rows->party->client->auth, ==, OIDC_CLIENT_AUTH_NONE);
  g_assert_null (rows->party->client->client_secret);
}

typedef struct
{
  const char *name;
  const char *client_auth; /* of the account */
  gboolean has_secret;
  OidcClientAuth auth;
} Auth;

static const Auth auths[] = {
  { "none", NULL, FALSE, OIDC_CLIENT_AUTH_NONE },
  { "basic-by-itself", NULL, TRUE, OIDC_CLIENT_AUTH_BASIC },
  { "basic", "basic", TRUE, OIDC_CLIENT_AUTH_BASIC },
  { "post", "post", TRUE, OIDC_CLIENT_AUTH_POST },
};

static void
test_client_auth (gconstpointer data)
{
  const Auth *auth = data;
  g_autoptr (Rows) rows = make_rows ();
  g_autoptr (GError) error = NULL;

  if (auth->has_secret)
    store_secret (rows);
  rows->party->config->client_auth = g_strdup (auth->client_auth);
  g_assert_true (RUN (rows, discover, &error));
  g_assert_no_error (error);
  g_assert_cmpint (rows->party->client->auth, ==, auth->auth);
  g_assert_cmpstr (rows->party->client->client_secret, ==, auth->has_secret ? "demo-secret" : NULL);
}

/* What the account names wins; the rest is the metadata's. */
static void
test_combines (void)
{
  g_autoptr (Rows) rows = make_rows ();
  g_autoptr (GError) error = NULL;

  rows->party->config->token_endpoint = g_strdup ("https://id.example/token");
  g_assert_true (RUN (rows, discover, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (rows->party->provider->token_endpoint, ==, "https://id.example/token");
  g_assert_true (
    g_str_has_prefix (rows->party->provider->jwks_uri, provider_process_get_issuer (provider)));
}

/* That the metadata lacks an endpoint is the provider's fault, unless the account names it. */
static void
test_endpoint_is_missing (void)
{
  g_autoptr (Rows) rows = make_rows ();
  g_autoptr (GError) error = NULL;

  provider_process_set_fault (provider, "metadata-no-token-endpoint");
  g_assert_false (RUN (rows, discover, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  rows->party->config->token_endpoint = g_strdup ("https://id.example/token");
  g_assert_true (RUN (rows, discover, &error));
  g_assert_no_error (error);
}

/* The preset knows what this provider needs, and the person's own word wins over it. */
static void
test_preset (void)
{
  g_autoptr (TesseraAccountConfig) config = flow_make_config (NULL);
  g_autoptr (Rows) rows = NULL;
  g_autoptr (GError) error = NULL;

  config->authorization_endpoint = g_strdup ("https://accounts.google.com/o/oauth2/v2/auth");
  config->token_endpoint = g_strdup ("https://oauth2.googleapis.com/token");
  rows = rows_new (config);
  g_assert_true (RUN (rows, discover, &error));
  g_assert_no_error (error);
  g_assert_true (g_strv_contains ((const char *const *) rows->party->client->auth_params,
                                  "access_type=offline"));
}

static void
test_keys (void)
{
  g_autoptr (Rows) rows = make_rows ();
  g_autoptr (GError) error = NULL;
  OidcJwks *first;

  g_assert_true (RUN (rows, fetch_keys, &error));
  g_assert_no_error (error);
  first = rows->party->keys;
  g_assert_nonnull (first);
  provider_process_set_fault (provider, "jwks-not-json");
  g_assert_false (RUN (rows, fetch_keys, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
  g_assert_true (rows->party->keys == first);
  g_clear_error (&error);
  provider_process_set_fault (provider, NULL);
  rows->party->config->jwks_uri
    = g_strconcat (provider_process_get_issuer (provider), "/nothing-here", NULL);
  g_assert_false (RUN (rows, fetch_keys, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS);
}

/* What is stored belongs to the account as it is once the lock is had. */
static void
test_begin_reads_the_account (void)
{
  g_autoptr (Rows) rows = make_rows ();
  g_autoptr (TesseraAccountConfig) config
    = tessera_account_config_copy (tessera_account_get_config (rows->flow->account));
  g_autoptr (GError) error = NULL;

  g_free (config->client_id);
  config->client_id = g_strdup ("another");
  g_assert_true (tessera_accounts_update (rows->flow->accounts, config, &error));
  g_assert_true (RUN (rows, begin, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (rows->party->config->client_id, ==, "another");
  g_assert_null (rows->party->transaction);
  g_assert_true (tessera_accounts_delete_entry (rows->flow->accounts, config->id, &error));
  g_assert_false (RUN (rows, begin, &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN);
}

/* A file that nobody can read tells nothing about an account. */
static void
test_begin_with_a_broken_file (void)
{
  g_autoptr (Rows) rows = make_rows ();
  g_autofree char *path
    = g_build_filename (g_get_user_config_dir (), "tessera", "accounts.conf", NULL);
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  g_assert_true (g_file_set_contents (path, "[broken\n", -1, NULL));
  g_assert_true (RUN (rows, begin, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (rows->party->config->client_id, ==, "tessera-demo");
  g_assert_true (g_file_set_contents (path, before, -1, NULL));
}

static gboolean
never (const char *query, gpointer user_data)
{
  return FALSE;
}

/* A host without 127.0.0.1: what is configured is kept to, and nothing else is. */
static void
test_ipv6_only (gconstpointer redirect_uri)
{
  g_autoptr (TesseraAccountConfig) config = NULL;
  g_autoptr (TesseraLoopback) loopback = NULL;
  g_autoptr (GError) error = NULL;
  TesseraRelyingParty party = { 0 };

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  config = flow_make_config (provider_process_get_issuer (provider));
  party.config = config;
  if (redirect_uri)
    config->redirect_uris = g_strsplit (redirect_uri, "|", -1);
  refused_syscall_set (SYS_bind, 2, sizeof (struct sockaddr_in), EADDRNOTAVAIL);
  loopback = tessera_relying_party_listen (&party, never, NULL, &error);
  if (redirect_uri)
    {
      g_assert_error (error, TESSERA_LOOPBACK_ERROR, TESSERA_LOOPBACK_ERROR_FAILED);
      g_assert_nonnull (strstr (error->message, redirect_uri));
      return;
    }
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (tessera_loopback_get_redirect_uri (loopback), "http://[::1]:"));
}

static gboolean
has_ipv6 (void)
{
  const char *const uris[] = { "http://[::1]/", NULL };
  g_autoptr (TesseraLoopback) loopback = tessera_loopback_listen (uris, never, NULL, NULL);

  return loopback != NULL;
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  provider = provider_process_start (args);
  g_test_add_func ("/relying-party/no-secret", test_no_secret);
  g_test_add_data_func ("/relying-party/secret-is-needed/basic", "basic", test_secret_is_needed);
  g_test_add_data_func ("/relying-party/secret-is-needed/post", "post", test_secret_is_needed);
  g_test_add_func ("/relying-party/secret-is-not-asked-for", test_secret_is_not_asked_for);
  for (gsize i = 0; i < G_N_ELEMENTS (auths); i++)
    {
      g_autofree char *path = g_strconcat ("/relying-party/client-auth/", auths[i].name, NULL);

      g_test_add_data_func (path, &auths[i], test_client_auth);
    }
  g_test_add_func ("/relying-party/combines", test_combines);
  g_test_add_func ("/relying-party/endpoint-is-missing", test_endpoint_is_missing);
  g_test_add_func ("/relying-party/preset", test_preset);
  g_test_add_func ("/relying-party/keys", test_keys);
  g_test_add_func ("/relying-party/begin-reads-the-account", test_begin_reads_the_account);
  g_test_add_func ("/relying-party/begin-with-a-broken-file", test_begin_with_a_broken_file);
  if (has_ipv6 ())
    g_test_add_data_func ("/relying-party/ipv6-only", NULL, test_ipv6_only);
  g_test_add_data_func ("/relying-party/ipv6-only-configured", "http://127.0.0.1/x",
                        test_ipv6_only);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
