/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "form.h"

#include "issuer-probe.h"
#include "notice.h"
#include "resource-path.h"
#include "value-row.h"
#include "window-closing.h"

#include <glib/gi18n.h>

struct _TesseraForm
{
  AdwWindow parent_instance;
  TesseraAccounts *accounts;
  TesseraAccount *account;   /* (nullable) the one to change */
  TesseraAccount *saved;     /* while its client secret is being stored */
  GCancellable *cancellable; /* by closing the form, while accounts.conf is locked */
  gboolean writing;          /* accounts.conf */
  TesseraNotice *notice;
  TesseraValueRow *redirect;
  GtkEditable *client_secret;
  AdwComboRow *client_auth;
  AdwExpanderRow *more;
};

G_DEFINE_FINAL_TYPE (TesseraForm, tessera_form, ADW_TYPE_WINDOW)

static guint saved_signal;

/* One entry of the form, named as its object in form.ui, and its member of TesseraAccountConfig. */
typedef struct
{
  const char *entry;
  gsize offset;
  const char *separators; /* NULL: one string, else a list, shown with the first of these */
  gboolean advanced;
} Field;

static const Field fields[] = {
  { "name", G_STRUCT_OFFSET (TesseraAccountConfig, name), NULL, FALSE },
  { "issuer", G_STRUCT_OFFSET (TesseraAccountConfig, issuer), NULL, FALSE },
  { "client_id", G_STRUCT_OFFSET (TesseraAccountConfig, client_id), NULL, FALSE },
  { "scopes", G_STRUCT_OFFSET (TesseraAccountConfig, scopes), " ,", FALSE },
  { "redirect_uris", G_STRUCT_OFFSET (TesseraAccountConfig, redirect_uris), " ,", FALSE },
  { "audience", G_STRUCT_OFFSET (TesseraAccountConfig, audience), NULL, TRUE },
  { "resources", G_STRUCT_OFFSET (TesseraAccountConfig, resources), " ,", TRUE },
  { "auth_params", G_STRUCT_OFFSET (TesseraAccountConfig, auth_params), ";", TRUE },
  { "authorization_endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, authorization_endpoint), NULL,
    TRUE },
  { "token_endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, token_endpoint), NULL, TRUE },
  { "jwks_uri", G_STRUCT_OFFSET (TesseraAccountConfig, jwks_uri), NULL, TRUE },
  { "userinfo_endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, userinfo_endpoint), NULL, TRUE },
  { "revocation_endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, revocation_endpoint), NULL,
    TRUE },
  { "end_session_endpoint", G_STRUCT_OFFSET (TesseraAccountConfig, end_session_endpoint), NULL,
    TRUE },
};

/* In the order of the combo row. */
static const char *const client_auths[] = { NULL, "none", "basic", "post" };

static GtkEditable *
get_entry (TesseraForm *self, const Field *field)
{
  return GTK_EDITABLE (
    gtk_widget_get_template_child (GTK_WIDGET (self), TESSERA_TYPE_FORM, field->entry));
}

static char **
split_list (const char *text, const char *separators)
{
  g_auto (GStrv) parts = g_strsplit_set (text, separators, -1);
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  gsize n = 0;

  for (gsize i = 0; parts[i] != NULL; i++)
    if (g_strstrip (parts[i])[0] != '\0')
      {
        g_strv_builder_add (list, parts[i]);
        n++;
      }
  return n > 0 ? g_strv_builder_end (list) : NULL;
}

static TesseraAccountConfig *
read_config (TesseraForm *self)
{
  g_autoptr (TesseraAccountConfig) config
    = self->account != NULL
        ? tessera_account_config_copy (tessera_account_get_config (self->account))
        : tessera_account_config_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      gpointer member = G_STRUCT_MEMBER_P (config, fields[i].offset);
      g_autofree char *text
        = g_strstrip (g_strdup (gtk_editable_get_text (get_entry (self, &fields[i]))));

      if (fields[i].separators != NULL)
        {
          g_clear_pointer ((char ***) member, g_strfreev);
          *(char ***) member = split_list (text, fields[i].separators);
        }
      else
        {
          g_clear_pointer ((char **) member, g_free);
          *(char **) member = text[0] != '\0' ? g_steal_pointer (&text) : NULL;
        }
    }
  g_free (config->client_auth);
  config->client_auth = g_strdup (client_auths[adw_combo_row_get_selected (self->client_auth)]);
  return g_steal_pointer (&config);
}

static void
show_config (TesseraForm *self, const TesseraAccountConfig *config)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      gpointer member = G_STRUCT_MEMBER_P (config, fields[i].offset);
      g_autofree char *text = NULL;

      if (fields[i].separators == NULL)
        text = g_strdup (*(char **) member);
      else if (*(char ***) member != NULL)
        {
          const char separator[] = { fields[i].separators[0], '\0' };

          text = g_strjoinv (separator, *(char ***) member);
        }
      if (text == NULL)
        continue;
      gtk_editable_set_text (get_entry (self, &fields[i]), text);
      if (fields[i].advanced)
        adw_expander_row_set_expanded (self->more, TRUE);
    }
  for (guint i = 1; i < G_N_ELEMENTS (client_auths); i++)
    if (g_strcmp0 (config->client_auth, client_auths[i]) == 0)
      adw_combo_row_set_selected (self->client_auth, i);
}

