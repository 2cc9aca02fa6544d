/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "account.h"

/* What the tokens of an account say: header, claims, and whether the signature holds. Holds no
 * token itself. */

#define TESSERA_TYPE_DETAILS (tessera_details_get_type ())
G_DECLARE_FINAL_TYPE (TesseraDetails, tessera_details, TESSERA, DETAILS, AdwWindow)

GtkWindow *tessera_details_new (TesseraAccount *account);
