/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* Shows @text (translated, plain) in @overlay and has it announced. It takes the place of what was
 * shown there before: a person who copies twice waits for no queue. It is broken into lines where
 * the overlay is narrow. */
void tessera_toast_show (AdwToastOverlay *overlay, const char *text);

/* The same in @window, an AdwApplicationWindow with an overlay as its content. Does nothing once it
 * is closed. */
void tessera_toast_tell (GtkWindow *window, const char *text);
