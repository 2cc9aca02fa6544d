/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"
#include "stage.h"

/* A pushed page about the account of a Stage, in a window of its own, in which it scrolls. */
typedef struct
{
  Stage *stage;
  TesseraSession *session;
  GtkWidget *window;
  GtkWidget *page;
} PageStage;

/* Fills in @self and shows its page. @type: of a TesseraPage. @signed_in: whether the account is,
 * and its tokens are in memory. */
void page_stage_open (PageStage *self, GType type, gboolean signed_in);
void page_stage_close (PageStage *self);

/* Returns: (nullable) the first of @widget and its descendants that is of that type. */
GtkWidget *page_stage_find (GtkWidget *widget, GType type);

/* Returns: (transfer none) what the template of the page calls @name */
gpointer page_stage_get (PageStage *self, const char *name);
