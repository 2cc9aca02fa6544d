/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "add-dialog.h"

#include "account-save.h"
#include "announce.h"
#include "form.h"
#include "narrow.h"
#include "notice.h"
#include "preset-fill.h"
#include "preset-form.h"
#include "provider-list.h"
#include "registration.h"
#include "resource-path.h"
#include "window-closing.h"

#include <glib/gi18n.h>

struct _TesseraAddDialog
{
  AdwWindow parent_instance;
  TesseraAccounts *accounts;
  gboolean chosen;             /* there is a second page to go to */
  const TesseraPreset *preset; /* (nullable) static; NULL: another provider */
  GCancellable *cancellable;   /* of the saving; cancelled when the dialog closes */
  gboolean sign_in;            /* after the saving that runs */
  GtkStack *pages;
  TesseraNotice *notice;
  TesseraProviderList *providers;
  GtkLabel *given_title;
  TesseraPresetForm *preset_form;
  TesseraForm *form;
  TesseraRegistration *registration;
  GtkWidget *back;
  GtkWidget *cancel;
  GtkWidget *next;
  GtkWidget *sign_in_button;
};

G_DEFINE_FINAL_TYPE (TesseraAddDialog, tessera_add_dialog, ADW_TYPE_WINDOW)

static guint added_signal;

static gboolean
is_on (TesseraAddDialog *self, const char *page)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), page) == 0;
}

/* @text: (nullable) */
static void
say (TesseraAddDialog *self, const char *text)
{
  g_object_set (self->notice, "text", NULL, NULL);
  g_object_set (self->notice, "text", text, NULL);
}

/* What has been typed so far. *error: (nullable) what is missing for the preset. (transfer full) */
static TesseraAccountConfig *
read_config (TesseraAddDialog *self, GError **error)
{
  TesseraAccountConfig *config = tessera_account_config_new ();

  if (self->preset != NULL)
    tessera_preset_form_fill (self->preset_form, config, error);
  tessera_form_apply (self->form, config);
  return config;
}

/* The client secret that was typed, wherever. (transfer full) (nullable) */
static char *
dup_client_secret (TesseraAddDialog *self)
{
  g_autofree char *secret
    = self->preset != NULL ? tessera_preset_form_dup_client_secret (self->preset_form) : NULL;

  if (secret == NULL)
    secret = g_strdup (tessera_form_get_client_secret (self->form));
  return g_steal_pointer (&secret);
}

/* @name, or the first of "NAME 2", "NAME 3", … that no account has. (transfer full) */
static char *
make_unique (TesseraAddDialog *self, const char *name)
{
  g_autofree char *unique = g_strdup (name);

  for (guint i = 2; tessera_accounts_find (self->accounts, unique, NULL) != NULL; i++)
    {
      g_free (unique);
      unique = g_strdup_printf ("%s %u", name, i);
    }
  return g_steal_pointer (&unique);
}

/* The name of the provider, or of its host. */
static void
propose_name (TesseraAddDialog *self, const TesseraAccountConfig *config)
{
  const char *address = config->issuer != NULL ? config->issuer : config->authorization_endpoint;
  g_autoptr (GUri) uri = address != NULL ? g_uri_parse (address, G_URI_FLAGS_NONE, NULL) : NULL;
  g_autofree char *name = NULL;
  g_autofree char *unique = NULL;

  if (self->preset != NULL)
    name = tessera_preset_suggest_name (self->preset, config);
  else
    name = g_strdup (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : "");
  unique = name[0] != '\0' ? make_unique (self, name) : g_strdup (name);
  tessera_form_propose_name (self->form, unique);
}

static void
changed_cb (TesseraAddDialog *self)
{
  g_autoptr (TesseraAccountConfig) config = read_config (self, NULL);

  say (self, NULL);
  propose_name (self, config);
  tessera_form_show_redirect (self->form, config);
}

static void
focus_page (TesseraAddDialog *self)
{
  if (is_on (self, "who"))
    tessera_provider_list_focus (self->providers);
  else if (is_on (self, "tell"))
    gtk_widget_grab_focus (self->sign_in_button);
  else if (self->preset != NULL)
    tessera_preset_form_focus (self->preset_form);
  else
    tessera_form_focus (self->form);
}

