/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "config-error.h"
#include "leave.h"
#include "oidc-error.h"
#include "rows.h"

/* RFC 7009, as rows: none of them fails, and the reason is kept. */

static ProviderProcess *provider;

static const TesseraStep steps[] = {
  { "a", tessera_revocation_find_secret, tessera_revocation_take_secret, 0 },
  { "b", tessera_revocation_discover, tessera_revocation_take_provider, 0 },
  { "c", tessera_revocation_revoke_refresh, tessera_revocation_take_refresh, 0 },
  { "d", tessera_revocation_revoke_access, tessera_revocation_take_access, 0 },
};

static Rows *
make_rows (const char *issuer)
{
  g_autoptr (TesseraAccountConfig) config = flow_make_config (issuer);

  provider_process_set_fault (provider, NULL);
  provider_process_reset (provider);
  return rows_new (config);
}

static OidcTokens *
make_tokens (const char *refresh_token, const char *access_token)
{
  OidcTokens *tokens = oidc_tokens_new ();

  tokens->refresh_token = g_strdup (refresh_token);
  tokens->access_token = g_strdup (access_token);
  return tokens;
}

/* Revokes a refresh token and an access token. Returns: (transfer full) what was asked for, by the
 * hints. */
static char *
revoke_both (Rows *rows, const char *fault)
{
  g_autoptr (OidcTokens) tokens = make_tokens ("refresh", "access");
  g_autoptr (GError) error = NULL;

  if (fault)
    provider_process_set_fault (provider, fault);
  tessera_revocation_set (rows->party, tokens);
  g_assert_true (rows_run (rows, steps, G_N_ELEMENTS (steps), NULL, &error));
  g_assert_no_error (error);
  g_assert_null (rows->party->to_revoke);
  return leave_describe_revocations (provider);
}

typedef struct
{
  const char *fault;
  int code;       /* of OIDC_ERROR; -1: none */
  guint requests; /* to revoke */
} Answer;

static const Answer answers[] = {
  { NULL, -1, 2 },
  { "revoke-error-500", OIDC_ERROR_BUSY, 2 },
  { "revoke-refused", OIDC_ERROR_REFUSED, 2 },
  { "revoke-access-token-refused", -1, 2 },
  { "revoke-reset", OIDC_ERROR_UNREACHABLE, 1 },
  { "metadata-no-revocation", -1, 0 },
  { "metadata-error-500", OIDC_ERROR_BUSY, 0 },
  { "metadata-no-token-endpoint", OIDC_ERROR_UNSUPPORTED, 0 },
};

static void
test_answer (gconstpointer data)
{
  const Answer *answer = data;
  g_autoptr (Rows) rows = make_rows (provider_process_get_issuer (provider));
  g_autofree char *asked = revoke_both (rows, answer->fault);

  g_assert_cmpuint (provider_process_count (provider, "/revoke"), ==, answer->requests);
  if (!answer->fault)
    g_assert_cmpstr (asked, ==, "refresh_token access_token ");
  if (answer->code < 0)
    g_assert_no_error (rows->party->not_revoked);
  else
    g_assert_error (rows->party->not_revoked, OIDC_ERROR, answer->code);
}

/* Not even discovery. */
static void
test_nothing_to_revoke (void)
{
  g_autoptr (Rows) rows = make_rows (provider_process_get_issuer (provider));
  g_autoptr (JsonArray) log = NULL;
  g_autoptr (GError) error = NULL;

  tessera_revocation_set (rows->party, NULL);
  rows->party->provider = oidc_provider_new ();
  g_assert_true (rows_run (rows, steps, G_N_ELEMENTS (steps), NULL, &error));
  g_assert_no_error (error);
  g_assert_no_error (rows->party->not_revoked);
  log = provider_process_get_log (provider);
  g_assert_cmpuint (json_array_get_length (log), ==, 0);
}

static void
run_with (Rows *rows, const char *refresh_token, const char *access_token, gint64 expires_in)
{
  g_autoptr (OidcTokens) tokens = make_tokens (refresh_token, access_token);
  g_autoptr (GError) error = NULL;

  tokens->expires_in = expires_in;
  tessera_revocation_set (rows->party, tokens);
  g_assert_true (rows_run (rows, steps, G_N_ELEMENTS (steps), NULL, &error));
  g_assert_no_error (error);
}

