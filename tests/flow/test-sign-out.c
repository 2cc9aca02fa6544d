/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "lock.h"
#include "session-record.h"
#include "keyring.h"
#include "leave.h"

#include "accounts-now.h"
#include "loopback.h"
#include "oidc-tokens.h"
#include "presets.h"
#include "sign-out-rows.h"

/* Sign-out at a real provider: out of a real keyring, and through the browser that GIO starts. */

static ProviderProcess *provider;

static TesseraAccountConfig *
make_config (const char *scopes)
{
  TesseraAccountConfig *config = flow_make_config (provider_process_get_issuer (provider));

  config->scopes = g_strsplit (scopes, " ", -1);
  return config;
}

static void
test_steps (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autoptr (GError) error = NULL;

  leave_run (leave, &error);
  leave_assert_warned (leave, error, NULL);
  g_assert_cmpstr (leave->steps->str, ==,
                   "Signing out\nDeleting the tokens\nLooking up the client secret\n"
                   "Contacting the provider\nRevoking the refresh token\n"
                   "Revoking the access token\nOpening the browser\nWaiting for the browser\n.\n");
}

/* The refresh token, then the access token, then the browser: and the session is at an end. */
static void
test_whole (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autoptr (JsonArray) log = NULL;
  g_autoptr (GString) requests = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  leave_run (leave, &error);
  leave_assert_warned (leave, error, NULL);
  log = provider_process_get_log (provider);
  for (guint i = 0; i < json_array_get_length (log); i++)
    {
      JsonObject *entry = json_array_get_object_element (log, i);

      g_string_append_printf (requests, "%s %s %s %" G_GINT64_FORMAT "\n",
                              json_object_get_string_member (entry, "method"),
                              json_object_get_string_member (entry, "path"),
                              json_object_get_string_member_with_default (entry, "hint", "-"),
                              json_object_get_int_member (entry, "status"));
    }
  g_assert_cmpstr (requests->str, ==,
                   "GET /.well-known/openid-configuration - 200\n"
                   "POST /revoke refresh_token 200\nPOST /revoke access_token 200\n"
                   "GET /logout id_token 303\n");
  g_assert_cmpuint (leave->page_status, ==, 200);
  g_assert_nonnull (strstr (leave->page, "You are signed out of Account"));
}

/* Whoever lists the processes sees an address of this computer, and no token. */
static void
test_no_token_in_arguments (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autofree char *id_token = g_strdup (tessera_account_get_id_token (leave->flow->account));
  g_autoptr (GError) error = NULL;
  const char *uri;

  leave_run (leave, &error);
  leave_assert_warned (leave, error, NULL);
  g_assert_nonnull (id_token);
  g_assert_null (strstr (leave->opened, id_token));
  g_assert_null (strstr (leave->opened, "eyJ"));
  g_assert_null (strchr (leave->opened, '?'));
  uri = strstr (leave->opened, "http://127.0.0.1:");
  g_assert_nonnull (uri);
  /* Nothing to guess: 256 bits. */
  g_assert_cmpuint (strlen (strrchr (uri, '/')), ==, strlen ("/") + 43);
}

static void
test_writes_state (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  const char *id = tessera_account_get_config (leave->flow->account)->id;
  g_autoptr (TesseraSessionRecord) before = tessera_session_record_read (id, NULL);
  g_autoptr (TesseraSessionRecord) after = NULL;
  g_autoptr (GError) error = NULL;

  leave_run (leave, &error);
  leave_assert_warned (leave, error, NULL);
  after = tessera_session_record_read (id, NULL);
  g_assert_cmpuint (after->generation, ==, before->generation + 1);
}

static void
test_signed_out_already (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autoptr (TesseraSignOut) again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TesseraSessionRecord) state = NULL;
  g_autoptr (GError) error = NULL;

  leave_run (leave, &error);
  leave_assert_warned (leave, error, NULL);
  provider_process_reset (provider);
  again = tessera_sign_out_new (leave->flow->account);
  tessera_sign_out_run_async (again, NULL, flow_ready_cb, &result);
  flow_wait (&result);
  g_assert_true (tessera_sign_out_run_finish (again, result, &error));
  leave_assert_done (leave, error);
  g_assert_null (tessera_sign_out_get_warning (again));
  g_assert_cmpuint (provider_process_count (provider, "/.well-known/openid-configuration"), ==, 0);
  state = tessera_session_record_read (tessera_account_get_config (leave->flow->account)->id, NULL);
  g_assert_cmpuint (state->generation, ==, 2);
}

