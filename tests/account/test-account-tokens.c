/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "account-session.h"
#include "flow.h"
#include "keyring.h"
#include "clock.h"
#include "oidc-error.h"
#include "store-error.h"

/* What another process finds of a session in the keyring (tests/session/with-session). */

static TesseraAccountConfig *
make_config (void)
{
  TesseraAccountConfig *config = flow_make_config ("https://id.example.com");

  config->id = g_uuid_string_random ();
  config->name = g_strdup ("Work");
  return config;
}

/* An ID token with these claims and no signature: it was checked when it came. */
static char *
make_id_token (const char *claims)
{
  g_autofree char *text = g_base64_encode ((const guchar *) claims, strlen (claims));

  g_strdelimit (g_strdelimit (text, "+", '-'), "/", '_');
  *strchrnul (text, '=') = '\0';
  return g_strdup_printf ("e30.%s.c2ln", text);
}

static OidcTokens *
make_tokens (gint64 expires_in)
{
  OidcTokens *tokens = oidc_tokens_new ();

  tokens->access_token = g_strdup ("access-1");
  tokens->token_type = g_strdup ("Bearer");
  tokens->expires_in = expires_in;
  tokens->got_wall = tessera_clock_wall ();
  tokens->got_boot = tessera_clock_boot ();
  tokens->got_boot_id = g_strdup (tessera_clock_boot_id ());
  tokens->issuer = g_strdup ("https://id.example.com");
  tokens->client_id = g_strdup ("tessera-demo");
  tokens->token_endpoint = g_strdup ("https://id.example.com/token");
  tokens->subject = g_strdup ("zoe-1");
  return tokens;
}

static void
store (const TesseraAccountConfig *config, TesseraKeyringItem item, const char *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_keyring_store_async (config->id, item, "Work", text, NULL, flow_ready_cb, &result);
  flow_wait (&result);
  tessera_keyring_store_finish (result, &error);
  g_assert_no_error (error);
}

static char *
look_up (const TesseraAccountConfig *config, TesseraKeyringItem item)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  tessera_keyring_lookup_async (config->id, item, NULL, flow_ready_cb, &result);
  flow_wait (&result);
  text = tessera_keyring_lookup_finish (result, &error);
  g_assert_no_error (error);
  return text;
}

/* An account whose state file speaks of @tokens. @text: (nullable) what the keyring holds
 * instead. */
static TesseraAccount *
make_account (const OidcTokens *tokens, const char *text)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (TesseraSessionRecord) state = tessera_session_record_from_tokens (tokens);
  g_autofree char *stored = oidc_tokens_store (tokens);
  g_autoptr (GError) error = NULL;

  store (config, TESSERA_KEYRING_TOKENS, text ? text : stored);
  tessera_session_record_write (config->id, state, &error);
  g_assert_no_error (error);
  return tessera_account_new (config, FALSE);
}

static gboolean
load (TesseraAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_account_load_async (account, NULL, flow_ready_cb, &result);
  flow_wait (&result);
  return tessera_account_load_finish (account, result, error);
}

static char *
get_token (TesseraAccount *account, TesseraTokenKind kind, gint64 min_validity, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_account_get_token_async (account, kind, min_validity, NULL, flow_ready_cb, &result);
  flow_wait (&result);
  return tessera_account_get_token_finish (account, result, error);
}

