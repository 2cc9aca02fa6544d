/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loopback-page.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "loopback-resources.h"

#define RESOURCES "/io/github/tessera_app/Tessera/loopback/"

/* Stands in loopback-page.html on either side of a value's name. */
#define MARK "%%"

static const char *const badges[] = {
  [TESSERA_LOOPBACK_PAGE_NEUTRAL] = "",
  [TESSERA_LOOPBACK_PAGE_SUCCESS]
  = "<svg class=\"badge success\" viewBox=\"0 0 48 48\"><circle cx=\"24\" cy=\"24\" r=\"22\"/>"
    "<path d=\"M 15 25 L 21 31 L 33 18\"/></svg>",
  [TESSERA_LOOPBACK_PAGE_FAILURE]
  = "<svg class=\"badge failure\" viewBox=\"0 0 48 48\"><circle cx=\"24\" cy=\"24\" r=\"22\"/>"
    "<path d=\"M 17 17 L 31 31 M 31 17 L 17 31\"/></svg>",
};

static char *
load (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCES, name, NULL);
  g_autoptr (GBytes) bytes
    = g_resource_lookup_data (loopback_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* The language that the texts are in: the person's where there is a translation, else English. The
 * catalogue's own header names it. */
static char *
page_language (void)
{
  g_auto (GStrv) lines = g_strsplit (gettext (""), "\n", -1);

  for (char **line = lines; *line; line++)
    if (g_str_has_prefix (*line, "Language: "))
      return g_strdelimit (g_strdup (*line + strlen ("Language: ")), "_@", '-');
  return g_strdup ("en");
}

static GHashTable *
page_values (TesseraLoopbackPageKind kind, const char *title, const char *message)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree char *icon = load ("icon.svg");
  g_autofree char *language = page_language ();

  g_hash_table_insert (values, (char *) "language", g_markup_escape_text (language, -1));
  g_hash_table_insert (values, (char *) "direction",
                       /* Translators: "rtl" if your language is written from right to left. */
                       g_strdup (strcmp (C_ ("direction", "ltr"), "rtl") == 0 ? "rtl" : "ltr"));
  g_hash_table_insert (values, (char *) "title", g_markup_escape_text (title, -1));
  g_hash_table_insert (values, (char *) "message", g_markup_escape_text (message, -1));
  g_hash_table_insert (values, (char *) "style", load ("page.css"));
  /* Without the XML declaration, which HTML does not allow here. */
  g_hash_table_insert (values, (char *) "icon", g_strdup (strstr (icon, "<svg")));
  g_hash_table_insert (values, (char *) "badge", g_strdup (badges[kind]));
  return values;
}

GBytes *
tessera_loopback_page_new (TesseraLoopbackPageKind kind, const char *title, const char *message)
{
  g_autofree char *template = load ("page.html");
  g_auto (GStrv) pieces = g_strsplit (template, MARK, -1);
  g_autoptr (GHashTable) values = page_values (kind, title, message);
  GString *html = g_string_new (NULL);

  /* Every other piece is a name. A value that holds a mark is not expanded. */
  for (guint i = 0; pieces[i]; i++)
    g_string_append (html, i % 2 ? g_hash_table_lookup (values, pieces[i]) : pieces[i]);
  return g_string_free_to_bytes (html);
}

/* Allows the style sheet, by its hash, and nothing else. */
static char *
content_security_policy (void)
{
  g_autofree char *style = load ("page.css");
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *hash = NULL;

  g_checksum_update (checksum, (const guchar *) style, strlen (style));
  g_checksum_get_digest (checksum, digest, &length);
  hash = g_base64_encode (digest, length);
  return g_strdup_printf ("default-src 'none'; style-src 'sha256-%s'; frame-ancestors 'none'; "
                          "base-uri 'none'; form-action 'none'",
                          hash);
}

static void
add_headers (SoupServerMessage *msg)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (msg);
  g_autofree char *policy = content_security_policy ();

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "Content-Security-Policy", policy);
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Connection", "close");
}

void
tessera_loopback_page_send (GBytes *page, SoupServerMessage *msg, guint status)
{
  gsize length;
  const char *html = g_bytes_get_data (page, &length);

  add_headers (msg);
  soup_server_message_set_status (msg, status, NULL);
  soup_server_message_set_response (msg, "text/html; charset=utf-8", SOUP_MEMORY_COPY, html,
                                    length);
}

void
tessera_loopback_page_redirect (SoupServerMessage *msg, const char *uri)
{
  add_headers (msg);
  soup_message_headers_replace (soup_server_message_get_response_headers (msg), "Location", uri);
  soup_server_message_set_status (msg, SOUP_STATUS_SEE_OTHER, NULL);
}