static void
test_no_refresh_token (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ("openid");
  g_autoptr (Leave) leave = leave_new (provider, config);
  g_autofree char *revoked = NULL;
  g_autoptr (GError) error = NULL;

  leave_run (leave, &error);
  leave_assert_warned (leave, error, NULL);
  revoked = leave_describe_revocations (provider);
  g_assert_cmpstr (revoked, ==, "access_token ");
}

/* Nobody knows of a session in the browser there. */
static void
test_plain_oauth (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ("demo:read");
  g_autoptr (Leave) leave = leave_new (provider, config);
  g_autoptr (GError) error = NULL;

  leave_run (leave, &error);
  leave_assert_warned (leave, error, NULL);
  g_assert_cmpuint (provider_process_count (provider, "/revoke"), ==, 1);
  g_assert_null (leave->opened);
}

static void
test_client_secret_stays (void)
{
  const char *args[] = { "--auto", "--confidential", NULL };
  g_autoptr (ProviderProcess) confidential = provider_process_start (args);
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (confidential));
  g_autoptr (Flow) flow = flow_new (config);
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GAsyncResult) ended = NULL;
  g_autoptr (GAsyncResult) found = NULL;
  g_autoptr (TesseraSignOut) sign_out = tessera_sign_out_new (flow->account);
  g_autofree char *secret = NULL;
  g_autoptr (GError) error = NULL;

  tessera_account_set_client_secret_async (flow->account, "demo-secret", NULL, flow_ready_cb,
                                           &stored);
  flow_wait (&stored);
  g_assert_true (tessera_account_set_client_secret_finish (flow->account, stored, NULL));
  /* It holds the keyring's lock. */
  g_clear_object (&stored);
  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  leave_set_browser (FALSE);
  tessera_sign_out_run_async (sign_out, NULL, flow_ready_cb, &ended);
  flow_wait (&ended);
  leave_set_browser (TRUE);
  g_assert_true (tessera_sign_out_run_finish (sign_out, ended, NULL));
  g_assert_cmpuint (flow_count_stored (flow->account), ==, 0);
  /* It authenticated the revocations: without it they are refused. */
  g_assert_cmpstr (tessera_error_id (tessera_sign_out_get_warning (sign_out)), ==, "no_browser");
  g_assert_cmpuint (provider_process_count (confidential, "/revoke"), ==, 2);
  tessera_keyring_lookup_async (tessera_account_get_config (flow->account)->id,
                                TESSERA_KEYRING_CLIENT_SECRET, NULL, flow_ready_cb, &found);
  flow_wait (&found);
  secret = tessera_keyring_lookup_finish (found, NULL);
  g_assert_cmpstr (secret, ==, "demo-secret");
}

/* RFC 7009 §2.1: the tokens go to nobody but who gave them out. */
static void
test_of_another_client (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autoptr (TesseraAccountConfig) config
    = tessera_account_config_copy (tessera_account_get_config (leave->flow->account));
  g_autoptr (GError) error = NULL;

  g_free (config->client_id);
  config->client_id = g_strdup ("another");
  g_assert_true (tessera_accounts_update (leave->flow->accounts, config, NULL));
  leave_run (leave, &error);
  leave_assert_warned (leave, error, "failed");
  g_assert_cmpuint (provider_process_count (provider, "/revoke"), ==, 0);
  g_assert_null (leave->opened);
}

static void
store_tokens (TesseraAccount *account, const char *text)
{
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GError) error = NULL;

  tessera_keyring_store_async (tessera_account_get_config (account)->id, TESSERA_KEYRING_TOKENS,
                               "test", text, NULL, flow_ready_cb, &stored);
  flow_wait (&stored);
  tessera_keyring_store_finish (stored, &error);
  g_assert_no_error (error);
}

/* What nobody here can read is forgotten all the same, and that it was not revoked is said. */
static void
test_of_a_newer_version (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autoptr (GError) error = NULL;

  store_tokens (leave->flow->account, "{\"version\": 1000}");
  leave_run (leave, &error);
  leave_assert_warned (leave, error, "unsupported");
}

