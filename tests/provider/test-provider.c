/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "jws.h"
#include "jwt-check.h"
#include "provider-flow.h"

#define ALL_SCOPES "openid profile email offline_access"
#define ARGS(...)                                                                                  \
  (const char *const[]) { __VA_ARGS__, NULL }

static JsonObject *
fetch_jwks (ProviderProcess *provider)
{
  g_autoptr (Fetched) answer = flow_fetch (provider, "/jwks", NULL, NULL);
  JsonObject *jwks = fetched_read_json (answer);
  g_assert_nonnull (jwks);
  return jwks;
}

static void
test_discovery (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (NULL);
  g_autoptr (Fetched) openid
    = flow_fetch (provider, "/.well-known/openid-configuration", NULL, NULL);
  g_autoptr (Fetched) oauth
    = flow_fetch (provider, "/.well-known/oauth-authorization-server", NULL, NULL);
  g_autoptr (JsonObject) metadata = fetched_read_json (openid);

  g_assert_cmpstr (json_object_get_string_member (metadata, "issuer"), ==,
                   provider_process_get_issuer (provider));
  g_assert_true (
    json_object_get_boolean_member (metadata, "authorization_response_iss_parameter_supported"));
  g_assert_cmpstr (openid->body, ==, oauth->body);
}

static void
test_sign_in (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto"));
  g_autoptr (Fetched) redirect = flow_authorize (provider, ALL_SCOPES, NULL);
  g_autofree char *state = fetched_read_location (redirect, "state");
  g_autofree char *iss = fetched_read_location (redirect, "iss");
  g_autoptr (JsonObject) tokens = flow_sign_in (provider, ALL_SCOPES);
  g_autoptr (JsonObject) jwks = fetch_jwks (provider);

  g_assert_cmpstr (state, ==, FLOW_STATE);
  g_assert_cmpstr (iss, ==, provider_process_get_issuer (provider));
  g_assert_cmpstr (json_object_get_string_member (tokens, "token_type"), ==, "Bearer");
  g_assert_cmpint (json_object_get_int_member (tokens, "expires_in"), ==, 3600);
  g_assert_true (json_object_has_member (tokens, "refresh_token"));
  g_assert_cmpstr (jwt_check_id_token (json_object_get_string_member (tokens, "id_token"), jwks,
                                       provider_process_get_issuer (provider), FLOW_NONCE,
                                       json_object_get_string_member (tokens, "access_token")),
                   ==, NULL);
}

static char *
read_request (const Fetched *page)
{
  g_autoptr (GRegex) regex = g_regex_new ("name=\"request\" value=\"([^\"]+)\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_cmpuint (page->status, ==, 200);
  g_assert_true (g_regex_match (regex, page->body, 0, &match));
  return g_match_info_fetch (match, 1);
}

static Fetched *
post (ProviderProcess *provider, const char *path, const char *request, const char *more)
{
  g_autofree char *form = g_strconcat ("request=", request, "&", more, NULL);
  return flow_fetch (provider, path, form, NULL);
}

static void
test_pages (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (NULL);
  g_autoptr (Fetched) page = flow_authorize (provider, "openid email", NULL);
  g_autofree char *request = read_request (page);
  g_autoptr (Fetched) early = post (provider, "/consent", request, "decision=allow");
  g_autoptr (Fetched) wrong = post (provider, "/login", request, "username=zoe&password=no");
  g_autoptr (Fetched) right = post (provider, "/login", request, "username=zoe&password=tessera");
  g_autoptr (Fetched) allowed = post (provider, "/consent", request, "decision=allow");
  g_autoptr (Fetched) again = post (provider, "/consent", request, "decision=allow");
  g_autofree char *code = fetched_read_location (allowed, "code");

  g_assert_nonnull (strstr (early->body, "id=\"sign-in\""));
  g_assert_nonnull (strstr (wrong->body, "role=\"alert\""));
  g_assert_nonnull (strstr (right->body, "id=\"allow\""));
  g_assert_nonnull (strstr (right->body, "See your email address"));
  g_assert_null (strstr (right->body, "See your name"));
  g_assert_nonnull (code);
  g_assert_cmpuint (again->status, ==, 400);
}

static void
test_deny (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (NULL);
  g_autoptr (Fetched) page = flow_authorize (provider, "openid", NULL);
  g_autofree char *request = read_request (page);
  g_autoptr (Fetched) login = post (provider, "/login", request, "username=zoe&password=tessera");
  g_autoptr (Fetched) denied = post (provider, "/consent", request, "decision=deny");
  g_autofree char *error = fetched_read_location (denied, "error");
  g_autofree char *state = fetched_read_location (denied, "state");

  g_assert_cmpuint (login->status, ==, 200);
  g_assert_cmpstr (error, ==, "access_denied");
  g_assert_cmpstr (state, ==, FLOW_STATE);
}

static void
test_bad_requests (void)
{
  static const struct
  {
    const char *more;
    const char *error;
  } cases[] = {
    { "&state=twice", "invalid_request" },
    { "+unheard-of", NULL },
    { "&prompt=none", "login_required" },
  };
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto"));
  g_autoptr (Fetched) stranger
    = flow_fetch (provider, "/authorize?client_id=stranger&redirect_uri=" FLOW_REDIRECT_URI, 0, 0);
  g_autoptr (Fetched) elsewhere = flow_fetch (provider,
                                              "/authorize?client_id=tessera-demo"
                                              "&redirect_uri=https%3A%2F%2Fexample.org%2F",
                                              NULL, NULL);
  g_autoptr (Fetched) scope = flow_authorize (provider, "openid everything", NULL);
  g_autofree char *scope_error = fetched_read_location (scope, "error");

  g_assert_cmpuint (stranger->status, ==, 400);
  g_assert_cmpuint (elsewhere->status, ==, 400);
  g_assert_null (elsewhere->location);
  g_assert_cmpstr (scope_error, ==, "invalid_scope");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fetched) answer = flow_authorize (provider, "openid", cases[i].more);
      g_autofree char *error = fetched_read_location (answer, "error");
      if (cases[i].error != NULL)
        g_assert_cmpstr (error, ==, cases[i].error);
      else
        g_assert_nonnull (error);
    }
}

