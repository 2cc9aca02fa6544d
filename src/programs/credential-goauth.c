/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "credential-protocol.h"

/* `go help goauth`: URLs, an empty line, header lines, an empty line. Go asks once before anything
 * is fetched; then with the URL that was refused, and the head of that answer on standard input. */

gboolean
tessera_credential_goauth_read (TesseraCredentialRequest *request, GError **error)
{
  g_autofree char *head = NULL;

  if (request->words[0] == NULL)
    return TRUE;
  request->uri = g_strdup (request->words[0]);
  request->was_refused = TRUE;
  request->asker = tessera_credential_name_parent ();
  /* So that Go, which writes it, is not ended by a pipe that nobody reads. */
  head = tessera_credential_read_input (FALSE, error);
  return head != NULL;
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
