/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "accounts.h"
#include "session.h"

/* The repair of an account whose issuer is not what the provider's metadata names. */

/* Whether the sign-in of @session has failed for that reason. */
gboolean tessera_issuer_repair_applies (TesseraSession *session);

/* Gives the account the issuer that the metadata names, and signs in again; only where
 * tessera_issuer_repair_applies(). That the account cannot be changed is said in the toast overlay
 * around @widget. */
void
tessera_issuer_repair_begin (TesseraAccounts *accounts, TesseraSession *session, GtkWidget *widget);
