/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "session-record.h"
#include "flow.h"
#include "loopback-error.h"
#include "oidc-error.h"

/* Sign-in at a real provider, through the real listener, into a real keyring. */

static ProviderProcess *
start (const char *option, const char *value)
{
  const char *args[] = { "--auto", option, value, NULL };

  return provider_process_start (args);
}

static Flow *
new_flow (ProviderProcess *provider)
{
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));

  return flow_new (config);
}

static void
test_algorithm (gconstpointer algorithm)
{
  g_autoptr (ProviderProcess) provider = start ("--alg", algorithm);
  g_autoptr (Flow) flow = new_flow (provider);
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  g_assert_cmpstr (tessera_account_get_subject (flow->account), ==, "zoe-1");
  g_assert_cmpstr (tessera_account_get_person_name (flow->account), ==, "Zoë O’Hara");
  g_assert_cmpstr (tessera_account_get_email (flow->account), ==, "zoe@example.org");
  g_assert_nonnull (tessera_account_get_id_token (flow->account));
}

/* OpenID Connect Core §3.1.2.1: whoever asks how long ago the person signed in there, wants it
 * kept. */
static void
test_max_age (void)
{
  static const struct
  {
    const char *fault;
    const char *param;
    int exit_code;
  } cases[] = {
    { NULL, "max_age=300", 0 },
    { "id-token-auth-time-old", "max_age=300", 6 },
    { "id-token-auth-time-old", "max_age=3600", 0 },
    { "id-token-auth-time-old", "max_age=", 0 },
    { "id-token-auth-time-missing", "max_age=3600", 6 },
  };
  g_autoptr (ProviderProcess) provider = start (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *params[] = { cases[i].param, NULL };
      g_autoptr (TesseraAccountConfig) config
        = flow_make_config (provider_process_get_issuer (provider));
      g_autoptr (Flow) flow = NULL;
      g_autoptr (GError) error = NULL;

      g_strfreev (config->auth_params);
      config->auth_params = g_strdupv ((char **) params);
      flow = flow_new (config);
      provider_process_set_fault (provider, NULL);
      if (cases[i].fault)
        provider_process_set_fault (provider, cases[i].fault);
      flow_run (flow, &error);
      if (cases[i].exit_code == 0)
        flow_assert_signed_in (flow, error);
      else
        flow_assert_failed (flow, error, cases[i].exit_code);
    }
}

static void
test_steps (void)
{
  g_autoptr (ProviderProcess) provider = start (NULL, NULL);
  g_autoptr (Flow) flow = new_flow (provider);
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  g_assert_true (g_str_has_prefix (flow->steps->str,
                                   "Checking that the session can be stored\n"
                                   "Looking up the client secret\nContacting the provider\n"
                                   "Waiting for the answer\nOpening the browser\n"
                                   "Waiting for the browser\n"));
  g_assert_true (g_str_has_suffix (flow->steps->str,
                                   "Exchanging the code\nChecking who you are\n"
                                   "Getting your name\nStoring the session\n.\n"));
}

/* Discovery, keys, token: three requests of ours over one connection. The fourth is the browser's.
 */
static void
test_requests (void)
{
  g_autoptr (ProviderProcess) provider = start (NULL, NULL);
  g_autoptr (Flow) flow = new_flow (provider);
  g_autoptr (JsonArray) log = NULL;
  g_autoptr (GString) paths = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gint64 connection = -1;

  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  log = provider_process_get_log (provider);
  for (guint i = 0; i < json_array_get_length (log); i++)
    {
      JsonObject *entry = json_array_get_object_element (log, i);
      const char *path = json_object_get_string_member (entry, "path");

      if (strcmp (path, "/authorize") == 0)
        continue;
      g_string_append_printf (paths, "%s ", path);
      if (connection < 0)
        connection = json_object_get_int_member (entry, "connection");
      g_assert_cmpint (json_object_get_int_member (entry, "connection"), ==, connection);
    }
  g_assert_cmpstr (paths->str, ==, "/.well-known/openid-configuration /jwks /token ");
}

