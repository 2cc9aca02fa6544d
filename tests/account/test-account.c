/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account-session.h"

#include <glib/gstdio.h>

#include "clock.h"
#include "store-error.h"

/* A moment that the clock is stopped at. */
#define WALL 1800000000
#define BOOT 5000

static TesseraAccountConfig *
make_config (void)
{
  TesseraAccountConfig *config = tessera_account_config_new ();

  config->id = g_uuid_string_random ();
  config->name = g_strdup ("Work");
  config->issuer = g_strdup ("https://id.example.com");
  config->client_id = g_strdup ("client");
  return config;
}

static OidcTokens *
make_tokens (gint64 expires_in)
{
  OidcTokens *tokens = oidc_tokens_new ();

  tokens->access_token = g_strdup ("access");
  tokens->expires_in = expires_in;
  tokens->got_wall = tessera_clock_wall ();
  tokens->got_boot = tessera_clock_boot ();
  tokens->got_boot_id = g_strdup (tessera_clock_boot_id ());
  tokens->issuer = g_strdup ("https://id.example.com");
  tokens->client_id = g_strdup ("client");
  tokens->token_endpoint = g_strdup ("https://id.example.com/token");
  tokens->subject = g_strdup ("zoe-1");
  tokens->name = g_strdup ("Zoë");
  tokens->scope = g_strdup ("openid");
  return tokens;
}

static void
write_state (const TesseraAccountConfig *config, const TesseraSessionRecord *state)
{
  TesseraSessionRecord written = *state;
  g_autoptr (GError) error = NULL;

  tessera_session_record_write (config->id, &written, &error);
  g_assert_no_error (error);
}

static void
assert_state (TesseraAccount *account, TesseraAccountState expected)
{
  g_assert_cmpstr (tessera_account_state_to_string (tessera_account_get_state (account)), ==,
                   tessera_account_state_to_string (expected));
}

/* What the state file says, without any keyring. */
static const struct
{
  const char *name;
  TesseraSessionRecord stored;
  TesseraAccountState state;
  gint64 seconds_left;
} cases[] = {
  { "never-signed-in", { 0 }, TESSERA_ACCOUNT_SIGNED_OUT, G_MAXINT64 },
  { "valid",
    { .signed_in = TRUE,
      .expires_at = WALL + 60,
      .expires_boot = BOOT + 60,
      .boot_id = (char *) "b" },
    TESSERA_ACCOUNT_SIGNED_IN,
    60 },
  { "over",
    { .signed_in = TRUE, .expires_at = WALL, .expires_boot = BOOT, .boot_id = (char *) "b" },
    TESSERA_ACCOUNT_EXPIRED,
    0 },
  { "over-and-renewable",
    { .signed_in = TRUE,
      .renewable = TRUE,
      .expires_at = WALL - 9,
      .expires_boot = BOOT - 9,
      .boot_id = (char *) "b" },
    TESSERA_ACCOUNT_SIGNED_IN,
    -9 },
  /* The wall clock was set; what counts is how long the machine has run since. */
  { "wall-clock-was-set",
    { .signed_in = TRUE,
      .expires_at = WALL - 7200,
      .expires_boot = BOOT + 60,
      .boot_id = (char *) "b" },
    TESSERA_ACCOUNT_SIGNED_IN,
    60 },
  { "another-boot",
    { .signed_in = TRUE,
      .expires_at = WALL + 30,
      .expires_boot = BOOT - 60,
      .boot_id = (char *) "a" },
    TESSERA_ACCOUNT_SIGNED_IN,
    30 },
  { "another-boot-over",
    { .signed_in = TRUE,
      .expires_at = WALL - 30,
      .expires_boot = BOOT + 60,
      .boot_id = (char *) "a" },
    TESSERA_ACCOUNT_EXPIRED,
    -30 },
  { "unknown-lifetime", { .signed_in = TRUE }, TESSERA_ACCOUNT_SIGNED_IN, G_MAXINT64 },
  { "ended", { .ended = TRUE, .expires_at = WALL - 60 }, TESSERA_ACCOUNT_EXPIRED, -60 },
};

