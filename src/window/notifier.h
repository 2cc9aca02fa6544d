/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "accounts.h"

/* Tells the person by a notification of the desktop that a session is about to end or has ended,
 * once for each, and takes that back when it is no longer true. The account that the person looks
 * at in the focused window is left out, and all are where the preference "notifications" is off. A
 * notification has the account's ID; its button is the application's action "sign-in", a click on
 * it "show-account". */

#define TESSERA_TYPE_NOTIFIER (tessera_notifier_get_type ())
G_DECLARE_FINAL_TYPE (TesseraNotifier, tessera_notifier, TESSERA, NOTIFIER, GObject)

/* @application: not referenced, and must live longer. @settings: (nullable) */
TesseraNotifier *
tessera_notifier_new (GtkApplication *application, TesseraAccounts *accounts, GSettings *settings);
