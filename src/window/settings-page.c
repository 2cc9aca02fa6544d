/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "settings-page.h"

#include "account-save.h"
#include "clipboard.h"
#include "form.h"
#include "notice.h"
#include "resource-path.h"
#include "toast.h"

#include <glib/gi18n.h>

struct _TesseraSettingsPage
{
  TesseraPage parent_instance;
  TesseraAccount *account;
  GCancellable *cancellable; /* of the saving; cancelled when the page goes */
  gboolean changed;
  gboolean saving;
  TesseraAccountConfig *written; /* (nullable) by the last saving */
  char *secret;                  /* (nullable) the client secret that was stored with it */
  GtkWindow *window;             /* weak, nullable: the one that the page has left */
  TesseraNotice *notice;
  TesseraForm *form;
  GtkWidget *save;
  GtkWidget *remove;
};

G_DEFINE_FINAL_TYPE (TesseraSettingsPage, tessera_settings_page, TESSERA_TYPE_PAGE)

static void
set_changed (TesseraSettingsPage *self, gboolean changed)
{
  self->changed = changed;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "settings.save", changed && !self->saving);
}

/* The account as it is by now, with the person's changes. (transfer full) */
static TesseraAccountConfig *
read_config (TesseraSettingsPage *self)
{
  TesseraAccountConfig *config
    = tessera_account_config_copy (tessera_account_get_config (self->account));

  tessera_form_apply (self->form, config);
  return config;
}

static void
show_config (TesseraSettingsPage *self)
{
  const TesseraAccountConfig *config = tessera_account_get_config (self->account);

  tessera_form_show (self->form, TESSERA_FORM_SETTINGS, NULL, config, self->account,
                     self->cancellable);
  tessera_form_set_read_only (self->form, config->read_only);
  tessera_form_show_redirect (self->form, config);
  gtk_widget_set_visible (self->save, !config->read_only);
  gtk_widget_set_visible (self->remove, !config->read_only);
  g_object_set (self->notice, "text",
                config->read_only
                  ? _ ("Your administrator manages this account. You cannot change it.")
                  : NULL,
                NULL);
  set_changed (self, FALSE);
}

static void
changed_cb (TesseraSettingsPage *self)
{
  g_autoptr (TesseraAccountConfig) config = NULL;

  if (self->account == NULL)
    return;
  config = read_config (self);
  tessera_form_show_redirect (self->form, config);
  g_object_set (self->notice, "text", NULL, NULL);
  set_changed (self, tessera_form_get_client_secret (self->form) != NULL
                       || !tessera_account_config_equal (config, tessera_account_get_config (
                                                                   self->account)));
}

static void
show_error (TesseraSettingsPage *self, const GError *error)
{
  g_autoptr (TesseraAccountConfig) config = read_config (self);

  tessera_form_mark (self->form, config, error);
  g_object_set (self->notice, "text", NULL, NULL);
  g_object_set (self->notice, "text", error->message, NULL);
  set_changed (self, TRUE);
}

/* Whether the person has changed something since the saving began. */
static gboolean
is_typed_on (TesseraSettingsPage *self)
{
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_copy (self->written);

  tessera_form_apply (self->form, config);
  return !tessera_account_config_equal (config, self->written)
         || g_strcmp0 (tessera_form_get_client_secret (self->form), self->secret) != 0;
}

/* What was typed goes with the page, so the person is told what became of it. */
static void
say_goodbye (TesseraSettingsPage *self, gboolean saved)
{
  if (self->window != NULL)
    tessera_toast_tell (self->window,
                        saved ? _ ("Account settings saved") : _ ("The changes were not saved"));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraSettingsPage) self = TESSERA_SETTINGS_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccount) account
    = tessera_account_save_finish (TESSERA_ACCOUNTS (source), result, &error);

  self->saving = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      say_goodbye (self, account != NULL && !is_typed_on (self));
      return;
    }
  if (account == NULL)
    {
      show_error (self, error);
      return;
    }
  /* What is typed meanwhile is not lost. */
  if (is_typed_on (self))
    changed_cb (self);
  else
    show_config (self);
  tessera_clipboard_confirm (GTK_WIDGET (self), _ ("Account settings saved"));
}

static void
save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TesseraSettingsPage *self = TESSERA_SETTINGS_PAGE (widget);
  g_autoptr (TesseraAccountConfig) config = read_config (self);
  g_autoptr (TesseraAccounts) accounts = NULL;

  g_object_get (gtk_widget_get_root (widget), "accounts", &accounts, NULL);
  self->saving = TRUE;
  set_changed (self, TRUE);
  g_clear_pointer (&self->written, tessera_account_config_free);
  self->written = g_steal_pointer (&config);
  g_clear_pointer (&self->secret, g_free);
  self->secret = g_strdup (tessera_form_get_client_secret (self->form));
  tessera_account_save_async (accounts, self->written, self->secret, self->cancellable, saved_cb,
                              g_object_ref (self));
}

static void
activated_cb (TesseraSettingsPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "settings.save", NULL);
}

/* The page is built with its session. */
static void
tessera_settings_page_realize (GtkWidget *widget)
{
  TesseraSettingsPage *self = TESSERA_SETTINGS_PAGE (widget);
  g_autoptr (TesseraSession) session = NULL;

  GTK_WIDGET_CLASS (tessera_settings_page_parent_class)->realize (widget);
  g_object_get (self, "session", &session, NULL);
  if (self->account != NULL || session == NULL)
    return;
  self->account = g_object_ref (tessera_session_get_account (session));
  show_config (self);
}

/* A page that is covered by another one is not left. */
static void
tessera_settings_page_unroot (GtkWidget *widget)
{
  TesseraSettingsPage *self = TESSERA_SETTINGS_PAGE (widget);

  g_set_weak_pointer (&self->window, GTK_WINDOW (gtk_widget_get_root (widget)));
  g_cancellable_cancel (self->cancellable);
  if (self->changed && !self->saving)
    say_goodbye (self, FALSE);
  GTK_WIDGET_CLASS (tessera_settings_page_parent_class)->unroot (widget);
}

static void
tessera_settings_page_dispose (GObject *object)
{
  TesseraSettingsPage *self = TESSERA_SETTINGS_PAGE (object);

  g_clear_object (&self->account);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->window);
  g_clear_pointer (&self->written, tessera_account_config_free);
  g_clear_pointer (&self->secret, g_free);
  G_OBJECT_CLASS (tessera_settings_page_parent_class)->dispose (object);
}

static void
tessera_settings_page_class_init (TesseraSettingsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tessera_settings_page_dispose;
  widget_class->realize = tessera_settings_page_realize;
  widget_class->unroot = tessera_settings_page_unroot;
  gtk_widget_class_install_action (widget_class, "settings.save", NULL, save_cb);
  g_type_ensure (TESSERA_TYPE_FORM);
  g_type_ensure (TESSERA_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("settings-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraSettingsPage, notice);
  gtk_widget_class_bind_template_child (widget_class, TesseraSettingsPage, form);
  gtk_widget_class_bind_template_child (widget_class, TesseraSettingsPage, save);
  gtk_widget_class_bind_template_child (widget_class, TesseraSettingsPage, remove);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
tessera_settings_page_init (TesseraSettingsPage *self)
{
  self->cancellable = g_cancellable_new ();
}
