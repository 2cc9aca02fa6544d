/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "form-text.h"
#include "loopback-uri.h"
#include "oidc-error.h"
#include "oidc-provider.h"
#include "oidc-request.h"
#include "oidc-uri.h"

/* The form and the flow against tests/config/checked.tsv; `tessera add` is held to the same table
 * in tests/cli/test-accounts.py. */

static TesseraAccountConfig *
make_config (void)
{
  TesseraAccountConfig *config = tessera_account_config_new ();

  config->name = g_strdup ("Work");
  config->issuer = g_strdup ("https://id.example");
  config->client_id = g_strdup ("client");
  return config;
}

/* As the form does it with what was typed. */
static gboolean
form_accepts (TesseraFormTextField field, const char *value)
{
  g_autoptr (TesseraAccountConfig) shown = make_config ();
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_copy (shown);
  g_autoptr (GError) error = NULL;

  tessera_form_text_apply (config, shown, field, value);
  return tessera_account_config_check (config, &error);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcProvider) provider = oidc_provider_discover_finish (result, &error);

  *(GError **) user_data = g_steal_pointer (&error);
}

/* What the check accepts, discovery would look for in the network. */
static gboolean
flow_accepts_issuer (const char *value)
{
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autoptr (GError) error = NULL;

  if (oidc_uri_check_issuer (value, NULL))
    return TRUE;
  oidc_provider_discover_async (http, value, NULL, ended_cb, &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
  return FALSE;
}

static gboolean
flow_accepts_endpoint (const char *value)
{
  g_autoptr (OidcProvider) by_hand = oidc_provider_new ();
  g_autoptr (OidcProvider) provider = NULL;
  g_autoptr (GError) error = NULL;

  by_hand->authorization_endpoint = g_strdup ("https://id.example/authorize");
  by_hand->token_endpoint = g_strdup (value);
  provider = oidc_provider_combine (NULL, by_hand, &error);
  return provider != NULL;
}

/* @scopes, @auth_params: (transfer full) (nullable) */
static gboolean
flow_accepts_request (GStrv scopes, GStrv auth_params)
{
  g_autoptr (OidcProvider) provider = oidc_provider_new ();
  g_autoptr (OidcClient) client = oidc_client_new ();
  g_autoptr (OidcRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  provider->issuer = g_strdup ("https://id.example");
  provider->authorization_endpoint = g_strdup ("https://id.example/authorize");
  client->client_id = g_strdup ("client");
  client->scopes = scopes;
  client->auth_params = auth_params;
  request = oidc_request_new (provider, client, "http://127.0.0.1:1/", &error);
  return request != NULL;
}

static gboolean
flow_accepts (TesseraFormTextField field, const char *value)
{
  const char *const list[] = { value, NULL };

  if (field == TESSERA_FORM_TEXT_ISSUER)
    return flow_accepts_issuer (value);
  if (field == TESSERA_FORM_TEXT_TOKEN_ENDPOINT)
    return flow_accepts_endpoint (value);
  if (field == TESSERA_FORM_TEXT_SCOPES)
    return flow_accepts_request (g_strdupv ((GStrv) list), NULL);
  if (field == TESSERA_FORM_TEXT_AUTH_PARAMS)
    return flow_accepts_request (NULL, g_strdupv ((GStrv) list));
  g_assert_cmpint (field, ==, TESSERA_FORM_TEXT_REDIRECT_URIS);
  return tessera_loopback_uri_check (value, NULL);
}

static TesseraFormTextField
find_field (const char *member)
{
  static const struct
  {
    const char *member;
    TesseraFormTextField field;
  } fields[] = { { "issuer", TESSERA_FORM_TEXT_ISSUER },
                 { "token_endpoint", TESSERA_FORM_TEXT_TOKEN_ENDPOINT },
                 { "scopes", TESSERA_FORM_TEXT_SCOPES },
                 { "redirect_uris", TESSERA_FORM_TEXT_REDIRECT_URIS },
                 { "auth_params", TESSERA_FORM_TEXT_AUTH_PARAMS } };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].member, member))
      return fields[i].field;
  g_assert_not_reached ();
}

static void
test_row (gconstpointer data)
{
  g_auto (GStrv) cells = g_strsplit (data, "\t", -1);
  TesseraFormTextField field = find_field (cells[0]);
  gboolean accepted = g_str_equal (cells[2], "accepted");

  g_assert_cmpint (form_accepts (field, cells[1]), ==, accepted);
  g_assert_cmpint (flow_accepts (field, cells[1]), ==, accepted);
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) lines = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  path = g_test_build_filename (G_TEST_DIST, "config", "checked.tsv", NULL);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("/form-check/%u", i + 1);

      if (lines[i][0] != '#')
        g_test_add_data_func (name, lines[i], test_row);
    }
  return g_test_run ();
}
