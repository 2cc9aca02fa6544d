/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-request.h"

#include <string.h>

#include "oidc-base64url.h"
#include "oidc-error.h"
#include "oidc-form.h"

#define REDIRECT_URI "http://127.0.0.1:43210/"

typedef struct
{
  OidcProvider *provider;
  OidcClient *client;
} Fixture;

static char **
split (const char *list)
{
  return list != NULL ? g_strsplit (list, " ", -1) : NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->provider = oidc_provider_new ();
  fixture->provider->issuer = g_strdup ("https://op.example");
  fixture->provider->authorization_endpoint = g_strdup ("https://op.example/authorize");
  fixture->provider->token_endpoint = g_strdup ("https://op.example/token");
  fixture->client = oidc_client_new ();
  fixture->client->client_id = g_strdup ("tessera & co");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  oidc_provider_unref (fixture->provider);
  oidc_client_free (fixture->client);
}

static OidcRequest *
make_request (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  OidcRequest *request
    = oidc_request_new (fixture->provider, fixture->client, REDIRECT_URI, &error);

  g_assert_no_error (error);
  return request;
}

/* The parameters of the request's URI, none of which may be there twice. */
static OidcForm *
read_uri (const OidcRequest *request)
{
  const char *query = strchr (request->uri, '?');
  OidcForm *form = NULL;

  g_assert_nonnull (query);
  g_assert_null (strchr (request->uri, '#'));
  form = oidc_form_parse (query + 1, -1);
  g_assert_false (oidc_form_is_malformed (form));
  g_assert_false (oidc_form_has_repeated (form));
  return form;
}

static void
assert_refused (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (oidc_request_new (fixture->provider, fixture->client, REDIRECT_URI, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
}

/* RFC 7636 appendix B. */
static void
test_code_challenge (void)
{
  g_autofree char *challenge
    = oidc_request_code_challenge ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

  g_assert_cmpstr (challenge, ==, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static void
test_random (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 1000; i++)
    {
      char *random = oidc_request_random ();
      g_autoptr (GBytes) bytes = oidc_base64url_decode (random, -1);

      g_assert_cmpuint (strlen (random), ==, 43);
      g_assert_nonnull (bytes);
      g_assert_cmpuint (g_bytes_get_size (bytes), ==, 32);
      g_assert_true (g_hash_table_add (seen, random));
    }
}

/* What a provider that splits at commas would take for one scope. */
static void
test_scope_separator (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OidcRequest) request = NULL;
  g_autoptr (OidcForm) form = NULL;

  fixture->client->scopes = split ("read issues:create");
  fixture->client->scope_separator = g_strdup (",");
  request = make_request (fixture);
  form = read_uri (request);
  g_assert_cmpstr (oidc_form_get (form, "scope"), ==, "read,issues:create");
  g_assert_cmpuint (g_strv_length (request->scopes), ==, 2);
}

static void
test_parameters (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OidcRequest) request = make_request (fixture);
  g_autoptr (OidcForm) form = read_uri (request);
  g_autofree char *challenge = oidc_request_code_challenge (request->code_verifier);

  g_assert_true (g_str_has_prefix (request->uri, "https://op.example/authorize?"));
  g_assert_cmpstr (oidc_form_get (form, "response_type"), ==, "code");
  g_assert_cmpstr (oidc_form_get (form, "client_id"), ==, "tessera & co");
  g_assert_cmpstr (oidc_form_get (form, "redirect_uri"), ==, REDIRECT_URI);
  g_assert_cmpstr (request->redirect_uri, ==, REDIRECT_URI);
  g_assert_cmpstr (oidc_form_get (form, "scope"), ==, "openid profile email");
  g_assert_cmpstr (oidc_form_get (form, "code_challenge_method"), ==, "S256");
  g_assert_cmpstr (oidc_form_get (form, "code_challenge"), ==, challenge);
  g_assert_cmpstr (oidc_form_get (form, "state"), ==, request->state);
  g_assert_cmpstr (oidc_form_get (form, "nonce"), ==, request->nonce);
  g_assert_cmpuint (strlen (request->code_verifier), ==, 43);
  g_assert_null (oidc_form_get (form, "prompt"));
  /* The verifier goes with the exchange alone (RFC 7636 §4.5). */
  g_assert_null (strstr (request->uri, request->code_verifier));
}

static void
test_fresh (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OidcRequest) one = make_request (fixture);
  g_autoptr (OidcRequest) two = make_request (fixture);

  g_assert_cmpstr (one->state, !=, two->state);
  g_assert_cmpstr (one->nonce, !=, two->nonce);
  g_assert_cmpstr (one->code_verifier, !=, two->code_verifier);
  g_assert_cmpstr (one->state, !=, one->nonce);
  g_assert_cmpstr (one->state, !=, one->code_verifier);
}

