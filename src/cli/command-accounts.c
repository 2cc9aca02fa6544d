/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "commands.h"
#include "new-account.h"
#include "terminal.h"
#include "text-escape.h"

gboolean
tessera_command_list (TesseraCall *call, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (FALSE, &problem);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (accounts)); i++)
    {
      const TesseraAccountConfig *config = tessera_accounts_get_config (accounts, i);
      g_autofree char *name = tessera_text_escape (config->name);
      JsonObject *object = json_object_new ();

      g_string_append_printf (call->text, "%s\n", name);
      json_object_set_string_member (object, "name", config->name);
      json_object_set_string_member (object, "id", config->id);
      json_object_set_boolean_member (object, "read_only", config->read_only);
      json_array_add_object_element (array, object);
    }
  json_object_set_array_member (call->object, "accounts", array);
  if (problem == NULL && json_array_get_length (array) == 0)
    tessera_call_say (call, _ ("You have no accounts yet. To add one, run “tessera add”.\n"));
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

typedef struct
{
  const char *member; /* of the JSON object */
  const char *label;
  const char *text;
  char **list;
  gboolean unsaid; /* it is in the object, and no line is printed */
} Detail;

#define MAX_DETAILS 32

static gsize
collect_details (const TesseraAccountConfig *config, char **redirect_uris, Detail *details)
{
  const TesseraPreset *preset = tessera_new_account_find_preset (config);
  gboolean is_free = preset != NULL && preset->redirect_is_free;
  const Detail all[] = {
    { "name", N_ ("Name"), config->name, NULL, FALSE },
    { "preset", N_ ("Preset"), config->preset, NULL, FALSE },
    { "issuer", N_ ("Issuer"), config->issuer, NULL, FALSE },
    { "client_id", N_ ("Client ID"), config->client_id, NULL, FALSE },
    { "client_auth", N_ ("Client authentication"), config->client_auth, NULL, FALSE },
    { "scopes", N_ ("Scope"), NULL, config->scopes, FALSE },
    { "redirect_uris", N_ ("Redirect URI to register"), NULL, redirect_uris, is_free },
    { "post_logout_redirect_uris", N_ ("Post-logout redirect URI"), NULL, redirect_uris,
      is_free || (preset != NULL && preset->no_logout) },
    { "audience", N_ ("Audience"), config->audience, NULL, FALSE },
    { "resources", N_ ("Resource"), NULL, config->resources, FALSE },
    { "auth_params", N_ ("Extra parameter"), NULL, config->auth_params, FALSE },
    { "offline_access", N_ ("Offline access"), config->offline_access, NULL, FALSE },
    { "id_token_alg", N_ ("ID token algorithm"), config->id_token_alg, NULL, FALSE },
    { "hosts", N_ ("Host"), NULL, config->hosts, FALSE },
    { "authorization_endpoint", N_ ("Authorization endpoint"), config->authorization_endpoint, NULL,
      FALSE },
    { "token_endpoint", N_ ("Token endpoint"), config->token_endpoint, NULL, FALSE },
    { "jwks_uri", N_ ("Keys"), config->jwks_uri, NULL, FALSE },
    { "userinfo_endpoint", N_ ("UserInfo endpoint"), config->userinfo_endpoint, NULL, FALSE },
    { "revocation_endpoint", N_ ("Revocation endpoint"), config->revocation_endpoint, NULL, FALSE },
    { "end_session_endpoint", N_ ("End-session endpoint"), config->end_session_endpoint, NULL,
      FALSE },
    { "ca_file", N_ ("Trusted certificates"), config->ca_file, NULL, FALSE },
    { "client_cert", N_ ("Client certificate"), config->client_cert, NULL, FALSE },
    { "client_key", N_ ("Client key"), config->client_key, NULL, FALSE },
  };
  gsize n = 0;

  G_STATIC_ASSERT (G_N_ELEMENTS (all) <= MAX_DETAILS);
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].text != NULL || (all[i].list != NULL && all[i].list[0] != NULL))
      details[n++] = all[i];
  return n;
}

static void
append_line (GString *text, const char *label, const char *value, guint width)
{
  g_autofree char *escaped = tessera_text_escape (value);

  tessera_terminal_append_column (text, label, width);
  g_string_append_printf (text, "  %s\n", escaped);
}

static JsonArray *
make_array (char **list)
{
  JsonArray *array = json_array_new ();

  for (gsize i = 0; list[i] != NULL; i++)
    json_array_add_string_element (array, list[i]);
  return array;
}

static void
append_detail (TesseraCall *call, const Detail *detail, guint width)
{
  if (detail->text != NULL)
    {
      append_line (call->text, _ (detail->label), detail->text, width);
      json_object_set_string_member (call->object, detail->member, detail->text);
      return;
    }
  for (gsize i = 0; detail->list[i] != NULL && !detail->unsaid; i++)
    append_line (call->text, i == 0 ? _ (detail->label) : "", detail->list[i], width);
  json_object_set_array_member (call->object, detail->member, make_array (detail->list));
}

/* Whether one of them stands for any port, because it has none. */
static gboolean
any_port (char **redirect_uris)
{
  for (gsize i = 0; redirect_uris[i] != NULL; i++)
    {
      g_autoptr (GUri) uri = g_uri_parse (redirect_uris[i], G_URI_FLAGS_NONE, NULL);

      if (uri != NULL && g_uri_get_port (uri) == -1)
        return TRUE;
    }
  return FALSE;
}

/* Where the preset knows what the provider wants, there is no "if". */
static void
append_notes (GString *text, const TesseraPreset *preset, char **redirect_uris)
{
  g_autofree char *back = tessera_new_account_say_return (preset);

  if (preset != NULL && preset->redirect_is_free)
    g_string_append_printf (text, "\n%s\n", _ ("No redirect URI needs to be registered."));
  if (back != NULL)
    g_string_append_printf (text, "\n%s", back);
  if (preset != NULL)
    return;
  g_string_append (text, _ ("\nIf the provider has an end-session endpoint, register the same "
                            "addresses there as\npost-logout redirect URIs.\n"));
  if (any_port (redirect_uris))
    g_string_append (text,
                     _ ("\nEach sign-in uses a free port. If the provider requires a fixed one, "
                        "run\n“tessera edit NAME --redirect-uri http://localhost:6363/”.\n"));
}

gboolean
tessera_command_show (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_auto (GStrv) redirect_uris = NULL;
  TesseraAccount *account = tessera_call_find_account (call, &accounts, error);
  const TesseraAccountConfig *config;
  Detail details[MAX_DETAILS];
  gsize n_details;
  guint width = 0;

  if (account == NULL)
    return FALSE;
  config = tessera_account_get_config (account);
  redirect_uris = tessera_account_config_get_redirect_uris (config);
  n_details = collect_details (config, redirect_uris, details);
  for (gsize i = 0; i < n_details; i++)
    width = MAX (width, tessera_terminal_width (_ (details[i].label)));
  for (gsize i = 0; i < n_details; i++)
    append_detail (call, &details[i], width);
  json_object_set_string_member (call->object, "id", config->id);
  json_object_set_boolean_member (call->object, "read_only", config->read_only);
  json_object_set_boolean_member (call->object, "any_port", any_port (redirect_uris));
  append_notes (call->text, tessera_new_account_find_preset (config), redirect_uris);
  if (config->read_only)
    g_string_append (call->text, _ ("\nThis account was set up by the administrator.\n"));
  return TRUE;
}
