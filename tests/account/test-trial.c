/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trial.h"

#include <string.h>

#include "account-session.h"
#include "clock.h"
#include "oidc-error.h"
#include "store-error.h"
#include "stub.h"

#define TOKEN "eyJhbGciOiJSUzI1NiJ9.e30/x+y.c2ln"

typedef struct
{
  Stub *stub;
  Stub *other; /* to which nobody may be led */
  TesseraAccount *account;
} Fixture;

static void
sign_in (TesseraAccount *account, const TesseraAccountConfig *config)
{
  g_autoptr (OidcTokens) tokens = oidc_tokens_new ();

  tokens->issuer = g_strdup (config->issuer);
  tokens->client_id = g_strdup (config->client_id);
  tokens->token_endpoint = g_strdup (config->token_endpoint);
  tokens->access_token = g_strdup (TOKEN);
  tokens->got_wall = tessera_clock_wall ();
  tessera_account_take_tokens (account, tokens);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  static const char *const hosts[] = { "api.example.org", NULL };
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();

  self->stub = stub_new (NULL);
  self->other = stub_new (NULL);
  config->id = g_strdup ("trial");
  config->name = g_strdup ("Trial");
  config->client_id = g_strdup ("client");
  config->authorization_endpoint = stub_make_uri (self->stub, "/authorize");
  config->token_endpoint = stub_make_uri (self->stub, "/token");
  config->userinfo_endpoint = stub_make_uri (self->stub, "/userinfo");
  config->hosts = g_strdupv ((GStrv) hosts);
  self->account = tessera_account_new (config, FALSE);
  sign_in (self->account, config);
  g_assert_cmpstr (tessera_account_get_access_token (self->account), ==, TOKEN);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->account);
  stub_free (self->other);
  stub_free (self->stub);
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* @path: (nullable) NULL asks UserInfo. */
static TesseraTrial *
try (Fixture *self, const char *path, GError **error)
{
  g_autofree char *uri = path != NULL ? stub_make_uri (self->stub, path) : NULL;
  g_autoptr (GAsyncResult) result = NULL;

  tessera_trial_run_async (self->account, uri, NULL, ready_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return tessera_trial_run_finish (self->account, result, error);
}

static TesseraTrial *
try_well (Fixture *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  TesseraTrial *trial = try (self, path, &error);

  g_assert_no_error (error);
  return trial;
}

static void
test_userinfo (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraTrial) trial = NULL;

  stub_answer (self->stub, "/userinfo", 200, "application/json", "{\"sub\":\"zoe\",\"n\":1.10}");
  stub_add_header (self->stub, "/userinfo", "X-Own", "yes");
  trial = try_well (self, NULL);
  g_assert_cmpuint (trial->status, ==, 200);
  g_assert_cmpstr (trial->phrase, ==, "OK");
  g_assert_cmpstr (trial->body, ==, "{\n  \"sub\" : \"zoe\",\n  \"n\" : 1.10\n}");
  g_assert_nonnull (strstr (trial->headers, "X-Own: yes"));
  g_assert_true (g_str_has_suffix (trial->uri, "/userinfo"));
  g_assert_cmpint (trial->milliseconds, >=, 0);
  g_assert_false (trial->is_cut);
  g_assert_null (trial->advice);
  g_assert_cmpstr (stub_get_header (self->stub, "Authorization"), ==, "Bearer " TOKEN);
}

/* The token goes to no other host than that which was asked. */
static void
test_redirect (Fixture *self, gconstpointer data)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  g_autofree char *elsewhere = stub_make_uri (self->other, "/there");

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (TesseraTrial) trial = NULL;

      stub_answer (self->stub, "/moved", statuses[i], "text/plain", "gone");
      stub_add_header (self->stub, "/moved", "Location", elsewhere);
      trial = try_well (self, "/moved");
      g_assert_cmpuint (trial->status, ==, statuses[i]);
      g_assert_cmpstr (trial->location, ==, elsewhere);
      g_assert_nonnull (trial->advice);
    }
  g_assert_cmpstr (stub_get_log (self->other), ==, "");
}

static void
test_long_location (Fixture *self, gconstpointer data)
{
  g_autofree char *filling = g_strnfill (50000, 'a');
  g_autofree char *elsewhere = g_strconcat ("https://api.example.org/", filling, NULL);
  g_autoptr (TesseraTrial) trial = NULL;

  stub_answer (self->stub, "/moved", 302, "text/plain", "gone");
  stub_add_header (self->stub, "/moved", "Location", elsewhere);
  trial = try_well (self, "/moved");
  g_assert_true (g_str_has_prefix (trial->location, "https://api.example.org/aaa"));
  g_assert_true (g_str_has_suffix (trial->location, "…"));
  g_assert_cmpuint (strlen (trial->location), <, 1100);
}

