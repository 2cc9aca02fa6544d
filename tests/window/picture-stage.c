/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture-stage.h"

#include "accounts-now.h"
#include "resource-path.h"
#include "window-visibility.h"

#include <glib/gstdio.h>

static void
give_long_name (Stage *stage)
{
  g_autoptr (TesseraAccountConfig) config = stage_copy_config (stage->account);
  g_autoptr (GError) error = NULL;

  g_free (config->name);
  config->name = g_strdup ("Customers of the European Production (Frankfurt am Main)");
  g_assert_true (tessera_accounts_update (stage->accounts, config, &error));
  g_assert_no_error (error);
}

void
picture_stage_begin (PictureStage *self, const char *const *options, const char *const *scopes)
{
  self->stage = stage_new (options, scopes);
  give_long_name (self->stage);
}

/* Without an application, a window has neither its style nor its icons. */
static GtkApplication *
get_application (void)
{
  static GtkApplication *application;
  g_autoptr (GError) error = NULL;

  if (application != NULL)
    return application;
  application = GTK_APPLICATION (adw_application_new (APPLICATION_ID, G_APPLICATION_NON_UNIQUE));
  g_application_set_resource_base_path (G_APPLICATION (application), RESOURCE_BASE_PATH);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  return application;
}

TesseraWindow *
picture_stage_open_window (TesseraAccounts *accounts)
{
  GtkWindow *window = tessera_window_new (get_application (), accounts);
  g_autoptr (TesseraWindowVisibility) visibility = tessera_window_visibility_new (window);

  gtk_window_present (window);
  stage_wait_for_boolean (visibility, "visible", TRUE);
  return TESSERA_WINDOW (window);
}

void
picture_stage_open (PictureStage *self)
{
  self->window = picture_stage_open_window (self->stage->accounts);
}

void
picture_stage_close (PictureStage *self)
{
  g_autofree char *path
    = g_build_filename (g_get_user_config_dir (), "tessera", "accounts.conf", NULL);

  gtk_window_destroy (GTK_WINDOW (self->window));
  stage_free (self->stage);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

TesseraSession *
picture_stage_get_session (PictureStage *self)
{
  g_autoptr (TesseraSession) session = NULL;

  g_object_get (self->window, "session", &session, NULL);
  return session;
}

void
picture_stage_sign_in (PictureStage *self)
{
  stage_sign_in_elsewhere (self->stage);
  picture_stage_wait_for_page (self, "signed-in");
  stage_wait_for_boolean (picture_stage_get_session (self), "loaded", TRUE);
}

void
picture_stage_do (PictureStage *self, const char *action, const char *parameter)
{
  GVariant *variant = parameter != NULL ? g_variant_new_string (parameter) : NULL;

  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (self->window), action, variant));
}

void
picture_stage_wait_for_page (PictureStage *self, const char *page)
{
  stage_wait_for_string (self->window, "page", page);
}

GtkWidget *
picture_stage_find (gpointer widget, GType type)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = picture_stage_find (child, type);
  return found;
}

GtkWidget *
picture_stage_find_dialog (PictureStage *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (window) == GTK_WINDOW (self->window))
        return GTK_WIDGET (window);
    }
  return NULL;
}