/* What is not there is not revoked, nor an access token that is over. */
static void
test_only_what_lives (void)
{
  g_autoptr (Rows) rows = make_rows (provider_process_get_issuer (provider));
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  run_with (rows, "refresh", "access", 0);
  first = leave_describe_revocations (provider);
  g_assert_cmpstr (first, ==, "refresh_token ");
  provider_process_reset (provider);
  run_with (rows, NULL, "access", -1);
  second = leave_describe_revocations (provider);
  g_assert_cmpstr (second, ==, "access_token ");
}

/* By hand, without an issuer: there is nobody to ask for what was not given. */
static void
test_by_hand (void)
{
  g_autoptr (TesseraAccountConfig) config = flow_make_config (NULL);
  g_autoptr (Rows) rows = NULL;
  g_autofree char *asked = NULL;
  const char *issuer = provider_process_get_issuer (provider);

  provider_process_set_fault (provider, NULL);
  provider_process_reset (provider);
  config->authorization_endpoint = g_strconcat (issuer, "/authorize", NULL);
  config->token_endpoint = g_strconcat (issuer, "/token", NULL);
  config->revocation_endpoint = g_strconcat (issuer, "/revoke", NULL);
  rows = rows_new (config);
  asked = revoke_both (rows, NULL);
  g_assert_cmpstr (asked, ==, "refresh_token access_token ");
  g_assert_no_error (rows->party->not_revoked);
  g_assert_cmpuint (provider_process_count (provider, "/.well-known/openid-configuration"), ==, 0);
}

/* A configuration that cannot work is a reason, too. */
static void
test_by_hand_wrong (void)
{
  g_autoptr (Rows) rows = make_rows (provider_process_get_issuer (provider));
  g_autofree char *asked = NULL;

  g_clear_pointer (&rows->party->config->issuer, g_free);
  asked = revoke_both (rows, NULL);
  g_assert_cmpstr (asked, ==, "");
  g_assert_error (rows->party->not_revoked, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
}

/* A client that has to authenticate cannot without its secret. */
static void
test_secret_is_gone (void)
{
  g_autoptr (Rows) rows = make_rows (provider_process_get_issuer (provider));
  g_autofree char *asked = NULL;

  rows->party->config->client_auth = g_strdup ("basic");
  asked = revoke_both (rows, NULL);
  g_assert_cmpstr (asked, ==, "");
  g_assert_error (rows->party->not_revoked, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
}

/* The first reason is the one that is told; that somebody cancelled is none, and keeps what is left
 * to do. */
static void
test_reasons (void)
{
  g_autoptr (Rows) rows = make_rows (provider_process_get_issuer (provider));
  g_autoptr (OidcTokens) tokens = make_tokens ("refresh", "access");

  tessera_revocation_set (rows->party, tokens);
  tessera_revocation_give_up (rows->party,
                              g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled."));
  g_assert_true (rows->party->to_revoke == tokens);
  g_assert_no_error (rows->party->not_revoked);
  tessera_revocation_give_up (rows->party,
                              g_error_new_literal (OIDC_ERROR, OIDC_ERROR_BUSY, "Busy."));
  tessera_revocation_give_up (rows->party, g_error_new_literal (OIDC_ERROR, OIDC_ERROR_UNREACHABLE,
                                                                "Unreachable."));
  g_assert_null (rows->party->to_revoke);
  g_assert_error (rows->party->not_revoked, OIDC_ERROR, OIDC_ERROR_BUSY);
  g_assert_true (rows->party->unreachable);
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  provider = provider_process_start (args);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *path
        = g_strconcat ("/revocation/", answers[i].fault ? answers[i].fault : "done", NULL);

      g_test_add_data_func (path, &answers[i], test_answer);
    }
  g_test_add_func ("/revocation/nothing-to-revoke", test_nothing_to_revoke);
  g_test_add_func ("/revocation/only-what-lives", test_only_what_lives);
  g_test_add_func ("/revocation/by-hand", test_by_hand);
  g_test_add_func ("/revocation/by-hand-wrong", test_by_hand_wrong);
  g_test_add_func ("/revocation/secret-is-gone", test_secret_is_gone);
  g_test_add_func ("/revocation/reasons", test_reasons);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
