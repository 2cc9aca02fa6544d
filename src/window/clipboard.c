/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "clipboard.h"

#include "announce.h"
#include "secret-clipboard.h"
#include "window-settings.h"

#include <glib/gi18n.h>

/* libadwaita 1.7 is the first that was heard to. */
static gboolean
are_toasts_announced (void)
{
  return adw_get_major_version () > 1 || adw_get_minor_version () >= 7;
}

void
tessera_clipboard_confirm (GtkWidget *widget, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  if (overlay == NULL || !are_toasts_announced ())
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

/* Returns: (transfer full) */
static char *
describe_copied (gboolean whole, guint seconds)
{
  if (seconds == 0)
    return g_strdup (whole ? _ ("Access token copied") : _ ("Part of the access token copied"));
  if (whole)
    return g_strdup_printf (ngettext ("Access token copied; cleared in %u second",
                                      "Access token copied; cleared in %u seconds", seconds),
                            seconds);
  return g_strdup_printf (ngettext ("Part of the access token copied; cleared in %u second",
                                    "Part of the access token copied; cleared in %u seconds",
                                    seconds),
                          seconds);
}

void
tessera_clipboard_copy_token (GtkWidget *widget, const char *text, TesseraAccount *account)
{
  guint seconds = tessera_window_settings_get_clipboard_seconds ();
  gboolean whole = g_strcmp0 (text, tessera_account_get_access_token (account)) == 0;
  g_autofree char *toast = describe_copied (whole, seconds);

  tessera_secret_clipboard_put (gtk_widget_get_clipboard (widget), text, account, seconds);
  tessera_clipboard_confirm (widget, toast);
}
