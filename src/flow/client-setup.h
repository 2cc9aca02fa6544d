/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "oidc-client.h"
#include "oidc-provider.h"
#include "preset.h"

/* The client as it presents itself to @provider: as the person configured it, and where @config is
 * silent as @preset (nullable) says; what neither knows is left to the metadata. @client_secret:
 * (nullable) (transfer full). Returns: (transfer full) */
OidcClient *tessera_client_setup_new (const TesseraAccountConfig *config,
                                      const TesseraPreset *preset,
                                      const OidcProvider *provider,
                                      char *client_secret);
