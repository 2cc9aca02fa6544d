/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-grant.h"

#include <string.h>

#include "fetch.h"
#include "oidc-error.h"
#include "stub.h"

#define CODE          "SplxlOBeZQQYbYS6WxSbIA"
#define VERIFIER      "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define REFRESH_TOKEN "rt+/= &x"
#define TOKENS        "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"expires_in\":60}"

typedef struct
{
  Stub *stub;
  OidcHttp *http;
  OidcProvider *provider;
  OidcClient *client;
  OidcRequest request;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->stub = stub_new (NULL);
  fixture->http = oidc_http_new ();
  fixture->provider = oidc_provider_new ();
  fixture->provider->token_endpoint = stub_make_uri (fixture->stub, "/token");
  fixture->client = oidc_client_new ();
  fixture->client->client_id = g_strdup ("tessera");
  fixture->request.redirect_uri = (char *) "http://127.0.0.1:7/cb";
  fixture->request.code_verifier = (char *) VERIFIER;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  oidc_client_free (fixture->client);
  oidc_provider_unref (fixture->provider);
  g_object_unref (fixture->http);
  stub_free (fixture->stub);
}

static OidcTokens *
exchange (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  oidc_grant_code_async (fixture->http, fixture->provider, fixture->client, &fixture->request, CODE,
                         NULL, fetch_store_cb, &result);
  return oidc_grant_code_finish (fetch_wait (&result), NULL, error);
}

static GHashTable *
get_form (Fixture *fixture)
{
  GHashTable *form = soup_form_decode (stub_get_body (fixture->stub));

  g_assert_nonnull (form);
  return form;
}

/* RFC 6749 §4.1.3, RFC 7636 §4.5: a public client names itself in the body. */
static void
test_public (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcTokens) tokens = NULL;
  g_autoptr (GHashTable) form = NULL;

  stub_answer (fixture->stub, "/token", 200, "application/json", TOKENS);
  tokens = exchange (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tokens->access_token, ==, "at");
  form = get_form (fixture);
  g_assert_cmpstr (g_hash_table_lookup (form, "grant_type"), ==, "authorization_code");
  g_assert_cmpstr (g_hash_table_lookup (form, "code"), ==, CODE);
  g_assert_cmpstr (g_hash_table_lookup (form, "redirect_uri"), ==, "http://127.0.0.1:7/cb");
  g_assert_cmpstr (g_hash_table_lookup (form, "code_verifier"), ==, VERIFIER);
  g_assert_cmpstr (g_hash_table_lookup (form, "client_id"), ==, "tessera");
  g_assert_false (g_hash_table_contains (form, "client_secret"));
  g_assert_null (stub_get_header (fixture->stub, "Authorization"));
  g_assert_cmpstr (stub_get_header (fixture->stub, "Accept"), ==, "application/json");
}

/* RFC 6749 §2.3.1: ID and secret form-encoded before they are put together. */
static void
test_basic (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OidcTokens) tokens = NULL;
  g_autoptr (GHashTable) form = NULL;
  g_autofree char *pair = NULL;
  const char *header;
  gsize length;

  fixture->client->auth = OIDC_CLIENT_AUTH_BASIC;
  fixture->client->client_secret = g_strdup ("a:b c+%");
  stub_answer (fixture->stub, "/token", 200, "application/json", TOKENS);
  tokens = exchange (fixture, NULL);
  g_assert_nonnull (tokens);
  header = stub_get_header (fixture->stub, "Authorization");
  g_assert_true (g_str_has_prefix (header, "Basic "));
  pair = (char *) g_base64_decode (header + strlen ("Basic "), &length);
  g_assert_cmpmem (pair, length, "tessera:a%3Ab+c%2B%25", 21);
  form = get_form (fixture);
  g_assert_false (g_hash_table_contains (form, "client_id"));
  g_assert_false (g_hash_table_contains (form, "client_secret"));
}

static void
test_post (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OidcTokens) tokens = NULL;
  g_autoptr (GHashTable) form = NULL;

  fixture->client->auth = OIDC_CLIENT_AUTH_POST;
  fixture->client->client_secret = g_strdup ("a:b c+%");
  stub_answer (fixture->stub, "/token", 200, "application/json", TOKENS);
  tokens = exchange (fixture, NULL);
  g_assert_nonnull (tokens);
  form = get_form (fixture);
  g_assert_cmpstr (g_hash_table_lookup (form, "client_id"), ==, "tessera");
  g_assert_cmpstr (g_hash_table_lookup (form, "client_secret"), ==, "a:b c+%");
  g_assert_null (stub_get_header (fixture->stub, "Authorization"));
}

