/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "form.h"

#include "account-save.h"
#include "announce.h"
#include "form-problem.h"
#include "form-text.h"
#include "issuer-entry.h"
#include "issuer-probe.h"
#include "notice.h"
#include "resource-path.h"
#include "stored-secret-row.h"
#include "value-row.h"
#include "window-closing.h"

#include <glib/gi18n.h>

struct _TesseraForm
{
  AdwWindow parent_instance;
  TesseraAccounts *accounts;
  TesseraAccount *account;     /* (nullable) the one to change */
  TesseraAccountConfig *shown; /* what the form was opened with */
  GCancellable *cancellable;   /* of the saving; cancelled when the form closes */
  TesseraNotice *notice;
  TesseraIssuerProbe *issuer_probe;
  TesseraValueRow *redirect;
  GtkEditable *client_secret;
  TesseraStoredSecretRow *stored_secret;
  AdwComboRow *client_auth;
  AdwExpanderRow *more;
};

G_DEFINE_FINAL_TYPE (TesseraForm, tessera_form, ADW_TYPE_WINDOW)

static guint saved_signal;

/* The entries, by TesseraFormTextField: the names of their objects in form.ui. */
static const char *const entries[TESSERA_FORM_TEXT_N_FIELDS] = {
  [TESSERA_FORM_TEXT_NAME] = "name",
  [TESSERA_FORM_TEXT_ISSUER] = "issuer",
  [TESSERA_FORM_TEXT_CLIENT_ID] = "client_id",
  [TESSERA_FORM_TEXT_SCOPES] = "scopes",
  [TESSERA_FORM_TEXT_REDIRECT_URIS] = "redirect_uris",
  [TESSERA_FORM_TEXT_AUDIENCE] = "audience",
  [TESSERA_FORM_TEXT_RESOURCES] = "resources",
  [TESSERA_FORM_TEXT_AUTH_PARAMS] = "auth_params",
  [TESSERA_FORM_TEXT_AUTHORIZATION_ENDPOINT] = "authorization_endpoint",
  [TESSERA_FORM_TEXT_TOKEN_ENDPOINT] = "token_endpoint",
  [TESSERA_FORM_TEXT_JWKS_URI] = "jwks_uri",
  [TESSERA_FORM_TEXT_USERINFO_ENDPOINT] = "userinfo_endpoint",
  [TESSERA_FORM_TEXT_REVOCATION_ENDPOINT] = "revocation_endpoint",
  [TESSERA_FORM_TEXT_END_SESSION_ENDPOINT] = "end_session_endpoint",
};

/* In the order of the combo row. */
static const char *const client_auths[] = { NULL, "none", "basic", "post" };

static GtkEditable *
get_entry (TesseraForm *self, TesseraFormTextField field)
{
  return GTK_EDITABLE (
    gtk_widget_get_template_child (GTK_WIDGET (self), TESSERA_TYPE_FORM, entries[field]));
}

/* Returns: the row of the combo row; 0, "Automatic", also for a value that has no row. */
static guint
find_client_auth (const TesseraAccountConfig *config)
{
  for (guint i = 1; i < G_N_ELEMENTS (client_auths); i++)
    if (g_strcmp0 (config->client_auth, client_auths[i]) == 0)
      return i;
  return 0;
}

/* What is entered may be more than an issuer, or less. */
static void
take_issuer (TesseraForm *self, TesseraAccountConfig *config)
{
  const char *text = gtk_editable_get_text (get_entry (self, TESSERA_FORM_TEXT_ISSUER));
  g_autofree char *found = NULL;

  g_object_get (self->issuer_probe, "found", &found, NULL);
  if (config->issuer == NULL || (found == NULL && g_strcmp0 (text, self->shown->issuer) == 0))
    return;
  g_clear_pointer (&config->issuer, g_free);
  config->issuer
    = found != NULL ? g_steal_pointer (&found) : tessera_issuer_entry_guess (text, NULL);
}

