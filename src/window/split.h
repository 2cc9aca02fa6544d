/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* A sidebar and a content. A wide window shows both side by side; a narrow one is folded, and shows
 * one of the two. The only file that knows how; to be replaced by AdwNavigationSplitView when
 * libadwaita 1.4 is the oldest.
 *
 * Properties:
 *   "sidebar"          GtkWidget
 *   "content"          GtkWidget
 *   "has-sidebar"      boolean, with notify: FALSE shows the content alone
 *   "show-content"     boolean, with notify: what is shown where it is folded; Alt+Left, a swipe
 *                      and the mouse's Back button show the sidebar
 *   "folded"           boolean, with notify: one of the two at a time
 *   "content-visible"  boolean, with notify: a person sees the content
 *   "sidebar-visible"  boolean, with notify: a person sees the sidebar
 *   "can-go-back"      boolean, with notify: the sidebar is there, and not beside the content */

#define TESSERA_TYPE_SPLIT (tessera_split_get_type ())
G_DECLARE_FINAL_TYPE (TesseraSplit, tessera_split, TESSERA, SPLIT, AdwBin)

gboolean tessera_split_get_folded (TesseraSplit *self);
gboolean tessera_split_get_content_visible (TesseraSplit *self);
gboolean tessera_split_get_sidebar_visible (TesseraSplit *self);

/* What "folded" is before the first frame has been laid out: the window is to be @width wide, in
 * application pixels. tessera_split_settle() follows that frame. */
void tessera_split_expect_width (TesseraSplit *self, int width);
void tessera_split_settle (TesseraSplit *self);

void tessera_split_set_has_sidebar (TesseraSplit *self, gboolean has_sidebar);
void tessera_split_set_show_content (TesseraSplit *self, gboolean show_content);
