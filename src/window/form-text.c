/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "form-text.h"

#define BLANKS " \t\n"

/* Returns: NULL where @field is a list. */
static char **
find_string (TesseraAccountConfig *config, TesseraFormTextField field)
{
  switch (field)
    {
    case TESSERA_FORM_TEXT_NAME:
      return &config->name;
    case TESSERA_FORM_TEXT_ISSUER:
      return &config->issuer;
    case TESSERA_FORM_TEXT_CLIENT_ID:
      return &config->client_id;
    case TESSERA_FORM_TEXT_AUDIENCE:
      return &config->audience;
    case TESSERA_FORM_TEXT_AUTHORIZATION_ENDPOINT:
      return &config->authorization_endpoint;
    case TESSERA_FORM_TEXT_TOKEN_ENDPOINT:
      return &config->token_endpoint;
    case TESSERA_FORM_TEXT_JWKS_URI:
      return &config->jwks_uri;
    case TESSERA_FORM_TEXT_USERINFO_ENDPOINT:
      return &config->userinfo_endpoint;
    case TESSERA_FORM_TEXT_REVOCATION_ENDPOINT:
      return &config->revocation_endpoint;
    case TESSERA_FORM_TEXT_END_SESSION_ENDPOINT:
      return &config->end_session_endpoint;
    case TESSERA_FORM_TEXT_CA_FILE:
      return &config->ca_file;
    case TESSERA_FORM_TEXT_CLIENT_CERT:
      return &config->client_cert;
    case TESSERA_FORM_TEXT_CLIENT_KEY:
      return &config->client_key;
    case TESSERA_FORM_TEXT_SCOPES:
    case TESSERA_FORM_TEXT_REDIRECT_URIS:
    case TESSERA_FORM_TEXT_RESOURCES:
    case TESSERA_FORM_TEXT_AUTH_PARAMS:
    case TESSERA_FORM_TEXT_HOSTS:
    case TESSERA_FORM_TEXT_N_FIELDS:
    default:
      return NULL;
    }
}

/* @field: a list. */
static char ***
find_list (TesseraAccountConfig *config, TesseraFormTextField field)
{
  if (field == TESSERA_FORM_TEXT_SCOPES)
    return &config->scopes;
  if (field == TESSERA_FORM_TEXT_REDIRECT_URIS)
    return &config->redirect_uris;
  if (field == TESSERA_FORM_TEXT_RESOURCES)
    return &config->resources;
  if (field == TESSERA_FORM_TEXT_HOSTS)
    return &config->hosts;
  g_assert (field == TESSERA_FORM_TEXT_AUTH_PARAMS);
  return &config->auth_params;
}

static char *
join_parameters (char **list)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; list[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (text, ';');
      for (const char *c = list[i]; *c != '\0'; c++)
        {
          if (*c == ';' || *c == '\\')
            g_string_append_c (text, '\\');
          g_string_append_c (text, *c);
        }
    }
  return g_string_free (text, FALSE);
}

/* Returns: the next parameter in @text, unescaped, and moves @text behind it. */
static char *
take_parameter (const char **text)
{
  GString *parameter = g_string_new (NULL);
  const char *c = *text;

  for (; *c != '\0' && *c != ';'; c++)
    {
      /* Any other backslash is itself: a value in JSON is full of them. */
      if (c[0] == '\\' && (c[1] == ';' || c[1] == '\\'))
        c++;
      g_string_append_c (parameter, *c);
    }
  *text = *c == ';' ? c + 1 : c;
  return g_string_free (parameter, FALSE);
}

static void
split_parameters (GStrvBuilder *list, const char *text)
{
  while (*text != '\0')
    {
      g_autofree char *parameter = g_strstrip (take_parameter (&text));

      if (parameter[0] != '\0')
        g_strv_builder_add (list, parameter);
    }
}

static void
split_at_blanks (GStrvBuilder *list, const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, BLANKS, -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_strv_builder_add (list, parts[i]);
}

/* @text: not empty. */
static char **
split (TesseraFormTextField field, const char *text)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  if (field == TESSERA_FORM_TEXT_AUTH_PARAMS)
    split_parameters (list, text);
  else
    split_at_blanks (list, text);
  return g_strv_builder_end (list);
}

char *
tessera_form_text_show (const TesseraAccountConfig *config, TesseraFormTextField field)
{
  TesseraAccountConfig *only_read = (TesseraAccountConfig *) config;
  char **string = find_string (only_read, field);
  char **list;

  if (string != NULL)
    return g_strdup (*string != NULL ? *string : "");
  list = *find_list (only_read, field);
  if (list == NULL)
    return g_strdup ("");
  return field == TESSERA_FORM_TEXT_AUTH_PARAMS ? join_parameters (list) : g_strjoinv (" ", list);
}

void
tessera_form_text_apply (TesseraAccountConfig *config,
                         const TesseraAccountConfig *shown,
                         TesseraFormTextField field,
                         const char *text)
{
  g_autofree char *before = tessera_form_text_show (shown, field);
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  char **string = find_string (config, field);
  char ***list;

  if (g_str_equal (text, before))
    return;
  if (string != NULL)
    {
      g_clear_pointer (string, g_free);
      *string = stripped[0] != '\0' ? g_steal_pointer (&stripped) : NULL;
    }
  else
    {
      list = find_list (config, field);
      g_clear_pointer (list, g_strfreev);
      *list = stripped[0] != '\0' ? split (field, stripped) : NULL;
    }
}