static void
test_load (void)
{
  g_autoptr (OidcTokens) tokens = make_tokens (3600);
  g_autoptr (TesseraAccount) account = make_account (tokens, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (tessera_account_get_access_token (account));
  g_assert_true (load (account, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (tessera_account_get_access_token (account), ==, "access-1");
  g_assert_cmpstr (tessera_account_get_subject (account), ==, "zoe-1");
  g_assert_true (load (account, &error));
}

static void
set (char **member, const char *value)
{
  g_free (*member);
  *member = g_strdup (value);
}

/* While the main context's own callbacks wait, as another process does it. */
static void
store_meanwhile (const TesseraAccountConfig *config, const OidcTokens *tokens)
{
  GMainContext *context = g_main_context_new ();
  g_autoptr (TesseraSessionRecord) state = tessera_session_record_from_tokens (tokens);
  g_autofree char *text = oidc_tokens_store (tokens);
  g_autoptr (GAsyncResult) result = NULL;

  g_main_context_push_thread_default (context);
  tessera_keyring_store_async (config->id, TESSERA_KEYRING_TOKENS, "Work", text, NULL,
                               flow_ready_cb, &result);
  while (!result)
    g_main_context_iteration (context, TRUE);
  g_assert_true (tessera_keyring_store_finish (result, NULL));
  g_assert_true (tessera_session_record_write (config->id, state, NULL));
  g_main_context_pop_thread_default (context);
  g_main_context_unref (context);
}

/* Returns: whether the other process's tokens came before the end of the load. */
static gboolean
is_newest_after (guint steps)
{
  g_autoptr (OidcTokens) tokens = make_tokens (3600);
  g_autoptr (TesseraAccount) account = make_account (tokens, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  gboolean meanwhile;

  tessera_account_load_async (account, NULL, flow_ready_cb, &result);
  for (guint i = 0; i < steps && !result; i++)
    g_main_context_iteration (NULL, TRUE);
  meanwhile = !result;
  if (meanwhile)
    {
      set (&tokens->access_token, "access-2");
      store_meanwhile (tessera_account_get_config (account), tokens);
    }
  flow_wait (&result);
  g_assert_true (tessera_account_load_finish (account, result, NULL));
  g_assert_cmpstr (tessera_account_get_access_token (account), ==, tokens->access_token);
  return meanwhile;
}

/* The newer token is taken wherever the load is, also where the older one is on its way already. */
static void
test_stored_meanwhile (void)
{
  guint steps = 0;

  while (is_newest_after (steps))
    g_assert_cmpuint (++steps, <, 1000);
  g_assert_cmpuint (steps, >, 3);
}

/* The record says so, and the keyring is not even asked. */
static void
test_signed_out (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (OidcTokens) tokens = make_tokens (3600);
  g_autoptr (TesseraSessionRecord) record = g_new0 (TesseraSessionRecord, 1);
  g_autofree char *text = oidc_tokens_store (tokens);
  g_autoptr (TesseraAccount) account = tessera_account_new (config, FALSE);
  g_autoptr (GError) error = NULL;

  store (config, TESSERA_KEYRING_TOKENS, text);
  g_assert_true (tessera_session_record_write (config->id, record, NULL));
  g_assert_false (load (account, &error));
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
  g_assert_cmpint (tessera_error_kind (error), ==, 3);
}

/* The state says that tokens are stored, and somebody deleted them with another program. */
static void
test_nothing_is_not_signed_in (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (OidcTokens) tokens = make_tokens (3600);
  g_autoptr (TesseraSessionRecord) state = tessera_session_record_from_tokens (tokens);
  g_autoptr (TesseraAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (tessera_session_record_write (config->id, state, NULL));
  account = tessera_account_new (config, FALSE);
  g_assert_false (load (account, &error));
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
  g_assert_cmpint (tessera_error_kind (error), ==, 3);
  g_assert_cmpint (tessera_account_get_state (account), ==, TESSERA_ACCOUNT_SIGNED_OUT);
}

/* Tokens of another issuer or client are not the account's, and stay where they are. */
static void
test_foreign (gconstpointer data)
{
  g_autoptr (OidcTokens) tokens = make_tokens (3600);
  g_autoptr (TesseraAccount) account = NULL;
  g_autofree char *stored = NULL;
  g_autoptr (GError) error = NULL;

  set (g_str_equal (data, "issuer") ? &tokens->issuer : &tokens->client_id, "another");
  account = make_account (tokens, NULL);
  g_assert_false (load (account, &error));
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
  g_assert_cmpint (tessera_account_get_state (account), ==, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_null (tessera_account_get_access_token (account));
  stored = look_up (tessera_account_get_config (account), TESSERA_KEYRING_TOKENS);
  g_assert_nonnull (stored);
}

static const struct
{
  const char *name;
  const char *text;
  int error;
} broken[] = {
  { "not-json", "nonsense", OIDC_ERROR_MALFORMED },
  { "no-version", "{\"access_token\":\"SECRET\"}", OIDC_ERROR_MALFORMED },
  { "two-tokens", "{\"version\":1,\"access_token\":\"SECRET\",\"access_token\":\"SECRET\"}",
    OIDC_ERROR_MALFORMED },
  { "newer", "{\"version\":99,\"access_token\":\"SECRET\"}", OIDC_ERROR_UNSUPPORTED },
};

static void
test_broken (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (OidcTokens) tokens = make_tokens (3600);
  g_autoptr (TesseraAccount) account = make_account (tokens, broken[i].text);
  g_autofree char *stored = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (load (account, &error));
  g_assert_error (error, OIDC_ERROR, broken[i].error);
  g_assert_null (strstr (error->message, "SECRET"));
  g_assert_false (tessera_account_is_loaded (account));
  stored = look_up (tessera_account_get_config (account), TESSERA_KEYRING_TOKENS);
  g_assert_cmpstr (stored, ==, broken[i].text);
}

static void
assert_access_token (gint64 expires_in, gint64 min_validity, gboolean given)
{
  g_autoptr (OidcTokens) tokens = make_tokens (expires_in);
  g_autoptr (TesseraAccount) account = make_account (tokens, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *token = get_token (account, TESSERA_TOKEN_ACCESS, min_validity, &error);

  g_assert_cmpstr (token, ==, given ? "access-1" : NULL);
  if (!given)
    {
      g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
      g_assert_null (strstr (error->message, "access-1"));
    }
}

static void
test_min_validity (void)
{
  assert_access_token (3600, 0, TRUE);
  assert_access_token (3600, 60, TRUE);
  assert_access_token (-1, 86400, TRUE);
  assert_access_token (0, 0, FALSE);
  assert_access_token (3600, 86400, FALSE);
}

/* By its own exp, whatever the access token's lifetime is. */
static void
test_id_token (void)
{
  g_autoptr (OidcTokens) tokens = make_tokens (0);
  g_autofree char *claims
    = g_strdup_printf ("{\"exp\":%" G_GINT64_FORMAT "}", tessera_clock_wall () + 3600);
  g_autoptr (TesseraAccount) account = NULL;
  g_autofree char *given = NULL;
  g_autofree char *too_soon = NULL;
  g_autoptr (GError) error = NULL;

  tokens->id_token = make_id_token (claims);
  account = make_account (tokens, NULL);
  given = get_token (account, TESSERA_TOKEN_ID, 60, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (given, ==, tokens->id_token);
  too_soon = get_token (account, TESSERA_TOKEN_ID, 86400, &error);
  g_assert_null (too_soon);
  g_assert_error (error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_NO_ID_TOKEN);
}

static void
test_no_id_token (gconstpointer claims)
{
  g_autoptr (OidcTokens) tokens = make_tokens (3600);
  g_autoptr (TesseraAccount) account = NULL;
  g_autofree char *given = NULL;
  g_autoptr (GError) error = NULL;

  tokens->id_token = claims ? make_id_token (claims) : NULL;
  account = make_account (tokens, NULL);
  given = get_token (account, TESSERA_TOKEN_ID, 0, &error);
  g_assert_null (given);
  g_assert_error (error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_NO_ID_TOKEN);
}

static void
test_cancelled (void)
{
  g_autoptr (OidcTokens) tokens = make_tokens (3600);
  g_autoptr (TesseraAccount) account = make_account (tokens, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_account_load_async (account, cancellable, flow_ready_cb, &result);
  g_cancellable_cancel (cancellable);
  flow_wait (&result);
  g_assert_false (tessera_account_load_finish (account, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* Who gave up has not found the keyring locked. */
  g_assert_cmpint (tessera_account_get_state (account), ==, TESSERA_ACCOUNT_SIGNED_IN);
}

static void
set_secret (TesseraAccount *account, const char *secret)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_account_set_client_secret_async (account, secret, NULL, flow_ready_cb, &result);
  flow_wait (&result);
  tessera_account_set_client_secret_finish (account, result, &error);
  g_assert_no_error (error);
}

static void
assert_secret (const TesseraAccountConfig *config, const char *expected)
{
  g_autofree char *secret = look_up (config, TESSERA_KEYRING_CLIENT_SECRET);

  g_assert_cmpstr (secret, ==, expected);
}

static gboolean
has_secret (TesseraAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has;

  tessera_account_has_client_secret_async (account, NULL, flow_ready_cb, &result);
  flow_wait (&result);
  has = tessera_account_has_client_secret_finish (account, result, &error);
  g_assert_no_error (error);
  return has;
}

static void
test_client_secret (void)
{
  g_autoptr (OidcTokens) tokens = make_tokens (3600);
  g_autoptr (TesseraAccount) account = make_account (tokens, NULL);
  const TesseraAccountConfig *config = tessera_account_get_config (account);
  g_autoptr (GError) error = NULL;

  g_assert_false (has_secret (account));
  set_secret (account, "first");
  g_assert_true (has_secret (account));
  set_secret (account, "second");
  assert_secret (config, "second");
  set_secret (account, NULL);
  assert_secret (config, NULL);
  g_assert_false (has_secret (account));
  set_secret (account, NULL);
  g_assert_true (load (account, &error));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-tokens/load", test_load);
  g_test_add_func ("/account-tokens/stored-meanwhile", test_stored_meanwhile);
  g_test_add_func ("/account-tokens/signed-out", test_signed_out);
  g_test_add_func ("/account-tokens/nothing-is-not-signed-in", test_nothing_is_not_signed_in);
  g_test_add_data_func ("/account-tokens/foreign/issuer", "issuer", test_foreign);
  g_test_add_data_func ("/account-tokens/foreign/client-id", "client-id", test_foreign);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_strconcat ("/account-tokens/broken/", broken[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_broken);
    }
  g_test_add_func ("/account-tokens/min-validity", test_min_validity);
  g_test_add_func ("/account-tokens/id-token", test_id_token);
  g_test_add_data_func ("/account-tokens/no-id-token", NULL, test_no_id_token);
  g_test_add_data_func ("/account-tokens/id-token-over", "{\"exp\":1}", test_no_id_token);
  g_test_add_data_func ("/account-tokens/id-token-without-exp", "{}", test_no_id_token);
  g_test_add_data_func ("/account-tokens/id-token-no-json", "nonsense", test_no_id_token);
  g_test_add_func ("/account-tokens/cancelled", test_cancelled);
  g_test_add_func ("/account-tokens/client-secret", test_client_secret);
  return g_test_run ();
}
