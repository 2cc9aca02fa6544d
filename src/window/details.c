/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "details.h"

#include "expiry-text.h"
#include "inspect.h"
#include "resource-path.h"
#include "value-row.h"
#include "window-closing.h"

#include <glib/gi18n.h>

struct _TesseraDetails
{
  AdwWindow parent_instance;
  AdwPreferencesPage *page;
};

G_DEFINE_FINAL_TYPE (TesseraDetails, tessera_details, ADW_TYPE_WINDOW)

/* RFC 7519 §4.1, OpenID Connect Core §2: seconds since 1970. */
static const char *const time_claims[] = { "exp", "iat", "nbf", "auth_time", "updated_at", NULL };

/* One token, taken apart by tessera_inspect(). */
typedef struct
{
  JsonObject *parts;
  const char *json;
} Token;

static char *
describe_value (const Token *token, const char *part, const char *name, JsonNode *node)
{
  g_autofree char *time = NULL;
  g_autofree char *written = NULL;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
      && g_strv_contains (time_claims, name))
    {
      time
        = tessera_expiry_text_local (json_node_get_int (node), g_get_real_time () / G_USEC_PER_SEC);
      return g_strdup_printf ("%s (%" G_GINT64_FORMAT ")", time, json_node_get_int (node));
    }
  written = tessera_inspect_dup_value (token->json, part, name);
  return tessera_inspect_indent (written);
}

static AdwPreferencesGroup *
add_group (TesseraDetails *self, const char *title, const char *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  adw_preferences_page_add (self->page, group);
  return group;
}

static void
add_rows (AdwPreferencesGroup *group, const Token *token, const char *part)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, json_object_get_object_member (token->parts, part));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *value = describe_value (token, part, name, node);

      adw_preferences_group_add (group, tessera_value_row_new (name, value));
    }
}

/* @verdict: what is known of the signature. */
static void
add_token (TesseraDetails *self, const char *title, const char *compact, const char *verdict)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  g_autoptr (JsonObject) parts = tessera_inspect (compact, NULL, 0, &json, &error);
  const Token token = { .parts = parts, .json = json };
  AdwPreferencesGroup *group;

  if (parts == NULL)
    {
      group = add_group (self, title, NULL);
      adw_preferences_group_add (
        group, tessera_value_row_new (_ ("Kind"), _ ("Opaque: only the provider can read it")));
      return;
    }
  group = add_group (self, title, NULL);
  adw_preferences_group_add (group, tessera_value_row_new (_ ("Signature"), verdict));
  if (json_object_has_member (parts, "claims"))
    add_rows (add_group (self, NULL, _ ("Claims")), &token, "claims");
  if (json_object_has_member (parts, "payload"))
    adw_preferences_group_add (
      group,
      tessera_value_row_new (_ ("Content"), json_object_get_string_member (parts, "payload")));
  add_rows (add_group (self, NULL, _ ("Header")), &token, "header");
}

/* A window that is shown gives the keyboard to its first widget, and a label is selected by
 * that. */
static void
tessera_details_show (GtkWidget *widget)
{
  GtkWidget *page = GTK_WIDGET (TESSERA_DETAILS (widget)->page);

  gtk_widget_set_can_focus (page, FALSE);
  GTK_WIDGET_CLASS (tessera_details_parent_class)->show (widget);
  gtk_widget_set_can_focus (page, TRUE);
}

static void
tessera_details_class_init (TesseraDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  GTK_WINDOW_CLASS (klass)->close_request = tessera_window_closing_request;
  widget_class->show = tessera_details_show;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("details.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraDetails, page);
}

static void
tessera_details_init (TesseraDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
tessera_details_new (TesseraAccount *account)
{
  TesseraDetails *self = g_object_new (TESSERA_TYPE_DETAILS, NULL);

  if (tessera_account_get_id_token (account) != NULL)
    add_token (self, _ ("ID Token"), tessera_account_get_id_token (account),
               _ ("Valid: it was checked against the provider’s keys when you signed in"));
  if (tessera_account_get_access_token (account) != NULL)
    add_token (self, _ ("Access Token"), tessera_account_get_access_token (account),
               _ ("Not checked: that is for the service that the token is meant for"));
  return GTK_WINDOW (self);
}
