/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "inspect-page.h"

#include "claim.h"
#include "claims-group.h"
#include "finding-row.h"
#include "page-stage.h"
#include "source-view.h"
#include "value-row.h"
#include "window-resources.h"

#include <string.h>

static void
set_up (PageStage *self, gconstpointer data)
{
  page_stage_open (self, TESSERA_TYPE_INSPECT_PAGE, TRUE);
}

static void
tear_down (PageStage *self, gconstpointer data)
{
  page_stage_close (self);
}

/* The titles of all rows of @type below @widget, in order, with a blank behind each. */
static void
append_titles (GtkWidget *widget, GType type, GString *titles)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    g_string_append_printf (titles, "%s|",
                            adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    append_titles (child, type, titles);
}

static char *
collect_titles (gpointer widget, GType type)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  append_titles (widget, type, titles);
  return g_string_free (g_steal_pointer (&titles), FALSE);
}

static void
assert_titles (gpointer widget, GType type, const char *wanted)
{
  g_autofree char *titles = collect_titles (widget, type);

  g_assert_cmpstr (titles, ==, wanted);
}

/* In the token's order, which is that of the provider's code. */
static void
test_access_token (PageStage *self, gconstpointer data)
{
  g_assert_true (gtk_widget_get_visible (page_stage_get (self, "choice")));
  assert_titles (page_stage_get (self, "claims"), TESSERA_TYPE_VALUE_ROW,
                 "Issuer|Subject|Audience|Client ID|Scopes|Issued|Expires|"
                 "Time of Sign-In|Token ID|");
  assert_titles (page_stage_get (self, "header"), TESSERA_TYPE_VALUE_ROW, "Type|Algorithm|Key ID|");
  g_assert_false (gtk_widget_get_visible (page_stage_get (self, "checks")));
  g_assert_nonnull (
    strstr (tessera_source_view_get_text (page_stage_get (self, "source")), "at+jwt"));
}

static void
test_id_token (PageStage *self, gconstpointer data)
{
  gtk_toggle_button_set_active (page_stage_get (self, "id_choice"), TRUE);
  assert_titles (
    page_stage_get (self, "checks"), TESSERA_TYPE_FINDING_ROW,
    "Signature|Issuer|Issuer of the Answer|Audience|Subject|Times|Nonce|Access Token Hash|");
  g_assert_true (gtk_widget_get_visible (page_stage_get (self, "checks")));
  g_assert_nonnull (strstr (tessera_source_view_get_text (page_stage_get (self, "source")), "zoe"));
  gtk_toggle_button_set_active (page_stage_get (self, "access_choice"), TRUE);
  g_assert_false (gtk_widget_get_visible (page_stage_get (self, "checks")));
}

static void
type_words (PageStage *self, const char *words)
{
  gtk_editable_set_text (page_stage_get (self, "search"), words);
  g_signal_emit_by_name (page_stage_get (self, "search"), "search-changed");
}

static void
test_search (PageStage *self, gconstpointer data)
{
  type_words (self, "expire");
  assert_titles (self->page, TESSERA_TYPE_VALUE_ROW, "Expires|");
  g_assert_false (gtk_widget_get_visible (page_stage_get (self, "nothing_found")));
  type_words (self, "no such thing");
  assert_titles (self->page, TESSERA_TYPE_VALUE_ROW, "");
  g_assert_true (gtk_widget_get_visible (page_stage_get (self, "nothing_found")));
  /* Escape. */
  g_signal_emit_by_name (page_stage_get (self, "search"), "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (page_stage_get (self, "search")), ==, "");
}

/* What is shown are the tokens of the session as it is. */
static void
test_signed_out (PageStage *self, gconstpointer data)
{
  stage_sign_out_elsewhere (self->stage);
  while (gtk_widget_get_visible (page_stage_get (self, "claims")))
    g_main_context_iteration (NULL, TRUE);
  assert_titles (self->page, TESSERA_TYPE_VALUE_ROW, "");
  g_assert_null (tessera_source_view_get_text (page_stage_get (self, "source")));
}

static GPtrArray *
make_claims (guint n)
{
  GPtrArray *claims = g_ptr_array_new_with_free_func ((GDestroyNotify) tessera_claim_free);
  g_autoptr (JsonNode) node = json_node_init_int (json_node_alloc (), 1);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("claim%u", i);

      g_ptr_array_add (claims, tessera_claim_new (name, node, "1", 0));
    }
  return claims;
}