static void
test_state_file (void)
{
  g_autoptr (ProviderProcess) provider = start ("--lifetime", "1000");
  g_autoptr (Flow) flow = new_flow (provider);
  g_autoptr (TesseraSessionRecord) state = NULL;
  g_autoptr (GError) error = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  state = tessera_session_record_read (tessera_account_get_config (flow->account)->id, NULL);
  g_assert_cmpstr (state->subject, ==, "zoe-1");
  g_assert_cmpint (state->expires_at, >=, now + 1000);
  g_assert_cmpint (state->expires_at, ==, tessera_account_get_expires_at (flow->account));
  g_assert_cmpint (tessera_account_get_seconds_left (flow->account), <=, 1000);
  g_assert_cmpuint (state->generation, ==, 1);
}

static void
test_second_replaces_first (void)
{
  g_autoptr (ProviderProcess) provider = start (NULL, NULL);
  g_autoptr (Flow) flow = new_flow (provider);
  g_autoptr (TesseraSessionRecord) state = NULL;
  g_autofree char *first = NULL;
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  first = g_strdup (tessera_account_get_access_token (flow->account));
  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  g_assert_cmpstr (tessera_account_get_access_token (flow->account), !=, first);
  state = tessera_session_record_read (tessera_account_get_config (flow->account)->id, NULL);
  g_assert_cmpuint (state->generation, ==, 2);
}

/* A failed sign-in leaves the session that there was. */
static void
test_failure_keeps_session (void)
{
  g_autoptr (ProviderProcess) provider = start (NULL, NULL);
  g_autoptr (Flow) flow = new_flow (provider);
  g_autofree char *first = NULL;
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  first = g_strdup (tessera_account_get_access_token (flow->account));
  provider_process_set_fault (provider, "id-token-wrong-nonce");
  g_assert_false (flow_run (flow, &error));
  g_assert_cmpint (tessera_error_kind (error), ==, 6);
  g_assert_cmpint (tessera_account_get_state (flow->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_cmpstr (tessera_account_get_access_token (flow->account), ==, first);
  g_assert_cmpuint (flow_count_stored (flow->account), ==, 1);
}

static void
test_key_rotation (void)
{
  g_autoptr (ProviderProcess) provider = start ("--fault", "jwks-rotate-late");
  g_autoptr (Flow) flow = new_flow (provider);
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  g_assert_cmpuint (provider_process_count (provider, "/jwks"), ==, 2);
}

static void
test_unknown_key_is_fetched_once_more (void)
{
  g_autoptr (ProviderProcess) provider = start ("--fault", "id-token-unknown-kid");
  g_autoptr (Flow) flow = new_flow (provider);
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_failed (flow, error, 6);
  g_assert_cmpuint (provider_process_count (provider, "/jwks"), ==, 2);
}

static void
test_userinfo (void)
{
  g_autoptr (ProviderProcess) provider = start ("--fault", "profile-in-userinfo");
  g_autoptr (Flow) flow = new_flow (provider);
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  g_assert_cmpuint (provider_process_count (provider, "/userinfo"), ==, 1);
  g_assert_cmpstr (tessera_account_get_person_name (flow->account), ==, "Zoë O’Hara");
  g_assert_cmpstr (tessera_account_get_email (flow->account), ==, "zoe@example.org");
}

static void
test_plain_oauth (void)
{
  g_autoptr (ProviderProcess) provider = start (NULL, NULL);
  const char *issuer = provider_process_get_issuer (provider);
  g_autoptr (TesseraAccountConfig) config = flow_make_config (NULL);
  g_autoptr (Flow) flow = NULL;
  g_autoptr (GError) error = NULL;

  config->authorization_endpoint = g_strconcat (issuer, "/authorize", NULL);
  config->token_endpoint = g_strconcat (issuer, "/token", NULL);
  config->scopes = g_strsplit ("demo:read", " ", -1);
  flow = flow_new (config);
  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  g_assert_null (tessera_account_get_id_token (flow->account));
  g_assert_null (tessera_account_get_subject (flow->account));
  g_assert_cmpuint (provider_process_count (provider, "/jwks"), ==, 0);
}

static void
test_openid_without_issuer (void)
{
  g_autoptr (ProviderProcess) provider = start (NULL, NULL);
  const char *issuer = provider_process_get_issuer (provider);
  g_autoptr (TesseraAccountConfig) config = flow_make_config (NULL);
  g_autoptr (Flow) flow = NULL;
  g_autoptr (GError) error = NULL;

  config->authorization_endpoint = g_strconcat (issuer, "/authorize", NULL);
  config->token_endpoint = g_strconcat (issuer, "/token", NULL);
  config->scopes = g_strsplit ("openid", " ", -1);
  flow = flow_new (config);
  flow_run (flow, &error);
  flow_assert_failed (flow, error, 2);
  g_assert_cmpuint (provider_process_count (provider, "/authorize"), ==, 0);
}

static void
test_endpoint_by_hand_wins (void)
{
  g_autoptr (ProviderProcess) provider = start (NULL, NULL);
  const char *issuer = provider_process_get_issuer (provider);
  g_autoptr (TesseraAccountConfig) config = flow_make_config (issuer);
  g_autoptr (Flow) flow = NULL;
  g_autoptr (GError) error = NULL;

  config->token_endpoint = g_strconcat (issuer, "/not-there", NULL);
  flow = flow_new (config);
  flow_run (flow, &error);
  flow_assert_failed (flow, error, 6);
  g_assert_cmpuint (provider_process_count (provider, "/not-there"), ==, 1);
  g_assert_cmpuint (provider_process_count (provider, "/token"), ==, 0);
}

static void
set_secret (Flow *flow, const char *secret)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_account_set_client_secret_async (flow->account, secret, NULL, flow_ready_cb, &result);
  flow_wait (&result);
  tessera_account_set_client_secret_finish (flow->account, result, &error);
  g_assert_no_error (error);
}

static void
test_confidential (gconstpointer client_auth)
{
  g_autoptr (ProviderProcess) provider = start ("--confidential", NULL);
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));
  g_autoptr (Flow) flow = NULL;
  g_autoptr (GError) error = NULL;

  config->client_auth = g_strdup (client_auth);
  flow = flow_new (config);
  set_secret (flow, "demo-secret");
  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
}

