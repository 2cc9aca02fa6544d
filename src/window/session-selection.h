/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session.h"

/* A GtkSelectionModel of TesseraSession in which the account on the right is selected. The keys and
 * the mouse select nothing by themselves: to look for an account in the list shows no page, and so
 * asks for no password of a keyring. */

#define TESSERA_TYPE_SESSION_SELECTION (tessera_session_selection_get_type ())
G_DECLARE_FINAL_TYPE (TesseraSessionSelection,
                      tessera_session_selection,
                      TESSERA,
                      SESSION_SELECTION,
                      GObject)

/* @model: of TesseraSession. Returns: (transfer full) */
TesseraSessionSelection *tessera_session_selection_new (GListModel *model);

/* @session: (nullable) the one that is selected from now on. */
void tessera_session_selection_set_session (TesseraSessionSelection *self, TesseraSession *session);