static void
changed_cb (TesseraForm *self)
{
  g_autoptr (TesseraAccountConfig) config = read_config (self);
  g_auto (GStrv) uris = tessera_account_config_get_redirect_uris (config);
  g_autofree char *text = g_strjoinv ("\n", uris);

  g_object_set (self->redirect, "value", text, NULL);
  g_object_set (self->notice, "text", NULL, NULL);
}

static void
finish_save (TesseraForm *self)
{
  g_signal_emit (self, saved_signal, 0, self->saved);
  gtk_window_close (GTK_WINDOW (self));
}

static void
secret_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraForm) self = TESSERA_FORM (user_data);
  g_autoptr (GError) error = NULL;

  if (tessera_account_set_client_secret_finish (TESSERA_ACCOUNT (source), result, &error))
    {
      finish_save (self);
      return;
    }
  /* The account is written down: saving again changes it, and stores the secret. */
  g_set_object (&self->account, self->saved);
  g_object_set (self->notice, "text", error->message, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.save", TRUE);
}

static TesseraAccount *
take_written (TesseraForm *self, GAsyncResult *result, GError **error)
{
  if (self->account == NULL)
    return tessera_accounts_add_finish (self->accounts, result, error);
  return tessera_accounts_update_finish (self->accounts, result, error) ? self->account : NULL;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraForm) self = TESSERA_FORM (user_data);
  g_autoptr (GError) error = NULL;
  const char *secret;

  /* Closed meanwhile. */
  if (self->accounts == NULL)
    return;
  self->writing = FALSE;
  g_set_object (&self->saved, take_written (self, result, &error));
  if (self->saved == NULL)
    {
      g_object_set (self->notice, "text", error->message, NULL);
      return;
    }
  secret = gtk_editable_get_text (self->client_secret);
  if (secret[0] == '\0')
    finish_save (self);
  else
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.save", FALSE);
      tessera_account_set_client_secret_async (self->saved, secret, NULL, secret_stored_cb,
                                               g_object_ref (self));
    }
}

static void
save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TesseraForm *self = TESSERA_FORM (widget);
  g_autoptr (TesseraAccountConfig) config = read_config (self);

  /* The button stays as it is: one that cannot be used would lose the keyboard's focus. */
  if (self->writing)
    return;
  self->writing = TRUE;
  if (self->account == NULL)
    tessera_accounts_add_async (self->accounts, config, self->cancellable, written_cb,
                                g_object_ref (self));
  else
    tessera_accounts_update_async (self->accounts, config, self->cancellable, written_cb,
                                   g_object_ref (self));
}

/* No default widget of the window does this: it would also take the Enter of a row that opens. */
static void
activated_cb (TesseraForm *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "form.save", NULL);
}

static void
tessera_form_dispose (GObject *object)
{
  TesseraForm *self = TESSERA_FORM (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->accounts);
  g_clear_object (&self->account);
  g_clear_object (&self->saved);
  G_OBJECT_CLASS (tessera_form_parent_class)->dispose (object);
}

static void
tessera_form_class_init (TesseraFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tessera_form_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = tessera_window_closing_request;
  saved_signal = g_signal_new ("saved", TESSERA_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, TESSERA_TYPE_ACCOUNT);
  gtk_widget_class_install_action (widget_class, "form.save", NULL, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  g_type_ensure (TESSERA_TYPE_ISSUER_PROBE);
  g_type_ensure (TESSERA_TYPE_NOTICE);
  g_type_ensure (TESSERA_TYPE_VALUE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("form.ui"));
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    gtk_widget_class_bind_template_child_full (widget_class, fields[i].entry, FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, TesseraForm, notice);
  gtk_widget_class_bind_template_child (widget_class, TesseraForm, redirect);
  gtk_widget_class_bind_template_child (widget_class, TesseraForm, client_secret);
  gtk_widget_class_bind_template_child (widget_class, TesseraForm, client_auth);
  gtk_widget_class_bind_template_child (widget_class, TesseraForm, more);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
tessera_form_init (TesseraForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
tessera_form_new (TesseraAccounts *accounts, TesseraAccount *account)
{
  TesseraForm *self = g_object_new (TESSERA_TYPE_FORM, NULL);

  self->cancellable = g_cancellable_new ();
  self->accounts = g_object_ref (accounts);
  g_set_object (&self->account, account);
  if (account != NULL)
    {
      gtk_window_set_title (GTK_WINDOW (self), _ ("Edit Account"));
      show_config (self, tessera_account_get_config (account));
    }
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (get_entry (self, &fields[0])));
  return GTK_WINDOW (self);
}
