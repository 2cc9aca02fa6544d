/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "issuer-entry.h"

#include <string.h>

#include "oidc-uri.h"
#include "pasted-text.h"

#define WELL_KNOWN     "/.well-known/"
#define MAX_CANDIDATES 16 /* each may be asked for its metadata */

/* What a provider's console tells of the issuer. Written for g_regex_replace(). */
typedef struct
{
  const char *pattern;
  const char *issuer;
} Rule;

static const Rule consoles[] = {
  /* Keycloak: https://HOST/admin/master/console/#/REALM/clients, with /auth before until 17. */
  { "^(https?://[^/?#]+(?:/auth)?)/admin/[^/?#]+/console/?(?:\\?[^#]*)?#/([^/?&#]+).*$",
    "\\1/realms/\\2" },
  { "^https://manage\\.auth0\\.com/dashboard/([a-z0-9-]+)/([a-z0-9-]+)(?:[/?#].*)?$",
    "https://\\2.\\1.auth0.com/" },
  /* Without its fragment, where the realm is not the one that manages all others. */
  { "^(https?://[^/?#]+(?:/auth)?)/admin/(?!master/)([^/?#]+)/console/?$", "\\1/realms/\\2" },
  { "^https://([a-z0-9-]+)-admin\\.(okta\\.com|oktapreview\\.com|okta-emea\\.com|okta-gov\\.com|"
    "okta\\.mil)(?:[/?#].*)?$",
    "https://\\1.\\2" },
  { "^https://([a-z0-9-]+)\\.console\\.aws\\.amazon\\.com/cognito/.*/user-pools/([\\w-]+).*$",
    "https://cognito-idp.\\1.amazonaws.com/\\2" },
  { "^https://console\\.(?:cloud|developers)\\.google\\.com(?:[/?#].*)?$",
    "https://accounts.google.com" },
  { "^https://(?:portal\\.azure|entra\\.microsoft)\\.com/[^#]*#@([\\w.-]+)(?:/.*)?$",
    "https://login.microsoftonline.com/\\1/v2.0" },
};

/* Issuers that are known to end in a slash. */
static const Rule slashes[] = {
  { "^(https://[^/]+\\.auth0\\.com)$", "\\1/" },
};

/* Returns: (transfer full) (nullable): NULL where no rule fits */
static char *
apply (const Rule *rules, gsize n_rules, const char *uri)
{
  for (gsize i = 0; i < n_rules; i++)
    {
      g_autoptr (GRegex) regex
        = g_regex_new (rules[i].pattern, G_REGEX_CASELESS | G_REGEX_DOTALL, 0, NULL);

      if (g_regex_match (regex, uri, 0, NULL))
        return g_regex_replace (regex, uri, -1, 0, rules[i].issuer, 0, NULL);
    }
  return NULL;
}

/* Plain http is only for this computer itself, and there nobody has a certificate. */
static char *
guess_scheme (const char *rest)
{
  g_autofree char *uri = g_strconcat ("http://", rest, NULL);
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED, NULL);

  if (parsed != NULL && g_uri_get_host (parsed) != NULL
      && oidc_uri_is_loopback (g_uri_get_host (parsed)))
    return g_steal_pointer (&uri);
  return g_strconcat ("https://", rest, NULL);
}

static char *
add_scheme (const char *text, TesseraIssuerEntryChanges *changes)
{
  const char *colon = strstr (text, "://");
  g_autofree char *scheme = NULL;
  g_autofree char *small = NULL;

  if (colon == NULL || strcspn (text, "/?#") < (gsize) (colon - text))
    {
      *changes |= TESSERA_ISSUER_ENTRY_SCHEME;
      return guess_scheme (g_str_has_prefix (text, "//") ? text + 2 : text);
    }
  scheme = g_strndup (text, colon - text);
  small = g_ascii_strdown (scheme, -1);
  if (!g_str_equal (scheme, small))
    *changes |= TESSERA_ISSUER_ENTRY_SCHEME;
  return g_strconcat (small, colon, NULL);
}

/* As the metadata and a certificate have it (RFC 5890 §2.3.2.1). @uri: (transfer full).
 * Returns: (transfer full) */
static char *
write_host_in_ascii (char *uri, TesseraIssuerEntryChanges *changes)
{
  g_autofree char *whole = uri;
  const char *start = strstr (whole, "://") + strlen ("://");
  gsize length = strcspn (start, ":/?#@");
  g_autofree char *host = g_strndup (start, length);
  g_autofree char *ascii = g_hostname_is_non_ascii (host) ? g_hostname_to_ascii (host) : NULL;

  if (ascii == NULL)
    return g_steal_pointer (&whole);
  *changes |= TESSERA_ISSUER_ENTRY_HOST;
  return g_strdup_printf ("%.*s%s%s", (int) (start - whole), whole, ascii, start + length);
}

