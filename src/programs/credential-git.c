/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "credential-protocol.h"

#include <string.h>
#include <unistd.h>

/* git-credential(1): attributes as lines “key=value”, in both directions. */

typedef struct
{
  const char *protocol;
  const char *host;
  const char *path;
  const char *username;
  const char *secret; /* “password” or “credential” */
  gboolean knows_authtype;
  gboolean has_challenge;
  gboolean has_bearer_challenge;
} Attributes;

static gboolean
is_bearer (const char *challenge)
{
  gsize length = strlen ("Bearer");

  return g_ascii_strncasecmp (challenge, "Bearer", length) == 0
         && (challenge[length] == ' ' || challenge[length] == '\0');
}

static void
take_attribute (Attributes *self, const char *key, const char *value)
{
  if (g_str_equal (key, "protocol"))
    self->protocol = value;
  else if (g_str_equal (key, "host"))
    self->host = value;
  else if (g_str_equal (key, "path"))
    self->path = value;
  else if (g_str_equal (key, "username"))
    self->username = value;
  else if (g_str_equal (key, "password") || g_str_equal (key, "credential"))
    self->secret = value;
  else if (g_str_equal (key, "capability[]") && g_str_equal (value, "authtype"))
    self->knows_authtype = TRUE;
  else if (g_str_equal (key, "wwwauth[]"))
    {
      self->has_challenge = TRUE;
      self->has_bearer_challenge = self->has_bearer_challenge || is_bearer (value);
    }
}

/* Cuts @lines into keys and values, in place. */
static void
take_lines (Attributes *self, char **lines)
{
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *value = strchr (lines[i], '=');

      if (value == NULL)
        continue;
      *value = '\0';
      take_attribute (self, lines[i], value + 1);
    }
}

static gboolean
is_http (const Attributes *self)
{
  return g_strcmp0 (self->protocol, "https") == 0 || g_strcmp0 (self->protocol, "http") == 0;
}

/* Anything else would be read as another host, as a path or as a user. */
static gboolean
is_host (const char *host)
{
  return host == NULL || strpbrk (host, "/?#@\\") == NULL;
}

gboolean
tessera_credential_git_read (TesseraCredentialRequest *request, GError **error)
{
  g_autofree char *input = tessera_credential_read_input (request, TRUE, error);
  g_auto (GStrv) lines = input != NULL ? g_strsplit (input, "\n", -1) : NULL;
  Attributes attributes = { 0 };

  if (lines == NULL)
    return FALSE;
  take_lines (&attributes, lines);
  request->action = !is_host (attributes.host)                 ? TESSERA_CREDENTIAL_NOTHING
                    : g_str_equal (request->words[0], "get")   ? TESSERA_CREDENTIAL_GET
                    : g_str_equal (request->words[0], "erase") ? TESSERA_CREDENTIAL_ERASE
                                                               : TESSERA_CREDENTIAL_NOTHING;
  request->uri
    = g_strdup_printf ("%s://%s/%s", attributes.protocol != NULL ? attributes.protocol : "https",
                       attributes.host != NULL ? attributes.host : "",
                       attributes.path != NULL ? attributes.path : "");
  request->user = g_strdup (attributes.username);
  request->refused_secret = g_strdup (attributes.secret);
  request->bearer = attributes.knows_authtype && attributes.has_bearer_challenge;
  request->proactive
    = attributes.knows_authtype && !attributes.has_challenge && is_http (&attributes);
  return TRUE;
}

gboolean
tessera_credential_git_person (const TesseraCredentialRequest *request)
{
  static const char *const off[] = { "0", "false", "no", "off", NULL };
  const char *prompt = g_getenv ("GIT_TERMINAL_PROMPT");
  g_autofree char *lower = prompt != NULL ? g_ascii_strdown (prompt, -1) : NULL;

  return isatty (STDERR_FILENO) && (lower == NULL || !g_strv_contains (off, lower));
}

/* Where git asks before any server was heard (http.proactiveAuth), a Bearer token is as likely to
 * be right as a password, unless somebody says which user name goes with the password. */
static gboolean
wants_bearer (const TesseraCredentialRequest *request)
{
  return request->bearer
         || (request->proactive && request->username == NULL && request->host_user == NULL);
}

/* Both user name and password, or git asks the person for what is missing. */
char *
tessera_credential_git_write (const TesseraCredentialRequest *request,
                              const char *token,
                              gint64 expires_at,
                              GError **error)
{
  GString *text = g_string_new (NULL);

  if (wants_bearer (request))
    g_string_append_printf (text,
                            "capability[]=authtype\nauthtype=Bearer\ncredential=%s\nephemeral=1\n",
                            token);
  else
    g_string_append_printf (text, "username=%s\npassword=%s\n",
                            tessera_credential_request_get_user (request, "oauth2"), token);
  if (expires_at > 0)
    g_string_append_printf (text, "password_expiry_utc=%" G_GINT64_FORMAT "\n", expires_at);
  return g_string_free (text, FALSE);
}

/* Without “quit” git asks the next helper, and then the person, for a password that nobody has. A
 * request that could not be read may have been for a host of another helper’s. */
void
tessera_credential_git_fail (const TesseraCredentialRequest *request,
                             const GError *error,
                             TesseraCredentialAnswer *answer)
{
  if (request->go_on || request->uri == NULL)
    return;
  answer->output = g_strdup ("quit=1\n");
  if (tessera_error_kind (error) == TESSERA_ERROR_NOT_SIGNED_IN)
    answer->status = 0;
}
