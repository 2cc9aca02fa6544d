/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "looks.h"
#include "session.h"
#include "stage.h"
#include "window.h"

/* What a window or a dialog of it is to show for its pictures (looks.h). */
typedef struct
{
  Stage *stage;
  TesseraWindow *window;
} PictureStage;

/* Makes an account with a long name. @options: (nullable) those of the provider. @scopes:
 * (nullable) those of the account. */
void
picture_stage_begin (PictureStage *self, const char *const *options, const char *const *scopes);

/* Opens a window on it. */
void picture_stage_open (PictureStage *self);

/* Opens a window on @accounts. Returns: (transfer none) */
TesseraWindow *picture_stage_open_window (TesseraAccounts *accounts);

/* Closes it, and deletes its accounts. */
void picture_stage_close (PictureStage *self);

/* (transfer none) the session of the account that the window shows. */
TesseraSession *picture_stage_get_session (PictureStage *self);

/* Signs in elsewhere while the window is open, and waits until the window has the tokens. */
void picture_stage_sign_in (PictureStage *self);

/* Activates the window's action. @parameter: (nullable) a string. */
void picture_stage_do (PictureStage *self, const char *action, const char *parameter);

/* Waits until the window shows the page called @page. */
void picture_stage_wait_for_page (PictureStage *self, const char *page);

/* Returns: (transfer none) (nullable) the first descendant of @widget of that type that is in
 * sight. */
GtkWidget *picture_stage_find (gpointer widget, GType type);

/* Returns: (transfer none) (nullable) the dialog above the window. */
GtkWidget *picture_stage_find_dialog (PictureStage *self);

/* The pictures of each kind, as tests. */
void picture_states_add (void);
void picture_pages_add (void);
void picture_dialogs_add (void);
