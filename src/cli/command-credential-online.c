/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command-credential.h"
#include "commands.h"
#include "credential-online.h"

gboolean
tessera_command_credential_online (TesseraCall *call, GError **error)
{
  return tessera_command_credential_run (call, &tessera_credential_online, error);
}
