/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-policy.h"
#include "client-secret-option.h"
#include "commands.h"
#include "new-account.h"
#include "preset-options.h"

/* (transfer full) (nullable) */
static TesseraAccountConfig *
make_config (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();

  config->name = g_strdup (call->name);
  if (!tessera_preset_options_apply (call, config, error)
      || !tessera_account_config_check (config, error))
    return NULL;
  return g_steal_pointer (&config);
}

gboolean
tessera_command_add (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccountConfig) config = NULL;
  g_autofree char *secret = NULL;

  /* Before anything is asked. */
  if (!tessera_account_policy_check_adding (error))
    return FALSE;
  /* The questions look at a provider's metadata, perhaps. */
  if (tessera_call_may_ask (call))
    {
      call->needs_online = TRUE;
      return TRUE;
    }
  config = make_config (call, error);
  if (config == NULL)
    return FALSE;
  tessera_call_watch_signals (call);
  return tessera_client_secret_option_read (call, &secret, error)
         && tessera_new_account_add (call, config, secret, error);
}
