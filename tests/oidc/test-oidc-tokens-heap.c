/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a token set leaves in memory once it is freed: nothing in a program with the heap of our
 * own; and, in a program without (WITHOUT_HEAP), copies that the test finds, so that it can fail.
 */
#include "oidc-tokens.h"

#include "fetch.h"
#include "needle.h"
#include "oidc-grant.h"
#include "stub.h"

#define LENGTH 900 /* bytes, of a token */

typedef struct
{
  Needle *access_token;
  Needle *refresh_token;
  Needle *id_token;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->access_token = needle_new (LENGTH);
  fixture->refresh_token = needle_new (LENGTH);
  fixture->id_token = needle_new (LENGTH);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  needle_free (fixture->access_token);
  needle_free (fixture->refresh_token);
  needle_free (fixture->id_token);
}

static void
check (Fixture *fixture)
{
  guint access_tokens = needle_count (fixture->access_token);
  guint refresh_tokens = needle_count (fixture->refresh_token);
  guint id_tokens = needle_count (fixture->id_token);

  g_test_message ("copies: %u access, %u refresh, %u ID tokens", access_tokens, refresh_tokens,
                  id_tokens);
#ifdef WITHOUT_HEAP
  g_assert_cmpuint (access_tokens + refresh_tokens + id_tokens, >, 0);
#else
  g_assert_cmpuint (access_tokens, ==, 0);
  g_assert_cmpuint (refresh_tokens, ==, 0);
  g_assert_cmpuint (id_tokens, ==, 0);
#endif
}

/* RFC 6749 §5.1. Returns: (transfer full). */
static GString *
make_answer (Fixture *fixture)
{
  GString *answer
    = g_string_new ("{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"");

  needle_append (fixture->access_token, answer);
  g_string_append (answer, "\",\"refresh_token\":\"");
  needle_append (fixture->refresh_token, answer);
  g_string_append (answer, "\",\"id_token\":\"");
  needle_append (fixture->id_token, answer);
  g_string_append (answer, "\"}");
  return answer;
}

static void
store_and_load (Fixture *fixture, OidcTokens *tokens)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (OidcTokens) loaded = NULL;

  g_assert_true (needle_is_at (fixture->access_token, tokens->access_token));
  text = oidc_tokens_store (tokens);
  loaded = oidc_tokens_load (text, &error);
  g_assert_no_error (error);
  g_assert_true (needle_is_at (fixture->refresh_token, loaded->refresh_token));
  g_assert_true (needle_is_at (fixture->id_token, loaded->id_token));
}

static void
parse_store_and_load (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = g_string_free_to_bytes (make_answer (fixture));
  g_autoptr (OidcTokens) tokens = oidc_tokens_parse ("application/json", body, NULL, &error);

  g_assert_no_error (error);
  store_and_load (fixture, tokens);
}

static void
test_set (Fixture *fixture, gconstpointer data)
{
  parse_store_and_load (fixture);
  check (fixture);
}

static void
exchange_store_and_load (Fixture *fixture)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GTlsCertificate) certificate
    = stub_make_certificate ("127.0.0.1", -60, 3600, &database);
  g_autoptr (Stub) stub = stub_new (certificate);
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autoptr (OidcProvider) provider = oidc_provider_new ();
  g_autoptr (OidcClient) client = oidc_client_new ();
  g_autoptr (GString) answer = make_answer (fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcTokens) tokens = NULL;
  OidcRequest request
    = { .redirect_uri = (char *) "http://127.0.0.1:7/cb", .code_verifier = (char *) "verifier" };

  stub_answer (stub, "/token", 200, "application/json", answer->str);
  oidc_http_set_tls_database (http, database);
  provider->token_endpoint = stub_make_uri (stub, "/token");
  client->client_id = g_strdup ("tessera");
  oidc_grant_code_async (http, provider, client, &request, "code", NULL, fetch_store_cb, &result);
  tokens = oidc_grant_code_finish (fetch_wait (&result), NULL, &error);
  g_assert_no_error (error);
  store_and_load (fixture, tokens);
}

/* The same, when libsoup and GnuTLS brought it. */
static void
test_exchange (Fixture *fixture, gconstpointer data)
{
  exchange_store_and_load (fixture);
  check (fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/oidc/tokens-heap/set", Fixture, NULL, set_up, test_set, tear_down);
  g_test_add ("/oidc/tokens-heap/exchange", Fixture, NULL, set_up, test_exchange, tear_down);
  return g_test_run ();
}
