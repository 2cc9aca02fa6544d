/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "inspection.h"

#include <string.h>

#include "inspect.h"
#include "oidc-base64url.h"
#include "oidc-json.h"
#include "text-escape.h"

#define INDENT "  "

void
tessera_inspection_free (TesseraInspection *self)
{
  g_ptr_array_unref (self->header);
  g_ptr_array_unref (self->claims);
  g_free (self->content);
  g_free (self->json);
  g_free (self);
}

/* The length of the JSON string at @text, its quotes included. */
static gsize
measure_string (const char *text)
{
  gsize i = 1;

  for (; text[i] != '"'; i++)
    if (text[i] == '\\')
      i++;
  return i + 1;
}

/* The value that begins at *next, a line of an indented object behind the name; moves *next to the
 * line of the next member, or to the end. Lines of a member that are indented further, and its
 * closing bracket, are its own. Returns: (transfer full) */
static char *
take_source (const char **next)
{
  g_autoptr (GString) source = g_string_new (NULL);
  const char *end = strchr (*next, '\n');

  g_string_append_len (source, *next, end - *next);
  for (*next = end + 1; **next != '}' && !g_str_has_prefix (*next, INDENT "\""); *next = end + 1)
    {
      end = strchr (*next, '\n');
      /* The closing bracket of the outermost object has no line after it. */
      g_string_append_c (source, '\n');
      g_string_append_len (source, *next + strlen (INDENT), end - *next - (gssize) strlen (INDENT));
    }
  if (g_str_has_suffix (source->str, ","))
    g_string_truncate (source, source->len - 1);
  return g_string_free (g_steal_pointer (&source), FALSE);
}

/* @json: an object, indented. @object: the same, parsed. The members of both are in one order, so
 * that each is met once: to look each up by its name takes too long where there are thousands. */
static void
add_claims (GPtrArray *claims, const char *json, JsonObject *object, gint64 now)
{
  const char *next = strchr (json, '\n');
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (!next)
    return;
  next++;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *source = NULL;

      next += strlen (INDENT);
      next += measure_string (next);
      next += strspn (next, " :");
      source = take_source (&next);
      g_ptr_array_add (claims, tessera_claim_new (name, node, source, now));
    }
}

/* @part: base64url of a JSON object, or of something else. Returns: (transfer full) (nullable) */
static char *
read_object (GBytes *part, GPtrArray *claims, gint64 now)
{
  gsize length = 0;
  const char *text = part ? g_bytes_get_data (part, &length) : NULL;
  g_autoptr (JsonObject) object
    = text ? oidc_json_parse_object (text, length, OIDC_JSON_MAX_SIZE, NULL) : NULL;
  g_autofree char *json
    = object ? oidc_json_reindent (text, length, OIDC_JSON_MAX_SIZE, strlen (INDENT), NULL) : NULL;

  if (json)
    add_claims (claims, json, object, now);
  return g_steal_pointer (&json);
}

static char *
describe_content (GBytes *part)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (part, &length);
  g_autofree char *copy = g_strndup (text ? text : "", length);

  if (memchr (copy, '\0', length) == NULL && g_utf8_validate_len (copy, length, NULL))
    return tessera_text_escape (copy);
  return oidc_base64url_encode (text, length);
}

/* Returns: (transfer full) the same JSON, indented, in which nothing looks like other text. */
static char *
indent_escaped (const char *json)
{
  g_autofree char *indented = tessera_inspect_indent (json);
  g_auto (GStrv) lines = g_strsplit (indented, "\n", -1);

  for (char **line = lines; *line; line++)
    {
      char *escaped = tessera_text_escape_json (*line);

      g_free (*line);
      *line = escaped;
    }
  return g_strjoinv ("\n", lines);
}

static void
read_content (TesseraInspection *self, const char *part, const char *header, gint64 now)
{
  g_autoptr (GBytes) content = oidc_base64url_decode (part, -1);
  g_autofree char *claims = content ? read_object (content, self->claims, now) : NULL;
  g_autofree char *both
    = claims ? g_strdup_printf ("{\"header\":%s,\"claims\":%s}", header, claims) : NULL;

  if (both)
    self->json = indent_escaped (both);
  else
    self->content = content ? describe_content (content) : g_strdup (part);
}

TesseraInspection *
tessera_inspection_new (const char *token, gint64 now)
{
  TesseraInspection *self = g_new0 (TesseraInspection, 1);
  g_auto (GStrv) parts = g_strsplit (token, ".", 6);
  guint n_parts = g_strv_length (parts);
  g_autoptr (GBytes) part
    = n_parts == 3 || n_parts == 5 ? oidc_base64url_decode (parts[0], -1) : NULL;
  g_autofree char *header = NULL;

  self->header = g_ptr_array_new_with_free_func ((GDestroyNotify) tessera_claim_free);
  self->claims = g_ptr_array_new_with_free_func ((GDestroyNotify) tessera_claim_free);
  header = read_object (part, self->header, now);
  self->form = !header        ? TESSERA_TOKEN_FORM_OPAQUE
               : n_parts == 5 ? TESSERA_TOKEN_FORM_ENCRYPTED
                              : TESSERA_TOKEN_FORM_SIGNED;
  if (self->form == TESSERA_TOKEN_FORM_SIGNED)
    read_content (self, parts[1], header, now);
  return self;
}