static guint
count (gpointer widget, GType type)
{
  g_autofree char *titles = collect_titles (widget, type);
  guint n = 0;

  for (const char *bar = strchr (titles, '|'); bar != NULL; bar = strchr (bar + 1, '|'))
    n++;
  return n;
}

static AdwActionRow *
find_more (GtkWidget *widget)
{
  AdwActionRow *found = ADW_IS_ACTION_ROW (widget) ? ADW_ACTION_ROW (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_more (child);
  return found;
}

/* A hundred at a time, and the search looks through all. */
static void
test_many_claims (void)
{
  TesseraClaimsGroup *group = g_object_new (TESSERA_TYPE_CLAIMS_GROUP, NULL);
  /* GTK 4.18 wants a row that is activated to be in a window. */
  GtkWidget *window = g_object_new (GTK_TYPE_WINDOW, "child", group, NULL);
  g_autoptr (GPtrArray) claims = make_claims (10000);

  g_assert_cmpuint (tessera_claims_group_show (group, claims, NULL), ==, 10000);
  g_assert_cmpuint (count (group, TESSERA_TYPE_VALUE_ROW), ==, 100);
  adw_action_row_activate (find_more (GTK_WIDGET (group)));
  g_assert_cmpuint (count (group, TESSERA_TYPE_VALUE_ROW), ==, 200);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (find_more (GTK_WIDGET (group))), "9800"));
  g_assert_cmpuint (tessera_claims_group_show (group, claims, "claim9999"), ==, 1);
  g_assert_null (find_more (GTK_WIDGET (group)));
  g_assert_cmpuint (tessera_claims_group_show (group, NULL, NULL), ==, 0);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (group)));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Returns: (nullable) the row below @widget with that title */
static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  GtkWidget *found
    = ADW_IS_PREFERENCES_ROW (widget)
          && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0
        ? widget
        : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, title);
  return found;
}

static void
assert_keyboard_in (GtkWidget *window, const char *title)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  g_assert_nonnull (focus);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (
                     gtk_widget_get_ancestor (focus, ADW_TYPE_PREFERENCES_ROW))),
                   ==, title);
}

static gboolean
drawn_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  guint *frames_left = user_data;

  (*frames_left)--;
  return *frames_left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* A frame's tick comes before its layout, so the second one has the first one behind it. */
static void
wait_for_layout (GtkWidget *window)
{
  guint frames_left = 2;

  gtk_widget_add_tick_callback (window, drawn_cb, &frames_left, NULL);
  while (frames_left > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* A renewal shows other rows, and the keyboard and the view stay where they are among them. */
static void
test_keeps_the_keyboard (void)
{
  TesseraClaimsGroup *group = g_object_new (TESSERA_TYPE_CLAIMS_GROUP, NULL);
  GtkWidget *scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", group, NULL);
  GtkWidget *window
    = g_object_new (GTK_TYPE_WINDOW, "child", scroller, "default-height", 300, NULL);
  GtkAdjustment *view = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  g_autoptr (GPtrArray) claims = make_claims (30);
  g_autoptr (GPtrArray) renewed = make_claims (30);
  g_autoptr (GPtrArray) fewer = make_claims (10);
  double place;

  tessera_claims_group_show (group, claims, NULL);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (window))
    g_main_context_iteration (NULL, TRUE);
  wait_for_layout (window);
  gtk_widget_grab_focus (find_row (GTK_WIDGET (group), "claim20"));
  wait_for_layout (window);
  place = gtk_adjustment_get_value (view);
  g_assert_cmpfloat (place, >, 0);

  g_ptr_array_remove_index (renewed, 0);
  g_ptr_array_add (renewed, g_ptr_array_steal_index (fewer, 0));
  tessera_claims_group_show (group, renewed, NULL);
  assert_keyboard_in (window, "claim20");
  wait_for_layout (window);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (view), place, 0.5);

  tessera_claims_group_show (group, fewer, NULL);
  assert_keyboard_in (window, "claim9");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_checks_keep_the_keyboard (PageStage *self, gconstpointer data)
{
  GtkWidget *row;

  gtk_toggle_button_set_active (page_stage_get (self, "id_choice"), TRUE);
  row = find_row (page_stage_get (self, "checks"), "Subject");
  g_assert_true (gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD));
  g_object_notify (G_OBJECT (self->stage->account), "expires-at");
  assert_keyboard_in (self->window, "Subject");
  g_assert_false (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (self->window)), row));
}

