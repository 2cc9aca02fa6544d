/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preset-fill.h"

#include <glib/gi18n.h>
#include <string.h>

#include "config-error.h"
#include "oidc-uri.h"
#include "pasted-text.h"

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

static char *
strip (const TesseraPresetField *field, const char *typed)
{
  return field->kind == TESSERA_PRESET_SERVER ? tessera_pasted_text_strip_address (typed)
                                              : tessera_pasted_text_strip (typed);
}

/* What was typed for the field, or else its default. Returns: (transfer full) (nullable) */
static char *
dup_typed (const TesseraPresetField *field, GHashTable *values)
{
  const char *value = g_hash_table_lookup (values, field->key);
  g_autofree char *typed = value != NULL ? strip (field, value) : NULL;

  if (typed != NULL && *typed != '\0')
    return g_steal_pointer (&typed);
  return g_strdup (field->fallback);
}

/* Nothing but a name, and no suffix that makes an address of it. */
static gboolean
lacks_domain (const TesseraPresetField *field, const char *typed)
{
  const char *scheme = strstr (typed, "://");
  const char *host = scheme != NULL ? scheme + strlen ("://") : typed;
  gsize length = strcspn (host, "/?#:");

  return field->suffix == NULL && memchr (host, '.', length) == NULL && host[0] != '['
         && g_ascii_strncasecmp (host, "localhost", MAX (length, strlen ("localhost"))) != 0;
}

gboolean
tessera_preset_field_fits (const TesseraPresetField *field, const char *typed)
{
  g_autofree char *text = strip (field, typed);

  if (field->kind == TESSERA_PRESET_SERVER && *text != '\0' && lacks_domain (field, text))
    return FALSE;
  if (g_str_equal (field->key, "client_id") && strstr (text, "://") != NULL)
    return FALSE;
  return field->pattern == NULL || (*text == '\0' && field->optional)
         || tessera_preset_match (field->pattern, text, NULL);
}

/* Whether @path is the one that belongs to the server, or lies below it. */
static gboolean
keeps_path (const TesseraPresetField *field, const char *path)
{
  return field->keep_path != NULL && g_str_has_prefix (path, field->keep_path)
         && strchr ("/", path[strlen (field->keep_path)]) != NULL;
}

/* The host in ASCII and lower case, without the dot of the root.
 * Returns: (transfer full) (nullable): NULL if it is none */
static char *
dup_host (GUri *uri)
{
  g_autofree char *host
    = g_uri_get_host (uri) != NULL ? g_hostname_to_ascii (g_uri_get_host (uri)) : NULL;
  g_autofree char *lower = host != NULL ? g_ascii_strdown (host, -1) : NULL;
  gsize length;

  if (lower != NULL && g_str_has_suffix (lower, "."))
    lower[strlen (lower) - 1] = '\0';
  length = lower != NULL ? strlen (lower) : 0;
  if (length == 0 || strspn (lower, G_CSET_a_2_z G_CSET_DIGITS "-._:") != length)
    return NULL;
  return g_steal_pointer (&lower);
}

/* "login.example.org", or any page of it, as "https://login.example.org".
 * Returns: (transfer full) (nullable) */
static char *
normalize_server (const TesseraPresetField *field, const char *typed)
{
  gboolean bare = strpbrk (typed, ".:/") == NULL && strcmp (typed, "localhost") != 0;
  const char *suffix = bare && field->suffix != NULL ? field->suffix : "";
  const char *scheme = strstr (typed, "://") == NULL ? "https://" : "";
  g_autofree char *address = g_strconcat (scheme, typed, suffix, NULL);
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  g_autofree char *host = NULL;

  host = uri != NULL && g_uri_get_userinfo (uri) == NULL ? dup_host (uri) : NULL;
  if (host == NULL)
    return NULL;
  return g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri),
                     keeps_path (field, g_uri_get_path (uri)) ? field->keep_path : "", NULL, NULL);
}

/* Plain http is for this computer itself alone. */
static gboolean
uses_https (const char *server)
{
  g_autoptr (GUri) uri = g_uri_parse (server, G_URI_FLAGS_NONE, NULL);

  return uri != NULL
         && (g_str_equal (g_uri_get_scheme (uri), "https")
             || (g_str_equal (g_uri_get_scheme (uri), "http")
                 && oidc_uri_is_loopback (g_uri_get_host (uri))));
}

/* What stands for @typed in the templates. (transfer full) */
static char *
find_meant (const TesseraPresetField *field, const char *typed)
{
  g_autofree char *lower = g_ascii_strdown (typed, -1);
  const char *meant = tessera_preset_look_up (field->values, lower);
  g_autofree char *escaped = g_uri_escape_string (typed, "!$&'()*+,;=:@", FALSE);
  g_auto (GStrv) parts = NULL;

  if (meant == NULL)
    meant = tessera_preset_look_up (field->values, "*");
  if (meant == NULL)
    return g_steal_pointer (&escaped);
  parts = g_strsplit (meant, "{}", -1);
  return g_strjoinv (escaped, parts);
}

/* Whether an address is where only a part of one can be. */
static gboolean
is_stray_address (const TesseraPresetField *field, const char *typed)
{
  return field->kind == TESSERA_PRESET_TEXT && strstr (typed, "://") != NULL
         && !g_str_equal (field->key, "client_id") && !g_str_equal (field->key, "audience");
}

