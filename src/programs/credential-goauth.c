/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "credential-protocol.h"

#include <string.h>

/* `go help goauth`: URLs, an empty line, header lines, an empty line. Go asks once before anything
 * is fetched; then with the URL that was refused, and the head of that answer on standard input. */

/* Go asks again after a 404, too, which any proxy gives for a module that it has not. @head: of an
 * HTTP answer, or nothing. */
static gboolean
is_refusal (const char *head)
{
  const char *space = g_str_has_prefix (head, "HTTP/") ? strchr (head, ' ') : NULL;

  return space == NULL || g_str_has_prefix (space, " 401") || g_str_has_prefix (space, " 403");
}

gboolean
tessera_credential_goauth_read (TesseraCredentialRequest *request, GError **error)
{
  g_autofree char *head = NULL;

  if (request->words[0] == NULL)
    return TRUE;
  request->uri = g_strdup (request->words[0]);
  request->uri_is_whole = TRUE;
  head = tessera_credential_read_input (FALSE, error);
  if (head == NULL)
    return FALSE;
  request->was_refused = is_refusal (head);
  request->asker = request->was_refused ? tessera_credential_name_parent () : NULL;
  return TRUE;
}

char *
tessera_credential_goauth_write (const TesseraCredentialRequest *request,
                                 const char *token,
                                 gint64 expires_at,
                                 GError **error)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; request->header_hosts[i] != NULL; i++)
    g_string_append_printf (text, "%s\n", request->header_hosts[i]);
  g_string_append_printf (text, "\nAuthorization: Bearer %s\n\n", token);
  return g_string_free (text, FALSE);
}