/* Returns: the current configuration with the person's changes. */
static TesseraAccountConfig *
read_config (TesseraForm *self)
{
  g_autoptr (TesseraAccountConfig) config = tessera_account_config_copy (
    self->account != NULL ? tessera_account_get_config (self->account) : self->shown);
  guint client_auth = adw_combo_row_get_selected (self->client_auth);

  for (guint i = 0; i < TESSERA_FORM_TEXT_N_FIELDS; i++)
    tessera_form_text_apply (config, self->shown, i, gtk_editable_get_text (get_entry (self, i)));
  take_issuer (self, config);
  if (client_auth != find_client_auth (self->shown))
    {
      g_clear_pointer (&config->client_auth, g_free);
      config->client_auth = g_strdup (client_auths[client_auth]);
    }
  return g_steal_pointer (&config);
}

static void
show_config (TesseraForm *self)
{
  for (guint i = 0; i < TESSERA_FORM_TEXT_N_FIELDS; i++)
    {
      g_autofree char *text = tessera_form_text_show (self->shown, i);

      gtk_editable_set_text (get_entry (self, i), text);
      if (text[0] != '\0' && i >= TESSERA_FORM_TEXT_AUDIENCE)
        adw_expander_row_set_expanded (self->more, TRUE);
    }
  adw_combo_row_set_selected (self->client_auth, find_client_auth (self->shown));
}

/* Marks the row of @field, and no other; TESSERA_FORM_TEXT_N_FIELDS for none. Not for a screen
 * reader: Orca 43 takes an invalid entry for one that is gone, and says no more of it. */
static void
mark_row (TesseraForm *self, TesseraFormTextField field)
{
  for (guint i = 0; i < TESSERA_FORM_TEXT_N_FIELDS; i++)
    if (i == field)
      gtk_widget_add_css_class (GTK_WIDGET (get_entry (self, i)), "error");
    else
      gtk_widget_remove_css_class (GTK_WIDGET (get_entry (self, i)), "error");
}

/* Says @error in the notice, and takes the keyboard to the entry that it is about. */
static void
show_error (TesseraForm *self, const GError *error)
{
  g_autoptr (TesseraAccountConfig) config = read_config (self);
  TesseraFormTextField field = tessera_form_problem_find_field (config, error);

  mark_row (self, field);
  if (field != TESSERA_FORM_TEXT_N_FIELDS)
    {
      if (gtk_widget_is_ancestor (GTK_WIDGET (get_entry (self, field)), GTK_WIDGET (self->more)))
        adw_expander_row_set_expanded (self->more, TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (get_entry (self, field)));
    }
  g_object_set (self->notice, "text", NULL, NULL);
  g_object_set (self->notice, "text", error->message, NULL);
}

static void
changed_cb (TesseraForm *self)
{
  g_autoptr (TesseraAccountConfig) config = read_config (self);
  g_auto (GStrv) uris = tessera_account_config_get_redirect_uris (config);
  g_autofree char *text = g_strjoinv ("\n", uris);

  g_object_set (self->redirect, "value", text, NULL);
  g_object_set (self->notice, "text", NULL, NULL);
  mark_row (self, TESSERA_FORM_TEXT_N_FIELDS);
}

static void
verdict_cb (TesseraForm *self, GParamSpec *pspec, GObject *probe)
{
  g_autofree char *outcome = NULL;
  g_autofree char *verdict = NULL;

  g_object_get (probe, "outcome", &outcome, "verdict", &verdict, NULL);
  if (verdict != NULL && !g_str_equal (outcome, "busy"))
    tessera_announce (GTK_WIDGET (self), verdict);
}