static void
test_state_file (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (TesseraAccount) account = NULL;

  tessera_clock_set (WALL, BOOT, "b");
  if (cases[i].stored.signed_in || cases[i].stored.ended)
    write_state (config, &cases[i].stored);
  account = tessera_account_new (config, FALSE);
  assert_state (account, cases[i].state);
  g_assert_cmpint (tessera_account_get_seconds_left (account), ==, cases[i].seconds_left);
  g_assert_cmpint (tessera_account_get_expires_at (account), ==, cases[i].stored.expires_at);
  g_assert_false (tessera_account_is_loaded (account));
  g_assert_null (tessera_account_get_access_token (account));
  g_assert_null (tessera_account_get_id_token (account));
  tessera_clock_unset ();
}

static void
count_cb (guint *count)
{
  ++*count;
}

static void
wait_for_state (TesseraAccount *account, TesseraAccountState state)
{
  guint n = 0;
  gulong handler = g_signal_connect_swapped (account, "notify::state", G_CALLBACK (count_cb), &n);

  while (n == 0 || tessera_account_get_state (account) != state)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (account, handler);
}

/* The window sees what a terminal did: signed in, renewed, and out. */
static void
test_watch (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (TesseraAccount) account = tessera_account_new (config, TRUE);
  const TesseraSessionRecord signed_in
    = { .signed_in = TRUE, .expires_at = 4000000000, .subject = (char *) "zoe-1" };
  const TesseraSessionRecord signed_out = { 0 };

  assert_state (account, TESSERA_ACCOUNT_SIGNED_OUT);
  write_state (config, &signed_in);
  wait_for_state (account, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_cmpstr (tessera_account_get_subject (account), ==, "zoe-1");
  /* Other tokens in the same state are news, too. */
  write_state (config, &signed_in);
  wait_for_state (account, TESSERA_ACCOUNT_SIGNED_IN);
  write_state (config, &signed_out);
  wait_for_state (account, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_null (tessera_account_get_subject (account));
}

/* What is in memory is then another session's. */
static void
test_watch_drops_tokens (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (TesseraAccount) account = tessera_account_new (config, TRUE);
  g_autoptr (OidcTokens) tokens = make_tokens (3600);
  g_autoptr (TesseraSessionRecord) stored = tessera_session_record_from_tokens (tokens);

  write_state (config, stored);
  tessera_store_read (tessera_account_get_store (account));
  tessera_account_take_tokens (account, tokens);
  assert_state (account, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_cmpstr (tessera_account_get_access_token (account), ==, "access");
  write_state (config, stored);
  wait_for_state (account, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_null (tessera_account_get_access_token (account));
}

/* Nobody has to look: the moment of expiry comes by itself. */
static void
test_expiry (gconstpointer data)
{
  gboolean loaded = GPOINTER_TO_INT (data);
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (OidcTokens) tokens = make_tokens (1);
  g_autoptr (TesseraSessionRecord) stored = tessera_session_record_from_tokens (tokens);
  g_autoptr (TesseraAccount) account = NULL;

  write_state (config, stored);
  account = tessera_account_new (config, TRUE);
  if (loaded)
    tessera_account_take_tokens (account, tokens);
  if (tessera_account_get_state (account) != TESSERA_ACCOUNT_EXPIRED)
    wait_for_state (account, TESSERA_ACCOUNT_EXPIRED);
  g_assert_cmpint (tessera_account_get_seconds_left (account), <=, 0);
}

static void
test_tokens_are_told (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (TesseraAccount) account = tessera_account_new (config, FALSE);
  g_autoptr (OidcTokens) tokens = make_tokens (3600);
  static const char *const properties[]
    = { "state", "subject", "person-name", "email", "expires-at", "scope" };
  guint n[G_N_ELEMENTS (properties)] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      g_autofree char *detail = g_strconcat ("notify::", properties[i], NULL);

      g_signal_connect_swapped (account, detail, G_CALLBACK (count_cb), &n[i]);
    }
  tessera_account_take_tokens (account, tokens);
  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    g_assert_cmpuint (n[i], ==, 1);
  g_assert_cmpstr (tessera_account_get_person_name (account), ==, "Zoë");
  g_assert_null (tessera_account_get_email (account));
  g_assert_cmpstr (tessera_account_get_scope (account), ==, "openid");
  g_assert_cmpint (tessera_account_get_lifetime (account), ==, 3600);
  g_assert_false (tessera_account_can_renew (account));
}

/* From the first step to the end, whatever was before and is under it. */
static void
test_signing_in (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (TesseraAccount) account = tessera_account_new (config, FALSE);
  g_autoptr (OidcTokens) tokens = make_tokens (3600);
  guint n = 0;

  g_signal_connect_swapped (account, "notify::state", G_CALLBACK (count_cb), &n);
  tessera_account_set_signing_in (account, TRUE);
  assert_state (account, TESSERA_ACCOUNT_SIGNING_IN);
  tessera_account_take_tokens (account, tokens);
  assert_state (account, TESSERA_ACCOUNT_SIGNING_IN);
  g_assert_cmpuint (n, ==, 1);
  tessera_account_set_signing_in (account, FALSE);
  assert_state (account, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_cmpuint (n, ==, 2);
}

/* A keyring that gives nothing is locked, never "signed out". */
static void
test_locked (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  const TesseraSessionRecord signed_in = { .signed_in = TRUE, .expires_at = 4000000000 };
  g_autoptr (TesseraAccount) account = NULL;
  g_autoptr (OidcTokens) tokens = make_tokens (3600);

  write_state (config, &signed_in);
  account = tessera_account_new (config, FALSE);
  tessera_account_set_locked (account);
  assert_state (account, TESSERA_ACCOUNT_LOCKED);
  tessera_account_take_tokens (account, tokens);
  assert_state (account, TESSERA_ACCOUNT_SIGNED_IN);
}

static void
set (char **member, const char *value)
{
  g_free (*member);
  *member = g_strdup (value);
}

/* Edited so that the tokens belong to somebody else: they are sent nowhere. */
static void
test_edited (gconstpointer member)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (TesseraAccountConfig) edited = tessera_account_config_copy (config);
  g_autoptr (TesseraAccountConfig) renamed = tessera_account_config_copy (config);
  g_autoptr (OidcTokens) tokens = make_tokens (3600);
  g_autoptr (TesseraSessionRecord) stored = tessera_session_record_from_tokens (tokens);
  g_autoptr (TesseraAccount) account = NULL;

  write_state (config, stored);
  account = tessera_account_new (config, FALSE);
  tessera_account_take_tokens (account, tokens);
  set (&renamed->name, "Play");
  set (&renamed->token_endpoint, "https://id.example.com/token");
  tessera_account_set_config (account, renamed);
  assert_state (account, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_cmpstr (tessera_account_get_name (account), ==, "Play");

  if (g_str_equal (member, "issuer"))
    set (&edited->issuer, "https://id.example.com/");
  else if (g_str_equal (member, "client-id"))
    set (&edited->client_id, "Client");
  else
    set (&edited->token_endpoint, "https://evil.example/token");
  tessera_account_set_config (account, edited);
  assert_state (account, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_null (tessera_account_get_access_token (account));
  g_assert_cmpint (tessera_account_get_expires_at (account), ==, 0);
}

/* A record that cannot be read says nothing of the session: least of all that there is none. */
static void
test_unreadable (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  const TesseraSessionRecord signed_in = { .signed_in = TRUE, .expires_at = 4000000000 };
  g_autofree char *path = tessera_session_record_get_path (config->id);
  g_autoptr (TesseraAccount) account = NULL;

  write_state (config, &signed_in);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  account = tessera_account_new (config, FALSE);
  assert_state (account, TESSERA_ACCOUNT_UNKNOWN);
  g_assert_error (tessera_account_get_problem (account), TESSERA_STORE_ERROR,
                  TESSERA_STORE_ERROR_DAMAGED);
}

static void
configured_cb (TesseraAccount *account, gpointer user_data)
{
  ++*(guint *) user_data;
}

/* Whatever was edited is told, and an edit that changes nothing is not. */
static void
test_configured (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (TesseraAccountConfig) edited = tessera_account_config_copy (config);
  g_autoptr (TesseraAccount) account = tessera_account_new (config, FALSE);
  guint n = 0;

  g_signal_connect (account, "configured", G_CALLBACK (configured_cb), &n);
  tessera_account_set_config (account, config);
  g_assert_cmpuint (n, ==, 0);
  set (&edited->client_id, "Client");
  tessera_account_set_config (account, edited);
  g_assert_cmpuint (n, ==, 1);
}

static void
test_names (void)
{
  g_assert_cmpstr (tessera_account_state_to_string (TESSERA_ACCOUNT_SIGNED_OUT), ==, "signed-out");
  g_assert_cmpstr (tessera_account_state_to_string (TESSERA_ACCOUNT_SIGNING_IN), ==, "signing-in");
  g_assert_cmpstr (tessera_account_state_to_string (TESSERA_ACCOUNT_SIGNED_IN), ==, "signed-in");
  g_assert_cmpstr (tessera_account_state_to_string (TESSERA_ACCOUNT_EXPIRED), ==, "expired");
  g_assert_cmpstr (tessera_account_state_to_string (TESSERA_ACCOUNT_LOCKED), ==, "locked");
  g_assert_cmpstr (tessera_account_state_to_string (TESSERA_ACCOUNT_UNKNOWN), ==, "unknown");
}

/* As the window's bindings read them. */
static void
test_properties (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ();
  g_autoptr (TesseraAccount) account = tessera_account_new (config, FALSE);
  g_autoptr (OidcTokens) tokens = make_tokens (3600);
  g_autofree char *name = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *person_name = NULL;
  g_autofree char *email = NULL;
  g_autofree char *scope = NULL;
  TesseraAccountState state;
  gint64 expires_at;

  tokens->email = g_strdup ("zoe@example.org");
  tessera_store_keep (tessera_account_get_store (account), tokens);
  g_object_get (account, "name", &name, "state", &state, "subject", &subject, "person-name",
                &person_name, "email", &email, "expires-at", &expires_at, "scope", &scope, NULL);
  g_assert_cmpstr (name, ==, "Work");
  g_assert_cmpint (state, ==, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_cmpstr (subject, ==, "zoe-1");
  g_assert_cmpstr (person_name, ==, "Zoë");
  g_assert_cmpstr (email, ==, "zoe@example.org");
  g_assert_cmpstr (scope, ==, "openid");
  g_assert_cmpint (expires_at, ==, tessera_clock_wall () + 3600);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/account/state-file/", cases[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_state_file);
    }
  g_test_add_func ("/account/watch", test_watch);
  g_test_add_func ("/account/watch-drops-tokens", test_watch_drops_tokens);
  g_test_add_data_func ("/account/expiry", GINT_TO_POINTER (FALSE), test_expiry);
  g_test_add_data_func ("/account/expiry-of-loaded-tokens", GINT_TO_POINTER (TRUE), test_expiry);
  g_test_add_func ("/account/tokens-are-told", test_tokens_are_told);
  g_test_add_func ("/account/signing-in", test_signing_in);
  g_test_add_func ("/account/locked", test_locked);
  g_test_add_data_func ("/account/edited/issuer", "issuer", test_edited);
  g_test_add_data_func ("/account/edited/client-id", "client-id", test_edited);
  g_test_add_data_func ("/account/edited/token-endpoint", "token-endpoint", test_edited);
  g_test_add_func ("/account/unreadable", test_unreadable);
  g_test_add_func ("/account/configured", test_configured);
  g_test_add_func ("/account/names", test_names);
  g_test_add_func ("/account/properties", test_properties);
  return g_test_run ();
}
