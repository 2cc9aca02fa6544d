/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "credential-protocol.h"

#include <glib/gi18n.h>

/* The executable source of Google's external accounts: a request in the environment. A failure is
 * an answer too, with exit status 0, and nothing may stand on standard error: google-auth for
 * Python reads both. */

#define TYPE "urn:ietf:params:oauth:token-type:"

gboolean
tessera_credential_google_read (TesseraCredentialRequest *request, GError **error)
{
  const char *type = g_getenv ("GOOGLE_EXTERNAL_ACCOUNT_TOKEN_TYPE");

  request->token_type = TYPE "id_token";
  if (g_strcmp0 (g_getenv ("GOOGLE_EXTERNAL_ACCOUNT_REVOKE"), "1") == 0)
    {
      request->action = TESSERA_CREDENTIAL_REPLY;
      request->reply = g_strdup ("{\"version\":1,\"success\":true}\n");
      return TRUE;
    }
  if (g_strcmp0 (type, TYPE "jwt") == 0)
    request->token_type = TYPE "jwt";
  else if (type != NULL && !g_str_equal (type, TYPE "id_token"))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("Google requested a token of the type “%s”, which Tessera does not have."),
                   type);
      return FALSE;
    }
  return TRUE;
}

char *
tessera_credential_google_write (const TesseraCredentialRequest *request,
                                 const char *token,
                                 gint64 expires_at,
                                 GError **error)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "version", 1);
  json_object_set_boolean_member (object, "success", TRUE);
  json_object_set_string_member (object, "token_type", request->token_type);
  json_object_set_string_member (object, "id_token", token);
  if (expires_at > 0)
    json_object_set_int_member (object, "expiration_time", expires_at);
  return tessera_credential_print_object (object);
}

void
tessera_credential_google_fail (const TesseraCredentialRequest *request,
                                const GError *error,
                                TesseraCredentialAnswer *answer)
{
  JsonObject *object = json_object_new ();
  g_autofree char *message = g_utf8_make_valid (error->message, -1);

  json_object_set_int_member (object, "version", 1);
  json_object_set_boolean_member (object, "success", FALSE);
  json_object_set_string_member (object, "code", tessera_error_id (error));
  json_object_set_string_member (object, "message", message);
  answer->output = tessera_credential_print_object (object);
  answer->quiet = TRUE;
  answer->status = 0;
}