static void
test_code_once (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto"));
  g_autoptr (Fetched) redirect = flow_authorize (provider, ALL_SCOPES, NULL);
  g_autofree char *code = fetched_read_location (redirect, "code");
  g_autoptr (Fetched) first = flow_exchange (provider, code);
  g_autoptr (Fetched) second = flow_exchange (provider, code);
  g_autoptr (JsonObject) tokens = fetched_read_json (first);
  g_autoptr (Fetched) refreshed
    = flow_refresh (provider, json_object_get_string_member (tokens, "refresh_token"));

  g_assert_cmpuint (first->status, ==, 200);
  flow_assert_error (second, 400, "invalid_grant");
  /* RFC 6749 §4.1.2: what the first exchange gave is taken back. */
  flow_assert_error (refreshed, 400, "invalid_grant");
}

static void
append (GString *form, const char *name, const char *value)
{
  g_string_append_printf (form, "%s%s=", form->len > 0 ? "&" : "", name);
  g_string_append_uri_escaped (form, value, NULL, FALSE);
}

/* Exchanges a fresh code with one parameter added, or put in another's place. */
static Fetched *
exchange_with (ProviderProcess *provider, const char *name, const char *value)
{
  g_autoptr (Fetched) redirect = flow_authorize (provider, "openid", NULL);
  g_autofree char *code = fetched_read_location (redirect, "code");
  g_autoptr (GString) form = g_string_new (NULL);
  const char *const parameters[][2] = {
    { "grant_type", "authorization_code" }, { "code", code },
    { "redirect_uri", FLOW_REDIRECT_URI },  { "code_verifier", FLOW_VERIFIER },
    { "client_id", "tessera-demo" },
  };

  append (form, name, value);
  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    if (!g_str_equal (parameters[i][0], name))
      append (form, parameters[i][0], parameters[i][1]);
  return flow_fetch (provider, "/token", form->str, NULL);
}

static void
test_bad_exchanges (void)
{
  static const struct
  {
    const char *name;
    const char *value;
    guint status;
    const char *error;
  } cases[] = {
    { "code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX", 400, "invalid_grant" },
    { "code_verifier", "", 400, "invalid_grant" },
    { "code_verifier", FLOW_CHALLENGE, 400, "invalid_grant" },
    { "redirect_uri", "http://127.0.0.1:6/", 400, "invalid_grant" },
    { "code", "another", 400, "invalid_grant" },
    { "code", "", 400, "invalid_request" },
    { "grant_type", "password", 400, "unsupported_grant_type" },
    { "grant_type", "", 400, "invalid_request" },
    { "client_id", "stranger", 401, "invalid_client" },
    { "client_secret", "a-public-client-has-none", 401, "invalid_client" },
    { "resource", "https://api.example", 400, "invalid_target" },
  };
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto"));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fetched) answer = exchange_with (provider, cases[i].name, cases[i].value);
      g_test_message ("%s=%s", cases[i].name, cases[i].value);
      flow_assert_error (answer, cases[i].status, cases[i].error);
    }
}