/* The keyring is asked no sooner than somebody looks. */
static void
expanded_cb (TesseraForm *self)
{
  if (self->account != NULL && adw_expander_row_get_expanded (self->more))
    tessera_stored_secret_row_look_up (self->stored_secret, self->account, self->cancellable);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraForm) self = TESSERA_FORM (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraAccount) account
    = tessera_account_save_finish (TESSERA_ACCOUNTS (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.save", TRUE);
  if (account == NULL)
    {
      show_error (self, error);
      return;
    }
  g_signal_emit (self, saved_signal, 0, account);
  gtk_window_close (GTK_WINDOW (self));
}

static void
save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TesseraForm *self = TESSERA_FORM (widget);
  g_autoptr (TesseraAccountConfig) config = read_config (self);
  const char *secret = gtk_editable_get_text (self->client_secret);
  gboolean touched
    = secret[0] != '\0' || tessera_stored_secret_row_is_unwanted (self->stored_secret);

  gtk_widget_action_set_enabled (widget, "form.save", FALSE);
  tessera_account_save_async (self->accounts, config, touched ? secret : NULL, self->cancellable,
                              saved_cb, g_object_ref (self));
}

/* The form has no default widget: that would also take the Enter key of the row "More Options". */
static void
activated_cb (TesseraForm *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "form.save", NULL);
}

/* The form lives until its saving has ended, so its disposal is too late to cancel that. */
static gboolean
tessera_form_close_request (GtkWindow *window)
{
  g_cancellable_cancel (TESSERA_FORM (window)->cancellable);
  return tessera_window_closing_request (window);
}

static void
tessera_form_dispose (GObject *object)
{
  TesseraForm *self = TESSERA_FORM (object);

  g_clear_object (&self->accounts);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (tessera_form_parent_class)->dispose (object);
}

static void
tessera_form_finalize (GObject *object)
{
  TesseraForm *self = TESSERA_FORM (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->shown, tessera_account_config_free);
  G_OBJECT_CLASS (tessera_form_parent_class)->finalize (object);
}

static void
tessera_form_class_init (TesseraFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tessera_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = tessera_form_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = tessera_form_close_request;
  saved_signal = g_signal_new ("saved", TESSERA_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, TESSERA_TYPE_ACCOUNT);
  gtk_widget_class_install_action (widget_class, "form.save", NULL, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  g_type_ensure (TESSERA_TYPE_ISSUER_PROBE);
  g_type_ensure (TESSERA_TYPE_NOTICE);
  g_type_ensure (TESSERA_TYPE_STORED_SECRET_ROW);
  g_type_ensure (TESSERA_TYPE_VALUE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("form.ui"));
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    gtk_widget_class_bind_template_child_full (widget_class, entries[i], FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, TesseraForm, notice);
  gtk_widget_class_bind_template_child (widget_class, TesseraForm, issuer_probe);
  gtk_widget_class_bind_template_child (widget_class, TesseraForm, redirect);
  gtk_widget_class_bind_template_child (widget_class, TesseraForm, client_secret);
  gtk_widget_class_bind_template_child (widget_class, TesseraForm, stored_secret);
  gtk_widget_class_bind_template_child (widget_class, TesseraForm, client_auth);
  gtk_widget_class_bind_template_child (widget_class, TesseraForm, more);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, verdict_cb);
  gtk_widget_class_bind_template_callback (widget_class, expanded_cb);
}

static void
tessera_form_init (TesseraForm *self)
{
  self->shown = tessera_account_config_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < TESSERA_FORM_TEXT_N_FIELDS; i++)
    tessera_announce_name_entry (GTK_WIDGET (get_entry (self, i)));
  tessera_announce_name_entry (GTK_WIDGET (self->client_secret));
  tessera_announce_name_icon_buttons (GTK_WIDGET (self));
}

GtkWindow *
tessera_form_new (TesseraAccounts *accounts, TesseraAccount *account)
{
  TesseraForm *self = g_object_new (TESSERA_TYPE_FORM, NULL);

  self->accounts = g_object_ref (accounts);
  g_set_object (&self->account, account);
  if (account != NULL)
    {
      gtk_window_set_title (GTK_WINDOW (self), _ ("Edit Account"));
      g_clear_pointer (&self->shown, tessera_account_config_free);
      self->shown = tessera_account_config_copy (tessera_account_get_config (account));
      show_config (self);
    }
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (get_entry (self, TESSERA_FORM_TEXT_NAME)));
  return GTK_WINDOW (self);
}
