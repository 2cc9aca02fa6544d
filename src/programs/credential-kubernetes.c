/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "credential-protocol.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-json.h"

/* The exec plugin of client-go: an ExecCredential in the environment, another one as the answer. */

#define MAX_INFO 1048576 /* bytes; a cluster's CA is in it */
#define GROUP    "client.authentication.k8s.io/"

/* client-go takes an answer in no other version than it asked in. */
static const char *
find_version (JsonObject *info)
{
  static const char *const versions[] = { GROUP "v1", GROUP "v1beta1" };
  const char *asked = oidc_json_find_string (info, "apiVersion");

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    if (g_strcmp0 (asked, versions[i]) == 0)
      return versions[i];
  return NULL;
}

/* (transfer none) (nullable) */
static JsonObject *
find_object (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* (transfer full) (nullable), NULL where no cluster is told; "", which no account lists, where its
 * server cannot be read. */
static char *
read_server (JsonObject *spec)
{
  JsonObject *cluster = find_object (spec, "cluster");
  const char *server = cluster != NULL ? oidc_json_find_string (cluster, "server") : NULL;

  if (spec == NULL || !json_object_has_member (spec, "cluster"))
    return NULL;
  return g_strdup (server != NULL ? server : "");
}

gboolean
tessera_credential_kubernetes_read (TesseraCredentialRequest *request, GError **error)
{
  const char *text = g_getenv ("KUBERNETES_EXEC_INFO");
  g_autoptr (JsonObject) info = NULL;
  JsonObject *spec;

  request->api_version = GROUP "v1";
  if (text == NULL || text[0] == '\0')
    return TRUE; /* run by hand */
  info = oidc_json_parse_object (text, strlen (text), MAX_INFO, NULL);
  request->api_version = info != NULL ? find_version (info) : NULL;
  if (request->api_version == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("Tessera does not support the request “%s”, only v1 and v1beta1."),
                   "KUBERNETES_EXEC_INFO");
      return FALSE;
    }
  spec = find_object (info, "spec");
  request->interactive = spec != NULL && oidc_json_find_boolean (spec, "interactive");
  request->uri = read_server (spec);
  request->uri_is_whole = TRUE;
  request->asker = tessera_credential_name_parent ();
  return TRUE;
}

gboolean
tessera_credential_kubernetes_person (const TesseraCredentialRequest *request)
{
  return request->interactive;
}

char *
tessera_credential_kubernetes_write (const TesseraCredentialRequest *request,
                                     const char *token,
                                     gint64 expires_at,
                                     GError **error)
{
  JsonObject *object = json_object_new ();
  JsonObject *status = json_object_new ();
  g_autofree char *time = expires_at > 0 ? tessera_credential_format_time (expires_at) : NULL;

  json_object_set_string_member (object, "apiVersion", request->api_version);
  json_object_set_string_member (object, "kind", "ExecCredential");
  json_object_set_string_member (status, "token", token);
  if (time != NULL)
    json_object_set_string_member (status, "expirationTimestamp", time);
  json_object_set_object_member (object, "status", status);
  return tessera_credential_print_object (object);
}
