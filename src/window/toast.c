/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "toast.h"

/* A toast in an overlay less wide than that (pixels) has so many letters in a line. */
#define WIDE         440
#define NARROW_CHARS 26

/* libadwaita 1.2 reads freed memory where a toast is dismissed while it still slides in, which
 * takes half a second. */
#define SLIDES_IN (1 * G_USEC_PER_SEC)

#define KEY "tessera-toast"

typedef struct
{
  AdwToast *toast;
  gint64 shown_at; /* monotonic, microseconds */
} Shown;

static void
shown_free (Shown *self)
{
  g_clear_object (&self->toast);
  g_free (self);
}

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

static void
dismissed_cb (AdwToastOverlay *overlay)
{
  g_object_set_data (G_OBJECT (overlay), KEY, NULL);
}

static void
add_toast (AdwToastOverlay *overlay, const char *text)
{
  Shown *shown = g_new0 (Shown, 1);
  AdwToast *toast = new_toast (text, gtk_widget_get_width (GTK_WIDGET (overlay)));

  shown->toast = g_object_ref (toast);
  shown->shown_at = g_get_monotonic_time ();
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), overlay,
                           G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (overlay), KEY, shown, (GDestroyNotify) shown_free);
  adw_toast_overlay_add_toast (overlay, toast);
}

void
tessera_toast_show (AdwToastOverlay *overlay, const char *text)
{
  const Shown *last = g_object_get_data (G_OBJECT (overlay), KEY);

  if (last != NULL && g_get_monotonic_time () - last->shown_at < SLIDES_IN)
    {
      gtk_label_set_label (GTK_LABEL (adw_toast_get_custom_title (last->toast)), text);
      return;
    }
  if (last != NULL)
    adw_toast_dismiss (last->toast);
  add_toast (overlay, text);
}
