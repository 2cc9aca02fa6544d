/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "bounded-read.h"
#include "commands.h"
#include "expiry-text.h"
#include "inspect.h"
#include "terminal.h"
#include "text-escape.h"

#define MAX_JWT  (1024 * 1024)     /* bytes */
#define MAX_KEYS (8 * 1024 * 1024) /* bytes */

static char *
read_input (GError **error)
{
  g_autoptr (GString) text = tessera_bounded_read (STDIN_FILENO, MAX_JWT);

  if (text == NULL)
    {
      g_set_error (error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_FAILED,
                   _ ("Standard input cannot be read: %s."), g_strerror (errno));
      return NULL;
    }
  /* A NUL would end the string, and hide what follows it. No JWT has one: let it be malformed. */
  if (memchr (text->str, '\0', text->len) != NULL)
    g_string_assign (text, "\\0");
  return g_strstrip (g_string_free (g_steal_pointer (&text), FALSE));
}

/* @path: (nullable), and then *keys stays NULL. *keys: (transfer full). */
static gboolean
read_keys (const char *path, GString **keys, GError **error)
{
  int fd;

  if (path == NULL)
    return TRUE;
  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd >= 0)
    *keys = tessera_bounded_read (fd, MAX_KEYS);
  if (*keys == NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("The keys in “%s” cannot be read: %s."), path, g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return *keys != NULL;
}

/* Appends @json with its line breaks. Whatever could fool a terminal is escaped as JSON does. */
static void
append_escaped (GString *text, const char *json)
{
  g_auto (GStrv) lines = g_strsplit (json, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *escaped = tessera_text_escape_json (lines[i]);

      g_string_append_printf (text, "%s\n", escaped);
    }
}

/* The time that a claim is, NULL if it is none. (transfer full) */
static char *
read_time (JsonObject *claims, const char *claim)
{
  JsonNode *node = json_object_get_member (claims, claim);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_INT64
          && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return NULL;
  return tessera_expiry_text_iso (json_node_get_int (node));
}

static void
append_time (GString *text, const char *label, const char *time, guint width)
{
  if (time == NULL)
    return;
  tessera_terminal_append_column (text, label, width);
  g_string_append_printf (text, "  %s\n", time);
}

static void
append_times (GString *text, JsonObject *answer)
{
  JsonNode *node = json_object_get_member (answer, "claims");
  const char *labels[] = { _ ("Issued"), _ ("Expires") };
  guint width = MAX (tessera_terminal_width (labels[0]), tessera_terminal_width (labels[1]));
  g_autofree char *issued = NULL;
  g_autofree char *expires = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  issued = read_time (json_node_get_object (node), "iat");
  expires = read_time (json_node_get_object (node), "exp");
  append_time (text, labels[0], issued, width);
  append_time (text, labels[1], expires, width);
}

gboolean
tessera_command_inspect (TesseraCall *call, GError **error)
{
  g_autoptr (GString) keys = NULL;
  g_autofree char *compact = NULL;
  g_autofree char *indented = NULL;
  JsonObject *answer;

  if (!read_keys (tessera_options_get (call->options, "jwks"), &keys, error))
    return FALSE;
  if (isatty (STDIN_FILENO))
    tessera_call_say (call, _ ("Paste the JWT, then press Enter and Ctrl-D.\n"));
  compact = read_input (error);
  if (compact == NULL)
    return FALSE;
  answer = tessera_inspect (compact, keys != NULL ? keys->str : NULL, keys != NULL ? keys->len : 0,
                            &call->object_text, error);
  if (answer == NULL)
    return FALSE;
  json_object_unref (call->object);
  call->object = answer;
  indented = tessera_inspect_indent (call->object_text);
  append_escaped (call->text, indented);
  append_times (call->text, answer);
  return TRUE;
}
