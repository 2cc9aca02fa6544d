/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* Keeps the keyboard where it is in a list while all rows of the list are replaced, as those about
 * a token are when it has been renewed:
 *
 *   g_autoptr (TesseraFocusedRow) focused = tessera_focused_row_release (rows);
 *   (replace what is in @rows)
 *   tessera_focused_row_restore (focused, rows);
 */
typedef struct TesseraFocusedRow TesseraFocusedRow;

/* Takes the keyboard from the one of @rows (of AdwPreferencesRow, which may be none) that has it:
 * GTK's label looks at what had it before, which would be gone.
 * Returns: (transfer full) (nullable) which row that was, or NULL if the keyboard is elsewhere */
TesseraFocusedRow *tessera_focused_row_release (GPtrArray *rows);

/* Gives the keyboard to the row with the same title, or else to the one in that place, or to the
 * last one, and leaves the view there. @self: (nullable) @rows: as above, by now the new ones */
void tessera_focused_row_restore (TesseraFocusedRow *self, GPtrArray *rows);

void tessera_focused_row_free (TesseraFocusedRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraFocusedRow, tessera_focused_row_free)
