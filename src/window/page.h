/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session.h"

/* One state of the window. Properties:
 *   "session"         TesseraSession, nullable: what it shows
 *   "default-widget"  GtkWidget, nullable: what Enter does, and where the keyboard begins */

#define TESSERA_TYPE_PAGE (tessera_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (TesseraPage, tessera_page, TESSERA, PAGE, AdwBin)

struct _TesseraPageClass
{
  AdwBinClass parent_class;
};

/* Fills the page with what its class's template says, unless it has been done. Nobody needs a page
 * before it is shown, and all of them at once take longer than the rest of the window. */
void tessera_page_build (TesseraPage *self);

GtkWidget *tessera_page_get_default_widget (TesseraPage *self);