static void
test_plain_oauth (Fixture *fixture, gconstpointer data)
{
  fixture->client->scopes = split ("repo gist");
  {
    g_autoptr (OidcRequest) request = make_request (fixture);
    g_autoptr (OidcForm) form = read_uri (request);

    g_assert_false (oidc_request_is_openid (request));
    g_assert_null (request->nonce);
    g_assert_null (oidc_form_get (form, "nonce"));
    g_assert_cmpstr (oidc_form_get (form, "scope"), ==, "repo gist");
  }
}

/* Without an issuer no ID token could be checked, so none is asked for. */
static void
test_no_issuer (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->provider->issuer, g_free);
  {
    g_autoptr (OidcRequest) request = make_request (fixture);
    g_autoptr (OidcForm) form = read_uri (request);

    g_assert_false (oidc_request_is_openid (request));
    g_assert_cmpuint (oidc_form_count (form, "scope"), ==, 0);
  }
}

typedef struct
{
  const char *scopes_supported;
  const char *prompts_supported;
  const char *scopes; /* configured */
  const char *param;  /* configured */
  const char *scope;  /* sent */
  const char *prompt; /* sent */
  OidcOfflineAccess offline_access;
  const char *path; /* of the authorization endpoint */
} Offline;

#define KEYCLOAK "/realms/r/protocol/openid-connect/auth"

static const Offline offline[] = {
  { "openid offline_access", NULL, NULL, NULL, "openid profile email offline_access",
    .prompt = "consent" },
  { "openid profile", NULL, NULL, NULL, "openid profile email", .prompt = NULL },
  { NULL, NULL, "openid offline_access", NULL, "openid offline_access", .prompt = "consent" },
  { "openid offline_access", NULL, "openid", NULL, "openid", .prompt = NULL },
  { "offline_access", NULL, NULL, "prompt=login", "openid profile email offline_access",
    .prompt = "login" },
  { "offline_access", NULL, NULL, "prompt=", "openid profile email offline_access",
    .prompt = NULL },
  { "offline_access", "none login", NULL, NULL, "openid profile email offline_access",
    .prompt = NULL },
  { "offline_access", "login consent", NULL, NULL, "openid profile email offline_access",
    .prompt = "consent" },
  { "offline_access", .scope = "openid profile email", .path = KEYCLOAK },
  { .scopes = "openid offline_access",
    .scope = "openid offline_access",
    .prompt = "consent",
    .path = KEYCLOAK },
  { .scope = "openid profile email offline_access",
    .prompt = "consent",
    .offline_access = OIDC_OFFLINE_ACCESS_ASK,
    .path = KEYCLOAK },
  { .scope = "openid profile email offline_access",
    .prompt = "consent",
    .offline_access = OIDC_OFFLINE_ACCESS_ASK },
  { .scopes = "openid api",
    .scope = "openid api offline_access",
    .prompt = "consent",
    .offline_access = OIDC_OFFLINE_ACCESS_ASK },
  { .scopes = "offline_access openid",
    .scope = "offline_access openid",
    .prompt = "consent",
    .offline_access = OIDC_OFFLINE_ACCESS_ASK },
  { "offline_access", .scope = "openid profile email",
    .offline_access = OIDC_OFFLINE_ACCESS_NEVER },
  { .scopes = "offline_access openid",
    .scope = "openid",
    .offline_access = OIDC_OFFLINE_ACCESS_NEVER },
};

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  const Offline *c = data;

  fixture->provider->scopes_supported = split (c->scopes_supported);
  fixture->provider->prompt_values_supported = split (c->prompts_supported);
  fixture->client->scopes = split (c->scopes);
  fixture->client->auth_params = split (c->param);
  fixture->client->offline_access = c->offline_access;
  if (c->path != NULL)
    {
      g_free (fixture->provider->authorization_endpoint);
      fixture->provider->authorization_endpoint = g_strconcat ("https://op.example", c->path, NULL);
    }
  {
    g_autoptr (OidcRequest) request = make_request (fixture);
    g_autoptr (OidcForm) form = read_uri (request);

    g_assert_cmpstr (oidc_form_get (form, "scope"), ==, c->scope);
    g_assert_cmpstr (oidc_form_get (form, "prompt"), ==, c->prompt);
    g_assert_cmpuint (oidc_form_count (form, "prompt"), ==, c->prompt != NULL ? 1 : 0);
  }
}

