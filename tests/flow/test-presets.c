/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "leave.h"
#include "preset-fill.h"
#include "presets.h"

/* Each preset, put to the proof: it is filled in as a person would, and signs in to a provider that
 * has the habits of the one that it is for (tests/provider/habits.h). A preset with fixed addresses
 * is led to that provider by their hosts alone; their paths, and all else, stay. */

#define UUID "11111111-2222-3333-4444-555555555555"

typedef struct
{
  const char *preset;
  const char *habits;  /* NULL: of the same name */
  const char *values;  /* besides the client ID; "@" is the provider's own address */
  const char *scopes;  /* (nullable) that the person asks for */
  const char *subject; /* (nullable) that a profile tells; NULL: that of the ID token */
  const char *name;    /* (nullable) where it is not the person's full one */
  gboolean no_email;
  gboolean no_name; /* there is nothing that tells it */
  gboolean no_renewal;
  gboolean marked;   /* the metadata tells what it is */
  gboolean logs_out; /* in the browser */
} Case;

static const Case cases[] = {
  { .preset = "auth0", .values = "domain=@", .marked = TRUE, .logs_out = TRUE },
  { .preset = "auth0",
    .habits = "auth0-old",
    .values = "domain=@",
    .marked = TRUE,
    .logs_out = TRUE },
  { .preset = "okta", .values = "domain=@", .marked = TRUE, .logs_out = TRUE },
  { .preset = "cognito", .values = "pool=eu-west-1_AbCdEfGhI", .logs_out = TRUE },
  { .preset = "microsoft", .values = "tenant=" UUID "|audience=api://1/read", .logs_out = TRUE },
  { .preset = "google", .values = "" },
  { .preset = "keycloak", .values = "server=@|realm=work", .marked = TRUE, .logs_out = TRUE },
  { .preset = "github", .values = "", .subject = "42", .no_renewal = TRUE },
  { .preset = "gitlab", .values = "server=@" },
  { .preset = "authentik", .values = "server=@|slug=app", .marked = TRUE, .logs_out = TRUE },
  { .preset = "zitadel", .values = "domain=@|audience=77", .marked = TRUE, .logs_out = TRUE },
  { .preset = "ory", .values = "server=@", .marked = TRUE, .logs_out = TRUE },
  { .preset = "pingone", .values = "environment=" UUID, .logs_out = TRUE },
  { .preset = "forgejo", .values = "server=@", .marked = TRUE },
  { .preset = "authelia", .values = "server=@", .marked = TRUE },
  { .preset = "kanidm", .values = "server=@", .marked = TRUE, .no_email = TRUE },
  { .preset = "pocket-id", .values = "server=@", .marked = TRUE, .logs_out = TRUE },
  { .preset = "huggingface", .values = "" },
  { .preset = "egi", .values = "server=@", .logs_out = TRUE },
  { .preset = "indigo-iam", .values = "server=@" },
  { .preset = "jumpcloud", .values = "" },
  { .preset = "onelogin", .values = "server=@", .logs_out = TRUE },
  { .preset = "duo", .values = "server=@" },
  { .preset = "cloudflare", .values = "server=@" },
  { .preset = "adfs",
    .values = "server=@|audience=https://api.example.com",
    .name = "zoe@example.org",
    .no_email = TRUE,
    .marked = TRUE,
    .logs_out = TRUE },
  { .preset = "salesforce", .values = "server=@", .logs_out = TRUE },
  { .preset = "slack", .values = "" },
  { .preset = "spotify", .values = "", .subject = "zoe" },
  { .preset = "linear", .values = "", .scopes = "read issues:create", .no_name = TRUE },
  { .preset = "discord", .values = "", .subject = "42" },
  { .preset = "dropbox", .values = "", .subject = "dbid:42" },
  { .preset = "bitbucket", .values = "", .subject = "{42}" },
  { .preset = "atlassian", .values = "", .subject = "42" },
  { .preset = "digitalocean", .values = "", .subject = "42" },
  { .preset = "github-enterprise",
    .habits = "github-enterprise",
    .values = "server=@",
    .subject = "42",
    .no_renewal = TRUE },
};