/* As a renewal that was under way: it holds the lock, and stores before it lets go. */
static void
test_after_a_renewal (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  TesseraAccount *account = leave->flow->account;
  const char *id = tessera_account_get_config (account)->id;
  g_autoptr (TesseraSignOut) sign_out = tessera_sign_out_new (account);
  g_autoptr (GAsyncResult) found = NULL;
  g_autoptr (GAsyncResult) ended = NULL;
  g_autoptr (JsonArray) log = NULL;
  g_autoptr (OidcTokens) tokens = NULL;
  g_autofree char *text = NULL;
  g_autofree char *renewed = NULL;
  g_autoptr (GError) error = NULL;
  TesseraLock *lock = tessera_lock_acquire (id, &error);

  g_assert_no_error (error);
  leave_set_browser (FALSE);
  tessera_sign_out_run_async (sign_out, NULL, flow_ready_cb, &ended);
  tessera_keyring_lookup_async (id, TESSERA_KEYRING_TOKENS, NULL, flow_ready_cb, &found);
  flow_wait (&found);
  text = tessera_keyring_lookup_finish (found, NULL);
  tokens = oidc_tokens_load (text, &error);
  g_assert_no_error (error);
  g_free (tokens->refresh_token);
  tokens->refresh_token = g_strdup ("renewed");
  renewed = oidc_tokens_store (tokens);
  store_tokens (account, renewed);
  g_assert_null (ended);
  tessera_lock_release (lock);
  flow_wait (&ended);
  leave_set_browser (TRUE);
  g_assert_true (tessera_sign_out_run_finish (sign_out, ended, NULL));
  g_assert_cmpuint (flow_count_stored (account), ==, 0);
  log = provider_process_get_log (provider);
  /* The provider does not know this one: the first of the sign-in was not sent. */
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (log, 1), "token"),
                   ==, "unknown");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (log, 2), "token"),
                   ==, "access_token");
}

static void
test_no_browser (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autofree char *revoked = NULL;
  g_autoptr (GError) error = NULL;

  leave_set_browser (FALSE);
  leave_run (leave, &error);
  leave_set_browser (TRUE);
  leave_assert_warned (leave, error, "no_browser");
  revoked = leave_describe_revocations (provider);
  g_assert_cmpstr (revoked, ==, "refresh_token access_token ");
}

/* Asked for while the tokens are being revoked, as by a person who wants to sign in again. */
static void
skip_browser (gpointer user_data, const char *step)
{
  Leave *leave = user_data;

  if (g_strcmp0 (step, "Revoking the access token") == 0)
    tessera_sign_out_skip_browser (leave->sign_out);
}

static void
test_skips_the_browser (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  g_autofree char *revoked = NULL;
  g_autoptr (GError) error = NULL;

  leave->at_step = skip_browser;
  leave_run (leave, &error);
  leave_assert_warned (leave, error, NULL);
  revoked = leave_describe_revocations (provider);
  g_assert_cmpstr (revoked, ==, "refresh_token access_token ");
  g_assert_null (leave->opened);
  g_assert_cmpuint (provider_process_count (provider, "/logout"), ==, 0);
}

/* Not one that the kernel hands out to whoever is next: by default those are from 32768 on. */
static guint16
find_free_port (void)
{
  for (;;)
    {
      g_autoptr (GSocketListener) listener = g_socket_listener_new ();
      guint16 port = (guint16) g_random_int_range (12000, 32768);

      if (g_socket_listener_add_inet_port (listener, port, NULL, NULL))
        return port;
    }
}

/* Where the provider compares to the character: the redirect URI of the sign-in is the one. */
static void
test_registered (void)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/back", find_free_port ());
  const char *args[] = { "--auto", "--post-logout-redirect-uri", uri, NULL };
  g_autoptr (ProviderProcess) strict = provider_process_start (args);
  g_autoptr (TesseraAccountConfig) config = flow_make_config (provider_process_get_issuer (strict));
  g_autoptr (Leave) leave = NULL;
  g_autoptr (GError) error = NULL;

  config->redirect_uris = g_strsplit (uri, " ", -1);
  leave = leave_new (strict, config);
  leave_run (leave, &error);
  leave_assert_warned (leave, error, NULL);
  g_assert_nonnull (strstr (leave->page, "You are signed out of Account"));
}

/* Then the provider's page tells, nobody waits for long, and Tessera says what to register. */
static void
test_not_registered (void)
{
  const char *args[] = { "--auto", "--post-logout-redirect-uri", "http://127.0.0.1:1/", NULL };
  g_autoptr (ProviderProcess) strict = provider_process_start (args);
  g_autoptr (Leave) leave = leave_new (strict, NULL);
  g_autoptr (GError) error = NULL;

  leave->browser_timeout = 4;
  leave_run (leave, &error);
  leave_assert_warned (leave, error, "not_returned");
  g_assert_cmpuint (leave->page_status, ==, 400);
}

