/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "issuer-entry.h"

#include <string.h>

#include "oidc-uri.h"

#define WELL_KNOWN "/.well-known/"

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
  { "^https://([a-z0-9-]+)-admin\\.(okta|oktapreview|okta-emea)\\.com(?:[/?#].*)?$",
    "https://\\1.\\2.com" },
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

/* Whether a person, or what they copied from, puts @c around an address. */
static gboolean
is_around (gunichar c)
{
  static const gunichar quotes[]
    = { '"', '\'', '<', '>', '`', 0x201C, 0x201D, 0x201E, 0x2018, 0x2019, 0xAB, 0xBB, 0 };

  if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || g_unichar_iszerowidth (c))
    return TRUE;
  for (gsize i = 0; quotes[i] != 0; i++)
    if (quotes[i] == c)
      return TRUE;
  return FALSE;
}

static char *
cut_blanks (const char *text, TesseraIssuerEntryChanges *changes)
{
  const char *start = text;
  const char *end = text + strlen (text);

  while (start < end && is_around (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start && is_around (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  if (start > text || *end != '\0')
    *changes |= TESSERA_ISSUER_ENTRY_BLANKS;
  return g_strndup (start, end - start);
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

/* Adds @uri and its parents, down to the host. */
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
  while ((slash = strrchr (authority, '/')) != NULL)
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
  g_autofree char *bare = cut_blanks (valid, &changes);
  g_autofree char *whole = NULL;
  g_autofree char *issuer = NULL;
  g_autofree char *slashed = NULL;

  if (bare[0] == '\0')
    return NULL;
  whole = add_scheme (bare, &changes);
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

char *
tessera_issuer_entry_cut (const char *text, gboolean *cut)
{
  const guint harmless = TESSERA_ISSUER_ENTRY_BLANKS | TESSERA_ISSUER_ENTRY_WELL_KNOWN;
  g_autoptr (TesseraIssuerEntry) entry = tessera_issuer_entry_parse (text);

  *cut = entry != NULL && (entry->changes & harmless) != 0
         && (entry->changes & ~(harmless | TESSERA_ISSUER_ENTRY_SLASH)) == 0;
  return g_strdup (*cut ? entry->candidates[0] : text);
}

void
tessera_issuer_entry_free (TesseraIssuerEntry *self)
{
  g_strfreev (self->candidates);
  g_free (self);
}
