/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider-group.h"

#include "resource-path.h"
#include "value-row.h"

#include <glib/gi18n.h>

struct _TesseraProviderGroup
{
  AdwPreferencesGroup parent_instance;
  TesseraSession *session;
};

G_DEFINE_FINAL_TYPE (TesseraProviderGroup, tessera_provider_group, ADW_TYPE_PREFERENCES_GROUP)

/* Each is also handed the account's name: its change is how a changed configuration is told. */

static char *
provider_title_cb (gpointer self, TesseraAccount *account, const char *name)
{
  if (account != NULL && tessera_account_get_config (account)->issuer == NULL)
    return g_strdup (_ ("Authorization Endpoint"));
  return g_strdup (_ ("Issuer"));
}

static char *
provider_cb (gpointer self, TesseraAccount *account, const char *name)
{
  const TesseraAccountConfig *config
    = account != NULL ? tessera_account_get_config (account) : NULL;

  if (config == NULL)
    return NULL;
  return g_strdup (config->issuer != NULL ? config->issuer : config->authorization_endpoint);
}

static char *
client_id_cb (gpointer self, TesseraAccount *account, const char *name)
{
  return account != NULL ? g_strdup (tessera_account_get_config (account)->client_id) : NULL;
}

static char *
redirect_cb (gpointer self, TesseraAccount *account, const char *name)
{
  g_auto (GStrv) uris = NULL;

  if (account == NULL)
    return NULL;
  uris = tessera_account_config_get_redirect_uris (tessera_account_get_config (account));
  return g_strjoinv ("\n", uris);
}

static gboolean
is_editable_cb (gpointer self, TesseraAccount *account, const char *name)
{
  return account != NULL && !tessera_account_get_config (account)->read_only;
}

static gboolean
is_read_only_cb (gpointer self, TesseraAccount *account, const char *name)
{
  return account != NULL && tessera_account_get_config (account)->read_only;
}

static void
tessera_provider_group_dispose (GObject *object)
{
  g_clear_object (&TESSERA_PROVIDER_GROUP (object)->session);
  G_OBJECT_CLASS (tessera_provider_group_parent_class)->dispose (object);
}

static void
tessera_provider_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, TESSERA_PROVIDER_GROUP (object)->session);
}

static void
tessera_provider_group_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  g_set_object (&TESSERA_PROVIDER_GROUP (object)->session, g_value_get_object (value));
}

static void
tessera_provider_group_class_init (TesseraProviderGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tessera_provider_group_dispose;
  object_class->get_property = tessera_provider_group_get_property;
  object_class->set_property = tessera_provider_group_set_property;
  g_object_class_install_property (object_class, 1,
                                   g_param_spec_object ("session", NULL, NULL, TESSERA_TYPE_SESSION,
                                                        G_PARAM_READWRITE
                                                          | G_PARAM_STATIC_STRINGS));

  g_type_ensure (TESSERA_TYPE_VALUE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("provider-group.ui"));
  gtk_widget_class_bind_template_callback (widget_class, provider_title_cb);
  gtk_widget_class_bind_template_callback (widget_class, provider_cb);
  gtk_widget_class_bind_template_callback (widget_class, client_id_cb);
  gtk_widget_class_bind_template_callback (widget_class, redirect_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_editable_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_read_only_cb);
}

static void
tessera_provider_group_init (TesseraProviderGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
