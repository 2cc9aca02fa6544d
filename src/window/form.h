/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts.h"

/* Adds an account, or changes one: what was registered at the provider, and the exact redirect URI
 * to register there. Signal: "saved" (TesseraAccount). */

#define TESSERA_TYPE_FORM (tessera_form_get_type ())
G_DECLARE_FINAL_TYPE (TesseraForm, tessera_form, TESSERA, FORM, AdwWindow)

/* @account: (nullable) what to change; else a new one. */
GtkWindow *tessera_form_new (TesseraAccounts *accounts, TesseraAccount *account);
