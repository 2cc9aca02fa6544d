/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A timer of the boot clock: it goes off at once where its moment passed while the machine slept,
 * and a changed wall clock does not move it. All timers of the process share one descriptor, which
 * is there from the first time that one of them is set until the last of them is freed; so all of
 * them belong to one thread. */
typedef struct _TesseraBootTimer TesseraBootTimer;

/* @callback is called with @user_data in the main context that is the thread's default when the
 * timer is set, once for each time that it is set. It may set and free any timer, this one too. */
TesseraBootTimer *tessera_boot_timer_new (void (*callback) (gpointer user_data),
                                          gpointer user_data);
void tessera_boot_timer_free (TesseraBootTimer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraBootTimer, tessera_boot_timer_free)

/* Goes off in @seconds; 0 or less: never. Replaces what was set before. Timers of one moment go
 * off in the order in which they were set. */
void tessera_boot_timer_set (TesseraBootTimer *self, gint64 seconds);
