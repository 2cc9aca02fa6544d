/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "account-config.h"
#include "host-entry.h"
#include "loopback-uri.h"
#include "oidc-client.h"
#include "oidc-uri.h"
#include "presets.h"
#include "config-error.h"

static gboolean G_GNUC_PRINTF (2, 3) invalid (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error
      = g_error_new_valist (TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID, format, arguments);
  va_end (arguments);
  return FALSE;
}

gboolean
tessera_account_config_check_id (const char *id, GError **error)
{
  gsize length = strlen (id);

  if (length == 0 || length > 64
      || strspn (id, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_") != length)
    return invalid (error, _ ("A group’s name has at most 64 letters, digits, “-” and “_”. The "
                              "account’s name goes into “Name=”."));
  /* The names of locks that belong to no account. */
  if (strcmp (id, "accounts") == 0 || strcmp (id, "keyring") == 0)
    return invalid (error, _ ("The group’s name “%s” is already in use."), id);
  return TRUE;
}

static gboolean
is_control (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR
         || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

gboolean
tessera_account_config_check_name (const char *name, GError **error)
{
  const char *last;

  if (name == NULL || name[0] == '\0')
    return invalid (error, _ ("An account needs a name."));
  if (!g_utf8_validate (name, -1, NULL))
    return invalid (error, _ ("The account’s name is not valid UTF-8."));
  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c))
    if (is_control (g_utf8_get_char (c)))
      return invalid (error, _ ("An account’s name must be one line without control characters."));
  last = g_utf8_prev_char (name + strlen (name));
  if (g_unichar_isspace (g_utf8_get_char (name)) || g_unichar_isspace (g_utf8_get_char (last)))
    return invalid (error, _ ("An account’s name must not begin or end with a space."));
  return TRUE;
}

char *
tessera_account_config_normalize_name (const char *name)
{
  /* Most are, and to normalise is slow. */
  return g_str_is_ascii (name) ? g_strdup (name) : g_utf8_normalize (name, -1, G_NORMALIZE_NFC);
}

gboolean
tessera_account_config_same_name (const char *a, const char *b)
{
  g_autofree char *normal_a = tessera_account_config_normalize_name (a);
  g_autofree char *normal_b = tessera_account_config_normalize_name (b);

  return normal_a != NULL && g_strcmp0 (normal_a, normal_b) == 0;
}

/* VSCHAR of RFC 6749 appendix A. */
static gboolean
is_printable_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isprint (*text))
      return FALSE;
  return TRUE;
}

/* What the flows refuse is refused here in the same words. @valid: what oidc's check said;
 * *@problem says why not. */
static gboolean
pass_on (gboolean valid, GError **problem, GError **error)
{
  return valid || invalid (error, "%s", (*problem)->message);
}

static gboolean
check_endpoint (const char *uri, const char *name, GError **error)
{
  g_autoptr (GError) problem = NULL;

  return uri == NULL || pass_on (oidc_uri_check (uri, name, &problem), &problem, error);
}

static gboolean
check_issuer (const char *issuer, GError **error)
{
  g_autoptr (GError) problem = NULL;

  return issuer == NULL || pass_on (oidc_uri_check_issuer (issuer, &problem), &problem, error);
}

/* What the listener takes, with the path spelled out: a provider that compares to the character may
 * add the slash. */
static gboolean
check_redirect_uri (const char *uri, GError **error)
{
  if (tessera_loopback_uri_check (uri, NULL) && strchr (uri + strlen ("http://"), '/') != NULL)
    return TRUE;
  return invalid (error,
                  _ ("“%s” is not a redirect URI. It must be an address of this computer with a "
                     "path, such as http://127.0.0.1/ or http://localhost:6363/."),
                  uri);
}

static gboolean
check_resource (const char *uri, GError **error)
{
  g_autoptr (GUri) parsed = is_printable_ascii (uri) && strchr (uri, ' ') == NULL
                              ? g_uri_parse (uri, G_URI_FLAGS_NON_DNS, NULL)
                              : NULL;

  if (parsed != NULL && g_uri_get_fragment (parsed) == NULL)
    return TRUE;
  return invalid (
    error, _ ("“%s” is not a resource. A resource is an absolute URI without a fragment (#)."),
    uri);
}

static gboolean
check_host (const char *host, GError **error)
{
  g_autoptr (TesseraHostEntry) entry = tessera_host_entry_parse (host);

  if (entry != NULL && strchr (host, '?') == NULL && tessera_host_entry_is_secure (entry))
    return TRUE;
  return invalid (error,
                  _ ("“%s” is not a host, such as git.example.com, registry.example.com:5000 or "
                     "https://example.com/group."),
                  host);
}