static void
test_secret_is_wrong (void)
{
  g_autoptr (ProviderProcess) provider = start ("--confidential", NULL);
  g_autoptr (Flow) flow = new_flow (provider);
  g_autoptr (GError) error = NULL;

  set_secret (flow, "not-the-secret");
  flow_run (flow, &error);
  flow_assert_failed (flow, error, 5);
  g_assert_null (strstr (error->message, "not-the-secret"));
  g_assert_nonnull (strstr (flow->page, "Sign-in was refused"));
}

/* One line and one sentence. */
static void
test_page_of_a_refusal (void)
{
  g_autoptr (ProviderProcess) provider = start ("--fault=authorize-denied", NULL);
  g_autoptr (Flow) flow = new_flow (provider);
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_failed (flow, error, 5);
  g_assert_nonnull (
    strstr (flow->page,
            "<h1>Sign-in was refused: Your email is not verified: see your profile</h1>"));
  g_assert_nonnull (strstr (flow->page, "<p>You can close this tab and go back to Tessera.</p>"));
}

static void
test_secret_is_missing (void)
{
  g_autoptr (ProviderProcess) provider = start ("--confidential", NULL);
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));
  g_autoptr (Flow) flow = NULL;
  g_autoptr (GError) error = NULL;

  config->client_auth = g_strdup ("basic");
  flow = flow_new (config);
  flow_run (flow, &error);
  flow_assert_failed (flow, error, 2);
  g_assert_cmpuint (provider_process_count (provider, "/authorize"), ==, 0);
}

