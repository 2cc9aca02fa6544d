/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "announce.h"

#include "page-stage.h"

/* Those without data, as announce.c connects them. */
static guint
count_handlers (gpointer object, const char *signal)
{
  const GSignalMatchType type = G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA;
  guint id = g_signal_lookup (signal, G_OBJECT_TYPE (object));
  guint n = g_signal_handlers_block_matched (object, type, id, 0, NULL, NULL, NULL);

  g_signal_handlers_unblock_matched (object, type, id, 0, NULL, NULL, NULL);
  return n;
}

/* It may be called again, and listens to each button and menu once. */
static void
test_listens_once (void)
{
  GtkWidget *row = g_object_ref_sink (g_object_new (ADW_TYPE_PASSWORD_ENTRY_ROW, NULL));
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *reveal;
  guint reveal_handlers;
  guint popover_handlers;

  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row),
                            g_object_new (GTK_TYPE_MENU_BUTTON, "popover", popover, NULL));
  reveal = page_stage_find (row, GTK_TYPE_BUTTON);
  while (gtk_widget_get_tooltip_text (reveal) == NULL)
    reveal = gtk_widget_get_next_sibling (reveal);
  reveal_handlers = count_handlers (reveal, "notify");
  popover_handlers = count_handlers (popover, "map");

  for (int i = 0; i < 2; i++)
    {
      tessera_announce_name_icon_buttons (row);
      g_assert_cmpuint (count_handlers (reveal, "notify"), ==, reveal_handlers + 2);
      g_assert_cmpuint (count_handlers (popover, "map"), ==, popover_handlers + 1);
    }
  g_object_unref (row);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/announce/listens-once", test_listens_once);
  return g_test_run ();
}
