/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Shows @dialog above @parent, and no wider than that. It goes with @parent. */
void tessera_window_fit_present (GtkWindow *dialog, GtkWindow *parent);