static void
page_changed_cb (TesseraAddDialog *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);
  const char *title
    = page != NULL ? gtk_stack_page_get_title (gtk_stack_get_page (self->pages, page)) : NULL;

  if (title == NULL || self->accounts == NULL)
    return;
  gtk_widget_set_visible (self->back, !is_on (self, "who"));
  gtk_widget_set_visible (self->cancel, is_on (self, "who"));
  gtk_widget_set_visible (self->next, is_on (self, "given"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.back", !is_on (self, "who"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.next", is_on (self, "given"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.save", is_on (self, "tell"));
  /* There is a default widget on the last page only: elsewhere it would also take the Enter key of
   * a row. */
  gtk_window_set_default_widget (GTK_WINDOW (self),
                                 is_on (self, "tell") ? self->sign_in_button : NULL);
  gtk_window_set_title (GTK_WINDOW (self), title);
  focus_page (self);
  tessera_announce (GTK_WIDGET (self), title);
}

/* @preset: (nullable). @values, @address: (nullable) what is known from what was pasted. */
static void
begin (TesseraAddDialog *self, const TesseraPreset *preset, GHashTable *values, const char *address)
{
  g_autoptr (TesseraAccountConfig) empty = tessera_account_config_new ();
  gboolean is_new = !self->chosen || self->preset != preset;

  self->chosen = TRUE;
  self->preset = preset;
  gtk_widget_set_visible (GTK_WIDGET (self->preset_form), preset != NULL);
  gtk_label_set_text (self->given_title, preset != NULL ? preset->title : _ ("Another Provider"));
  if (is_new)
    tessera_form_show (self->form, preset != NULL ? TESSERA_FORM_PRESET : TESSERA_FORM_NEW, preset,
                       empty, NULL, NULL);
  if (preset != NULL && (is_new || values != NULL))
    tessera_preset_form_show (self->preset_form, preset, values);
  if (address != NULL)
    tessera_form_set_issuer (self->form, address);
  gtk_stack_set_visible_child_name (self->pages, "given");
  page_changed_cb (self);
}

static void
chosen_cb (TesseraAddDialog *self, gpointer preset, gpointer values, const char *address)
{
  begin (self, preset, values, address);
}

static void
recognized_cb (TesseraAddDialog *self, gpointer match)
{
  const TesseraPresetMatch *recognized = match;

  begin (self, recognized->preset, recognized->values, NULL);
  if (recognized->advice != NULL)
    say (self, _ (recognized->advice));
}

static void
more_cb (TesseraAddDialog *self)
{
  if (self->preset != NULL)
    tessera_preset_form_show_more (self->preset_form);
}

/* Says why @config cannot be saved, and takes the keyboard to where it can be changed. */
static void
show_error (TesseraAddDialog *self, const TesseraAccountConfig *config, const GError *error)
{
  const char *before = gtk_stack_get_visible_child_name (self->pages);

  gtk_stack_set_visible_child_name (self->pages, "given");
  if (!tessera_form_mark (self->form, config, error))
    gtk_stack_set_visible_child_name (self->pages, before);
  say (self, error->message);
}

static gboolean
check (TesseraAddDialog *self, const TesseraAccountConfig *config, GError **error)
{
  return tessera_account_config_check (config, error)
         && tessera_accounts_check_free (self->accounts, config->name, error);
}

static void
next_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TesseraAddDialog *self = TESSERA_ADD_DIALOG (widget);
  g_autoptr (GError) missing
    = self->preset != NULL ? tessera_preset_form_check (self->preset_form) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccountConfig) config = NULL;

  if (missing != NULL)
    {
      say (self, missing->message);
      return;
    }
  config = read_config (self, &error);
  if (error != NULL)
    say (self, error->message);
  else if (!check (self, config, &error))
    show_error (self, config, error);
  else
    {
      say (self, NULL);
      tessera_registration_show (self->registration, config);
      gtk_stack_set_visible_child_name (self->pages, "tell");
    }
}

static void
back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TesseraAddDialog *self = TESSERA_ADD_DIALOG (widget);

  say (self, NULL);
  gtk_stack_set_visible_child_name (self->pages, is_on (self, "tell") ? "given" : "who");
}