static void
test_extra (Fixture *fixture, gconstpointer data)
{
  fixture->client->audience = g_strdup ("https://api.example/");
  fixture->client->resources = split ("https://one.example https://two.example");
  fixture->client->auth_params = split ("login_hint=zoë+x hd=a=b&c");
  {
    g_autoptr (OidcRequest) request = make_request (fixture);
    g_autoptr (OidcForm) form = oidc_form_parse (strchr (request->uri, '?') + 1, -1);

    g_assert_cmpstr (oidc_form_get (form, "audience"), ==, "https://api.example/");
    g_assert_cmpuint (oidc_form_count (form, "resource"), ==, 2);
    g_assert_nonnull (
      strstr (request->uri,
              "&resource=https%3A%2F%2Fone.example&resource=https%3A%2F%2Ftwo.example"));
    g_assert_cmpstr (oidc_form_get (form, "login_hint"), ==, "zoë+x");
    g_assert_cmpstr (oidc_form_get (form, "hd"), ==, "a=b&c");
  }
}

static void
test_max_age (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *params;
    gint64 max_age;
  } cases[] = {
    { "hd=x", -1 },       { "max_age=", -1 }, { "max_age=0", 0 }, { "hd=x max_age=300", 300 },
    { "max_ages=1", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OidcRequest) request = NULL;

      g_strfreev (fixture->client->auth_params);
      fixture->client->auth_params = split (cases[i].params);
      request = make_request (fixture);
      g_assert_cmpint (request->max_age, ==, cases[i].max_age);
      g_assert_true ((strstr (request->uri, "&max_age=") != NULL) == (cases[i].max_age >= 0));
    }
  g_clear_pointer (&fixture->client->auth_params, g_strfreev);
  {
    g_autoptr (OidcRequest) request = make_request (fixture);

    g_assert_cmpint (request->max_age, ==, -1);
  }
}

static void
test_endpoint_query (Fixture *fixture, gconstpointer endpoint)
{
  g_clear_pointer (&fixture->provider->authorization_endpoint, g_free);
  fixture->provider->authorization_endpoint = g_strdup (endpoint);
  {
    g_autoptr (OidcRequest) request = make_request (fixture);
    g_autoptr (OidcForm) form = read_uri (request);

    g_assert_true (g_str_has_prefix (request->uri, endpoint));
    g_assert_null (strstr (request->uri, "&&"));
    g_assert_null (strstr (strchr (request->uri, '?') + 1, "?"));
    g_assert_cmpstr (oidc_form_get (form, "response_type"), ==, "code");
    g_assert_cmpstr (oidc_form_get (form, "p"), ==, strstr (endpoint, "p=1") != NULL ? "1" : NULL);
  }
}