static void
test_port_in_use (void)
{
  g_autoptr (ProviderProcess) provider = start (NULL, NULL);
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) had = NULL;
  g_autoptr (GStrvBuilder) uris = g_strv_builder_new ();
  g_autofree char *port = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (Flow) flow = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (listener, any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                 &had, &error);
  g_assert_no_error (error);
  port = g_strdup_printf ("%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (had)));
  uri = g_strconcat ("http://127.0.0.1:", port, "/", NULL);
  g_strv_builder_add (uris, uri);
  config->redirect_uris = g_strv_builder_end (uris);
  flow = flow_new (config);
  flow_run (flow, &error);
  flow_assert_failed (flow, error, 1);
  g_assert_error (error, TESSERA_LOOPBACK_ERROR, TESSERA_LOOPBACK_ERROR_PORT_IN_USE);
  g_assert_nonnull (strstr (error->message, port));
}

static void
test_error_comes_without_its_step (void)
{
  g_autoptr (ProviderProcess) provider = start ("--fault", "token-error-invalid-grant");
  g_autoptr (Flow) flow = new_flow (provider);
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_failed (flow, error, 5);
  g_assert_cmpstr (tessera_sign_in_get_failed_step (flow->sign_in), ==, "Exchanging the code");
  g_assert_null (strstr (error->message, "Exchanging"));
  g_assert_nonnull (strstr (error->message, "invalid_grant"));
}

static void
test_removed_meanwhile (void)
{
  g_autoptr (ProviderProcess) provider = start (NULL, NULL);
  g_autoptr (Flow) flow = new_flow (provider);
  g_autoptr (TesseraAccounts) others = tessera_accounts_new (FALSE, NULL);
  g_autoptr (GAsyncResult) removed = NULL;
  g_autoptr (GError) error = NULL;

  tessera_accounts_remove_async (
    others, tessera_accounts_find_id (others, tessera_account_get_config (flow->account)->id), NULL,
    flow_ready_cb, &removed);
  flow_wait (&removed);
  g_assert_true (tessera_accounts_remove_finish (others, removed, NULL, NULL));
  flow_run (flow, &error);
  flow_assert_failed (flow, error, 2);
  g_assert_cmpuint (flow_count_stored (flow->account), ==, 0);
}

static char *
probe (const char *text, char **issuer, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_sign_in_probe_async (text, NULL, flow_ready_cb, &result);
  flow_wait (&result);
  return tessera_sign_in_probe_finish (result, issuer, error);
}

