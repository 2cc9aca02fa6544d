/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session.h"

#include <gtk/gtk.h>

/* Announces every change of state of the session that @window shows (its property "session"): once,
 * and not the time that is left, which changes every second. Lives as long as @window. */
void tessera_state_announcer_attach (GtkWidget *window);

/* What is said when @session has come into its view. @before: (nullable) the view before.
 * Returns: (transfer full) (nullable) a sentence, translated */
char *tessera_state_announcer_describe (TesseraSession *session, const char *before);
