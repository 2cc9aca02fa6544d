/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "clipboard.h"

#include "announce.h"

#define SECRET_MARK_TYPE "x-kde-passwordManagerHint"
#define SECRET_MARK      "secret"

void
tessera_clipboard_confirm (GtkWidget *widget, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  tessera_announce (widget, text);
  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (markup));
}

void
tessera_clipboard_copy (GtkWidget *widget, const char *text, const char *toast)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  tessera_clipboard_confirm (widget, toast);
}

void
tessera_clipboard_copy_secret (GtkWidget *widget, const char *secret, const char *toast)
{
  g_autoptr (GBytes) mark = g_bytes_new_static (SECRET_MARK, strlen (SECRET_MARK));
  GdkContentProvider *providers[] = {
    gdk_content_provider_new_typed (G_TYPE_STRING, secret),
    gdk_content_provider_new_for_bytes (SECRET_MARK_TYPE, mark),
  };
  g_autoptr (GdkContentProvider) both
    = gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));

  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), both);
  tessera_clipboard_confirm (widget, toast);
}