static void
test_port_in_use (void)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/", find_free_port ());
  const char *const uris[] = { uri, NULL };
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));
  g_autoptr (Leave) leave = NULL;
  g_autoptr (TesseraLoopback) other = NULL;
  g_autoptr (GError) error = NULL;

  config->redirect_uris = g_strsplit (uri, " ", -1);
  leave = leave_new (provider, config);
  other = tessera_loopback_listen (uris, NULL, NULL, &error);
  g_assert_no_error (error);
  leave_run (leave, &error);
  leave_assert_warned (leave, error, "port_in_use");
  g_assert_null (leave->opened);
  g_assert_cmpuint (provider_process_count (provider, "/revoke"), ==, 2);
}

/* Nothing is claimed: libsecret itself passes over what is locked, and says nothing of it. The last
 * test, since nothing here unlocks the keyring again. */
static void
test_locked (void)
{
  g_autoptr (Leave) leave = leave_new (provider, NULL);
  const char *argv[] = { g_test_get_filename (G_TEST_DIST, "session", "lock-keyring", NULL), NULL };
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                NULL, &error);
  g_assert_no_error (error);
  leave_run (leave, &error);
  g_assert_cmpint (tessera_error_kind (error), ==, 8);
  leave_assert_signed_in (leave);
  g_assert_cmpuint (provider_process_count (provider, "/revoke"), ==, 0);
}

typedef struct
{
  const char *issuer;
  const char *authorization_endpoint;
  const char *end_session_endpoint;
  const char *wanted;
  const char *parameter;
} Form;

static const Form forms[] = {
  { "https://id.example", "https://id.example/authorize", "https://id.example/logout",
    "https://id.example/logout", NULL },
  { "https://id.example", "https://id.example/authorize", NULL, NULL, NULL },
  { "https://accounts.google.com", "https://accounts.google.com/o/oauth2/v2/auth",
    "https://accounts.google.com/logout", NULL, NULL },
  { "https://acme.auth0.com/", "https://acme.auth0.com/authorize", NULL,
    "https://acme.auth0.com/v2/logout", "returnTo" },
  { "https://acme.auth0.com/", "https://acme.auth0.com/authorize",
    "https://acme.auth0.com/oidc/logout", "https://acme.auth0.com/oidc/logout", NULL },
  { "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x",
    "https://acme.auth.eu-west-1.amazoncognito.com/oauth2/authorize", NULL,
    "https://acme.auth.eu-west-1.amazoncognito.com/logout", "logout_uri" },
  { "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x",
    "https://login.acme.example/oauth2/authorize?lang=de", "https://login.acme.example/logout",
    "https://login.acme.example/logout", "logout_uri" },
};

static void
test_form (gconstpointer data)
{
  const Form *form = data;
  const TesseraPreset *preset = tessera_presets_find (NULL, form->issuer);
  g_autoptr (OidcProvider) metadata = oidc_provider_new ();
  g_autofree char *endpoint = NULL;
  g_autofree char *parameter = NULL;

  metadata->authorization_endpoint = g_strdup (form->authorization_endpoint);
  metadata->end_session_endpoint = g_strdup (form->end_session_endpoint);
  endpoint = tessera_sign_out_find_endpoint (preset, metadata, &parameter);
  g_assert_cmpstr (endpoint, ==, form->wanted);
  g_assert_cmpstr (parameter, ==, form->parameter);
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  leave_set_up ();
  provider = provider_process_start (args);
  g_test_add_func ("/sign-out/tells-its-steps", test_steps);
  g_test_add_func ("/sign-out/whole", test_whole);
  g_test_add_func ("/sign-out/no-token-in-arguments", test_no_token_in_arguments);
  g_test_add_func ("/sign-out/writes-the-state-file", test_writes_state);
  g_test_add_func ("/sign-out/signed-out-already", test_signed_out_already);
  g_test_add_func ("/sign-out/no-refresh-token", test_no_refresh_token);
  g_test_add_func ("/sign-out/plain-oauth", test_plain_oauth);
  g_test_add_func ("/sign-out/client-secret-stays", test_client_secret_stays);
  g_test_add_func ("/sign-out/of-another-client", test_of_another_client);
  g_test_add_func ("/sign-out/of-a-newer-version", test_of_a_newer_version);
  g_test_add_func ("/sign-out/after-a-renewal", test_after_a_renewal);
  g_test_add_func ("/sign-out/no-browser", test_no_browser);
  g_test_add_func ("/sign-out/skips-the-browser", test_skips_the_browser);
  g_test_add_func ("/sign-out/post-logout-uri-registered", test_registered);
  g_test_add_func ("/sign-out/post-logout-uri-not-registered", test_not_registered);
  g_test_add_func ("/sign-out/port-in-use", test_port_in_use);
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sign-out/form/%zu", i + 1);

      g_test_add_data_func (path, &forms[i], test_form);
    }
  g_test_add_func ("/sign-out/locked", test_locked);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
