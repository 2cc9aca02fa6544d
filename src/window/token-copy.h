/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session.h"

/* Copies the access token of a session that need not be in view: reads it from the keyring, which
 * may ask for its password, and renews it first where it has expired. Says in a toast around
 * @widget that it was copied, or why not. */
void tessera_token_copy (TesseraSession *session, GtkWidget *widget);
