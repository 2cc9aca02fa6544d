/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "registration.h"

#include "presets.h"
#include "resource-path.h"
#include "value-row.h"

#include <glib/gi18n.h>

struct _TesseraRegistration
{
  AdwBin parent_instance;
  AdwPreferencesGroup *group;
  TesseraValueRow *redirect;
  TesseraValueRow *back;
  AdwActionRow *page;
};

G_DEFINE_FINAL_TYPE (TesseraRegistration, tessera_registration, ADW_TYPE_BIN)

static void
page_cb (TesseraRegistration *self)
{
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                adw_action_row_get_subtitle (self->page), GDK_CURRENT_TIME);
}

static void
tessera_registration_class_init (TesseraRegistrationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TESSERA_TYPE_VALUE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("registration.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraRegistration, group);
  gtk_widget_class_bind_template_child (widget_class, TesseraRegistration, redirect);
  gtk_widget_class_bind_template_child (widget_class, TesseraRegistration, back);
  gtk_widget_class_bind_template_child (widget_class, TesseraRegistration, page);
  gtk_widget_class_bind_template_callback (widget_class, page_cb);
}

static void
tessera_registration_init (TesseraRegistration *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @preset: (nullable). (transfer full) */
static char *
describe (const TesseraPreset *preset)
{
  const char *how = preset != NULL
                      ? _ (preset->register_how)
                      : _ ("Register a native application (public, with PKCE) with exactly this "
                           "address. Some providers also need it as a post-logout redirect URI.");
  /* AdwPreferencesGroup takes markup. */
  g_autofree char *escaped = g_markup_escape_text (how, -1);

  if (preset == NULL || !preset->redirect_is_free)
    return g_steal_pointer (&escaped);
  return g_strdup_printf ("%s\n\n%s", escaped, _ ("No redirect URI needs to be registered."));
}

void
tessera_registration_show (TesseraRegistration *self, const TesseraAccountConfig *config)
{
  const TesseraPreset *preset
    = tessera_presets_find (config->preset, config->issuer != NULL
                                              ? config->issuer
                                              : config->authorization_endpoint);
  g_auto (GStrv) uris = tessera_account_config_get_redirect_uris (config);
  g_autofree char *text = g_strjoinv ("\n", uris);
  g_autofree char *how = describe (preset);
  const char *list = preset != NULL ? preset->logout_list : NULL;
  const char *page = preset != NULL ? preset->register_at : NULL;

  adw_preferences_group_set_description (self->group, how);
  g_object_set (self->redirect, "value", text, "visible",
                preset == NULL || !preset->redirect_is_free, NULL);
  g_object_set (self->back, "title", list != NULL ? list : "", "value", text, "visible",
                list != NULL, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->page), page != NULL);
  adw_action_row_set_subtitle (self->page, page != NULL ? page : "");
}
