/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "programs-page.h"

#include "setup.h"
#include "window-resources.h"

#include <string.h>

typedef struct
{
  TesseraAccountConfig *config;
  TesseraAccount *account;
  TesseraSession *session;
  TesseraPage *page;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->config = tessera_account_config_new ();
  self->config->id = g_strdup ("6f0e1b9e-2a0c-4c6e-9d59-0f6b3a1f7c11");
  self->config->name = g_strdup ("Work");
  self->config->issuer = g_strdup ("https://a.test");
  self->config->client_id = g_strdup ("client");
  self->account = tessera_account_new (self->config, TRUE);
  self->session = tessera_session_new (self->account);
  self->page
    = g_object_ref_sink (g_object_new (TESSERA_TYPE_PROGRAMS_PAGE, "session", self->session, NULL));
  tessera_page_build (self->page);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->page);
  g_object_unref (self->session);
  g_object_unref (self->account);
  tessera_account_config_free (self->config);
}

/* How many labels below @widget have @text in them. */
static guint
count_labels (GtkWidget *widget, const char *text)
{
  guint count
    = GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += count_labels (child, text);
  return count;
}

static guint
count_rows (GtkWidget *widget)
{
  guint count = ADW_IS_EXPANDER_ROW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += count_rows (child);
  return count;
}

static void
test_has_every_program (Fixture *self, gconstpointer data)
{
  const char *const *programs = tessera_setup_get_programs ();

  g_assert_cmpuint (count_rows (GTK_WIDGET (self->page)), ==, g_strv_length ((GStrv) programs));
  for (gsize i = 0; programs[i] != NULL; i++)
    g_assert_cmpuint (count_labels (GTK_WIDGET (self->page),
                                    tessera_setup_get_summary (programs[i])),
                      >, 0);
}

static void
test_shows_the_terminal_s_lines (Fixture *self, gconstpointer data)
{
  const char *const *programs = tessera_setup_get_programs ();

  for (gsize i = 0; programs[i] != NULL; i++)
    {
      g_autoptr (TesseraSetupText) text = tessera_setup_describe (programs[i], self->config);
      g_autofree char *lines = g_strchomp (g_strdup (text->lines));

      g_assert_cmpuint (count_labels (GTK_WIDGET (self->page), lines), ==, 1);
    }
}

static void
test_says_what_is_missing (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (count_labels (GTK_WIDGET (self->page), "add the host"), >, 0);
  g_assert_cmpuint (count_labels (GTK_WIDGET (self->page), "tessera setup git Work --apply"), <=,
                    1);
  self->config->hosts = g_strsplit ("a.test", " ", -1);
  tessera_account_set_config (self->account, self->config);
  g_assert_cmpuint (count_labels (GTK_WIDGET (self->page), "add the host"), ==, 0);
  g_assert_cmpuint (count_labels (GTK_WIDGET (self->page), "credential.https://a.test.helper"), ==,
                    1);
}

static void
test_lets_go_of_its_session (Fixture *self, gconstpointer data)
{
  tessera_page_set_session (self->page, NULL);
  g_assert_cmpuint (count_rows (GTK_WIDGET (self->page)), ==, 0);
}

static void
add (const char *path, void (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (window_get_resource ());
  add ("/programs-page/every-program", test_has_every_program);
  add ("/programs-page/lines", test_shows_the_terminal_s_lines);
  add ("/programs-page/missing", test_says_what_is_missing);
  add ("/programs-page/no-session", test_lets_go_of_its_session);
  return g_test_run ();
}
