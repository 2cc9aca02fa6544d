/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "token-group.h"

#include "announce.h"
#include "clipboard.h"
#include "narrow.h"
#include "resource-path.h"
#include "setup.h"

#include <string.h>

#define MAX_LINES        8    /* of a token, before it scrolls */
#define LARGEST_SLICE    1100 /* bytes; GLib's is a bit less */
#define ZERO_WIDTH_SPACE "\u200b"

enum
{
  PROP_SESSION = 1,
  PROP_COPY_BUTTON,
};

struct _TesseraTokenGroup
{
  AdwPreferencesGroup parent_instance;
  TesseraSession *session;
  GtkTextView *text;
  GtkTextBuffer *buffer; /* its own */
  GtkScrolledWindow *scroller;
  guint idle;       /* to set the height of the scroller */
  int token_length; /* characters; what follows in the buffer is padding */
  GtkToggleButton *reveal;
  GtkWidget *copy;
  GMenu *programs;
};

G_DEFINE_FINAL_TYPE (TesseraTokenGroup, tessera_token_group, ADW_TYPE_PREFERENCES_GROUP)

/* Where the spinner is, there is no button. */
static gboolean
may_refresh_cb (gpointer self, gboolean renewable, gboolean renewing)
{
  return renewable && !renewing;
}

static gboolean
set_height_cb (gpointer user_data)
{
  TesseraTokenGroup *self = user_data;
  GtkAdjustment *lines = gtk_scrolled_window_get_vadjustment (self->scroller);
  int height = (int) gtk_adjustment_get_upper (lines);
  GdkRectangle line;
  GtkTextIter start;

  self->idle = 0;
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_view_get_iter_location (self->text, &start, &line);
  height = MIN (height, MAX_LINES * line.height);
  /* The least may at no time be more than the most. */
  gtk_scrolled_window_set_min_content_height (self->scroller, -1);
  gtk_scrolled_window_set_max_content_height (self->scroller, height);
  gtk_scrolled_window_set_min_content_height (self->scroller, height);
  return G_SOURCE_REMOVE;
}

/* A text view says how much there is to scroll, but not how high it would like to be. It says so
 * while it is given its place, when no widget may ask for more. */
static void
lines_changed_cb (TesseraTokenGroup *self)
{
  if (self->idle == 0 && gtk_toggle_button_get_active (self->reveal))
    self->idle = g_idle_add (set_height_cb, self);
}

/* Ctrl+C, and the menu: what is copied of a token is as secret as all of it. */
static void
copy_selection_cb (TesseraTokenGroup *self)
{
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *selected = NULL;
  TesseraAccount *account;

  g_signal_stop_emission_by_name (self->text, "copy-clipboard");
  if (self->session == NULL || !gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end))
    return;
  selected = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  account = tessera_session_get_account (self->session);
  tessera_clipboard_copy_secret (GTK_WIDGET (self), selected,
                                 g_strcmp0 (selected, tessera_account_get_access_token (account))
                                     == 0
                                   ? TESSERA_CLIPBOARD_ACCESS_TOKEN
                                   : TESSERA_CLIPBOARD_PART,
                                 account);
}

/* Nobody selects the padding: the other selections than the clipboard, and what is dragged, are
 * made by GTK. */
static void
mark_set_cb (TesseraTokenGroup *self, GtkTextIter *location, GtkTextMark *mark)
{
  GtkTextIter end;

  if (gtk_text_iter_get_offset (location) <= self->token_length
      || (mark != gtk_text_buffer_get_insert (self->buffer)
          && mark != gtk_text_buffer_get_selection_bound (self->buffer)))
    return;
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, self->token_length);
  gtk_text_buffer_move_mark (self->buffer, mark, &end);
}

/* GLib before 2.76 keeps a small text that a buffer has freed: in a slice, which secret-heap.h does
 * not wipe. So a short token is made long by spaces without a width. Returns: (transfer full) */
static char *
pad (const char *token)
{
  GString *text = g_string_new (token);

  while (text->len < LARGEST_SLICE)
    g_string_append (text, ZERO_WIDTH_SPACE);
  return g_string_free (text, FALSE);
}

/* The token is in the text, and so in reach of a screenshot or a screen reader, only while a
 * person wants to see it. */
static void
show_token (TesseraTokenGroup *self)
{
  const char *token = NULL;
  g_autofree char *text = NULL;
  GtkTextIter start;
  gboolean revealed = gtk_toggle_button_get_active (self->reveal);

  /* Not a binding: one of a widget to itself warns when it goes, in GTK 4.8. */
  gtk_button_set_icon_name (GTK_BUTTON (self->reveal),
                            revealed ? "view-conceal-symbolic" : "view-reveal-symbolic");
  tessera_announce_name_icon_buttons (GTK_WIDGET (self->reveal));
  if (self->session != NULL && revealed)
    token = tessera_account_get_access_token (tessera_session_get_account (self->session));
  gtk_text_buffer_set_text (self->buffer, "", -1);
  if (token == NULL)
    return;
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  text = pad (token);
  self->token_length = (int) g_utf8_strlen (token, -1);
  gtk_text_buffer_insert_with_tags_by_name (self->buffer, &start, text, -1, "token", NULL);
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_place_cursor (self->buffer, &start);
}