static void
cut_query (char *uri, TesseraIssuerEntryChanges *changes)
{
  char *query = uri + strcspn (uri, "?#");

  if (*query != '\0')
    *changes |= TESSERA_ISSUER_ENTRY_QUERY;
  *query = '\0';
}

/* A path behind the document's name is RFC 8414's: it belongs to the issuer. */
static char *
cut_well_known (const char *uri, TesseraIssuerEntryChanges *changes)
{
  const char *at = strstr (uri, WELL_KNOWN);
  const char *path;

  if (at == NULL)
    return g_strdup (uri);
  *changes |= TESSERA_ISSUER_ENTRY_WELL_KNOWN;
  path = at + strlen (WELL_KNOWN);
  path += strcspn (path, "/");
  return g_strdup_printf ("%.*s%s", (int) (at - uri), uri, g_str_equal (path, "/") ? "" : path);
}

/* @uri and its nearest parents, down to the host. */
static char **
list_candidates (const char *uri)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *parent = g_strdup (uri);
  const char *authority = strstr (parent, "://") + strlen ("://");
  char *slash;

  g_strv_builder_add (builder, uri);
  if (g_str_has_suffix (parent, "/"))
    parent[strlen (parent) - 1] = '\0';
  for (guint n = 1; n < MAX_CANDIDATES && (slash = strrchr (authority, '/')) != NULL; n++)
    {
      *slash = '\0';
      if (!g_str_has_suffix (parent, "/"))
        g_strv_builder_add (builder, parent);
    }
  return g_strv_builder_end (builder);
}

TesseraIssuerEntry *
tessera_issuer_entry_parse (const char *text)
{
  TesseraIssuerEntry *self = NULL;
  TesseraIssuerEntryChanges changes = 0;
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *bare = tessera_pasted_text_strip_address (valid);
  g_autofree char *whole = NULL;
  g_autofree char *issuer = NULL;
  g_autofree char *slashed = NULL;

  if (bare[0] == '\0')
    return NULL;
  if (!g_str_equal (bare, valid))
    changes |= TESSERA_ISSUER_ENTRY_BLANKS;
  whole = write_host_in_ascii (add_scheme (bare, &changes), &changes);
  issuer = apply (consoles, G_N_ELEMENTS (consoles), whole);
  if (issuer != NULL)
    changes |= TESSERA_ISSUER_ENTRY_CONSOLE;
  else
    {
      cut_query (whole, &changes);
      issuer = cut_well_known (whole, &changes);
    }
  slashed = apply (slashes, G_N_ELEMENTS (slashes), issuer);
  if (slashed != NULL)
    changes |= TESSERA_ISSUER_ENTRY_SLASH;
  self = g_new0 (TesseraIssuerEntry, 1);
  self->candidates = list_candidates (slashed != NULL ? slashed : issuer);
  self->changes = changes;
  return self;
}

char *
tessera_issuer_entry_guess (const char *text, gboolean *changed)
{
  g_autoptr (TesseraIssuerEntry) entry = tessera_issuer_entry_parse (text);
  char *issuer = g_strdup (entry != NULL ? entry->candidates[0] : "");

  if (changed != NULL)
    *changed = !g_str_equal (issuer, text);
  return issuer;
}

/* A name alone may be anything that somebody took for an issuer. */
static gboolean
looks_like_host (const char *issuer)
{
  g_autoptr (GUri) uri = g_uri_parse (issuer, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL
         && (strpbrk (host, ".:") != NULL || g_uri_get_port (uri) >= 0
             || oidc_uri_is_loopback (host));
}

/* Whether it is clear what is meant, though nobody is asked. */
static gboolean
is_clear (const TesseraIssuerEntry *self)
{
  gboolean scheme = (self->changes & TESSERA_ISSUER_ENTRY_SCHEME) != 0;
  /* That of a page may matter: then its path is not the issuer's. */
  gboolean query = (self->changes & TESSERA_ISSUER_ENTRY_QUERY) != 0;

  return (!scheme || looks_like_host (self->candidates[0]))
         && (!query || (self->changes & TESSERA_ISSUER_ENTRY_WELL_KNOWN) != 0)
         && oidc_uri_check_issuer (self->candidates[0], NULL);
}

char *
tessera_issuer_entry_take (const char *text)
{
  g_autoptr (TesseraIssuerEntry) entry = tessera_issuer_entry_parse (text);

  return g_strdup (entry != NULL && is_clear (entry) ? entry->candidates[0] : text);
}

void
tessera_issuer_entry_free (TesseraIssuerEntry *self)
{
  g_strfreev (self->candidates);
  g_free (self);
}