/* Of a long list, the first elements and their number are shown; the search finds all. */
static void
test_long_list (void)
{
  TesseraClaimsGroup *group = g_object_ref_sink (g_object_new (TESSERA_TYPE_CLAIMS_GROUP, NULL));
  g_autoptr (GPtrArray) claims
    = g_ptr_array_new_with_free_func ((GDestroyNotify) tessera_claim_free);
  g_autoptr (JsonArray) groups = json_array_new ();
  g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), groups);
  g_autofree char *value = NULL;

  for (guint i = 0; i < 1500; i++)
    {
      g_autofree char *name = g_strdup_printf ("group%u", i);

      json_array_add_string_element (groups, name);
    }
  g_ptr_array_add (claims, tessera_claim_new ("groups", node, "[]", 0));
  g_assert_cmpuint (tessera_claims_group_show (group, claims, "group1499"), ==, 1);
  value = stage_get_string (page_stage_find (GTK_WIDGET (group), TESSERA_TYPE_VALUE_ROW), "value");
  g_assert_true (g_str_has_prefix (value, "group0\ngroup1\n"));
  g_assert_true (g_str_has_suffix (value, "…\n1500 values in all"));
  g_assert_cmpuint (strlen (value), <, 700);
  g_object_unref (group);
}

/* What is copied is whole; what is shown is not longer than somebody reads. */
static void
test_long_source (void)
{
  TesseraSourceView *view = g_object_ref_sink (g_object_new (TESSERA_TYPE_SOURCE_VIEW, NULL));
  GtkWidget *scroller = adw_bin_get_child (ADW_BIN (view));
  GtkTextView *text_view
    = GTK_TEXT_VIEW (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller)));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 500; i++)
    g_string_append (text, "ä");
  g_string_append_c (text, '\n');
  for (guint i = 0; i < 20000; i++)
    g_string_append (text, "\"claim\" : 1\n");
  tessera_source_view_set_text (view, text->str);
  g_assert_cmpstr (tessera_source_view_get_text (view), ==, text->str);
  g_assert_cmpint (gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (text_view)), <, 66000);
  g_object_unref (view);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (window_get_resource ());
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  /* As in the application: GTK 4.8 keeps a label that is gone in the primary selection. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);

#define add(path, test) g_test_add (path, PageStage, NULL, set_up, test, tear_down)
  add ("/inspect-page/access-token", test_access_token);
  add ("/inspect-page/id-token", test_id_token);
  add ("/inspect-page/search", test_search);
  add ("/inspect-page/signed-out", test_signed_out);
  add ("/inspect-page/checks-keep-the-keyboard", test_checks_keep_the_keyboard);
  g_test_add_func ("/inspect-page/many-claims", test_many_claims);
  g_test_add_func ("/inspect-page/keeps-the-keyboard", test_keeps_the_keyboard);
  g_test_add_func ("/inspect-page/long-list", test_long_list);
  g_test_add_func ("/inspect-page/long-source", test_long_source);
  return g_test_run ();
}
