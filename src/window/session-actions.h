/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session.h"

/* What a person can do with a session, for gtk_widget_insert_action_group() under the name
 * "session". Each action is enabled while it makes sense in the session's view:
 *
 *   "sign-in", "cancel", "unlock", "try-again", "refresh", "sign-out", "open-browser-again"
 *   "copy-link", "copy-token", "copy-header", "copy-id-token", "copy-redirect-uri",
 *   "copy-details"
 *                  put it into the clipboard and say so in a toast
 *   "copy-lines"   the same with the lines for a program: one of tessera_setup_get_programs() is
 *                  its parameter
 *   "details"      shows the page that inspects the token
 *
 * From then on a browser that @session opens comes to the front of @widget's display.
 *
 * @widget: one in the window that this happens in. The actions that need it do nothing once it is
 * gone. Returns: (transfer full) */
GSimpleActionGroup *tessera_session_actions_new (TesseraSession *session, GtkWidget *widget);
