/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "source-view.h"

#include <string.h>

#define MAX_LINE   500         /* bytes */
#define MAX_SHOWN  (64 * 1024) /* bytes */
#define MAX_HEIGHT 320         /* pixels */
#define MARGIN     9           /* pixels */

struct _TesseraSourceView
{
  AdwBin parent_instance;
  char *text;
  GtkWidget *scroller;
  GtkWidget *view;
};

G_DEFINE_FINAL_TYPE (TesseraSourceView, tessera_source_view, ADW_TYPE_BIN)

/* By the title of the group that it is in. */
static void
tessera_source_view_map (GtkWidget *widget)
{
  GtkWidget *group = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_GROUP);

  GTK_WIDGET_CLASS (tessera_source_view_parent_class)->map (widget);
  if (group != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (TESSERA_SOURCE_VIEW (widget)->view),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group)),
                                    -1);
}

static void
tessera_source_view_finalize (GObject *object)
{
  g_clear_pointer (&TESSERA_SOURCE_VIEW (object)->text, g_free);
  G_OBJECT_CLASS (tessera_source_view_parent_class)->finalize (object);
}

static void
tessera_source_view_class_init (TesseraSourceViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tessera_source_view_finalize;
  GTK_WIDGET_CLASS (klass)->map = tessera_source_view_map;
}

static void
tessera_source_view_init (TesseraSourceView *self)
{
  self->scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "overflow", GTK_OVERFLOW_HIDDEN, NULL);
  self->view = g_object_new (GTK_TYPE_TEXT_VIEW, "editable", FALSE, "cursor-visible", FALSE,
                             "monospace", TRUE, "accepts-tab", FALSE, "top-margin", MARGIN,
                             "bottom-margin", MARGIN, "left-margin", 12, "right-margin", 12, NULL);
  gtk_widget_add_css_class (self->view, "source");
  gtk_widget_add_css_class (self->scroller, "card");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
  adw_bin_set_child (ADW_BIN (self), self->scroller);
}

/* Cuts @length bytes back to the end of a character. */
static gsize
cut_at_character (const char *text, gsize length)
{
  while (length > 0 && ((guchar) text[length] & 0xc0) == 0x80)
    length--;
  return length;
}

/* Returns: (transfer full) */
static char *
shorten (const char *text)
{
  g_autoptr (GString) shown = g_string_new (NULL);
  const char *line = text;

  while (*line != '\0' && shown->len < MAX_SHOWN)
    {
      gsize length = strcspn (line, "\n");

      if (length <= MAX_LINE)
        g_string_append_len (shown, line, (gssize) length);
      else
        {
          g_string_append_len (shown, line, (gssize) cut_at_character (line, MAX_LINE));
          g_string_append (shown, "…");
        }
      line += length;
      if (*line == '\n')
        {
          g_string_append_c (shown, '\n');
          line++;
        }
    }
  if (*line != '\0')
    g_string_append (shown, "…");
  return g_string_free (g_steal_pointer (&shown), FALSE);
}

/* A text view knows its height only some time after it has its text. */
static void
fit_height (TesseraSourceView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  PangoContext *context = gtk_widget_get_pango_context (self->view);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int line = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));
  int lines = MIN (gtk_text_buffer_get_line_count (buffer), MAX_HEIGHT / MAX (line, 1));

  pango_font_metrics_unref (metrics);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller),
                                              lines * line + 2 * MARGIN);
}

void
tessera_source_view_set_text (TesseraSourceView *self, const char *text)
{
  g_autofree char *shown = shorten (text != NULL ? text : "");

  g_free (self->text);
  self->text = g_strdup (text);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)), shown, -1);
  fit_height (self);
}

const char *
tessera_source_view_get_text (TesseraSourceView *self)
{
  return self->text;
}
