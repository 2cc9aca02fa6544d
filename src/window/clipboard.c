/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "clipboard.h"

#include "announce.h"
#include "secret-clipboard.h"
#include "window-settings.h"

#include <glib/gi18n.h>

/* A toast in a window less wide than that (pixels) has so many letters in a line. */
#define WIDE         440
#define NARROW_CHARS 26

#define LAST_TOAST "tessera-last-toast"

/* A toast's own title is cut where it does not fit into one line; a label is broken only where it
 * says how wide it would like to be. @width: pixels that there are for the toast. */
static AdwToast *
new_toast (const char *text, int width)
{
  GtkWidget *label = gtk_label_new (text);
  AdwToast *toast = adw_toast_new ("");

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (width < WIDE)
    gtk_label_set_max_width_chars (GTK_LABEL (label), NARROW_CHARS);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  return toast;
}

/* The next toast takes the place of the last one: a person who copies twice waits for no queue. */
static void
show_toast (AdwToastOverlay *overlay, AdwToast *toast)
{
  AdwToast *last = g_object_get_data (G_OBJECT (overlay), LAST_TOAST);

  if (last != NULL)
    adw_toast_dismiss (last);
  g_object_set_data_full (G_OBJECT (overlay), LAST_TOAST, g_object_ref (toast), g_object_unref);
  adw_toast_overlay_add_toast (overlay, toast);
}

void
tessera_clipboard_confirm (GtkWidget *widget, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  tessera_announce (widget, text);
  if (overlay != NULL)
    show_toast (ADW_TOAST_OVERLAY (overlay), new_toast (text, gtk_widget_get_width (overlay)));
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
