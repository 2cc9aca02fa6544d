/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* The room window: the program tessera-gtk. Knows account, secret and text.
 *
 *   application, window   the one instance and its one window (window-…: focus, closing, size, and
 *                         whether a person looks at it)
 *   sessions, session     an account as it is shown; session-actions  what a person can do with it
 *   activity, failure     what runs for it, and how it failed
 *   page, …-page          one page for each view of a session (token-group, value-row: parts)
 *   form, account-save    an account, edited and written
 *
 * tessera-gtk has one instance with one window, which a second launch presents. */

#define TESSERA_TYPE_APPLICATION (tessera_application_get_type ())
G_DECLARE_FINAL_TYPE (TesseraApplication, tessera_application, TESSERA, APPLICATION, AdwApplication)

GApplication *tessera_application_new (void);
