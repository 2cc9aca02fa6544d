/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "window.h"

/* What a person can do in the window: the "win." actions. */
void tessera_window_actions_install (GtkWidgetClass *widget_class);

/* Enables those that make sense for the session in view. */
void tessera_window_actions_update (TesseraWindow *self);