static void
test_probe (void)
{
  g_autoptr (ProviderProcess) provider = start (NULL, NULL);
  g_autofree char *verdict = NULL;
  g_autoptr (GError) error = NULL;

  verdict = probe (provider_process_get_issuer (provider), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (verdict, ==, "Found 127.0.0.1. It supports OpenID Connect.");
  provider_process_set_fault (provider, "metadata-wrong-issuer");
  g_assert_null (probe (provider_process_get_issuer (provider), NULL, &error));
  g_assert_cmpint (tessera_error_kind (error), ==, 6);
  g_clear_error (&error);
  g_assert_null (probe ("no issuer", NULL, &error));
  g_assert_cmpint (tessera_error_kind (error), ==, 2);
  g_clear_error (&error);
  g_assert_null (probe (" ", NULL, &error));
  g_assert_cmpint (tessera_error_kind (error), ==, 2);
}

/* Whatever is pasted, the issuer is the one that the metadata names. */
static void
test_probe_pasted (void)
{
  static const char *const pasted[] = {
    "%s/",
    " %s\n",
    "%s/.well-known/openid-configuration",
    "%s/.well-known/jwks.json",
    "%s/authorize?client_id=x",
    "%s/admin/console/#/clients",
  };
  g_autoptr (ProviderProcess) provider = start (NULL, NULL);
  const char *right = provider_process_get_issuer (provider);

  for (gsize i = 0; i < G_N_ELEMENTS (pasted); i++)
    {
      g_auto (GStrv) around = g_strsplit (pasted[i], "%s", 2);
      g_autofree char *text = g_strconcat (around[0], right, around[1], NULL);
      g_autofree char *issuer = NULL;
      g_autofree char *verdict = NULL;
      g_autoptr (GError) error = NULL;

      verdict = probe (text, &issuer, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (issuer, ==, right);
    }
}

/* The slash is the issuer's, or is not, whatever was typed. */
static void
test_probe_slash (void)
{
  g_autoptr (ProviderProcess) provider = start ("--fault", "metadata-issuer-trailing-slash");
  g_autofree char *right = g_strconcat (provider_process_get_issuer (provider), "/", NULL);
  g_autofree char *issuer = NULL;
  g_autofree char *verdict = NULL;
  g_autoptr (GError) error = NULL;

  verdict = probe (provider_process_get_issuer (provider), &issuer, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (issuer, ==, right);
}

/* The metadata of one address must not send anybody to another one that knows nothing of it. */
static void
test_probe_believes_no_stranger (void)
{
  g_autoptr (ProviderProcess) provider = start ("--fault", "metadata-wrong-issuer");
  g_autofree char *issuer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (probe (provider_process_get_issuer (provider), &issuer, &error));
  g_assert_null (issuer);
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_ISSUER_MISMATCH);
}

int
main (int argc, char *argv[])
{
  static const char *const algorithms[]
    = { "RS256", "RS384", "RS512", "PS256", "PS384",   "PS512",
        "ES256", "ES384", "ES512", "EdDSA", "Ed25519", "Ed448" };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      g_autofree char *path = g_strconcat ("/sign-in/with-", algorithms[i], NULL);

      g_test_add_data_func (path, algorithms[i], test_algorithm);
    }
  g_test_add_func ("/sign-in/tells-its-steps", test_steps);
  g_test_add_func ("/sign-in/max-age", test_max_age);
  g_test_add_func ("/sign-in/three-requests-over-one-connection", test_requests);
  g_test_add_func ("/sign-in/writes-the-state-file", test_state_file);
  g_test_add_func ("/sign-in/second-replaces-first", test_second_replaces_first);
  g_test_add_func ("/sign-in/failure-keeps-the-session-there-was", test_failure_keeps_session);
  g_test_add_func ("/sign-in/new-key-is-fetched", test_key_rotation);
  g_test_add_func ("/sign-in/unknown-key-is-fetched-once-more",
                   test_unknown_key_is_fetched_once_more);
  g_test_add_func ("/sign-in/name-from-userinfo", test_userinfo);
  g_test_add_func ("/sign-in/plain-oauth", test_plain_oauth);
  g_test_add_func ("/sign-in/openid-without-an-issuer", test_openid_without_issuer);
  g_test_add_func ("/sign-in/endpoint-by-hand-wins", test_endpoint_by_hand_wins);
  g_test_add_data_func ("/sign-in/client-secret-by-default", NULL, test_confidential);
  g_test_add_data_func ("/sign-in/client-secret-basic", "basic", test_confidential);
  g_test_add_data_func ("/sign-in/client-secret-post", "post", test_confidential);
  g_test_add_func ("/sign-in/client-secret-wrong", test_secret_is_wrong);
  g_test_add_func ("/sign-in/page-of-a-refusal", test_page_of_a_refusal);
  g_test_add_func ("/sign-in/client-secret-missing", test_secret_is_missing);
  g_test_add_func ("/sign-in/port-in-use", test_port_in_use);
  g_test_add_func ("/sign-in/error-comes-without-its-step", test_error_comes_without_its_step);
  g_test_add_func ("/sign-in/account-removed-meanwhile", test_removed_meanwhile);
  g_test_add_func ("/sign-in/probe", test_probe);
  g_test_add_func ("/sign-in/probe-takes-what-is-pasted", test_probe_pasted);
  g_test_add_func ("/sign-in/probe-slash", test_probe_slash);
  g_test_add_func ("/sign-in/probe-believes-no-stranger", test_probe_believes_no_stranger);
  return g_test_run ();
}