/* GitHub: form-encoded tokens, and errors with HTTP 200. */
static void
test_github (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcTokens) tokens = NULL;

  stub_answer (fixture->stub, "/token", 200, "application/x-www-form-urlencoded",
               "access_token=gho_1&scope=user&token_type=bearer");
  tokens = exchange (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tokens->access_token, ==, "gho_1");
  stub_answer (fixture->stub, "/token", 200, "application/json",
               "{\"error\":\"bad_verification_code\",\"error_description\":\"It expired.\"}");
  g_assert_null (exchange (fixture, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_REFUSED);
  g_assert_cmpstr (error->message, ==, "The provider refused: It expired (bad_verification_code)");
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint status;
    const char *type, *body;
    int code;
  } cases[] = {
    { 400, "application/json", "{\"error\":\"invalid_grant\"}", OIDC_ERROR_INVALID_GRANT },
    { 401, "application/json", "{\"error\":\"invalid_client\"}", OIDC_ERROR_REFUSED },
    { 403, "application/json", "{\"error\":\"invalid_code\"}", OIDC_ERROR_REFUSED },
    { 400, "text/html", "{\"error\":\"invalid_request\",\"error_description\":1}",
      OIDC_ERROR_REFUSED },
    { 400, "application/x-www-form-urlencoded", "error=invalid_grant&error_description=No",
      OIDC_ERROR_INVALID_GRANT },
    { 400, "application/problem+json", "{\"type\":\"about:blank\",\"title\":\"No\",\"status\":400}",
      OIDC_ERROR_HTTP_STATUS },
    { 400, "application/json", "{\"error\":{\"code\":7}}", OIDC_ERROR_HTTP_STATUS },
    { 404, "text/html", "<h1>Not found</h1>", OIDC_ERROR_HTTP_STATUS },
    { 400, NULL, "", OIDC_ERROR_HTTP_STATUS },
    { 500, "application/json", "{\"error\":\"invalid_grant\"}", OIDC_ERROR_BUSY },
    { 200, "application/json", "{\"access_token\":1}", OIDC_ERROR_MALFORMED },
    { 200, "text/html", "<h1>Welcome</h1>", OIDC_ERROR_MALFORMED },
    { 200, NULL, "", OIDC_ERROR_MALFORMED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      stub_answer (fixture->stub, "/token", cases[i].status, cases[i].type, cases[i].body);
      g_assert_null (exchange (fixture, &error));
      g_assert_error (error, OIDC_ERROR, cases[i].code);
      g_assert_null (strstr (error->message, CODE));
      g_assert_null (strstr (error->message, VERIFIER));
    }
}

/* What is no refusal by RFC 6749 may say why, too. */
static void
test_reason (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  stub_answer (fixture->stub, "/token", 400, "application/problem+json",
               "{\"title\":\"Bad Request\",\"detail\":\"The client is switched off.\"}");
  g_assert_null (exchange (fixture, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS);
  g_assert_cmpstr (error->message, ==,
                   "The provider answered with HTTP status 400: The client is switched off");
}

/* Some servers repeat what they were sent: in a description, or a gateway the whole request. */
static void
test_repeated_secrets (Fixture *fixture, gconstpointer data)
{
  static const char *const bodies[] = {
    "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid code: " CODE "\"}",
    "{\"detail\":\"Bad body: code=" CODE "&code_verifier=" VERIFIER
    "&client_secret=top%2Fsecret\"}",
    "{\"error\":\"" CODE "\",\"error_description\":\"top/secret and top\\/secret\"}",
  };

  fixture->client->client_secret = g_strdup ("top/secret");
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bodies[i]);
      stub_answer (fixture->stub, "/token", 400, "application/json", bodies[i]);
      g_assert_null (exchange (fixture, &error));
      g_assert_nonnull (strstr (error->message, "[redacted]"));
      g_assert_null (strstr (error->message, CODE));
      g_assert_null (strstr (error->message, VERIFIER));
      g_assert_null (strstr (error->message, "top"));
      g_assert_cmpstr (oidc_error_get_oauth_code (error), !=, CODE);
    }
}

