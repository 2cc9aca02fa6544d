/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "setup-member.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "account-error.h"
#include "oidc-json.h"

#define MAX_FILE 1048576 /* bytes */

/* @sentence has a "%s" for the path. */
static void
fail (const TesseraSetupChange *change, const char *sentence, GError **error)
{
  g_autoptr (GString) message = g_string_new (sentence);

  g_string_replace (message, "%s", change->path, 1);
  g_set_error_literal (error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_FAILED, message->str);
}

/* Whether json-glib, which knows 64 bits, has the same value for @number. */
static gboolean
is_kept (const char *number)
{
  gboolean is_whole = number[strspn (number, "-0123456789")] == '\0';

  return is_whole ? g_ascii_string_to_signed (number, 10, G_MININT64, G_MAXINT64, NULL, NULL)
                  : isfinite (g_ascii_strtod (number, NULL));
}

/* The end of the string whose first quote is at @text. */
static const char *
skip_string (const char *text)
{
  for (text++; *text != '"'; text++)
    if (*text == '\\')
      text++;
  return text + 1;
}

/* @text: JSON, as the strict parser has found. */
static gboolean
keeps_numbers (const char *text)
{
  while (*text != '\0')
    {
      gsize length = strspn (text, "+-.eE0123456789");
      g_autofree char *number
        = *text == '-' || g_ascii_isdigit (*text) ? g_strndup (text, length) : NULL;

      if (number != NULL && !is_kept (number))
        return FALSE;
      text = number != NULL ? text + length : *text == '"' ? skip_string (text) : text + 1;
    }
  return TRUE;
}

/* (transfer full) (nullable) */
static JsonObject *
parse (const TesseraSetupChange *change, const char *text, GError **error)
{
  JsonObject *object;

  if (text[strspn (text, " \t\r\n")] == '\0')
    return json_object_new ();
  object = oidc_json_parse_object (text, strlen (text), MAX_FILE, NULL);
  if (object == NULL)
    fail (change, _ ("“%s” is not a JSON object."), error);
  else if (!keeps_numbers (text))
    {
      fail (change,
            _ ("“%s” contains a number that Tessera would change. Change the file yourself."),
            error);
      g_clear_pointer (&object, json_object_unref);
    }
  return object;
}

/* Takes @root. (transfer full) */
static char *
print (JsonObject *root)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), root);
  g_autofree char *text = json_to_string (node, TRUE);

  json_object_unref (root);
  return g_strconcat (text, "\n", NULL);
}

char *
tessera_setup_member_put (const char *file,
                          const TesseraSetupChange *change,
                          char **replaced,
                          GError **error)
{
  g_autoptr (JsonObject) root = parse (change, file, error);
  JsonNode *node = root != NULL ? json_object_get_member (root, change->object) : NULL;
  const char *value;

  if (root == NULL)
    return NULL;
  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    {
      fail (change, _ ("“%s” is not a JSON object."), error);
      return NULL;
    }
  if (node == NULL)
    json_object_set_object_member (root, change->object, json_object_new ());
  value = oidc_json_find_string (json_object_get_object_member (root, change->object), change->key);
  if (g_strcmp0 (value, change->value) == 0)
    return g_strdup (file);
  *replaced = g_strdup (value);
  json_object_set_string_member (json_object_get_object_member (root, change->object), change->key,
                                 change->value);
  return print (g_steal_pointer (&root));
}
