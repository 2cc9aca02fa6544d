/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sessions.h"

#include <gtk/gtk.h>

/* Lets a person drag the rows of @view, TesseraAccountRows for all of @sessions, to other places.
 * While rows are hidden nothing can be dragged: it would not be seen where it goes. */
void tessera_list_drag_attach (GtkListView *view, TesseraSessions *sessions);
