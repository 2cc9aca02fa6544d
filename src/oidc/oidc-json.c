/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-json.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-error.h"
#include "oidc-json-scanner.h"

G_GNUC_PRINTF (2, 3)
static gboolean
fail (GError **error, const char *format, ...)
{
  va_list arguments;

  if (error != NULL)
    {
      va_start (arguments, format);
      *error = g_error_new_valist (OIDC_ERROR, OIDC_ERROR_MALFORMED, format, arguments);
      va_end (arguments);
    }
  return FALSE;
}

/* NULL where the member is missing, or null. */
static JsonNode *
find (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

gboolean
oidc_json_validate (const char *text, gsize length, gsize limit, GError **error)
{
  OidcJsonScan scan = { 0 };

  return oidc_json_scan (&scan, text, length, limit, error);
}

gboolean
oidc_json_begins_object (GBytes *document)
{
  static const char mark[] = "\xef\xbb\xbf";
  gsize length;
  const char *text = g_bytes_get_data (document, &length);
  gsize i = length >= strlen (mark) && memcmp (text, mark, strlen (mark)) == 0 ? strlen (mark) : 0;

  while (i < length && g_ascii_isspace (text[i]))
    i++;
  return i < length && text[i] == '{';
}

JsonObject *
oidc_json_parse_object (const char *text, gsize length, gsize limit, GError **error)
{
  g_autoptr (GString) safe = g_string_sized_new (MIN (length, limit) + 1);
  OidcJsonScan scan = { .copy = safe, .substitute_numbers = TRUE };
  g_autoptr (JsonParser) parser = NULL;
  JsonNode *root;

  if (!oidc_json_scan (&scan, text, length, limit, error))
    return NULL;
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, safe->str, (gssize) safe->len, NULL))
    {
      /* json-glib's message may quote the text, which may be a token. */
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED, _ ("This is not valid JSON."));
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("This is JSON, but not an object."));
      return NULL;
    }
  return json_object_ref (json_node_get_object (root));
}

char *
oidc_json_reindent (const char *text, gsize length, gsize limit, guint indent, GError **error)
{
  g_autoptr (GString) copy = g_string_new (NULL);
  OidcJsonScan scan = { .copy = copy, .indent = indent };

  if (!oidc_json_scan (&scan, text, length, limit, error))
    return NULL;
  return g_string_free (g_steal_pointer (&copy), FALSE);
}

char *
oidc_json_dup_source (const char *text, gsize length, const char *member)
{
  OidcJsonScan scan = { .member = member };

  if (!oidc_json_scan (&scan, text, length, length, NULL) || scan.value == NULL)
    return NULL;
  return g_strndup (scan.value, scan.value_length);
}

gboolean
oidc_json_require_string (JsonObject *object,
                          const char *member,
                          const char **value,
                          GError **error)
{
  const char *found = NULL;

  if (!oidc_json_optional_string (object, member, &found, error))
    return FALSE;
  if (found == NULL)
    return fail (error, _ ("“%s” is missing."), member);
  *value = found;
  return TRUE;
}

gboolean
oidc_json_optional_string (JsonObject *object,
                           const char *member,
                           const char **value,
                           GError **error)
{
  JsonNode *node = find (object, member);

  if (node != NULL && !holds (node, G_TYPE_STRING))
    return fail (error, _ ("“%s” is not a string."), member);
  *value = node != NULL ? json_node_get_string (node) : NULL;
  return TRUE;
}

gboolean
oidc_json_optional_strings (JsonObject *object,
                            const char *member,
                            gboolean or_string,
                            char ***value,
                            GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode *node = find (object, member);
  JsonArray *array;

  if (node == NULL)
    {
      *value = NULL;
      return TRUE;
    }
  if (or_string && holds (node, G_TYPE_STRING))
    {
      g_strv_builder_add (builder, json_node_get_string (node));
      *value = g_strv_builder_end (builder);
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (error, _ ("“%s” is not a list of strings."), member);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!holds (element, G_TYPE_STRING))
        return fail (error, _ ("“%s” is not a list of strings."), member);
      g_strv_builder_add (builder, json_node_get_string (element));
    }
  *value = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_integer (JsonNode *node, gint64 *value)
{
  double number;

  if (holds (node, G_TYPE_INT64))
    {
      *value = json_node_get_int (node);
      return TRUE;
    }
  if (!holds (node, G_TYPE_DOUBLE))
    return FALSE;
  number = json_node_get_double (node);
  /* -2^63 and 2^63 are exact in a double; the first fits, the second does not. NaN fails both. */
  if (!(number >= -0x1p63 && number < 0x1p63))
    return FALSE;
  *value = (gint64) number;
  return TRUE;
}

gboolean
oidc_json_optional_integer (JsonObject *object,
                            const char *member,
                            gboolean *present,
                            gint64 *value,
                            GError **error)
{
  JsonNode *node = find (object, member);
  gint64 found = 0;

  if (node != NULL && !read_integer (node, &found))
    return fail (error, _ ("“%s” is not a valid number."), member);
  if (present != NULL)
    *present = node != NULL;
  *value = found;
  return TRUE;
}

const char *
oidc_json_find_string (JsonObject *object, const char *member)
{
  const char *value = NULL;

  (void) oidc_json_optional_string (object, member, &value, NULL);
  return value != NULL && *value != '\0' ? value : NULL;
}

char **
oidc_json_find_strings (JsonObject *object, const char *member)
{
  g_auto (GStrv) value = NULL;

  (void) oidc_json_optional_strings (object, member, TRUE, &value, NULL);
  return value != NULL && g_strcmp0 (value[0], "") == 0 && value[1] == NULL
           ? NULL
           : g_steal_pointer (&value);
}

gboolean
oidc_json_find_boolean (JsonObject *object, const char *member)
{
  JsonNode *node = find (object, member);

  return node != NULL && holds (node, G_TYPE_BOOLEAN) && json_node_get_boolean (node);
}

gboolean
oidc_json_find_integer (JsonObject *object, const char *member, gint64 *value)
{
  JsonNode *node = find (object, member);
  const char *text = oidc_json_find_string (object, member);
  g_autofree char *whole = text != NULL ? g_strndup (text, strspn (text, "-0123456789")) : NULL;
  const char *fraction = text != NULL ? text + strlen (whole) : NULL;

  if (node == NULL || text == NULL)
    return node != NULL && read_integer (node, value);
  if (*fraction == '.' && fraction[1] != '\0')
    fraction += 1 + strspn (fraction + 1, "0123456789");
  return *fraction == '\0'
         && g_ascii_string_to_signed (whole, 10, G_MININT64, G_MAXINT64, value, NULL);
}
