/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stage.h"

#include "accounts-now.h"

#include "sign-out.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* Of tests/session/with-session. */
#define COLLECTION "/org/freedesktop/secrets/collection/login"
#define PASSWORD   "tessera"

/* The browser of the session: it is opened, and looks at nothing. */
static const char desktop_file[]
  = "[Desktop Entry]\nType=Application\nName=Browser\nExec=true %u\nStartupNotify=true\n";
static const char defaults[] = "[Default Applications]\n"
                               "x-scheme-handler/http=stage-browser.desktop\n"
                               "x-scheme-handler/https=stage-browser.desktop\n";

static void
write_file (const char *directory, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
install_browser (void)
{
  static gboolean installed;

  if (installed)
    return;
  installed = TRUE;
  write_file (g_get_user_data_dir (), "applications/stage-browser.desktop", desktop_file);
  write_file (g_get_user_config_dir (), "mimeapps.list", defaults);
}

Stage *
stage_new (const char *const *provider_options, const char *const *scopes)
{
  static const char *const automatic[] = { "--auto", NULL };
  static guint number;
  Stage *self = g_new0 (Stage, 1);
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_new ();
  g_autoptr (GError) error = NULL;

  install_browser ();
  self->provider = provider_process_start (provider_options != NULL ? provider_options : automatic);
  config->name = g_strdup_printf ("Account %u", ++number);
  config->issuer = g_strdup (provider_process_get_issuer (self->provider));
  config->client_id = g_strdup ("tessera-demo");
  config->scopes = g_strdupv ((GStrv) scopes);
  self->accounts = tessera_accounts_new (TRUE, &error);
  g_assert_no_error (error);
  self->account = tessera_accounts_add (self->accounts, config, &error);
  g_assert_no_error (error);
  g_object_ref (self->account);
  self->browsing = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
stage_free (Stage *self)
{
  for (guint i = 0; i < self->browsing->len; i++)
    g_cancellable_cancel (g_ptr_array_index (self->browsing, i));
  g_ptr_array_unref (self->browsing);
  g_object_unref (self->account);
  g_object_unref (self->accounts);
  provider_process_stop (self->provider);
  g_free (self);
}

TesseraAccountConfig *
stage_copy_config (TesseraAccount *account)
{
  return tessera_account_config_copy (tessera_account_get_config (account));
}

static void
browse (Stage *self, const char *uri)
{
  GCancellable *cancellable = g_cancellable_new ();

  g_ptr_array_add (self->browsing, cancellable);
  self->opened++;
  provider_browse_async (uri, cancellable, NULL, NULL);
}

static void
uri_cb (TesseraActivity *activity, GParamSpec *pspec, Stage *self)
{
  g_autofree char *shown = g_strdup (g_object_get_data (G_OBJECT (activity), "stage-uri"));
  const char *uri = tessera_activity_get_uri (activity);

  /* The activity tells of its link whenever it may have changed. */
  if (g_strcmp0 (uri, shown) == 0)
    return;
  g_object_set_data_full (G_OBJECT (activity), "stage-uri", g_strdup (uri), g_free);
  if (uri != NULL)
    browse (self, uri);
}

void
stage_browse (Stage *self, TesseraActivity *activity)
{
  g_signal_connect (activity, "notify::uri", G_CALLBACK (uri_cb), self);
}

void
stage_wait_for_end (TesseraActivity *activity)
{
  while (tessera_activity_get_task (activity) != TESSERA_ACTIVITY_NONE)
    g_main_context_iteration (NULL, TRUE);
}

void
stage_wait_for_step (TesseraActivity *activity, const char *step)
{
  while (g_strcmp0 (tessera_activity_get_step (activity), step) != 0)
    g_main_context_iteration (NULL, TRUE);
}

void
stage_wait_for_state (TesseraAccount *account, TesseraAccountState state)
{
  while (tessera_account_get_state (account) != state)
    g_main_context_iteration (NULL, TRUE);
}

char *
stage_get_string (gpointer object, const char *property)
{
  char *value = NULL;

  g_object_get (object, property, &value, NULL);
  return value;
}

static gboolean
has_string (gpointer object, const char *property, const char *value)
{
  g_autofree char *found = stage_get_string (object, property);

  return g_strcmp0 (found, value) == 0;
}

void
stage_wait_for_string (gpointer object, const char *property, const char *value)
{
  while (!has_string (object, property, value))
    g_main_context_iteration (NULL, TRUE);
}

void
stage_wait_for_boolean (gpointer object, const char *property, gboolean value)
{
  gboolean found = !value;

  while (g_object_get (object, property, &found, NULL), found != value)
    g_main_context_iteration (NULL, TRUE);
}

/* A process has an account object of its own. */
static TesseraAccount *
copy_account (Stage *self)
{
  return tessera_account_new (tessera_account_get_config (self->account), TRUE);
}

void
stage_sign_in_elsewhere (Stage *self)
{
  g_autoptr (TesseraAccount) account = copy_account (self);
  g_autoptr (TesseraActivity) activity = tessera_activity_new (account);

  stage_browse (self, activity);
  tessera_activity_sign_in (activity);
  stage_wait_for_end (activity);
  if (tessera_activity_get_failure (activity) != NULL)
    g_error ("%s", tessera_failure_get_details (tessera_activity_get_failure (activity)));
  g_assert_cmpint (tessera_account_get_state (account), ==, TESSERA_ACCOUNT_SIGNED_IN);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **ended = user_data;

  *ended = g_object_ref (result);
}

void
stage_sign_out_elsewhere (Stage *self)
{
  g_autoptr (TesseraAccount) account = copy_account (self);
  g_autoptr (TesseraSignOut) sign_out = tessera_sign_out_new (account);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_sign_out_skip_browser (sign_out);
  tessera_sign_out_run_async (sign_out, NULL, ended_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  tessera_sign_out_run_finish (sign_out, result, &error);
  g_assert_no_error (error);
}

void
stage_signal_keyring (int number)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer
    = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                   g_variant_new ("(s)", "org.freedesktop.secrets"),
                                   G_VARIANT_TYPE ("(u)"), 0, -1, NULL, &error);
  guint pid;

  g_assert_no_error (error);
  g_variant_get (answer, "(u)", &pid);
  g_assert_cmpint (kill ((pid_t) pid, number), ==, 0);
}

/* Returns: (transfer full) the answer. */
static GVariant *
call_keyring (const char *interface, const char *method, GVariant *parameters)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  GVariant *answer
    = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                   interface, method, parameters, NULL, 0, -1, NULL, &error);

  g_assert_no_error (error);
  return answer;
}

