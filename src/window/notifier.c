/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "notifier.h"

#include "ending.h"
#include "session.h"

#include <glib/gi18n.h>

#define AT_A_TIME 4 /* accounts that are looked at in one go: no frame has to wait */

struct _TesseraNotifier
{
  GObject parent_instance;
  GtkApplication *application;
  TesseraAccounts *accounts;
  GSettings *settings; /* (nullable) */
  GHashTable *endings; /* ID → TesseraEnding */
  guint followed;      /* accounts before this one are in there */
  guint idle;
};

G_DEFINE_FINAL_TYPE (TesseraNotifier, tessera_notifier, G_TYPE_OBJECT)

static const char *
get_id (TesseraEnding *ending)
{
  return tessera_account_get_config (tessera_ending_get_account (ending))->id;
}

static gboolean
is_looked_at (TesseraNotifier *self, TesseraAccount *account)
{
  GtkWindow *window = gtk_application_get_active_window (self->application);
  g_autoptr (TesseraSession) session = NULL;

  if (window == NULL || !gtk_window_is_active (window)
      || g_object_class_find_property (G_OBJECT_GET_CLASS (window), "session") == NULL)
    return FALSE;
  g_object_get (window, "session", &session, NULL);
  return session != NULL && tessera_session_get_account (session) == account;
}

/* Returns: (transfer full) */
static GNotification *
make_notification (TesseraEnding *ending)
{
  TesseraAccount *account = tessera_ending_get_account (ending);
  gboolean over = tessera_ending_get_moment (ending) == TESSERA_ENDING_OVER;
  /* Translators: the name of an account */
  g_autofree char *title
    = g_strdup_printf (over ? _ ("The session of %s has ended") : _ ("The session of %s ends soon"),
                       tessera_account_get_name (account));
  GNotification *notification = g_notification_new (title);

  g_notification_set_body (notification, over
                                           ? _ ("Sign in again to keep using its access token.")
                                           : _ ("It ends in a few minutes and cannot be renewed. "
                                                "Sign in again to keep using its access token."));
  g_notification_set_default_action_and_target (notification, "app.show-account", "s",
                                                get_id (ending));
  g_notification_add_button_with_target (notification, _ ("Sign In"), "app.sign-in", "s",
                                         get_id (ending));
  return notification;
}

static void
moment_changed_cb (TesseraNotifier *self, GParamSpec *pspec, TesseraEnding *ending)
{
  GApplication *application = G_APPLICATION (self->application);
  g_autoptr (GNotification) notification = NULL;

  if (tessera_ending_get_moment (ending) == TESSERA_ENDING_FAR)
    g_application_withdraw_notification (application, get_id (ending));
  else if ((self->settings == NULL || g_settings_get_boolean (self->settings, "notifications"))
           && !is_looked_at (self, tessera_ending_get_account (ending)))
    {
      notification = make_notification (ending);
      g_application_send_notification (application, get_id (ending), notification);
    }
}

static void
follow (TesseraNotifier *self, guint position)
{
  g_autoptr (TesseraAccount) account
    = g_list_model_get_item (G_LIST_MODEL (self->accounts), position);
  const char *id = tessera_account_get_config (account)->id;
  TesseraEnding *ending;

  if (g_hash_table_contains (self->endings, id))
    return;
  ending = tessera_ending_new (account);
  g_signal_connect_object (ending, "notify::moment", G_CALLBACK (moment_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_hash_table_insert (self->endings, g_strdup (id), ending);
  /* What had ended before is no news. */
  if (tessera_ending_get_moment (ending) == TESSERA_ENDING_SOON)
    moment_changed_cb (self, NULL, ending);
}

static gboolean
fill_cb (gpointer user_data)
{
  TesseraNotifier *self = TESSERA_NOTIFIER (user_data);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  for (guint i = 0; i < AT_A_TIME && self->followed < n; i++)
    follow (self, self->followed++);
  if (self->followed < n)
    return G_SOURCE_CONTINUE;
  self->idle = 0;
  return G_SOURCE_REMOVE;
}

/* What is said of an account that is gone is no longer true. */
static gboolean
drop_cb (gpointer id, gpointer ending, gpointer user_data)
{
  TesseraNotifier *self = TESSERA_NOTIFIER (user_data);

  if (tessera_accounts_find_id (self->accounts, id) == tessera_ending_get_account (ending))
    return FALSE;
  if (tessera_ending_get_moment (ending) != TESSERA_ENDING_FAR)
    g_application_withdraw_notification (G_APPLICATION (self->application), id);
  return TRUE;
}

static void
accounts_changed_cb (TesseraNotifier *self)
{
  g_hash_table_foreach_remove (self->endings, drop_cb, self);
  self->followed = 0;
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_LOW, fill_cb, self, NULL);
}

static void
tessera_notifier_dispose (GObject *object)
{
  TesseraNotifier *self = TESSERA_NOTIFIER (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->endings, g_hash_table_unref);
  g_clear_object (&self->settings);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (tessera_notifier_parent_class)->dispose (object);
}

static void
tessera_notifier_class_init (TesseraNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tessera_notifier_dispose;
}

static void
tessera_notifier_init (TesseraNotifier *self)
{
  self->endings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

TesseraNotifier *
tessera_notifier_new (GtkApplication *application, TesseraAccounts *accounts, GSettings *settings)
{
  TesseraNotifier *self = g_object_new (TESSERA_TYPE_NOTIFIER, NULL);

  self->application = application;
  self->accounts = g_object_ref (accounts);
  g_set_object (&self->settings, settings);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  accounts_changed_cb (self);
  return self;
}