/* Every status is an answer. */
static void
test_statuses (Fixture *self, gconstpointer data)
{
  static const guint statuses[] = { 400, 401, 403, 404, 429, 500, 503 };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (TesseraTrial) trial = NULL;

      stub_answer (self->stub, "/a", statuses[i], "text/html", "<b>no</b>\r\nat all\x1b");
      trial = try_well (self, "/a");
      g_assert_cmpuint (trial->status, ==, statuses[i]);
      g_assert_cmpstr (trial->body, ==, "<b>no</b>\nat all\\x1b");
      g_assert_nonnull (trial->advice);
    }
}

/* Whatever the host sends back. */
static void
test_redacted (Fixture *self, gconstpointer data)
{
  g_autofree char *in_uri = g_uri_escape_string (TOKEN, NULL, FALSE);
  g_autofree char *location = g_strconcat ("/there?token=", in_uri, NULL);
  g_autoptr (TesseraTrial) trial = NULL;

  stub_answer (self->stub, "/echo", 302, "application/json",
               "{\"a\":\"Bearer " TOKEN "\",\"b\":\"eyJhbGciOiJSUzI1NiJ9.e30\\/x+y.c2ln\"}");
  stub_add_header (self->stub, "/echo", "X-Echo", "Bearer " TOKEN);
  stub_add_header (self->stub, "/echo", "Location", location);
  trial = try_well (self, "/echo");
  g_assert_null (strstr (trial->body, "c2ln"));
  g_assert_null (strstr (trial->headers, "c2ln"));
  g_assert_null (strstr (trial->location, "c2ln"));
  g_assert_nonnull (strstr (trial->body, "\"a\" : \"Bearer [redacted]\""));
  g_assert_nonnull (strstr (trial->body, "\"b\" : \"[redacted]\""));
}

/* Of a long body there is its beginning. */
static void
test_cut (Fixture *self, gconstpointer data)
{
  g_autofree char *filling = g_strnfill (TESSERA_TRIAL_MAX_BODY - 20, 'x');
  g_autofree char *body = g_strconcat (filling, TOKEN, filling, NULL);
  g_autoptr (TesseraTrial) trial = NULL;

  stub_answer (self->stub, "/long", 200, "text/plain", body);
  trial = try_well (self, "/long");
  g_assert_true (trial->is_cut);
  g_assert_cmpuint (strlen (trial->body), <=, TESSERA_TRIAL_MAX_BODY);
  g_assert_true (g_str_has_suffix (trial->body, "x[redacted]"));
}

static void
test_no_text (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraTrial) trial = NULL;

  stub_answer_bytes (self->stub, "/image", 200, "image/png", "\x89PNG\0\xff\xff\xff\xff", 9);
  trial = try_well (self, "/image");
  g_assert_false (trial->is_text);
  g_assert_cmpstr (trial->body, ==, "9 bytes that are not text");
}

static void
test_strangers (Fixture *self, gconstpointer data)
{
  static const char *const cases[][2] = {
    { "https://api.example.org/me", NULL },
    { "https://API.example.org:443/me", NULL },
    { "https://api.example.org.evil.example/me", "api.example.org.evil.example" },
    { "https://other.example.org/me", "other.example.org" },
    { "http://127.0.0.1:8080/", "127.0.0.1:8080" },
    { "https://other.example.org/%ff", "other.example.org" },
    { "https://other.example.org/me?%00", "other.example.org" },
    { "https://Other.example.org:8443/a//b", "other.example.org:8443" },
    { "https://[::1]/%ff", "[::1]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *host = tessera_trial_find_stranger (self->account, cases[i][0]);

      g_assert_cmpstr (host, ==, cases[i][1]);
    }
}

static void
test_bad_uris (Fixture *self, gconstpointer data)
{
  static const char *const uris[] = { "http://api.example.org/", "ftp://api.example.org/", "me", "",
                                      "https://zoe@api.example.org/" };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (tessera_trial_check_uri (uris[i], &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
    }
  g_assert_true (tessera_trial_check_uri ("https://api.example.org/me", NULL));
  g_assert_true (tessera_trial_check_uri ("http://localhost:8080/", NULL));
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_trial_run_async (self->account, NULL, cancellable, ready_cb, &result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (tessera_trial_run_finish (self->account, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_signed_out (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraAccountConfig) config
    = tessera_account_config_copy (tessera_account_get_config (self->account));
  g_autoptr (GError) error = NULL;

  g_object_unref (self->account);
  self->account = tessera_account_new (config, FALSE);
  g_assert_null (try (self, NULL, &error));
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  add ("/trial/userinfo", test_userinfo);
  add ("/trial/redirect", test_redirect);
  add ("/trial/long-location", test_long_location);
  add ("/trial/statuses", test_statuses);
  add ("/trial/redacted", test_redacted);
  add ("/trial/cut", test_cut);
  add ("/trial/no-text", test_no_text);
  add ("/trial/strangers", test_strangers);
  add ("/trial/bad-uris", test_bad_uris);
  add ("/trial/cancelled", test_cancelled);
  add ("/trial/signed-out", test_signed_out);
  return g_test_run ();
}
