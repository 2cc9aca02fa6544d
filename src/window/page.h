/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session.h"

/* What the window shows of a session in one of its views.
 *
 * Properties:
 *   "session"         TesseraSession, nullable: the one to show
 *   "default-widget"  GtkWidget, nullable: Enter activates it, and it has the keyboard first */

#define TESSERA_TYPE_PAGE (tessera_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (TesseraPage, tessera_page, TESSERA, PAGE, AdwBin)

struct _TesseraPageClass
{
  AdwBinClass parent_class;
};

/* Builds the page from its class's template, unless it is built. A page is built when it is first
 * shown: to build all of them takes longer than to build the rest of the window. */
void tessera_page_build (TesseraPage *self);

/* (transfer none) (nullable) */
GtkWidget *tessera_page_get_default_widget (TesseraPage *self);

/* @session: (nullable) the one to show from now on. */
void tessera_page_set_session (TesseraPage *self, TesseraSession *session);

/* Takes the session from every page of @stack but the visible one. */
void tessera_page_release_hidden (GtkStack *stack);