void
stage_lock_keyring (void)
{
  static const char *const collections[] = { COLLECTION, NULL };
  g_autoptr (GVariant) answer
    = call_keyring ("org.freedesktop.Secret.Service", "Lock",
                    g_variant_new ("(@ao)", g_variant_new_objv (collections, -1)));

  g_assert_nonnull (answer);
}

void
stage_empty_keyring (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = call_keyring ("org.freedesktop.Secret.Service", "SearchItems",
                                              g_variant_new ("(a{ss})", NULL));
  g_autofree const char **items = NULL;
  g_autoptr (GError) error = NULL;

  g_variant_get (answer, "(^a&o@ao)", &items, NULL);
  g_assert_nonnull (items[0]);
  for (gsize i = 0; items[i] != NULL; i++)
    {
      g_autoptr (GVariant) deleted
        = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", items[i],
                                       "org.freedesktop.Secret.Item", "Delete", NULL, NULL, 0, -1,
                                       NULL, &error);

      g_assert_no_error (error);
    }
}

/* There is nobody to type the password into a dialog. */
void
stage_unlock_keyring (void)
{
  g_autoptr (GVariant) opened
    = call_keyring ("org.freedesktop.Secret.Service", "OpenSession",
                    g_variant_new ("(sv)", "plain", g_variant_new_string ("")));
  g_autofree char *session = NULL;
  g_autoptr (GVariant) answer = NULL;

  g_variant_get (opened, "(vo)", NULL, &session);
  answer = call_keyring ("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
                         "UnlockWithMasterPassword",
                         g_variant_new ("(o(o@ay@ays))", COLLECTION, session,
                                        g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "", 0, 1),
                                        g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, PASSWORD,
                                                                   strlen (PASSWORD), 1),
                                        "text/plain"));
  g_assert_nonnull (answer);
}