/* The description is shown on one line, without what would turn a terminal red, and not whole. */
static void
test_description (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *body
    = g_strdup_printf ("{\"error\":\"a\\u001b[31m\",\"error_description\":\"one\\ntwo%s\"}",
                       long_text);
  g_autoptr (GError) error = NULL;

  stub_answer (fixture->stub, "/token", 400, "application/json", body);
  g_assert_null (exchange (fixture, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_REFUSED);
  g_assert_null (strpbrk (error->message, "\n\033"));
  g_assert_cmpuint (strlen (error->message), <, 1000);
  g_assert_nonnull (strstr (error->message, "two"));
}

/* RFC 9700 §4.12: the code and the verifier go nowhere else. */
static void
test_redirect (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  stub_answer (fixture->stub, "/token", 307, NULL, "");
  stub_add_header (fixture->stub, "/token", "Location", "/elsewhere");
  stub_answer (fixture->stub, "/elsewhere", 200, "application/json", TOKENS);
  g_assert_null (exchange (fixture, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS);
  g_assert_cmpstr (stub_get_log (fixture->stub), ==, "POST /token\n");
}

static OidcTokens *
refresh (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  oidc_grant_refresh_async (fixture->http, fixture->provider, fixture->client, REFRESH_TOKEN, NULL,
                            fetch_store_cb, &result);
  return oidc_grant_refresh_finish (fetch_wait (&result), NULL, error);
}

/* RFC 6749 §6: these parameters and no other; without a scope what was granted is kept. */
static void
test_refresh (Fixture *fixture, gconstpointer data)
{
  const char *scopes[] = { "openid", "email", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcTokens) tokens = NULL;

  fixture->client->scopes = g_strdupv ((char **) scopes);
  fixture->client->audience = g_strdup ("https://api.example");
  stub_answer (fixture->stub, "/token", 200, "application/json", TOKENS);
  tokens = refresh (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tokens->access_token, ==, "at");
  g_assert_null (tokens->refresh_token);
  g_assert_cmpstr (stub_get_body (fixture->stub), ==,
                   "grant_type=refresh_token&refresh_token=rt%2B%2F%3D+%26x&client_id=tessera");
  g_assert_cmpstr (stub_get_log (fixture->stub), ==, "POST /token\n");
  g_assert_cmpstr (stub_get_header (fixture->stub, "Content-Type"), ==,
                   "application/x-www-form-urlencoded");
  g_assert_cmpstr (stub_get_header (fixture->stub, "Accept"), ==, "application/json");
  g_assert_null (stub_get_header (fixture->stub, "Authorization"));
}

static void
test_refresh_authenticated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OidcTokens) basic = NULL;
  g_autoptr (OidcTokens) post = NULL;

  fixture->client->client_secret = g_strdup ("s");
  fixture->client->auth = OIDC_CLIENT_AUTH_BASIC;
  stub_answer (fixture->stub, "/token", 200, "application/json", TOKENS);
  basic = refresh (fixture, NULL);
  g_assert_nonnull (basic);
  g_assert_cmpstr (stub_get_body (fixture->stub), ==,
                   "grant_type=refresh_token&refresh_token=rt%2B%2F%3D+%26x");
  g_assert_cmpstr (stub_get_header (fixture->stub, "Authorization"), ==, "Basic dGVzc2VyYTpz");

  fixture->client->auth = OIDC_CLIENT_AUTH_POST;
  post = refresh (fixture, NULL);
  g_assert_nonnull (post);
  g_assert_cmpstr (stub_get_body (fixture->stub), ==,
                   "grant_type=refresh_token&refresh_token=rt%2B%2F%3D+%26x&client_id=tessera"
                   "&client_secret=s");
  g_assert_null (stub_get_header (fixture->stub, "Authorization"));
}

/* RFC 8707 §2.2: the token is for the same resources again. */
static void
test_refresh_resources (Fixture *fixture, gconstpointer data)
{
  const char *resources[] = { "https://a.example/x", "https://b.example", NULL };
  g_autoptr (OidcTokens) tokens = NULL;

  fixture->client->resources = g_strdupv ((char **) resources);
  stub_answer (fixture->stub, "/token", 200, "application/json", TOKENS);
  tokens = refresh (fixture, NULL);
  g_assert_nonnull (tokens);
  g_assert_nonnull (strstr (stub_get_body (fixture->stub),
                            "&resource=https%3A%2F%2Fa.example%2Fx&resource=https%3A%2F%2Fb"
                            ".example&client_id="));
}

/* What ends a session, what is temporary, and what is neither. The token is in no message, and goes
 * nowhere else (RFC 9700 §4.12). */
