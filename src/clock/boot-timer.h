/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A timer of the boot clock: it goes off at once where its moment passed while the machine slept,
 * and a changed wall clock does not move it. */
typedef struct _TesseraBootTimer TesseraBootTimer;

/* @callback is called with @user_data in the thread's default main context, once for each set. */
TesseraBootTimer *tessera_boot_timer_new (void (*callback) (gpointer user_data),
                                          gpointer user_data);
void tessera_boot_timer_free (TesseraBootTimer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraBootTimer, tessera_boot_timer_free)

/* Goes off in @seconds; 0 or less: never. Replaces what was set before. */
void tessera_boot_timer_set (TesseraBootTimer *self, gint64 seconds);