static gboolean
check_each (char **list, gboolean (*check) (const char *, GError **), GError **error)
{
  for (gsize i = 0; list != NULL && list[i] != NULL; i++)
    if (!check (list[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
check_offline_access (const TesseraAccountConfig *self, GError **error)
{
  static const char *const kinds[] = { "ask", "never", NULL };

  return self->offline_access == NULL || g_strv_contains (kinds, self->offline_access)
         || invalid (error, _ ("Offline access must be “ask” or “never”."));
}

/* OpenID Connect Core §10.1: the key is the client secret. */
static gboolean
check_id_token_alg (const TesseraAccountConfig *self, GError **error)
{
  if (self->id_token_alg == NULL)
    return TRUE;
  if (strcmp (self->id_token_alg, "HS256") != 0)
    return invalid (error, _ ("The ID token algorithm can only be set to “HS256”. All other secure "
                              "algorithms are always accepted."));
  if (g_strcmp0 (self->client_auth, "none") == 0)
    return invalid (error,
                    _ (
                      "“HS256” needs a client secret, so client authentication cannot be “none”."));
  return TRUE;
}

static gboolean
check_client (const TesseraAccountConfig *self, GError **error)
{
  static const char *const kinds[] = { "none", "basic", "post", NULL };
  g_autoptr (GError) problem = NULL;

  if (self->client_id == NULL || self->client_id[0] == '\0')
    return invalid (error, _ ("An account needs a client ID from the provider."));
  if (!is_printable_ascii (self->client_id))
    return invalid (error, _ ("The client ID contains invalid characters."));
  if (self->client_auth != NULL && !g_strv_contains (kinds, self->client_auth))
    return invalid (error, _ ("Client authentication must be “none”, “basic” or “post”."));
  if (!check_offline_access (self, error) || !check_id_token_alg (self, error))
    return FALSE;
  if (self->audience != NULL && !g_utf8_validate (self->audience, -1, NULL))
    return invalid (error, _ ("The audience is not valid UTF-8."));
  return pass_on (oidc_client_check_scopes (self->scopes, &problem), &problem, error)
         && check_each (self->redirect_uris, check_redirect_uri, error)
         && check_each (self->resources, check_resource, error)
         && check_each (self->hosts, check_host, error)
         && pass_on (oidc_client_check_auth_params (self->auth_params, &problem), &problem, error);
}

static gboolean
check_provider (const TesseraAccountConfig *self, GError **error)
{
  if (self->preset != NULL && tessera_presets_find_id (self->preset) == NULL)
    return invalid (error, _ ("There is no preset “%s”. Run “tessera presets” for a list."),
                    self->preset);
  if (self->issuer == NULL
      && (self->authorization_endpoint == NULL || self->token_endpoint == NULL))
    return invalid (
      error,
      _ ("An account needs an issuer, or both an authorization endpoint and a token endpoint."));
  return check_issuer (self->issuer, error)
         && check_endpoint (self->authorization_endpoint, "authorization_endpoint", error)
         && check_endpoint (self->token_endpoint, "token_endpoint", error)
         && check_endpoint (self->jwks_uri, "jwks_uri", error)
         && check_endpoint (self->userinfo_endpoint, "userinfo_endpoint", error)
         && check_endpoint (self->revocation_endpoint, "revocation_endpoint", error)
         && check_endpoint (self->end_session_endpoint, "end_session_endpoint", error);
}

static gboolean
is_pkcs11 (const char *name)
{
  return g_str_has_prefix (name, "pkcs11:");
}

char *
tessera_account_config_resolve_file (const char *text)
{
  /* An empty one would be the working directory itself. */
  if (text == NULL || *text == '\0' || is_pkcs11 (text))
    return g_strdup (text);
  return g_canonicalize_filename (text, NULL);
}

static gboolean
check_file (const char *path, GError **error)
{
  if (path == NULL || (g_path_is_absolute (path) && g_utf8_validate (path, -1, NULL)))
    return TRUE;
  return invalid (
    error,
    _ ("Give the full path of a certificate or key file in UTF-8, such as /etc/ssl/ca.pem."));
}

/* A PIN would be a secret in accounts.conf, and in a list of processes. */
static gboolean
check_file_or_token (const char *name, GError **error)
{
  if (name == NULL || !is_pkcs11 (name))
    return check_file (name, error);
  if (!is_printable_ascii (name) || strchr (name, ' ') != NULL)
    return invalid (error, _ ("The PKCS #11 URI contains invalid characters."));
  return strstr (name, "pin-value") == NULL
         || invalid (error,
                     _ ("Do not put a PIN into the PKCS #11 URI. Write it to a file that only you "
                        "can read, and add “?pin-source=/PATH” with the path of that file."));
}

/* What TLS takes from the account. The files are read when they are used. */
static gboolean
check_certificates (const TesseraAccountConfig *self, GError **error)
{
  if (self->client_key != NULL && self->client_cert == NULL)
    return invalid (error, _ ("A client key needs a client certificate."));
  return check_file (self->ca_file, error) && check_file_or_token (self->client_cert, error)
         && check_file_or_token (self->client_key, error);
}

gboolean
tessera_account_config_check (const TesseraAccountConfig *self, GError **error)
{
  return tessera_account_config_check_name (self->name, error) && check_provider (self, error)
         && check_client (self, error) && check_certificates (self, error);
}
