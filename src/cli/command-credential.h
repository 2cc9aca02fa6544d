/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "call.h"
#include "credential.h"

/* `tessera credential`, with what the calling program can do of the network. @online: (nullable) */
gboolean tessera_command_credential_run (TesseraCall *call,
                                         const TesseraCredentialOnline *online,
                                         GError **error);
