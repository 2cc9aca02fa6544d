/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* Text as it was written, such as JSON: in letters of one width, to be read, selected and scrolled
 * in both directions. However long it is, it does not freeze the window: of a line, and of the
 * whole, only so much is shown as a person would read. */

#define TESSERA_TYPE_SOURCE_VIEW (tessera_source_view_get_type ())
G_DECLARE_FINAL_TYPE (TesseraSourceView, tessera_source_view, TESSERA, SOURCE_VIEW, AdwBin)

/* @text: (nullable) */
void tessera_source_view_set_text (TesseraSourceView *self, const char *text);

/* All of it, whatever is shown. (transfer none) (nullable) */
const char *tessera_source_view_get_text (TesseraSourceView *self);
