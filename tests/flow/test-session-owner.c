/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session-owner.h"

typedef struct
{
  const char *name;
  const char *issuer, *client_id, *token_endpoint; /* of the account */
  const char *of_issuer, *of_client, *of_endpoint; /* of the tokens */
  gboolean owned;
} Case;

#define ISSUER   "https://id.example"
#define ENDPOINT "https://id.example/token"

static const Case cases[] = {
  { "own", ISSUER, "a", NULL, ISSUER, "a", ENDPOINT, TRUE },
  { "own-with-endpoint", ISSUER, "a", ENDPOINT, ISSUER, "a", ENDPOINT, TRUE },
  { "own-by-hand", NULL, "a", ENDPOINT, NULL, "a", ENDPOINT, TRUE },
  { "other-issuer", ISSUER, "a", NULL, ISSUER "/", "a", ENDPOINT, FALSE },
  { "other-client", ISSUER, "a", NULL, ISSUER, "b", ENDPOINT, FALSE },
  { "other-endpoint", ISSUER, "a", ENDPOINT, ISSUER, "a", ENDPOINT "2", FALSE },
  { "issuer-since", ISSUER, "a", ENDPOINT, NULL, "a", ENDPOINT, FALSE },
  { "issuer-no-longer", NULL, "a", ENDPOINT, ISSUER, "a", ENDPOINT, FALSE },
};

static void
test_owner (gconstpointer data)
{
  const Case *row = data;
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();
  g_autoptr (OidcTokens) tokens = oidc_tokens_new ();
  g_autoptr (TesseraSessionRecord) record = NULL;

  config->issuer = g_strdup (row->issuer);
  config->client_id = g_strdup (row->client_id);
  config->token_endpoint = g_strdup (row->token_endpoint);
  tokens->issuer = g_strdup (row->of_issuer);
  tokens->client_id = g_strdup (row->of_client);
  tokens->token_endpoint = g_strdup (row->of_endpoint);
  record = tessera_session_record_from_tokens (tokens);
  g_assert_cmpint (tessera_session_owner_is (config, tokens), ==, row->owned);
  g_assert_cmpint (tessera_session_owner_may_be (config, record), ==, row->owned);
  g_clear_pointer (&record->client_id, g_free);
  g_assert_true (tessera_session_owner_may_be (config, record));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/session-owner/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_owner);
    }
  return g_test_run ();
}
