/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "toast.h"

#include "announce.h"

/* How many letters there is room for in one line: the toast's margins and its button take so many
 * pixels, and a letter so many on average. */
#define AROUND 100
#define LETTER 8.4

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

static int
count_letters (AdwToastOverlay *overlay)
{
  int width = gtk_widget_get_width (GTK_WIDGET (overlay));

  return MAX ((int) ((width - AROUND) / LETTER), 1);
}

/* A label is broken only where it says how wide it would like to be. */
static GtkWidget *
new_title (const char *text, int letters)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), letters);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

/* A toast's own title is cut where it does not fit into one line. */
static void
set_text (AdwToast *toast, const char *text, int letters)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  if (g_utf8_strlen (text, -1) <= letters)
    adw_toast_set_title (toast, markup);
  else
    adw_toast_set_custom_title (toast, new_title (text, letters));
}

/* libadwaita 1.7 is the first that was heard to announce the titles of toasts. */
static gboolean
is_announced (AdwToast *toast)
{
  return adw_toast_get_custom_title (toast) == NULL
         && (adw_get_major_version () > 1 || adw_get_minor_version () >= 7);
}

static void
dismissed_cb (AdwToastOverlay *overlay)
{
  g_object_set_data (G_OBJECT (overlay), KEY, NULL);
}

static AdwToast *
add_toast (AdwToastOverlay *overlay, const char *text)
{
  Shown *shown = g_new0 (Shown, 1);
  AdwToast *toast = adw_toast_new ("");

  set_text (toast, text, count_letters (overlay));
  shown->toast = g_object_ref (toast);
  shown->shown_at = g_get_monotonic_time ();
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), overlay,
                           G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (overlay), KEY, shown, (GDestroyNotify) shown_free);
  adw_toast_overlay_add_toast (overlay, toast);
  return toast;
}

void
tessera_toast_show (AdwToastOverlay *overlay, const char *text)
{
  const Shown *last = g_object_get_data (G_OBJECT (overlay), KEY);
  gboolean slides_in = last != NULL && g_get_monotonic_time () - last->shown_at < SLIDES_IN;

  if (slides_in)
    set_text (last->toast, text, count_letters (overlay));
  else if (last != NULL)
    adw_toast_dismiss (last->toast);
  if (slides_in || !is_announced (add_toast (overlay, text)))
    tessera_announce (GTK_WIDGET (overlay), text);
}

void
tessera_toast_tell (GtkWindow *window, const char *text)
{
  GtkWidget *content = gtk_widget_get_mapped (GTK_WIDGET (window))
                         ? adw_application_window_get_content (ADW_APPLICATION_WINDOW (window))
                         : NULL;

  if (content != NULL)
    tessera_toast_show (ADW_TOAST_OVERLAY (content), text);
}
