/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loopback-uri.h"

#include <glib/gi18n.h>
#include <string.h>

#include "loopback-error.h"

#define HTTP_PORT 80

static const char *
known_host (const char *host)
{
  static const char *const known[] = { "127.0.0.1", "::1", "localhost" };

  for (gsize i = 0; host && i < G_N_ELEMENTS (known); i++)
    if (g_ascii_strcasecmp (host, known[i]) == 0)
      return known[i];
  return NULL;
}

/* Asked of the text and not of what GLib makes of it: that is what the provider gets. No character
 * that would have to be encoded (RFC 3986 §2); and no segment "." or "..", which a browser takes
 * away before it asks, so that it would ask for a path that nobody awaits. */
static gboolean
is_plain (const char *text)
{
  g_auto (GStrv) segments = g_strsplit (text, "/", -1);

  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c) || strchr ("\"<>\\^`{|}", *c))
      return FALSE;
  for (char **segment = segments; *segment; segment++)
    if (strcmp (*segment, ".") == 0 || strcmp (*segment, "..") == 0)
      return FALSE;
  return TRUE;
}

static gboolean
is_redirect_uri (GUri *uri)
{
  return uri && strcmp (g_uri_get_scheme (uri), "http") == 0 && known_host (g_uri_get_host (uri))
         && g_uri_get_port (uri) != 0 && !g_uri_get_userinfo (uri) && !g_uri_get_query (uri)
         && !g_uri_get_fragment (uri);
}

TesseraLoopbackUri *
tessera_loopback_uri_parse (const char *text, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);
  TesseraLoopbackUri *self;

  if (!is_plain (text) || !is_redirect_uri (uri))
    {
      g_set_error (error, TESSERA_LOOPBACK_ERROR, TESSERA_LOOPBACK_ERROR_INVALID_URI,
                   _ ("“%s” is not a redirect URI. It must be an address of this computer with a "
                      "path, such as http://127.0.0.1/ or http://localhost:6363/."),
                   text);
      return NULL;
    }

  self = g_new0 (TesseraLoopbackUri, 1);
  self->text = g_strdup (text);
  self->host = g_strdup (known_host (g_uri_get_host (uri)));
  self->path = g_strdup (*g_uri_get_path (uri) != '\0' ? g_uri_get_path (uri) : "/");
  self->port = g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : 0;
  return self;
}

void
tessera_loopback_uri_free (TesseraLoopbackUri *self)
{
  g_free (self->text);
  g_free (self->host);
  g_free (self->path);
  g_free (self);
}

char *
tessera_loopback_uri_with_port (const TesseraLoopbackUri *self, guint16 port)
{
  const char *authority = self->text + strlen ("http://");
  gsize length = strcspn (authority, "/");

  if (self->port != 0)
    return g_strdup (self->text);
  /* A colon with nothing after it says as little as none. */
  if (length > 0 && authority[length - 1] == ':')
    return g_strdup_printf ("http://%.*s%d%s", (int) length, authority, port, authority + length);
  return g_strdup_printf ("http://%.*s:%d%s", (int) length, authority, port, authority + length);
}

gboolean
tessera_loopback_uri_is_host (const TesseraLoopbackUri *self, guint16 port, const char *header)
{
  gboolean is_v6 = strchr (self->host, ':') != NULL;
  g_autofree char *literal
    = g_strdup_printf ("%s%s%s", is_v6 ? "[" : "", self->host, is_v6 ? "]" : "");
  g_autofree char *expected = g_strdup_printf ("%s:%d", literal, port);

  if (!header)
    return FALSE;
  return g_ascii_strcasecmp (header, expected) == 0
         || (port == HTTP_PORT && g_ascii_strcasecmp (header, literal) == 0);
}

gboolean
tessera_loopback_uri_check (const char *uri, GError **error)
{
  g_autoptr (TesseraLoopbackUri) parsed = tessera_loopback_uri_parse (uri, error);

  return parsed != NULL;
}
