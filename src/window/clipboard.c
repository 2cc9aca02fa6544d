/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "clipboard.h"

#include "announce.h"
#include "secret-clipboard.h"
#include "toast.h"
#include "window-settings.h"

#include <glib/gi18n.h>

void
tessera_clipboard_confirm (GtkWidget *widget, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    tessera_toast_show (ADW_TOAST_OVERLAY (overlay), text);
  else
    tessera_announce (widget, text);
}

void
tessera_clipboard_copy (GtkWidget *widget, const char *text, const char *toast)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  tessera_clipboard_confirm (widget, toast);
}

static const char *
describe_copied (TesseraClipboardSecret secret)
{
  switch (secret)
    {
    case TESSERA_CLIPBOARD_PART:
      return _ ("Part of the access token copied");
    case TESSERA_CLIPBOARD_HEADER:
      return _ ("Authorization header copied");
    case TESSERA_CLIPBOARD_ID_TOKEN:
      return _ ("ID token copied");
    case TESSERA_CLIPBOARD_ACCESS_TOKEN:
    default:
      return _ ("Access token copied");
    }
}

/* Returns: (transfer full) */
static char *
describe_cleared (TesseraClipboardSecret secret, guint seconds)
{
  switch (secret)
    {
    case TESSERA_CLIPBOARD_PART:
      return g_strdup_printf (ngettext ("Part of the access token copied; cleared in %u second",
                                        "Part of the access token copied; cleared in %u seconds",
                                        seconds),
                              seconds);
    case TESSERA_CLIPBOARD_HEADER:
      return g_strdup_printf (ngettext ("Authorization header copied; cleared in %u second",
                                        "Authorization header copied; cleared in %u seconds",
                                        seconds),
                              seconds);
    case TESSERA_CLIPBOARD_ID_TOKEN:
      return g_strdup_printf (ngettext ("ID token copied; cleared in %u second",
                                        "ID token copied; cleared in %u seconds", seconds),
                              seconds);
    case TESSERA_CLIPBOARD_ACCESS_TOKEN:
    default:
      return g_strdup_printf (ngettext ("Access token copied; cleared in %u second",
                                        "Access token copied; cleared in %u seconds", seconds),
                              seconds);
    }
}

void
tessera_clipboard_copy_secret (GtkWidget *widget,
                               const char *text,
                               TesseraClipboardSecret secret,
                               TesseraAccount *account)
{
  guint seconds = tessera_window_settings_get_clipboard_seconds ();
  g_autofree char *toast
    = seconds > 0 ? describe_cleared (secret, seconds) : g_strdup (describe_copied (secret));

  tessera_secret_clipboard_put (gtk_widget_get_clipboard (widget), text, account, seconds);
  tessera_clipboard_confirm (widget, toast);
}
