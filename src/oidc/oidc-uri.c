/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-uri.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-error.h"

/* libsoup's SOUP_HTTP_URI_FLAGS, without its header. */
#define URI_FLAGS                                                                                  \
  (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY                 \
   | G_URI_FLAGS_ENCODED_FRAGMENT | G_URI_FLAGS_SCHEME_NORMALIZE)

G_GNUC_PRINTF (2, 3)
static gboolean
fail (GError **error, const char *format, ...)
{
  va_list arguments;

  if (error != NULL)
    {
      va_start (arguments, format);
      *error = g_error_new_valist (OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG, format, arguments);
      va_end (arguments);
    }
  return FALSE;
}

/* Only what RFC 3986 allows. A browser reads \ as /, and so would open another host than the
 * one that was checked. */
static gboolean
has_only_uri_characters (const char *uri)
{
  for (const char *p = uri; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p) || strchr ("\"<>\\^`{|}", *p) != NULL)
      return FALSE;
  return TRUE;
}

/* GUri has decoded a percent-encoded host, which may hold anything. */
static gboolean
is_host (const char *host)
{
  if (host == NULL || *host == '\0')
    return FALSE;
  for (const char *p = host; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-._:", *p) == NULL)
      return FALSE;
  return TRUE;
}

gboolean
oidc_uri_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
check_scheme (GUri *uri, const char *name, GError **error)
{
  if (g_str_equal (g_uri_get_scheme (uri), "https"))
    return TRUE;
  if (!g_str_equal (g_uri_get_scheme (uri), "http"))
    return fail (error, _ ("“%s” is not an https address."), name);
  if (!oidc_uri_is_loopback (g_uri_get_host (uri)))
    return fail (error, _ ("“%s” must use https. Plain http is allowed only for this computer."),
                 name);
  return TRUE;
}

GUri *
oidc_uri_parse (const char *uri)
{
  return g_uri_parse (uri, URI_FLAGS, NULL);
}

gboolean
oidc_uri_check (const char *uri, const char *name, GError **error)
{
  g_autoptr (GUri) parsed = NULL;

  if (!has_only_uri_characters (uri))
    return fail (error, _ ("“%s” contains characters that an address cannot have."), name);
  parsed = oidc_uri_parse (uri);
  if (parsed == NULL || !is_host (g_uri_get_host (parsed)) || g_uri_get_port (parsed) == 0)
    return fail (error, _ ("“%s” is not a complete address such as https://example.com/."), name);
  if (g_uri_get_userinfo (parsed) != NULL)
    return fail (error, _ ("“%s” must not contain a user name."), name);
  if (g_uri_get_fragment (parsed) != NULL)
    return fail (error, _ ("“%s” must not contain a fragment (#)."), name);
  return check_scheme (parsed, name, error);
}

gboolean
oidc_uri_check_issuer (const char *uri, GError **error)
{
  if (!oidc_uri_check (uri, "issuer", error))
    return FALSE;
  return strchr (uri, '?') == NULL || fail (error, _ ("An issuer must not contain a “?”."));
}

char *
oidc_uri_resolve_redirect (GUri *base, const char *location)
{
  g_autoptr (GUri) target = NULL;
  g_autofree char *uri = NULL;

  target = location != NULL ? g_uri_parse_relative (base, location, URI_FLAGS, NULL) : NULL;
  if (target == NULL)
    return NULL;
  uri = g_uri_to_string_partial (target, G_URI_HIDE_FRAGMENT);
  if (!oidc_uri_check (uri, "", NULL))
    return NULL;
  if (g_str_equal (g_uri_get_scheme (base), "https")
      && !g_str_equal (g_uri_get_scheme (target), "https"))
    return NULL;
  return g_steal_pointer (&uri);
}
