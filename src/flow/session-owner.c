/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session-owner.h"

static gboolean
is_owner (const TesseraAccountConfig *config,
          const char *issuer,
          const char *client_id,
          const char *token_endpoint)
{
  return g_strcmp0 (issuer, config->issuer) == 0 && g_strcmp0 (client_id, config->client_id) == 0
         && (!config->token_endpoint || g_strcmp0 (token_endpoint, config->token_endpoint) == 0);
}

gboolean
tessera_session_owner_is (const TesseraAccountConfig *config, const OidcTokens *tokens)
{
  return is_owner (config, tokens->issuer, tokens->client_id, tokens->token_endpoint);
}

gboolean
tessera_session_owner_may_be (const TesseraAccountConfig *config,
                              const TesseraSessionRecord *record)
{
  return !record->client_id
         || is_owner (config, record->issuer, record->client_id, record->token_endpoint);
}
