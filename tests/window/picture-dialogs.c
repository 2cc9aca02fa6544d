/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture-stage.h"

#include "add-dialog.h"
#include "form.h"
#include "import-dialog.h"
#include "preferences.h"
#include "preset-form.h"
#include "provider-list.h"
#include "settings.h"
#include "window-fit.h"

#include <glib/gstdio.h>
#include <unistd.h>

/* The dialogs, each above a window; but for the shortcuts and About, which are the libraries'. */

static void
set_up (PictureStage *self, gconstpointer data)
{
  picture_stage_begin (self, NULL, NULL);
  picture_stage_open (self);
}

static void
tear_down (PictureStage *self, gconstpointer data)
{
  picture_stage_close (self);
}

static gpointer
get (gpointer widget, const char *name)
{
  return gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name);
}

static void
type (gpointer widget, const char *entry, const char *text)
{
  gtk_editable_set_text (get (widget, entry), text);
}

/* @list: of the preset's form. */
static void
type_row (gpointer preset_form, const char *list, int row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (
                           gtk_list_box_get_row_at_index (get (preset_form, list), row)),
                         text);
}

static GtkWidget *
open_dialog (PictureStage *self, const char *action)
{
  GtkWidget *dialog;

  picture_stage_do (self, action, NULL);
  dialog = picture_stage_find_dialog (self);
  return dialog != NULL ? dialog : GTK_WIDGET (self->window);
}

static void
choose (GtkWidget *dialog, const char *text)
{
  gpointer search = get (get (dialog, "providers"), "search");

  gtk_editable_set_text (search, text);
  g_signal_emit_by_name (search, "activate");
}

static void
go (GtkWidget *dialog, const char *action)
{
  g_assert_true (gtk_widget_activate_action (dialog, action, NULL));
}

static void
test_add_with_a_preset (PictureStage *self, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (self, "win.add");
  gpointer preset_form = get (dialog, "preset_form");

  looks_take (dialog, "add-who");
  choose (dialog, "keycloak");
  looks_take (dialog, "add-given");
  go (dialog, "add.next");
  looks_take (dialog, "add-given-missing");
  type_row (preset_form, "needed", 0, "login.customers.frankfurt.production.example.org");
  type_row (preset_form, "needed", 1, "customers-of-the-european-production");
  type_row (preset_form, "needed", 2, "desktop");
  looks_take (dialog, "add-given-filled");
  go (dialog, "add.next");
  looks_take (dialog, "add-tell");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_add_another (PictureStage *self, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (self, "win.add");
  gpointer form = get (dialog, "form");
  const char *issuer = provider_process_get_issuer (self->stage->provider);
  g_autofree char *wrong = g_strconcat (issuer, "/somewhere/below/", NULL);

  gtk_editable_set_text (get (get (dialog, "providers"), "search"), "no such provider");
  looks_take (dialog, "add-who-nothing-found");
  choose (dialog, "no such provider");
  looks_take (dialog, "add-another");
  type (form, "issuer", wrong);
  type (form, "client_id", "0oa1b2c3d4e5f6g7h8i9-customers.frankfurt.production.example.org");
  stage_wait_for_string (get (form, "issuer_probe"), "found", issuer);
  looks_take (dialog, "add-another-wrong-issuer");
  type (form, "hosts", "http://example.com/");
  go (dialog, "add.next");
  looks_take (dialog, "add-another-problem");
  type (form, "hosts", "");
  type (form, "issuer", issuer);
  go (dialog, "add.next");
  looks_take (dialog, "add-another-tell");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_import (PictureStage *self, gconstpointer data)
{
  static const char text[]
    = "[Tessera Accounts]\nVersion=1\n"
      "[a]\nName=Customers of the European Production (Frankfurt am Main)\n"
      "Issuer=https://login.customers.frankfurt.production.example.org/realms/customers\n"
      "ClientId=a\nTokenEndpoint=https://tokens.customers.frankfurt.production.example.org/t\n"
      "Hosts=git.customers.frankfurt.production.example.org;api.example.org;\n"
      "[b]\nName=Staging\nIssuer=https://login.example.org/\nClientId=b\n";
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  GtkWindow *dialog;
  int fd = g_file_open_tmp ("XXXXXX.tessera", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  file = g_file_new_for_path (path);
  dialog = tessera_import_dialog_new (self->stage->accounts, file, &error);
  g_assert_no_error (error);
  tessera_window_fit_present (dialog, GTK_WINDOW (self->window));
  looks_take (GTK_WIDGET (dialog), "import");
  gtk_window_destroy (dialog);
  g_unlink (path);
}

static void
test_preferences (PictureStage *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = tessera_settings_open ();
  GtkWindow *dialog = GTK_WINDOW (tessera_preferences_new (settings));

  tessera_window_fit_present (dialog, GTK_WINDOW (self->window));
  looks_take (GTK_WIDGET (dialog), "preferences");
  gtk_window_destroy (dialog);
}

static void
test_remove (PictureStage *self, gconstpointer data)
{
  looks_take (open_dialog (self, "win.remove"), "remove");
}

void
picture_dialogs_add (void)
{
#define add(path, test) g_test_add (path, PictureStage, NULL, set_up, test, tear_down)
  add ("/pictures/add-with-a-preset", test_add_with_a_preset);
  add ("/pictures/add-another", test_add_another);
  add ("/pictures/import", test_import);
  add ("/pictures/preferences", test_preferences);
  /* From 1.5 on libadwaita warns of how it measures the heading of a long question itself. */
  if (adw_get_minor_version () < 5)
    add ("/pictures/remove", test_remove);
#undef add
}
