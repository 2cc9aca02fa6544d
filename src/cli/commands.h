/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "call.h"
#include "preset.h"

/* The commands. Each fills the call's answer and returns TRUE, or sets *error. */
gboolean tessera_command_add (TesseraCall *call, GError **error);
gboolean tessera_command_credential (TesseraCall *call, GError **error);
gboolean tessera_command_default (TesseraCall *call, GError **error);
gboolean tessera_command_edit (TesseraCall *call, GError **error);
gboolean tessera_command_export (TesseraCall *call, GError **error);
gboolean tessera_command_import (TesseraCall *call, GError **error);
gboolean tessera_command_list (TesseraCall *call, GError **error);
gboolean tessera_command_setup (TesseraCall *call, GError **error);
gboolean tessera_command_presets (TesseraCall *call, GError **error);
gboolean tessera_command_show (TesseraCall *call, GError **error);
gboolean tessera_command_token (TesseraCall *call, GError **error);
gboolean tessera_command_status (TesseraCall *call, GError **error);

/* The commands that only tessera-online can do. */
gboolean tessera_command_add_asking (TesseraCall *call, GError **error);
gboolean tessera_command_doctor (TesseraCall *call, GError **error);
gboolean tessera_command_login (TesseraCall *call, GError **error);
gboolean tessera_command_logout (TesseraCall *call, GError **error);
gboolean tessera_command_inspect (TesseraCall *call, GError **error);
gboolean tessera_command_refresh (TesseraCall *call, GError **error);
gboolean tessera_command_remove (TesseraCall *call, GError **error);

/* “tessera credential” where the token has to be renewed first, or exchanged, or somebody has to
 * sign in. */
gboolean tessera_command_credential_online (TesseraCall *call, GError **error);

/* “tessera token” where the token has to be renewed first. */
gboolean tessera_command_token_renewing (TesseraCall *call, GError **error);

/* The members that login, refresh and logout answer with --json. */
void tessera_command_describe (TesseraCall *call, TesseraAccount *account);

/* The preset that a person calls @name (UTF-8): its ID or its title, in letters of either case.
 * (transfer none) (nullable) */
const TesseraPreset *tessera_command_presets_find (const char *name);

/* What to type instead of @name (UTF-8), which no preset has, if it is nearly right: an ID, or what
 * else people call the provider. (transfer none) (nullable) */
const char *tessera_command_presets_find_similar (const char *name);

/* Says that there is no preset @name, and what may be meant. */
void tessera_command_presets_set_unknown (const char *name, GError **error);

/* Where and how to register a client at the provider, in lines. */
void tessera_command_presets_append_registration (GString *text, const TesseraPreset *preset);
