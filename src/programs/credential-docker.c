/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "credential-protocol.h"

#include <glib/gi18n.h>
#include <string.h>

/* docker-credential-helpers: one word says what to do, the registry stands on standard input. */

/* What docker compares with, to the character: it then goes on without a token. Any other failure
 * makes `docker build` drop the credentials of all registries without a word. */
#define NOT_FOUND "credentials not found in native keychain"

static void
reply (TesseraCredentialRequest *request, const char *text, int status)
{
  request->action = TESSERA_CREDENTIAL_REPLY;
  request->reply = g_strdup (text);
  request->reply_status = status;
}

/* docker names no user here: what has one is for no account. */
static void
take_registry (TesseraCredentialRequest *request, const char *registry)
{
  request->uri = g_strdup (registry);
  if (strchr (registry, '@') != NULL)
    request->action = TESSERA_CREDENTIAL_NOTHING;
}

gboolean
tessera_credential_docker_read (TesseraCredentialRequest *request, GError **error)
{
  const char *word = request->words[0];
  g_autofree char *input = NULL;
  g_autofree char *line = NULL;

  if (g_str_equal (word, "list"))
    reply (request, "{}\n", 0);
  else if (g_str_equal (word, "version"))
    reply (request, "tessera " PACKAGE_VERSION "\n", 0);
  if (request->reply != NULL)
    return TRUE;
  input = tessera_credential_read_input (request, FALSE, error);
  if (input == NULL)
    return FALSE;
  if (g_str_equal (word, "get"))
    take_registry (request, g_strstrip (input));
  else if (g_str_equal (word, "erase"))
    reply (request, "", 0);
  else
    {
      /* docker shows what stands on standard output. */
      line = g_strconcat (
        _ ("Tessera does not store tokens for other programs. To sign in, run “tessera login”."),
        "\n", NULL);
      reply (request, line, 1);
    }
  return TRUE;
}

/* What registries want to hear beside an access token. */
static const char *
find_user (const char *registry)
{
  static const struct
  {
    const char *end;
    const char *user;
  } users[] = {
    { ".azurecr.io", "00000000-0000-0000-0000-000000000000" },
    { ".pkg.dev", "oauth2accesstoken" },
    { "gcr.io", "oauth2accesstoken" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    if (g_str_has_suffix (registry, users[i].end))
      return users[i].user;
  return "oauth2";
}

char *
tessera_credential_docker_write (const TesseraCredentialRequest *request,
                                 const char *token,
                                 gint64 expires_at,
                                 GError **error)
{
  JsonObject *object;
  const char *user = tessera_credential_request_get_user (request, find_user (request->uri));

  if (strcmp (user, "<token>") == 0)
    {
      g_set_error_literal (
        error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
        _ (
          "With the user name “<token>”, docker would treat the access token as a refresh token."));
      return NULL;
    }
  object = json_object_new ();
  json_object_set_string_member (object, "ServerURL", request->uri);
  json_object_set_string_member (object, "Username", user);
  json_object_set_string_member (object, "Secret", token);
  return tessera_credential_print_object (object);
}

void
tessera_credential_docker_fail (const TesseraCredentialRequest *request,
                                const GError *error,
                                TesseraCredentialAnswer *answer)
{
  answer->output = g_strdup (NOT_FOUND);
  answer->status = 1;
}
