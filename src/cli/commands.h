/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "call.h"

/* The commands. Each fills the call's answer and returns TRUE, or sets *error. */
gboolean tessera_command_add (TesseraCall *call, GError **error);
gboolean tessera_command_list (TesseraCall *call, GError **error);
gboolean tessera_command_show (TesseraCall *call, GError **error);
gboolean tessera_command_remove (TesseraCall *call, GError **error);
gboolean tessera_command_token (TesseraCall *call, GError **error);
gboolean tessera_command_status (TesseraCall *call, GError **error);

/* Those of tessera-online. */
gboolean tessera_command_login (TesseraCall *call, GError **error);
gboolean tessera_command_logout (TesseraCall *call, GError **error);
gboolean tessera_command_inspect (TesseraCall *call, GError **error);