static void
test_refresh_errors (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint status;
    const char *body;
    int code;
  } cases[] = {
    { 400, "{\"error\":\"invalid_grant\"}", OIDC_ERROR_INVALID_GRANT },
    { 403, "{\"error\":\"invalid_grant\"}", OIDC_ERROR_INVALID_GRANT },
    { 200, "{\"error\":\"bad_refresh_token\"}", OIDC_ERROR_INVALID_GRANT },
    { 400, "{\"error\":\"bad_refresh_token\"}", OIDC_ERROR_INVALID_GRANT },
    { 401, "{\"error\":\"invalid_grant\"}", OIDC_ERROR_INVALID_GRANT },
    { 400, "{\"error\":\"invalid_token\"}", OIDC_ERROR_INVALID_GRANT },
    { 401, "{\"error\":\"invalid_token\"}", OIDC_ERROR_INVALID_GRANT },
    { 400, "{\"error\":\"expired_token\"}", OIDC_ERROR_INVALID_GRANT },
    { 401, "{\"error\":\"expired_token\"}", OIDC_ERROR_INVALID_GRANT },
    { 403, "{\"error\":\"invalid_token\"}", OIDC_ERROR_REFUSED },
    { 400, "{\"error\":\"Invalid_token\"}", OIDC_ERROR_REFUSED },
    { 400, "{\"error\":\"invalid_client\"}", OIDC_ERROR_REFUSED },
    { 400, "{\"error\":\"invalid_grant\",\"error_description\":\"No token " REFRESH_TOKEN "\"}",
      OIDC_ERROR_INVALID_GRANT },
    { 403, "{\"message\":\"No token " REFRESH_TOKEN "\"}", OIDC_ERROR_HTTP_STATUS },
    { 400, "{\"error\":\"invalid_request\"}", OIDC_ERROR_REFUSED },
    { 401, "{\"error\":\"invalid_client\"}", OIDC_ERROR_REFUSED },
    { 400, "{\"error\":\"unauthorized_client\"}", OIDC_ERROR_REFUSED },
    { 500, "{\"error\":\"invalid_grant\"}", OIDC_ERROR_BUSY },
    { 503, "", OIDC_ERROR_BUSY },
    { 429, "{\"error\":\"invalid_grant\"}", OIDC_ERROR_BUSY },
    { 404, "gone", OIDC_ERROR_HTTP_STATUS },
    { 307, "", OIDC_ERROR_HTTP_STATUS },
    { 200, "{\"token_type\":\"Bearer\"}", OIDC_ERROR_MALFORMED },
    { 200, "", OIDC_ERROR_MALFORMED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      stub_answer (fixture->stub, "/token", cases[i].status, "application/json", cases[i].body);
      stub_add_header (fixture->stub, "/token", "Location", "/elsewhere");
      stub_add_header (fixture->stub, "/token", "Retry-After", "7");
      g_assert_null (refresh (fixture, &error));
      g_assert_error (error, OIDC_ERROR, cases[i].code);
      g_assert_null (strstr (error->message, "rt+"));
      if (cases[i].code == OIDC_ERROR_BUSY)
        g_assert_cmpint (oidc_error_get_retry_after (error), ==, 7);
    }
  g_assert_null (strstr (stub_get_log (fixture->stub), "/elsewhere"));
}

/* The tokens of an answer that is refused are there to be kept or revoked. */
static void
test_leftover (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) code = NULL;
  g_autoptr (GAsyncResult) renewal = NULL;
  g_autoptr (OidcTokens) of_code = NULL;
  g_autoptr (OidcTokens) of_renewal = NULL;
  g_autoptr (GError) error = NULL;

  stub_answer (fixture->stub, "/token", 200, "application/json",
               "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"token_type\":\"mac\"}");
  oidc_grant_code_async (fixture->http, fixture->provider, fixture->client, &fixture->request, CODE,
                         NULL, fetch_store_cb, &code);
  g_assert_null (oidc_grant_code_finish (fetch_wait (&code), &of_code, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
  g_assert_cmpstr (of_code->refresh_token, ==, "r");
  g_assert_cmpstr (of_code->access_token, ==, "a");
  g_clear_error (&error);
  oidc_grant_refresh_async (fixture->http, fixture->provider, fixture->client, REFRESH_TOKEN, NULL,
                            fetch_store_cb, &renewal);
  g_assert_null (oidc_grant_refresh_finish (fetch_wait (&renewal), &of_renewal, &error));
  g_assert_cmpstr (of_renewal->refresh_token, ==, "r");
}

/* Cancelled too late: the provider has given the tokens out, and only this answer names them. */
static void
test_cancelled_late (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OidcTokens) leftover = NULL;
  g_autoptr (OidcTokens) tokens = NULL;
  g_autoptr (GError) error = NULL;

  stub_answer (fixture->stub, "/token", 200, "application/json", TOKENS);
  oidc_grant_code_async (fixture->http, fixture->provider, fixture->client, &fixture->request, CODE,
                         cancellable, fetch_store_cb, &result);
  fetch_wait (&result);
  g_cancellable_cancel (cancellable);
  tokens = oidc_grant_code_finish (result, &leftover, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tokens->access_token, ==, "at");
  g_assert_null (leftover);
}

