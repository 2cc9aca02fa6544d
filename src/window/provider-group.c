/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider-group.h"

#include "resource-path.h"
#include "value-row.h"

#include <glib/gi18n.h>

enum
{
  PROP_SESSION = 1,
  PROP_PROVIDER_TITLE, /* the first that depends on the configuration */
  PROP_PROVIDER,
  PROP_CLIENT_ID,
  PROP_REDIRECT_URIS,
  PROP_EDITABLE,
  PROP_MANAGED,
  N_PROPS
};

struct _TesseraProviderGroup
{
  AdwPreferencesGroup parent_instance;
  TesseraSession *session; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (TesseraProviderGroup, tessera_provider_group, ADW_TYPE_PREFERENCES_GROUP)

static GParamSpec *properties[N_PROPS];

static void
configured_cb (TesseraProviderGroup *self)
{
  for (guint i = PROP_PROVIDER_TITLE; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static void
set_session (TesseraProviderGroup *self, TesseraSession *session)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (tessera_session_get_account (self->session),
                                          configured_cb, self);
  g_set_object (&self->session, session);
  if (session != NULL)
    g_signal_connect_object (tessera_session_get_account (session), "configured",
                             G_CALLBACK (configured_cb), self, G_CONNECT_SWAPPED);
  configured_cb (self);
}

static void
get_from_config (const TesseraAccountConfig *config, guint id, GValue *value)
{
  g_auto (GStrv) uris = NULL;

  switch (id)
    {
    case PROP_PROVIDER_TITLE:
      g_value_set_string (value,
                          config->issuer != NULL ? _ ("Issuer") : _ ("Authorization Endpoint"));
      break;
    case PROP_PROVIDER:
      g_value_set_string (value,
                          config->issuer != NULL ? config->issuer : config->authorization_endpoint);
      break;
    case PROP_CLIENT_ID:
      g_value_set_string (value, config->client_id);
      break;
    case PROP_REDIRECT_URIS:
      uris = tessera_account_config_get_redirect_uris (config);
      g_value_take_string (value, g_strjoinv ("\n", uris));
      break;
    case PROP_EDITABLE:
      g_value_set_boolean (value, !config->read_only);
      break;
    case PROP_MANAGED:
      g_value_set_boolean (value, config->read_only);
      break;
    default:
      g_assert_not_reached ();
    }
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
  TesseraProviderGroup *self = TESSERA_PROVIDER_GROUP (object);

  if (id == PROP_SESSION)
    g_value_set_object (value, self->session);
  else if (self->session != NULL)
    get_from_config (tessera_account_get_config (tessera_session_get_account (self->session)), id,
                     value);
  else if (id == PROP_PROVIDER_TITLE)
    g_value_set_string (value, _ ("Issuer"));
}

static void
tessera_provider_group_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  g_assert (id == PROP_SESSION);
  set_session (TESSERA_PROVIDER_GROUP (object), g_value_get_object (value));
}

static void
install_properties (GObjectClass *object_class)
{
  static const char *const texts[N_PROPS] = { [PROP_PROVIDER_TITLE] = "provider-title",
                                              [PROP_PROVIDER] = "provider",
                                              [PROP_CLIENT_ID] = "client-id",
                                              [PROP_REDIRECT_URIS] = "redirect-uris" };
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, TESSERA_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  for (guint i = PROP_PROVIDER_TITLE; i <= PROP_REDIRECT_URIS; i++)
    properties[i] = g_param_spec_string (texts[i], NULL, NULL, NULL, flags);
  properties[PROP_EDITABLE] = g_param_spec_boolean ("editable", NULL, NULL, FALSE, flags);
  properties[PROP_MANAGED] = g_param_spec_boolean ("managed", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tessera_provider_group_class_init (TesseraProviderGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tessera_provider_group_dispose;
  object_class->get_property = tessera_provider_group_get_property;
  object_class->set_property = tessera_provider_group_set_property;
  install_properties (object_class);

  g_type_ensure (TESSERA_TYPE_VALUE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("provider-group.ui"));
}

static void
tessera_provider_group_init (TesseraProviderGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
