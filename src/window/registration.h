/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"

#include <adwaita.h>

/* What has to be registered at the provider before an account can sign in: the redirect URI, where
 * that goes in the provider's console, and the address to come back to from a sign-out. */

#define TESSERA_TYPE_REGISTRATION (tessera_registration_get_type ())
G_DECLARE_FINAL_TYPE (TesseraRegistration, tessera_registration, TESSERA, REGISTRATION, AdwBin)

void tessera_registration_show (TesseraRegistration *self, const TesseraAccountConfig *config);