static void
test_confidential (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto", "--confidential"));
  g_autoptr (Fetched) none = exchange_with (provider, "client_id", "tessera-demo");
  g_autoptr (Fetched) wrong = exchange_with (provider, "client_secret", "wrong");
  g_autoptr (Fetched) posted = exchange_with (provider, "client_secret", "demo-secret");
  g_autofree char *pair = g_base64_encode ((const guchar *) "tessera-demo:demo-secret", 24);
  g_autofree char *basic = g_strconcat ("Basic ", pair, NULL);
  g_autoptr (Fetched) revoked = flow_fetch (provider, "/revoke", "token=x", basic);

  flow_assert_error (none, 401, "invalid_client");
  flow_assert_error (wrong, 401, "invalid_client");
  g_assert_cmpuint (posted->status, ==, 200);
  g_assert_cmpuint (revoked->status, ==, 200);
}

static void
test_rotation_of_refresh_tokens (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto"));
  g_autoptr (JsonObject) tokens = flow_sign_in (provider, ALL_SCOPES);
  const char *first_token = json_object_get_string_member (tokens, "refresh_token");
  g_autoptr (Fetched) first = flow_refresh (provider, first_token);
  g_autoptr (JsonObject) renewed = fetched_read_json (first);
  const char *second_token = json_object_get_string_member (renewed, "refresh_token");
  g_autoptr (Fetched) reused = flow_refresh (provider, first_token);
  g_autoptr (Fetched) second = flow_refresh (provider, second_token);

  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpstr (first_token, !=, second_token);
  flow_assert_error (reused, 400, "invalid_grant");
  flow_assert_error (second, 400, "invalid_grant");
}

static void
test_revocation (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto"));
  g_autoptr (JsonObject) tokens = flow_sign_in (provider, ALL_SCOPES);
  const char *token = json_object_get_string_member (tokens, "refresh_token");
  const char *access_token = json_object_get_string_member (tokens, "access_token");
  g_autofree char *bearer = g_strconcat ("Bearer ", access_token, NULL);
  g_autofree char *form = g_strconcat ("client_id=tessera-demo&token=", token, NULL);
  g_autoptr (Fetched) before = flow_fetch (provider, "/userinfo", NULL, bearer);
  g_autoptr (Fetched) revoked = flow_fetch (provider, "/revoke", form, NULL);
  g_autoptr (Fetched) after = flow_fetch (provider, "/userinfo", NULL, bearer);
  g_autoptr (Fetched) refreshed = flow_refresh (provider, token);

  g_assert_cmpuint (before->status, ==, 200);
  g_assert_cmpuint (revoked->status, ==, 200);
  flow_assert_error (after, 401, "invalid_token");
  flow_assert_error (refreshed, 400, "invalid_grant");
}

static void
test_logout (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto"));
  g_autoptr (JsonObject) tokens = flow_sign_in (provider, ALL_SCOPES);
  g_autofree char *path
    = g_strconcat ("/logout?id_token_hint=", json_object_get_string_member (tokens, "id_token"),
                   "&post_logout_redirect_uri=" FLOW_REDIRECT_URI "&state=bye", NULL);
  g_autoptr (Fetched) logout = flow_fetch (provider, path, NULL, NULL);
  g_autoptr (Fetched) refreshed
    = flow_refresh (provider, json_object_get_string_member (tokens, "refresh_token"));

  g_assert_cmpstr (logout->location, ==, FLOW_REDIRECT_URI "?state=bye");
  flow_assert_error (refreshed, 400, "invalid_grant");
}

/* RP-Initiated Logout §2: both methods; §3: a URI that is not registered to the character is
 * none. */
