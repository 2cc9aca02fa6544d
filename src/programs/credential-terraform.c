/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "credential-protocol.h"

#include <glib/gi18n.h>

/* Terraform's and OpenTofu's credentials helpers: a verb and a host. */

gboolean
tessera_credential_terraform_read (TesseraCredentialRequest *request, GError **error)
{
  const char *verb = request->words[0];
  g_autofree char *input = NULL;

  request->uri = g_strdup (request->words[1]);
  if (g_str_equal (verb, "get"))
    return TRUE;
  if (g_str_equal (verb, "forget"))
    {
      request->action = TESSERA_CREDENTIAL_REPLY;
      request->reply = g_strdup ("");
      return TRUE;
    }
  if (g_str_equal (verb, "store"))
    {
      input = tessera_credential_read_input (request, FALSE, error);
      if (input == NULL)
        return FALSE;
      g_set_error_literal (
        error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
        _ ("Tessera does not store tokens for other programs. To sign in, run “tessera login”."));
      return FALSE;
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               _ ("A credentials helper can “get”, “store” and “forget”, but not “%s”."), verb);
  return FALSE;
}

char *
tessera_credential_terraform_write (const TesseraCredentialRequest *request,
                                    const char *token,
                                    gint64 expires_at,
                                    GError **error)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "token", token);
  return tessera_credential_print_object (object);
}
