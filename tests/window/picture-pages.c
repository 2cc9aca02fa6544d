/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture-stage.h"

#include "doctor-page.h"
#include "form.h"
#include "inspect-page.h"
#include "page.h"
#include "scopes-page.h"
#include "settings-page.h"
#include "try-it-page.h"

/* The pages that are pushed over that of an account. */

#define N_SCOPES 60

static const char *const options[] = { "--auto", "--fault", "profile-long-text", NULL };

/* As Google's are. */
static GStrv
make_scopes (void)
{
  GStrv scopes = g_new0 (char *, N_SCOPES + 2);

  scopes[0] = g_strdup ("openid");
  for (int i = 1; i <= N_SCOPES; i++)
    scopes[i]
      = g_strdup_printf ("https://www.example.com/auth/cloud-platform.customers-%d.readonly", i);
  return scopes;
}

static void
set_up (PictureStage *self, gconstpointer data)
{
  g_auto (GStrv) scopes = data != NULL ? make_scopes () : NULL;

  picture_stage_begin (self, options, (const char *const *) scopes);
  picture_stage_open (self);
  picture_stage_sign_in (self);
}

static void
tear_down (PictureStage *self, gconstpointer data)
{
  picture_stage_close (self);
}

/* Returns: (transfer none) the page that is pushed. */
static GtkWidget *
push (PictureStage *self, const char *page, GType type)
{
  GtkWidget *found;

  picture_stage_do (self, "win.show-page", page);
  found = picture_stage_find (self->window, type);
  g_assert_nonnull (found);
  return found;
}

static void
take (PictureStage *self, const char *state)
{
  looks_take (GTK_WIDGET (self->window), state);
}

static gpointer
get (GtkWidget *page, const char *name)
{
  return gtk_widget_get_template_child (page, G_OBJECT_TYPE (page), name);
}

static void
click (GtkWidget *page, const char *name)
{
  g_signal_emit_by_name (get (page, name), "clicked");
}

static void
test_scopes (PictureStage *self, gconstpointer data)
{
  push (self, "scopes", TESSERA_TYPE_SCOPES_PAGE);
  take (self, "scopes");
}

static void
test_inspect (PictureStage *self, gconstpointer data)
{
  GtkWidget *page = push (self, "inspect", TESSERA_TYPE_INSPECT_PAGE);

  take (self, "inspect");
  gtk_toggle_button_set_active (get (page, "id_choice"), TRUE);
  take (self, "inspect-id-token");
  gtk_editable_set_text (get (page, "search"), "there is none");
  stage_wait_for_boolean (get (page, "nothing_found"), "visible", TRUE);
  take (self, "inspect-nothing-found");
}

static void
test_try_it (PictureStage *self, gconstpointer data)
{
  GtkWidget *page = push (self, "try-it", TESSERA_TYPE_TRY_IT_PAGE);

  take (self, "try-it");
  click (page, "send");
  stage_wait_for_boolean (get (page, "send"), "visible", TRUE);
  take (self, "try-it-answer");
  gtk_editable_set_text (get (page, "address"), "http://api.example.org/me");
  click (page, "send");
  take (self, "try-it-problem");
  gtk_editable_set_text (get (page, "address"),
                         "https://customers.frankfurt.production.example.org/me");
  click (page, "send");
  take (self, "try-it-question");
}

static void
test_doctor (PictureStage *self, gconstpointer data)
{
  GtkWidget *page = push (self, "doctor", TESSERA_TYPE_DOCTOR_PAGE);

  stage_wait_for_boolean (get (page, "waiting"), "visible", FALSE);
  take (self, "doctor");
  provider_process_set_fault (self->stage->provider, "metadata-wrong-issuer");
  /* Its only button. */
  g_signal_emit_by_name (picture_stage_find (page, GTK_TYPE_BUTTON), "clicked");
  stage_wait_for_boolean (get (page, "waiting"), "visible", FALSE);
  take (self, "doctor-problem");
}

static void
test_programs (PictureStage *self, gconstpointer data)
{
  picture_stage_do (self, "win.show-page", "programs");
  take (self, "programs");
}

static void
expand_rows (GtkWidget *widget)
{
  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    expand_rows (child);
}

static void
test_settings (PictureStage *self, gconstpointer data)
{
  GtkWidget *page = push (self, "settings", TESSERA_TYPE_SETTINGS_PAGE);
  GtkWidget *form = get (page, "form");

  take (self, "settings");
  expand_rows (form);
  gtk_editable_set_text (get (form, "hosts"), "http://example.com/");
  g_assert_true (gtk_widget_activate_action (page, "settings.save", NULL));
  take (self, "settings-problem");
}

void
picture_pages_add (void)
{
#define add(path, test) g_test_add (path, PictureStage, NULL, set_up, test, tear_down)
  add ("/pictures/inspect", test_inspect);
  add ("/pictures/try-it", test_try_it);
  add ("/pictures/doctor", test_doctor);
  add ("/pictures/programs", test_programs);
  add ("/pictures/settings", test_settings);
#undef add
  g_test_add ("/pictures/scopes", PictureStage, "many", set_up, test_scopes, tear_down);
}
