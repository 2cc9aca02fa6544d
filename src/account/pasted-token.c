/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pasted-token.h"

#include <string.h>

#include "oidc-base64url.h"
#include "oidc-json.h"
#include "pasted-text.h"

#define MAX_AROUND       16 /* words and signs around a token; nobody has more of them */
#define TOKEN_CHARACTERS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.="

/* Takes the padding off that completes a group of four. */
static void
strip_padding (char *part)
{
  gsize length = strcspn (part, "=");
  gsize padding = strspn (part + length, "=");

  if (part[length + padding] == '\0' && padding <= 2 && (length + padding) % 4 == 0)
    part[length] = '\0';
}

/* (transfer full) */
static char *
without_padding (const char *token)
{
  g_auto (GStrv) parts = g_strsplit (token, ".", -1);

  for (char **part = parts; *part != NULL; part++)
    strip_padding (*part);
  return g_strjoinv (".", parts);
}

gboolean
tessera_pasted_token_has_header (const char *compact, guint *n_parts)
{
  g_auto (GStrv) parts = g_strsplit (compact, ".", -1);
  g_autoptr (GBytes) bytes = parts[0] != NULL ? oidc_base64url_decode (parts[0], -1) : NULL;
  gsize length = 0;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;
  g_autoptr (JsonObject) header = NULL;

  *n_parts = g_strv_length (parts);
  if (text == NULL || length == 0 || *text != '{')
    return FALSE;
  header = oidc_json_parse_object (text, length, OIDC_JSON_MAX_SIZE, NULL);
  if (*n_parts == 5 && (header == NULL || !json_object_has_member (header, "enc")))
    *n_parts = 0;
  return TRUE;
}

static gboolean
is_token (const char *compact)
{
  guint n_parts;

  return strspn (compact, TOKEN_CHARACTERS) == strlen (compact)
         && tessera_pasted_token_has_header (compact, &n_parts) && (n_parts == 3 || n_parts == 5);
}

static gboolean
skip_word (const char **text, const char *word)
{
  if (g_ascii_strncasecmp (*text, word, strlen (word)) != 0)
    return FALSE;
  *text += strlen (word);
  return TRUE;
}

/* What stands around a token that somebody copied alone. (transfer full) */
static char *
strip (const char *pasted)
{
  g_autofree char *text = tessera_pasted_text_strip (pasted);
  gboolean changed = TRUE;

  for (guint i = 0; changed && i < MAX_AROUND; i++)
    {
      g_autofree char *before = g_steal_pointer (&text);
      const char *start = before;
      gsize length;

      changed = skip_word (&start, "Authorization:")
                || (skip_word (&start, "Bearer") && g_ascii_isspace (*start));
      if (!changed)
        start = before;
      length = strlen (start);
      if (length > 0 && strchr (",;", start[length - 1]) != NULL)
        {
          changed = TRUE;
          before[strlen (before) - 1] = '\0';
        }
      text = tessera_pasted_text_strip (start);
    }
  return g_steal_pointer (&text);
}

/* (transfer full) */
static char *
without_blanks (const char *text)
{
  g_autoptr (GString) token = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (!g_ascii_isspace (*text))
      g_string_append_c (token, *text);
  return g_string_free (g_steal_pointer (&token), FALSE);
}

/* The first token that stands in @text as a word of its own. (transfer full) (nullable) */
static char *
find_word (const char *text)
{
  while (*text != '\0')
    {
      gsize length = strspn (text, TOKEN_CHARACTERS);
      /* As in “access_token=TOKEN”, and at the end of a sentence. */
      g_autofree char *word = g_strndup (text, length);
      const char *start = strrchr (word, '=') != NULL && strchr (word, '.') > strrchr (word, '=')
                            ? strrchr (word, '=') + 1
                            : word;
      g_autofree char *token = without_padding (start);

      if (g_str_has_suffix (token, ".") && !is_token (token))
        token[strlen (token) - 1] = '\0';
      if (is_token (token))
        return g_steal_pointer (&token);
      text += length;
      text += strcspn (text, TOKEN_CHARACTERS);
    }
  return NULL;
}

char *
tessera_pasted_token_find (const char *pasted)
{
  g_autofree char *stripped = strip (pasted);
  g_autofree char *joined = without_blanks (stripped);
  g_autofree char *whole = without_padding (joined);
  const char *access_token = strstr (pasted, "access_token");
  char *found;

  if (is_token (whole))
    return g_steal_pointer (&whole);
  found = access_token != NULL ? find_word (access_token) : NULL;
  if (found == NULL)
    found = find_word (pasted);
  return found != NULL ? found : g_steal_pointer (&whole);
}
