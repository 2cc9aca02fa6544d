/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Calls @locked when the screen is locked, or its saver begins: as the desktop's screen saver says
 * on the session bus, or, in a sandbox, as @application's "screensaver-active" does. Without a bus
 * it is never called. Ends with @application. */
void tessera_screen_lock_watch (GtkApplication *application,
                                void (*locked) (GtkApplication *application));