static guint16
find_free_port (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocket) socket
    = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) bound = NULL;

  g_assert_true (g_socket_bind (socket, any, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

/* What to register, as `tessera presets` tells it; but a fixed port is another one each time, since
 * somebody may use that one. (transfer full) */
static char *
choose_redirect_uri (const TesseraPreset *preset)
{
  const char *uri = preset->redirect_uris ? preset->redirect_uris[0] : "http://127.0.0.1/";
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

  return g_uri_join (G_URI_FLAGS_NONE, "http", NULL, g_uri_get_host (parsed),
                     g_uri_get_port (parsed) < 0 ? -1 : find_free_port (), g_uri_get_path (parsed),
                     NULL, NULL);
}

static ProviderProcess *
start_provider (const Case *test, const char *redirect_uri)
{
  const char *args[] = { "--auto",
                         "--habits",
                         test->habits ? test->habits : test->preset,
                         "--redirect-uri",
                         redirect_uri,
                         NULL,
                         NULL,
                         NULL };

  /* Where the port counts for the sign-in, it counts for the sign-out. */
  if (strrchr (redirect_uri, ':') > redirect_uri + strlen ("http"))
    {
      args[5] = "--post-logout-redirect-uri";
      args[6] = redirect_uri;
    }
  return provider_process_start (args);
}

static GHashTable *
make_values (const Case *test, const char *origin)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) pairs = g_strsplit (test->values, "|", -1);

  for (gsize i = 0; pairs[i]; i++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[i], "=", 2);

      g_hash_table_insert (values, g_strdup (pair[0]),
                           g_strdup (g_str_equal (pair[1], "@") ? origin : pair[1]));
    }
  g_hash_table_insert (values, g_strdup ("client_id"), g_strdup ("tessera-demo"));
  return values;
}

/* The same path at the provider of the test. */
static void
move (char **uri, const char *origin)
{
  g_autofree char *before = *uri;
  g_autoptr (GUri) parsed = before ? g_uri_parse (before, G_URI_FLAGS_NONE, NULL) : NULL;

  *uri = parsed ? g_strconcat (origin, g_uri_get_path (parsed), NULL) : NULL;
}

static TesseraAccountConfig *
make_config (const Case *test, ProviderProcess *provider, const char *redirect_uri)
{
  const TesseraPreset *preset = tessera_presets_find_id (test->preset);
  const char *issuer = provider_process_get_issuer (provider);
  g_autofree char *slash = g_uri_resolve_relative (issuer, "/", G_URI_FLAGS_NONE, NULL);
  g_autofree char *origin = g_strndup (slash, strlen (slash) - 1);
  g_autoptr (GHashTable) values = make_values (test, origin);
  TesseraAccountConfig *config = tessera_account_config_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (tessera_preset_fill (preset, values, config, &error));
  g_assert_no_error (error);
  move (&config->issuer, origin);
  move (&config->authorization_endpoint, origin);
  move (&config->token_endpoint, origin);
  move (&config->userinfo_endpoint, origin);
  move (&config->revocation_endpoint, origin);
  /* The template leads to what the provider calls itself. */
  if (config->issuer)
    g_assert_cmpstr (config->issuer, ==, issuer);
  if (strrchr (redirect_uri, ':') > redirect_uri + strlen ("http"))
    config->redirect_uris = g_strsplit (redirect_uri, " ", -1);
  config->scopes = test->scopes ? g_strsplit (test->scopes, " ", -1) : NULL;
  return config;
}

static void
assert_person (const Case *test, TesseraAccount *account)
{
  if (test->no_name)
    return;
  g_assert_cmpstr (tessera_account_get_subject (account), ==,
                   test->subject ? test->subject : "zoe-1");
  g_assert_cmpstr (tessera_account_get_person_name (account), ==,
                   test->name ? test->name : "Zoë O’Hara");
  g_assert_cmpstr (tessera_account_get_email (account), ==,
                   test->no_email ? NULL : "zoe@example.org");
  g_assert_true (tessera_account_can_renew (account) == !test->no_renewal);
}

static void
store_secret (Flow *flow)
{
  g_autoptr (GAsyncResult) stored = NULL;

  tessera_account_set_client_secret_async (flow->account, "demo-secret", NULL, flow_ready_cb,
                                           &stored);
  flow_wait (&stored);
  g_assert_true (tessera_account_set_client_secret_finish (flow->account, stored, NULL));
}

static void
sign_in (const Case *test, const TesseraAccountConfig *config)
{
  const TesseraPreset *preset = tessera_presets_find_id (test->preset);
  g_autoptr (Flow) flow = flow_new (config);
  g_autoptr (GError) error = NULL;

  /* What a preset says to need is needed: the provider refuses a client without. */
  if (preset->secret == TESSERA_PRESET_SECRET_YES)
    store_secret (flow);
  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  assert_person (test, flow->account);
}