/* The endpoint's own query speaks of prompt: none is added beside it. */
static void
test_endpoint_prompt (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->provider->authorization_endpoint, g_free);
  fixture->provider->authorization_endpoint = g_strdup ("https://op.example/a?prompt=login");
  fixture->client->scopes = split ("openid offline_access");
  {
    g_autoptr (OidcRequest) request = make_request (fixture);
    g_autoptr (OidcForm) form = read_uri (request);

    g_assert_cmpstr (oidc_form_get (form, "prompt"), ==, "login");
  }
}

static void
test_bad_endpoint (Fixture *fixture, gconstpointer endpoint)
{
  g_clear_pointer (&fixture->provider->authorization_endpoint, g_free);
  fixture->provider->authorization_endpoint = g_strdup (endpoint);
  fixture->client->auth_params = split ("hd=x");
  assert_refused (fixture);
}

static void
test_bad_param (Fixture *fixture, gconstpointer param)
{
  fixture->client->auth_params = split (param);
  assert_refused (fixture);
}

static void
test_bad_scope (Fixture *fixture, gconstpointer scope)
{
  fixture->client->scopes = g_strsplit (scope, "|", -1);
  assert_refused (fixture);
}

static void
add_each (const char *group,
          const char *const *list,
          void (*test) (Fixture *fixture, gconstpointer data))
{
  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/request/%s/%u", group, i);

      g_test_add (path, Fixture, list[i], set_up, test, tear_down);
    }
}

int
main (int argc, char **argv)
{
  static const char *const endpoints[]
    = { "https://op.example/a?p=1", "https://op.example/a?", "https://op.example/a?p=1&",
        "https://op.example", NULL };
  static const char *const bad_endpoints[] = { "https://op.example/a#b",
                                               "https://op.example/a?client_id=x",
                                               "https://op.example/a?p=1&st%61te=x",
                                               "https://op.example/a?hd=y",
                                               "https://op.example/a?state=",
                                               "https://op.example/a?nonce",
                                               "https://op.example/a?state=%zz",
                                               "https://op.example/a?request_uri=",
                                               NULL };
  static const char *const bad_params[]
    = { "novalue", "=x", "state=x", "scope=openid", "request_uri=x", "hd=1 hd=2", "x=\xff", NULL };
  static const char *const bad_scopes[]
    = { "openid|a b", "openid|", "openid|\"", "openid|a\\b", "openid|ë", "openid|\x7f", NULL };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/request/code-challenge", test_code_challenge);
  g_test_add_func ("/request/random", test_random);
  g_test_add ("/request/parameters", Fixture, NULL, set_up, test_parameters, tear_down);
  g_test_add ("/request/scope-separator", Fixture, NULL, set_up, test_scope_separator, tear_down);
  g_test_add ("/request/fresh", Fixture, NULL, set_up, test_fresh, tear_down);
  g_test_add ("/request/plain-oauth", Fixture, NULL, set_up, test_plain_oauth, tear_down);
  g_test_add ("/request/no-issuer", Fixture, NULL, set_up, test_no_issuer, tear_down);
  g_test_add ("/request/extra", Fixture, NULL, set_up, test_extra, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (offline); i++)
    {
      g_autofree char *path = g_strdup_printf ("/request/offline/%u", i);

      g_test_add (path, Fixture, &offline[i], set_up, test_offline, tear_down);
    }
  g_test_add ("/request/max-age", Fixture, NULL, set_up, test_max_age, tear_down);
  g_test_add ("/request/endpoint-prompt", Fixture, NULL, set_up, test_endpoint_prompt, tear_down);
  add_each ("endpoint-query", endpoints, test_endpoint_query);
  add_each ("bad-endpoint", bad_endpoints, test_bad_endpoint);
  add_each ("bad-param", bad_params, test_bad_param);
  add_each ("bad-scope", bad_scopes, test_bad_scope);
  return g_test_run ();
}
