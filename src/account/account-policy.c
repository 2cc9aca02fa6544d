/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-policy.h"

#include <glib/gi18n.h>
#include <string.h>

#include "account-error.h"
#include "settings.h"

static gboolean
check_adding (GSettings *settings, GError **error)
{
  if (settings == NULL || g_settings_get_boolean (settings, "allow-adding"))
    return TRUE;
  g_set_error_literal (
    error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_NOT_ALLOWED,
    _ ("The administrator of this computer sets up its accounts; others cannot be added."));
  return FALSE;
}

gboolean
tessera_account_policy_check_adding (GError **error)
{
  g_autoptr (GSettings) settings = tessera_settings_open ();

  return check_adding (settings, error);
}

/* The length of @issuer without a slash at its end, which is easily forgotten. */
static gsize
get_length (const char *issuer)
{
  return strlen (issuer) - (g_str_has_suffix (issuer, "/") ? 1 : 0);
}

static gboolean
is_host_of (const char *host, const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL
         && g_ascii_strcasecmp (g_uri_get_host (uri), host) == 0;
}

/* @entry: an issuer or a host. An endpoint belongs to an issuer if it has the same host. */
static gboolean
names_address (const char *entry, const char *address, gboolean is_issuer)
{
  g_autoptr (GUri) uri = NULL;

  if (strstr (entry, "://") == NULL)
    return is_host_of (entry, address);
  if (is_issuer)
    return get_length (entry) == get_length (address)
           && strncmp (entry, address, get_length (entry)) == 0;
  uri = g_uri_parse (entry, G_URI_FLAGS_NONE, NULL);
  return uri != NULL && g_uri_get_host (uri) != NULL && is_host_of (g_uri_get_host (uri), address);
}

/* @address: (nullable). An empty list allows everything. */
static gboolean
check_address (char **allowed, const char *address, gboolean is_issuer, GError **error)
{
  g_autofree char *list = NULL;

  if (address == NULL || allowed[0] == NULL)
    return TRUE;
  for (gsize i = 0; allowed[i] != NULL; i++)
    if (names_address (allowed[i], address, is_issuer))
      return TRUE;
  list = g_strjoinv (", ", allowed);
  /* Translators: an address, and the issuers and hosts that are allowed instead */
  g_set_error (error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_NOT_ALLOWED,
               _ ("The administrator of this computer does not allow accounts at “%s”, only at: "
                  "%s."),
               address, list);
  return FALSE;
}

/* Whether both are accounts of the same provider, by what the person has written down of it. */
static gboolean
is_same_provider (const TesseraAccountConfig *before, const TesseraAccountConfig *after)
{
  return g_strcmp0 (before->issuer, after->issuer) == 0
         && g_strcmp0 (before->authorization_endpoint, after->authorization_endpoint) == 0
         && g_strcmp0 (before->token_endpoint, after->token_endpoint) == 0;
}

gboolean
tessera_account_policy_check (const TesseraAccountConfig *before,
                              const TesseraAccountConfig *after,
                              GError **error)
{
  g_autoptr (GSettings) settings = NULL;
  g_auto (GStrv) allowed = NULL;

  if (before != NULL && is_same_provider (before, after))
    return TRUE;
  settings = tessera_settings_open ();
  if (settings == NULL)
    return TRUE;
  allowed = g_settings_get_strv (settings, "allowed-providers");
  return check_adding (settings, error) && check_address (allowed, after->issuer, TRUE, error)
         && check_address (allowed, after->authorization_endpoint, FALSE, error)
         && check_address (allowed, after->token_endpoint, FALSE, error);
}