static void
test_logout_registered (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (
    ARGS ("--auto", "--post-logout-redirect-uri", "http://127.0.0.1:5/bye"));
  g_autoptr (JsonObject) tokens = flow_sign_in (provider, "openid offline_access");
  const char *hint = json_object_get_string_member (tokens, "id_token");
  g_autofree char *wrong
    = g_strconcat ("client_id=tessera-demo&state=s&id_token_hint=", hint,
                   "&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A5%2F", NULL);
  g_autofree char *right = g_strconcat (wrong, "bye", NULL);
  g_autofree char *stranger = g_strconcat ("client_id=another&id_token_hint=", hint, NULL);
  g_autoptr (Fetched) refused = flow_fetch (provider, "/logout", wrong, NULL);
  g_autoptr (Fetched) unknown = flow_fetch (provider, "/logout", stranger, NULL);
  g_autoptr (Fetched) renewed
    = flow_refresh (provider, json_object_get_string_member (tokens, "refresh_token"));
  g_autoptr (JsonObject) more = fetched_read_json (renewed);
  g_autoptr (Fetched) logout = flow_fetch (provider, "/logout", right, NULL);
  g_autoptr (Fetched) ended = NULL;

  g_assert_cmpuint (refused->status, ==, 400);
  g_assert_cmpuint (unknown->status, ==, 400);
  g_assert_cmpuint (renewed->status, ==, 200);
  g_assert_cmpstr (logout->location, ==, "http://127.0.0.1:5/bye?state=s");
  ended = flow_refresh (provider, json_object_get_string_member (more, "refresh_token"));
  flow_assert_error (ended, 400, "invalid_grant");
}

static void
test_plain_oauth (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto"));
  g_autoptr (JsonObject) tokens = flow_sign_in (provider, "demo:read");
  g_autoptr (JsonObject) claims
    = jws_read_part (json_object_get_string_member (tokens, "access_token"), 1);

  g_assert_false (json_object_has_member (tokens, "id_token"));
  g_assert_false (json_object_has_member (tokens, "refresh_token"));
  g_assert_cmpstr (json_object_get_string_member (claims, "scope"), ==, "demo:read");
}

static void
test_resources (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto"));
  g_autoptr (Fetched) redirect
    = flow_authorize (provider, "openid",
                      "&resource=https%3A%2F%2Fa.example&resource=https%3A%2F%2Fb.example");
  g_autofree char *code = fetched_read_location (redirect, "code");
  g_autoptr (Fetched) answer = flow_exchange (provider, code);
  g_autoptr (JsonObject) tokens = fetched_read_json (answer);
  g_autoptr (JsonObject) claims
    = jws_read_part (json_object_get_string_member (tokens, "access_token"), 1);
  JsonArray *audience = json_object_get_array_member (claims, "aud");

  g_assert_cmpuint (json_array_get_length (audience), ==, 2);
  g_assert_cmpstr (json_array_get_string_element (audience, 1), ==, "https://b.example");
}

static void
test_log (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (NULL);
  g_autoptr (Fetched) nothing = flow_fetch (provider, "/nothing?secret=1", NULL, NULL);
  g_autoptr (Fetched) method = flow_fetch (provider, "/token", NULL, NULL);
  g_autoptr (JsonArray) log = provider_process_get_log (provider);
  JsonObject *first, *second;

  g_assert_cmpuint (nothing->status, ==, 404);
  g_assert_cmpuint (method->status, ==, 405);
  g_assert_cmpuint (json_array_get_length (log), ==, 2);
  first = json_array_get_object_element (log, 0);
  second = json_array_get_object_element (log, 1);
  g_assert_cmpstr (json_object_get_string_member (first, "path"), ==, "/nothing");
  g_assert_cmpint (json_object_get_int_member (first, "status"), ==, 404);
  g_assert_cmpint (json_object_get_int_member (second, "status"), ==, 405);
  g_assert_cmpint (json_object_get_int_member (first, "connection"), !=,
                   json_object_get_int_member (second, "connection"));
  g_assert_cmpuint (provider_process_count (provider, "/token"), ==, 1);
  provider_process_reset (provider);
  g_assert_cmpuint (provider_process_count (provider, "/token"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/discovery", test_discovery);
  g_test_add_func ("/provider/sign-in", test_sign_in);
  g_test_add_func ("/provider/pages", test_pages);
  g_test_add_func ("/provider/deny", test_deny);
  g_test_add_func ("/provider/bad-requests", test_bad_requests);
  g_test_add_func ("/provider/code-once", test_code_once);
  g_test_add_func ("/provider/bad-exchanges", test_bad_exchanges);
  g_test_add_func ("/provider/confidential", test_confidential);
  g_test_add_func ("/provider/refresh-token-rotation", test_rotation_of_refresh_tokens);
  g_test_add_func ("/provider/revocation", test_revocation);
  g_test_add_func ("/provider/logout", test_logout);
  g_test_add_func ("/provider/logout-registered", test_logout_registered);
  g_test_add_func ("/provider/plain-oauth", test_plain_oauth);
  g_test_add_func ("/provider/resources", test_resources);
  g_test_add_func ("/provider/log", test_log);
  return g_test_run ();
}