static void
activated_cb (TesseraAddDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "add.next", NULL);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraAddDialog) self = TESSERA_ADD_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccountConfig) config = NULL;
  g_autoptr (TesseraAccount) account
    = tessera_account_save_finish (TESSERA_ACCOUNTS (source), result, &error);

  /* Closed, or gone with its parent. */
  if (g_cancellable_is_cancelled (self->cancellable) || self->accounts == NULL)
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.save", TRUE);
  if (account == NULL)
    {
      config = read_config (self, NULL);
      show_error (self, config, error);
      return;
    }
  g_signal_emit (self, added_signal, 0, account, self->sign_in);
  gtk_window_close (GTK_WINDOW (self));
}

/* @parameter: whether to sign in */
static void
save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TesseraAddDialog *self = TESSERA_ADD_DIALOG (widget);
  g_autoptr (TesseraAccountConfig) config = read_config (self, NULL);
  g_autofree char *secret = dup_client_secret (self);

  self->sign_in = g_variant_get_boolean (parameter);
  gtk_widget_action_set_enabled (widget, "add.save", FALSE);
  tessera_account_save_async (self->accounts, config, secret, self->cancellable, saved_cb,
                              g_object_ref (self));
}

/* The dialog lives until its saving has ended, so its disposal is too late to cancel that. */
static gboolean
tessera_add_dialog_close_request (GtkWindow *window)
{
  g_cancellable_cancel (TESSERA_ADD_DIALOG (window)->cancellable);
  return tessera_window_closing_request (window);
}

static void
tessera_add_dialog_dispose (GObject *object)
{
  g_clear_object (&TESSERA_ADD_DIALOG (object)->accounts);
  G_OBJECT_CLASS (tessera_add_dialog_parent_class)->dispose (object);
}

static void
tessera_add_dialog_finalize (GObject *object)
{
  g_clear_object (&TESSERA_ADD_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (tessera_add_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("add-dialog.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraAddDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, TesseraAddDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, TesseraAddDialog, providers);
  gtk_widget_class_bind_template_child (widget_class, TesseraAddDialog, given_title);
  gtk_widget_class_bind_template_child (widget_class, TesseraAddDialog, preset_form);
  gtk_widget_class_bind_template_child (widget_class, TesseraAddDialog, form);
  gtk_widget_class_bind_template_child (widget_class, TesseraAddDialog, registration);
  gtk_widget_class_bind_template_child (widget_class, TesseraAddDialog, back);
  gtk_widget_class_bind_template_child (widget_class, TesseraAddDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, TesseraAddDialog, next);
  gtk_widget_class_bind_template_child (widget_class, TesseraAddDialog, sign_in_button);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, recognized_cb);
}

static void
tessera_add_dialog_class_init (TesseraAddDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tessera_add_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = tessera_add_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = tessera_add_dialog_close_request;
  added_signal = g_signal_new ("added", TESSERA_TYPE_ADD_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 2, TESSERA_TYPE_ACCOUNT, G_TYPE_BOOLEAN);
  gtk_widget_class_install_action (widget_class, "add.next", NULL, next_cb);
  gtk_widget_class_install_action (widget_class, "add.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "add.save", "b", save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  g_type_ensure (TESSERA_TYPE_FORM);
  g_type_ensure (TESSERA_TYPE_NOTICE);
  g_type_ensure (TESSERA_TYPE_PRESET_FORM);
  g_type_ensure (TESSERA_TYPE_PROVIDER_LIST);
  g_type_ensure (TESSERA_TYPE_REGISTRATION);
  bind_template (widget_class);
}

static void
tessera_add_dialog_init (TesseraAddDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tessera_announce_name_icon_buttons (GTK_WIDGET (self));
  tessera_narrow_allow (GTK_WIDGET (self));
}

GtkWindow *
tessera_add_dialog_new (TesseraAccounts *accounts)
{
  TesseraAddDialog *self = g_object_new (TESSERA_TYPE_ADD_DIALOG, NULL);

  self->accounts = g_object_ref (accounts);
  page_changed_cb (self);
  return GTK_WINDOW (self);
}