/* Where the browser ends: back here, signed out, if the form of the request was the provider's. */
static void
sign_in_and_out (const Case *test, ProviderProcess *provider, const TesseraAccountConfig *config)
{
  g_autoptr (Leave) leave = leave_new (provider, config);
  g_autoptr (GError) error = NULL;

  assert_person (test, leave->flow->account);
  leave_run (leave, &error);
  leave_assert_warned (leave, error, NULL);
  g_assert_true (leave->was_opened);
  g_assert_nonnull (strstr (leave->page, "You are signed out of Account"));
}

static void
test_preset (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *redirect_uri = choose_redirect_uri (tessera_presets_find_id (test->preset));
  g_autoptr (ProviderProcess) provider = start_provider (test, redirect_uri);
  g_autoptr (TesseraAccountConfig) config = make_config (test, provider, redirect_uri);

  if (test->logs_out)
    sign_in_and_out (test, provider, config);
  else
    sign_in (test, config);
}

/* Each preset that there is stands above. */
static void
test_all_are_proved (void)
{
  const GPtrArray *all = tessera_presets_get_all ();
  g_autoptr (GHashTable) proved = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_hash_table_add (proved, (gpointer) cases[i].preset);
  for (guint i = 0; i < all->len; i++)
    {
      const TesseraPreset *preset = all->pdata[i];

      if (!g_hash_table_contains (proved, preset->id))
        g_test_fail_printf ("Nothing proves the preset %s: it has no row in this file.",
                            preset->id);
    }
}

/* The same for an account that somebody made by its issuer, on a host that nobody knows. */
static void
test_by_metadata (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *redirect_uri = choose_redirect_uri (tessera_presets_find_id (test->preset));
  g_autoptr (ProviderProcess) provider = start_provider (test, redirect_uri);
  g_autoptr (TesseraAccountConfig) config = make_config (test, provider, redirect_uri);

  g_clear_pointer (&config->preset, g_free);
  if (test->logs_out)
    sign_in_and_out (test, provider, config);
  else
    sign_in (test, config);
}

/* Keycloak lists offline_access, and who asks for it by name gets to hear what it says. */
static void
test_offline_access_by_name (gconstpointer data)
{
  const Case keycloak = { .preset = "keycloak", .values = "server=@|realm=work" };
  const char *wish = data;
  g_autoptr (ProviderProcess) provider = start_provider (&keycloak, "http://127.0.0.1/");
  g_autoptr (TesseraAccountConfig) config = make_config (&keycloak, provider, "http://127.0.0.1/");
  g_autoptr (Flow) flow = NULL;
  g_autoptr (GError) error = NULL;

  if (wish)
    config->offline_access = g_strdup (wish);
  else
    config->scopes = g_strsplit ("openid offline_access", " ", -1);
  flow = flow_new (config);
  g_assert_false (flow_run (flow, &error));
  flow_assert_failed (flow, error, TESSERA_ERROR_REFUSED);
}

/* Without its secret such an account ends before the browser opens. */
static void
test_secret_is_needed (void)
{
  const Case google = { .preset = "google", .values = "" };
  g_autoptr (ProviderProcess) provider = start_provider (&google, "http://127.0.0.1/");
  g_autoptr (TesseraAccountConfig) config = make_config (&google, provider, "http://127.0.0.1/");
  g_autoptr (Flow) flow = flow_new (config);
  g_autoptr (GError) error = NULL;

  g_assert_false (flow_run (flow, &error));
  flow_assert_failed (flow, error, TESSERA_ERROR_USAGE);
  g_assert_null (tessera_sign_in_get_uri (flow->sign_in));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  leave_set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *name = cases[i].habits ? cases[i].habits : cases[i].preset;
      g_autofree char *path = g_strconcat ("/presets/signs-in/", name, NULL);
      g_autofree char *marked = g_strconcat ("/presets/by-metadata/", name, NULL);

      g_test_add_data_func (path, &cases[i], test_preset);
      if (cases[i].marked)
        g_test_add_data_func (marked, &cases[i], test_by_metadata);
    }
  g_test_add_data_func ("/presets/offline-access-by-name/scope", NULL, test_offline_access_by_name);
  g_test_add_data_func ("/presets/offline-access-by-name/wish", "ask", test_offline_access_by_name);
  g_test_add_func ("/presets/all-are-proved", test_all_are_proved);
  g_test_add_func ("/presets/secret-is-needed", test_secret_is_needed);
  return g_test_run ();
}
