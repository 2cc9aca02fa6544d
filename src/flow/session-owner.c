/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session-owner.h"

gboolean
tessera_session_owner_is (const TesseraAccountConfig *config, const OidcTokens *tokens)
{
  return g_strcmp0 (tokens->issuer, config->issuer) == 0
         && g_strcmp0 (tokens->client_id, config->client_id) == 0
         && (!config->token_endpoint
             || g_strcmp0 (tokens->token_endpoint, config->token_endpoint) == 0);
}
