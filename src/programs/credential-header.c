/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "credential-protocol.h"

#include <string.h>

/* The value of an Authorization header (RFC 6750 §2.1): alone, as cargo sends it; and as the JSON
 * object that MCP clients call headersHelper. */

/* cargo names the registry whose token it wants; whoever else asks names nobody. */
gboolean
tessera_credential_header_read (TesseraCredentialRequest *request, GError **error)
{
  const char *index = g_getenv ("CARGO_REGISTRY_INDEX_URL");
  const char *kind = index != NULL ? strchr (index, '+') : NULL;

  if (kind != NULL
      && (g_str_has_prefix (index, "sparse+") || g_str_has_prefix (index, "registry+")))
    index = kind + 1;
  request->uri = g_strdup (index);
  request->uri_is_whole = TRUE;
  return TRUE;
}

char *
tessera_credential_header_write (const TesseraCredentialRequest *request,
                                 const char *token,
                                 gint64 expires_at,
                                 GError **error)
{
  return g_strconcat (request->with_name ? "Authorization: " : "", "Bearer ", token, "\n", NULL);
}

gboolean
tessera_credential_mcp_read (TesseraCredentialRequest *request, GError **error)
{
  request->uri = g_strdup (g_getenv ("CLAUDE_CODE_MCP_SERVER_URL"));
  request->uri_is_whole = TRUE;
  return TRUE;
}

char *
tessera_credential_mcp_write (const TesseraCredentialRequest *request,
                              const char *token,
                              gint64 expires_at,
                              GError **error)
{
  JsonObject *object = json_object_new ();
  g_autofree char *value = g_strconcat ("Bearer ", token, NULL);

  json_object_set_string_member (object, "Authorization", value);
  return tessera_credential_print_object (object);
}