/* What to type for @field on a command line. (transfer full) */
static char *
make_option (const TesseraPresetField *field)
{
  return g_str_equal (field->key, "client_id") ? g_strdup ("--client-id")
                                               : g_strdup_printf ("--set %s=…", field->key);
}

static gboolean
add_variable (const TesseraPreset *self,
              const TesseraPresetField *field,
              GHashTable *values,
              GHashTable *variables,
              GError **error)
{
  g_autofree char *typed = dup_typed (field, values);
  g_autofree char *option = make_option (field);
  g_autofree char *meant = NULL;

  if (typed == NULL && (field->optional || field->kind == TESSERA_PRESET_SECRET))
    return TRUE;
  if (typed == NULL)
    /* Translators: a provider, what it calls one of its fields, and the option for it. */
    return invalid (error, _ ("%s needs “%s” (%s)."), self->title, _ (field->label), option);
  if (is_stray_address (field, typed)
      || (field->derive != NULL && !tessera_preset_match (field->derive, typed, variables)))
    return invalid (error, _ ("“%s” does not look like what %s calls “%s”."), typed, self->title,
                    _ (field->label));
  meant = field->kind == TESSERA_PRESET_SERVER ? normalize_server (field, typed)
                                               : find_meant (field, typed);
  if (meant == NULL)
    return invalid (error, _ ("“%s” is not an address. “%s” is an address such as %s."), typed,
                    _ (field->label), field->hint != NULL ? field->hint : field->fallback);
  if (field->kind == TESSERA_PRESET_SERVER && !uses_https (meant))
    return invalid (error, _ ("“%s” must use https. Plain http is allowed only for this computer."),
                    _ (field->label));
  g_hash_table_insert (variables, g_strdup (field->key), g_steal_pointer (&meant));
  return TRUE;
}

gboolean
tessera_preset_field_check (const TesseraPreset *self,
                            const TesseraPresetField *field,
                            const char *typed,
                            GError **error)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) variables
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (values, field->key, (gpointer) typed);
  return add_variable (self, field, values, variables, error);
}

static gboolean
check_keys (const TesseraPreset *self, GHashTable *values, GError **error)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (tessera_preset_get_field (self, key) == NULL)
      return invalid (error, _ ("%s has no field “%s”. Run “tessera presets %s” for a list."),
                      self->title, (const char *) key, self->id);
  return TRUE;
}

/* As metadata has it (RFC 3986 §6.2.2.1). */
static void
lower_host (char *uri)
{
  char *host = strstr (uri, "://");

  for (char *c = host != NULL ? host + strlen ("://") : uri; *c != '\0' && *c != '/'; c++)
    *c = g_ascii_tolower (*c);
}

static gboolean
expand (const TesseraPreset *self,
        const char *template,
        GHashTable *variables,
        char **value,
        GError **error)
{
  if (template == NULL)
    return TRUE;
  g_free (*value);
  *value = tessera_preset_expand (template, variables);
  if (*value != NULL)
    lower_host (*value);
  return *value != NULL
         || invalid (
           error,
           _ ("These values do not give an address for %s. Compare them with the provider’s page."),
           self->title);
}

static void
take_typed (const TesseraPreset *self, const char *key, GHashTable *values, char **member)
{
  const TesseraPresetField *field = tessera_preset_get_field (self, key);
  char *typed = field != NULL ? dup_typed (field, values) : NULL;

  if (typed == NULL)
    return;
  g_free (*member);
  *member = typed;
}

gboolean
tessera_preset_fill (const TesseraPreset *self,
                     GHashTable *values,
                     TesseraAccountConfig *config,
                     GError **error)
{
  g_autoptr (GHashTable) variables
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (!check_keys (self, values, error))
    return FALSE;
  for (guint i = 0; i < self->fields->len; i++)
    if (!add_variable (self, self->fields->pdata[i], values, variables, error))
      return FALSE;
  g_free (config->preset);
  config->preset = g_strdup (self->id);
  take_typed (self, "client_id", values, &config->client_id);
  take_typed (self, "audience", values, &config->audience);
  return expand (self, self->issuer, variables, &config->issuer, error)
         && expand (self, self->authorization_endpoint, variables, &config->authorization_endpoint,
                    error)
         && expand (self, self->token_endpoint, variables, &config->token_endpoint, error)
         && expand (self, self->userinfo_endpoint, variables, &config->userinfo_endpoint, error)
         && expand (self, self->revocation_endpoint, variables, &config->revocation_endpoint,
                    error);
}

char *
tessera_preset_suggest_name (const TesseraPreset *self, const TesseraAccountConfig *config)
{
  g_autoptr (GUri) uri = NULL;
  g_auto (GStrv) labels = NULL;
  gboolean fixed = self->issuer == NULL || self->issuer[0] != '{';

  uri = config->issuer != NULL ? g_uri_parse (config->issuer, G_URI_FLAGS_NONE, NULL) : NULL;
  if (fixed || uri == NULL)
    return g_strdup (self->title);
  /* The first label of acme.okta.com says most; of login.example.org, the whole host does. */
  if (self->hosts == NULL)
    return g_strdup_printf ("%s – %s", self->title, g_uri_get_host (uri));
  labels = g_strsplit (g_uri_get_host (uri), ".", 2);
  return g_strdup_printf ("%s – %s", self->title, labels[0]);
}
