/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "host-entry.h"

#include <string.h>

#define HTTPS_PORT  443
#define MAX_ESCAPED 8 /* times: nobody escapes a path more often; each costs a pass over it */

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
has_control (const char *text)
{
  for (; text != NULL && *text != '\0'; text++)
    if (g_ascii_iscntrl (*text))
      return TRUE;
  return FALSE;
}

/* Some servers drop what follows a “;” and read “..;x” as “..”. */
static gboolean
is_path_element_odd (const char *element)
{
  gsize length = strcspn (element, ";");

  return length == 0 || (length <= 2 && strspn (element, ".") == length);
}

/* Whether a server may read @path, decoded so far, as another one: “/group/../other” as “/other”,
 * “//other” or “\other” as something else again. */
static gboolean
is_ambiguous (const char *path)
{
  g_auto (GStrv) elements = g_strsplit (path, "/", -1);
  gsize n = g_strv_length (elements);

  /* What stands before the first slash is nothing, and after the last one it may be. */
  for (gsize i = 1; i < n; i++)
    if (is_path_element_odd (elements[i]) && !(i == n - 1 && elements[i][0] == '\0'))
      return TRUE;
  return has_control (path) || strchr (path, '\\') != NULL;
}

/* @text with each “%41” as “A”; other “%” stay. (transfer full) */
static char *
decode_once (const char *text)
{
  GString *decoded = g_string_new (NULL);

  while (*text != '\0')
    {
      gboolean is_escape
        = text[0] == '%' && g_ascii_isxdigit (text[1]) && g_ascii_isxdigit (text[2]);
      char c = is_escape
                 ? (char) (g_ascii_xdigit_value (text[1]) * 16 + g_ascii_xdigit_value (text[2]))
                 : text[0];

      /* A byte of nothing would end the text: it is a control character like others. */
      g_string_append_c (decoded, c != '\0' ? c : '\n');
      text += is_escape ? 3 : 1;
    }
  return g_string_free (decoded, FALSE);
}

/* However often a server decodes @path, it is one without doubt. */
static gboolean
is_path (const char *path)
{
  g_autofree char *text = g_strdup (path);

  for (guint i = 0; i < MAX_ESCAPED; i++)
    {
      g_autofree char *decoded = decode_once (text);

      if (is_ambiguous (text))
        return FALSE;
      if (strcmp (decoded, text) == 0)
        return TRUE;
      g_free (text);
      text = g_steal_pointer (&decoded);
    }
  return FALSE;
}

/* The path of @url as it is written. (transfer full) */
static char *
cut_path (const char *url)
{
  const char *authority = strstr (url, "://") + strlen ("://");
  const char *path = authority + strcspn (authority, "/?#");

  return g_strndup (path, strcspn (path, "?#"));
}

/* Whether the host of @url has a “%”. Not every program decodes it before it connects. */
static gboolean
is_host_escaped (const char *url)
{
  const char *authority = strstr (url, "://") + strlen ("://");
  gsize length = strcspn (authority, "/?#");
  const char *at = g_strrstr_len (authority, (gssize) length, "@");
  const char *host = at != NULL ? at + 1 : authority;

  return memchr (host, '%', length - (gsize) (host - authority)) != NULL;
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
  g_autofree char *path = cut_path (url);
  TesseraHostEntry *self;

  if (uri == NULL || is_host_escaped (url) || !is_path (path) || has_control (g_uri_get_user (uri))
      || !is_host (g_uri_get_host (uri)) || g_uri_get_password (uri) != NULL
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

  return strncmp (path, beginning, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

guint
tessera_host_entry_match (const TesseraHostEntry *self,
                          const TesseraHostEntry *asked,
                          gboolean is_whole)
{
  if (strcmp (self->host, asked->host) != 0)
    return 0;
  if (self->path == NULL || (asked->path == NULL && !is_whole))
    return strlen (self->host);
  if (asked->path == NULL)
    return 0;
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
  /* git says “smtp” and “imap” of what it sends encrypted, too. */
  static const char *const secure[]
    = { "https", "grpcs", "wss", "smtps", "smtp", "imaps", "imap", NULL };

  return self->scheme == NULL || g_strv_contains (secure, self->scheme) || is_loopback (self->host);
}
