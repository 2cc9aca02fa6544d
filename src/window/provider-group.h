/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session.h"

/* How an account is set up: issuer, client ID, the redirect URI to register. Property: "session",
 * nullable. */

#define TESSERA_TYPE_PROVIDER_GROUP (tessera_provider_group_get_type ())
G_DECLARE_FINAL_TYPE (TesseraProviderGroup,
                      tessera_provider_group,
                      TESSERA,
                      PROVIDER_GROUP,
                      AdwPreferencesGroup)
