/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

/* What a clipboard manager asks for to know whether it may keep a copy: a type without a slash, and
 * its content. */
#define TESSERA_SECRET_MARK_TYPE "x-kde-passwordManagerHint"
#define TESSERA_SECRET_MARK      "secret"

/* On X11: has @display's clipboard hand out the mark, where its content has it. GTK lists it, but
 * hands out no type whose name has no slash. Does nothing a second time, and on other displays: on
 * Wayland the mark is only listed. */
void tessera_secret_mark_answer (GdkDisplay *display);
