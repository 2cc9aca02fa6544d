/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "looks.h"

#include "layout-check.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <locale.h>

typedef struct
{
  const char *name;
  int width; /* in pixels, as the height */
  int height;
  int text_scale; /* percent */
  gboolean dark;
  gboolean turned; /* from right to left, where the language is not */
} Look;

static const Look english_looks[] = {
  { "light", 460, 640, 100, FALSE, FALSE },      { "dark", 460, 640, 100, TRUE, FALSE },
  { "large-text", 460, 640, 200, FALSE, FALSE }, { "turned", 460, 640, 100, FALSE, TRUE },
  { "narrow", 360, 640, 100, FALSE, FALSE },     { "low", 360, 294, 100, FALSE, FALSE },
  { "wide", 800, 640, 100, FALSE, FALSE },       { NULL, 0, 0, 0, FALSE, FALSE },
};
static const Look contrast_looks[] = {
  { "light", 460, 640, 100, FALSE, FALSE },
  { "dark", 460, 640, 100, TRUE, FALSE },
  { NULL, 0, 0, 0, FALSE, FALSE },
};
static const Look language_looks[] = {
  { "light", 460, 640, 100, FALSE, FALSE },
  { "narrow", 360, 640, 100, FALSE, FALSE },
  { NULL, 0, 0, 0, FALSE, FALSE },
};

static const char *run;
static const Look *looks;

static void
speak (const char *language)
{
  g_autofree char *catalogues = g_test_build_filename (G_TEST_BUILT, "..", "po", NULL);

  g_setenv ("LANGUAGE", language, TRUE);
  g_setenv ("LC_ALL", "de_DE.UTF-8", TRUE); /* in LOCPATH; LANGUAGE decides */
  g_assert_nonnull (setlocale (LC_ALL, ""));
  g_assert_nonnull (bindtextdomain (GETTEXT_PACKAGE, catalogues));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

void
looks_begin (const char *name)
{
  g_assert_nonnull (name);
  run = name;
  /* GTK 4.14 and newer end in this backend as soon as something is announced. */
  if (gtk_check_version (4, 14, 0) != NULL)
    g_setenv ("GTK_A11Y", "test", TRUE);
  looks = language_looks;
  if (g_str_equal (name, "en"))
    looks = english_looks;
  else if (g_str_equal (name, "high-contrast"))
    {
      looks = contrast_looks;
      g_setenv ("ADW_DEBUG_HIGH_CONTRAST", "1", TRUE);
    }
  else
    speak (name);
}

static gboolean
is_right_to_left (void)
{
  return g_str_equal (run, "ar") || g_str_equal (run, "he");
}

static void
apply (const Look *look)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      look->dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                 : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * look->text_scale / 100,
                NULL);
  gtk_widget_set_default_direction (look->turned || is_right_to_left () ? GTK_TEXT_DIR_RTL
                                                                        : GTK_TEXT_DIR_LTR);
}

static void
painted_cb (GdkFrameClock *clock, guint *frames)
{
  *frames += 1;
}

static void
wait_for_frames (GtkWidget *window, guint wanted)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  guint frames = 0;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &frames);

  while (frames < wanted)
    {
      gtk_widget_queue_draw (window);
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, handler);
}

static void
complain (const char *state, const Look *look, const char *problem)
{
  g_test_message ("%s, %s %s: %s", state, run, look->name, problem);
  g_test_fail ();
}

/* Gives @window the size of the look, or what its content needs more, which is a problem. Without a
 * compositor, a window has an edge beside its content. */
static void
resize (GtkWidget *window, const char *state, const Look *look)
{
  int edge = gtk_widget_get_allocated_width (window) - gtk_widget_get_width (window);
  int width = look->width + edge;
  int height = look->height + edge;
  int minimum;

  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > width)
    complain (state, look, "the window does not get as narrow as that");
  width = MAX (width, minimum);
  gtk_widget_measure (window, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  if (minimum > height)
    complain (state, look, "the window does not get as low as that");
  height = MAX (height, minimum);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  while (gtk_widget_get_allocated_width (window) != width
         || gtk_widget_get_allocated_height (window) != height)
    g_main_context_iteration (NULL, TRUE);
}

static void
write_picture (GtkWidget *window, const char *state, const Look *look)
{
  const char *directory = g_getenv ("TESSERA_PICTURES");
  g_autofree char *name = g_strdup_printf ("%s.%s-%s.png", state, run, look->name);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = NULL;

  if (directory == NULL || *directory == '\0')
    {
      g_object_unref (snapshot);
      return;
    }
  path = g_build_filename (directory, name, NULL);
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window),
                          gtk_widget_get_height (window));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

void
looks_prepare (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Cantarell 11",
                "gtk-enable-animations", FALSE, NULL);
}

void
looks_take (GtkWidget *window, const char *state)
{
  for (const Look *look = looks; look->name != NULL; look++)
    {
      g_autoptr (GPtrArray) problems = NULL;

      apply (look);
      wait_for_frames (window, 1);
      resize (window, state, look);
      /* One frame may make another one necessary, as where the list is folded away. */
      wait_for_frames (window, 2);
      problems = layout_check (window);
      for (guint i = 0; i < problems->len; i++)
        complain (state, look, g_ptr_array_index (problems, i));
      write_picture (window, state, look);
    }
}
