/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* A row with a name and a value that can be selected (rows of libadwaita 1.2 have no selectable
 * subtitle) and wraps however long it is. The name is the row's "title".
 *
 * Properties:
 *   "value"     string, nullable: the row says "None"
 *   "copyable"  boolean: a button copies the value
 *   "suffix"    a widget after the value
 */

#define TESSERA_TYPE_VALUE_ROW (tessera_value_row_get_type ())
G_DECLARE_FINAL_TYPE (TesseraValueRow, tessera_value_row, TESSERA, VALUE_ROW, AdwPreferencesRow)

GtkWidget *tessera_value_row_new (const char *title, const char *value);
