/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* What the program's icon in the desktop offers ("Actions" in the desktop file). */

/* Copies the access token of the account in view, as soon as it is loaded. @window: a TesseraWindow
 * that is shown. Where there is no token to copy, its page says why and what to do. */
void tessera_desktop_action_copy_token (GtkWindow *window);