static gboolean
revoke_token (Fixture *fixture, const char *hint, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  oidc_grant_revoke_async (fixture->http, fixture->provider, fixture->client, "rt+/=", hint, NULL,
                           fetch_store_cb, &result);
  return oidc_grant_revoke_finish (fetch_wait (&result), error);
}

/* RFC 7009 §2.1 */
static void
test_revoke (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) form = NULL;

  g_assert_false (revoke_token (fixture, "refresh_token", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED);
  g_clear_error (&error);

  fixture->provider->revocation_endpoint = stub_make_uri (fixture->stub, "/revoke");
  stub_answer (fixture->stub, "/revoke", 200, NULL, "");
  g_assert_true (revoke_token (fixture, "refresh_token", &error));
  g_assert_no_error (error);
  form = get_form (fixture);
  g_assert_cmpstr (g_hash_table_lookup (form, "token"), ==, "rt+/=");
  g_assert_cmpstr (g_hash_table_lookup (form, "token_type_hint"), ==, "refresh_token");
  g_assert_cmpstr (g_hash_table_lookup (form, "client_id"), ==, "tessera");

  stub_answer (fixture->stub, "/revoke", 400, "application/json",
               "{\"error\":\"unsupported_token_type\"}");
  g_assert_false (revoke_token (fixture, "refresh_token", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_REFUSED);
}

/* RFC 7009 §2.2.1: who does not revoke access tokens lets them run out. */
static void
test_revoke_access_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->provider->revocation_endpoint = stub_make_uri (fixture->stub, "/revoke");
  stub_answer (fixture->stub, "/revoke", 400, "application/json",
               "{\"error\":\"unsupported_token_type\"}");
  g_assert_true (revoke_token (fixture, "access_token", &error));
  g_assert_no_error (error);
  stub_answer (fixture->stub, "/revoke", 400, "application/json",
               "{\"error\":\"invalid_request\"}");
  g_assert_false (revoke_token (fixture, "access_token", &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_REFUSED);
}

/* Such words end a renewal's grant; an exchange that comes to them was refused. */
static void
test_code_errors (Fixture *fixture, gconstpointer data)
{
  static const char *const codes[]
    = { "bad_refresh_token", "invalid_token", "expired_token", "invalid_client" };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"error\":\"%s\"}", codes[i]);
      g_autoptr (GError) error = NULL;

      stub_answer (fixture->stub, "/token", 400, "application/json", body);
      g_assert_null (exchange (fixture, &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_REFUSED);
      g_assert_cmpstr (oidc_error_get_oauth_code (error), ==, codes[i]);
    }
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/oidc/grant/public", test_public);
  add ("/oidc/grant/basic", test_basic);
  add ("/oidc/grant/post", test_post);
  add ("/oidc/grant/github", test_github);
  add ("/oidc/grant/errors", test_errors);
  add ("/oidc/grant/reason", test_reason);
  add ("/oidc/grant/repeated-secrets", test_repeated_secrets);
  add ("/oidc/grant/description", test_description);
  add ("/oidc/grant/redirect", test_redirect);
  add ("/oidc/grant/refresh", test_refresh);
  add ("/oidc/grant/refresh-authenticated", test_refresh_authenticated);
  add ("/oidc/grant/refresh-resources", test_refresh_resources);
  add ("/oidc/grant/refresh-errors", test_refresh_errors);
  add ("/oidc/grant/leftover", test_leftover);
  add ("/oidc/grant/cancelled-late", test_cancelled_late);
  add ("/oidc/grant/code-errors", test_code_errors);
  add ("/oidc/grant/revoke", test_revoke);
  add ("/oidc/grant/revoke-access-token", test_revoke_access_token);
  return g_test_run ();
}