static void
mask_token (TesseraTokenGroup *self)
{
  gtk_toggle_button_set_active (self->reveal, FALSE);
}

static void
tessera_token_group_unmap (GtkWidget *widget)
{
  mask_token (TESSERA_TOKEN_GROUP (widget));
  GTK_WIDGET_CLASS (tessera_token_group_parent_class)->unmap (widget);
}

static void
tessera_token_group_dispose (GObject *object)
{
  g_clear_handle_id (&TESSERA_TOKEN_GROUP (object)->idle, g_source_remove);
  g_clear_object (&TESSERA_TOKEN_GROUP (object)->session);
  G_OBJECT_CLASS (tessera_token_group_parent_class)->dispose (object);
}

static void
tessera_token_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraTokenGroup *self = TESSERA_TOKEN_GROUP (object);

  if (id == PROP_SESSION)
    g_value_set_object (value, self->session);
  else
    g_value_set_object (value, self->copy);
}

static void
tessera_token_group_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TesseraTokenGroup *self = TESSERA_TOKEN_GROUP (object);

  mask_token (self);
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->session, show_token, self);
      g_signal_handlers_disconnect_by_func (self->session, mask_token, self);
      g_signal_handlers_disconnect_by_func (tessera_session_get_account (self->session), show_token,
                                            self);
    }
  if (g_set_object (&self->session, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
  if (self->session == NULL)
    return;
  g_signal_connect_object (self->session, "notify::loaded", G_CALLBACK (show_token), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::active", G_CALLBACK (mask_token), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tessera_session_get_account (self->session), "notify::expires-at",
                           G_CALLBACK (show_token), self, G_CONNECT_SWAPPED);
}

static void
tessera_token_group_class_init (TesseraTokenGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tessera_token_group_dispose;
  object_class->get_property = tessera_token_group_get_property;
  object_class->set_property = tessera_token_group_set_property;
  widget_class->unmap = tessera_token_group_unmap;
  g_object_class_install_property (object_class, PROP_SESSION,
                                   g_param_spec_object ("session", NULL, NULL, TESSERA_TYPE_SESSION,
                                                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                          | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_COPY_BUTTON,
                                   g_param_spec_object ("copy-button", NULL, NULL, GTK_TYPE_WIDGET,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("token-group.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraTokenGroup, text);
  gtk_widget_class_bind_template_child (widget_class, TesseraTokenGroup, buffer);
  gtk_widget_class_bind_template_child (widget_class, TesseraTokenGroup, scroller);
  gtk_widget_class_bind_template_child (widget_class, TesseraTokenGroup, reveal);
  gtk_widget_class_bind_template_child (widget_class, TesseraTokenGroup, copy);
  gtk_widget_class_bind_template_child (widget_class, TesseraTokenGroup, programs);
  gtk_widget_class_bind_template_callback (widget_class, mark_set_cb);
  gtk_widget_class_bind_template_callback (widget_class, may_refresh_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_selection_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_token);
}

/* The lines for each program, as `tessera setup` prints them. */
static void
fill_programs (GMenu *menu)
{
  const char *const *programs = tessera_setup_get_programs ();

  for (gsize i = 0; programs[i] != NULL; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (tessera_setup_get_title (programs[i]), NULL);

      g_menu_item_set_action_and_target (item, "session.copy-lines", "s", programs[i]);
      g_menu_append_item (menu, item);
    }
}

static void
name_button (GtkWidget *button, const char *name)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* A split button gives no name to its two parts, which have the keyboard. Up to GTK 4.10 they are
 * called by the names of their types. */
static void
set_up_copy_button (AdwSplitButton *self)
{
  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (self)); part != NULL;
       part = gtk_widget_get_next_sibling (part))
    if (GTK_IS_MENU_BUTTON (part))
      {
        name_button (part, adw_split_button_get_dropdown_tooltip (self));
        name_button (gtk_widget_get_first_child (part),
                     adw_split_button_get_dropdown_tooltip (self));
      }
    else if (GTK_IS_BUTTON (part))
      {
        tessera_narrow_allow (part);
        name_button (part, adw_split_button_get_label (self));
      }
}

static void
tessera_token_group_init (TesseraTokenGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tessera_announce_name_icon_buttons (GTK_WIDGET (self));
  gtk_text_buffer_create_tag (self->buffer, "token", "insert-hyphens", FALSE, NULL);
  g_signal_connect_object (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->text)), "changed",
                           G_CALLBACK (lines_changed_cb), self, G_CONNECT_SWAPPED);
  fill_programs (self->programs);
  set_up_copy_button (ADW_SPLIT_BUTTON (self->copy));
  show_token (self);
}
