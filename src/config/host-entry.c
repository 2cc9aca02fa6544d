/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "host-entry.h"

#include <string.h>

#define HTTPS_PORT 443

void
tessera_host_entry_free (TesseraHostEntry *self)
{
  g_free (self->scheme);
  g_free (self->user);
  g_free (self->host);
  g_free (self->path);
  g_free (self);
}

/* GUri accepts more than a header or a terminal should meet. */
static gboolean
is_plain (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isgraph (*text) || strchr ("\\\"<>^`{|}", *text) != NULL)
      return FALSE;
  return TRUE;
}

static gboolean
is_host (const char *host)
{
  return host != NULL && host[0] != '\0'
         && strspn (host, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-._:") == strlen (host);
}

/* (transfer full) (nullable) */
static char *
make_path (const char *path)
{
  gsize length = strlen (path);

  while (length > 0 && path[length - 1] == '/')
    length--;
  return length > 0 ? g_strndup (path, length) : NULL;
}

/* (transfer full) */
static char *
make_host (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  g_autofree char *lower = g_ascii_strdown (host, -1);
  gboolean is_ipv6 = strchr (host, ':') != NULL;
  int port = g_uri_get_port (uri);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s%s%s", is_ipv6 ? "[" : "", lower, is_ipv6 ? "]" : "");
  if (port != -1 && port != HTTPS_PORT)
    g_string_append_printf (text, ":%d", port);
  return g_string_free (text, FALSE);
}

TesseraHostEntry *
tessera_host_entry_parse (const char *text)
{
  const char *after_scheme = strstr (text, "://");
  g_autofree char *url
    = after_scheme != NULL ? g_strdup (text) : g_strconcat ("https://", text, NULL);
  g_autoptr (GUri) uri = is_plain (url) ? g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD, NULL) : NULL;
  TesseraHostEntry *self;

  if (uri == NULL || !is_host (g_uri_get_host (uri)) || g_uri_get_password (uri) != NULL
      || g_uri_get_fragment (uri) != NULL || g_uri_get_port (uri) == 0)
    return NULL;
  self = g_new0 (TesseraHostEntry, 1);
  self->scheme = after_scheme != NULL ? g_ascii_strdown (g_uri_get_scheme (uri), -1) : NULL;
  self->user = g_strdup (g_uri_get_user (uri));
  self->host = make_host (uri);
  self->path = make_path (g_uri_get_path (uri));
  return self;
}

static gboolean
begins_with_elements (const char *path, const char *beginning)
{
  gsize length = strlen (beginning);

  /* A server may read “/group/../other” as “/other”. */
  return strstr (path, "/..") == NULL && strncmp (path, beginning, length) == 0
         && (path[length] == '/' || path[length] == '\0');
}

guint
tessera_host_entry_match (const TesseraHostEntry *self, const TesseraHostEntry *asked)
{
  if (strcmp (self->host, asked->host) != 0)
    return 0;
  if (self->path == NULL || asked->path == NULL)
    return strlen (self->host);
  return begins_with_elements (asked->path, self->path) ? strlen (self->host) + strlen (self->path)
                                                        : 0;
}

/* @host: with its port, an IPv6 address in brackets. */
static gboolean
is_loopback (const char *host)
{
  const char *end = strrchr (host, ':');
  g_autofree char *name
    = end != NULL && strchr (end, ']') == NULL ? g_strndup (host, end - host) : g_strdup (host);

  return strcmp (name, "localhost") == 0 || strcmp (name, "127.0.0.1") == 0
         || strcmp (name, "[::1]") == 0;
}

gboolean
tessera_host_entry_is_secure (const TesseraHostEntry *self)
{
  gboolean is_plain_text
    = g_strcmp0 (self->scheme, "http") == 0 || g_strcmp0 (self->scheme, "grpc") == 0;

  return !is_plain_text || is_loopback (self->host);
}
