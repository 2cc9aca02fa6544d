/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* A question, or something to be told, over a window: libadwaita's AdwAlertDialog from 1.5 on, and
 * AdwMessageDialog before, which newer versions warn of and show wider than a narrow window. */

/* @agreed: called once, if the person agrees. */
typedef void (*TesseraAlertAgreed) (gpointer user_data);

/* Asks whether to go on. Escape and Enter say no: what is asked about cannot be undone.
 * @heading, @body, @agree: translated; @agree, with its mnemonic, is the button that says yes.
 * @destroy: (nullable) called with @user_data when the question has been answered. */
void tessera_alert_ask (GtkWindow *window,
                        const char *heading,
                        const char *body,
                        const char *agree,
                        TesseraAlertAgreed agreed,
                        gpointer user_data,
                        GDestroyNotify destroy);

/* Says something that the person only closes. Does nothing once @window has been closed. */
void tessera_alert_tell (GtkWindow *window, const char *heading, const char *body);
