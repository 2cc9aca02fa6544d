/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session.h"

/* The access token, masked until revealed, and what is known of it. It is masked again whenever
 * another account comes into view or the group goes out of it. Properties: "session" (nullable),
 * "copy-button" (GtkWidget, read-only). */

#define TESSERA_TYPE_TOKEN_GROUP (tessera_token_group_get_type ())
G_DECLARE_FINAL_TYPE (TesseraTokenGroup,
                      tessera_token_group,
                      TESSERA,
                      TOKEN_GROUP,
                      AdwPreferencesGroup)
