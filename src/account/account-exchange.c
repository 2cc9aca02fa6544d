/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-exchange.h"

#include <glib/gi18n.h>
#include <string.h>

#include "config-error.h"
#include "oidc-uri.h"
#include "regular-file.h"
#include "text-escape.h"

#define HEAD    "Tessera Accounts"
#define VERSION 1

/* More of these in one place, and the window would stand still while it lays them out. */
#define MAX_NAME    64   /* bytes of the name of a group or a key */
#define MAX_VALUE   4096 /* bytes */
#define MAX_WORD    255  /* bytes of a value in one piece */
#define MAX_DROPPED 50   /* keys */

#define ZERO_WIDTH_NON_JOINER    0x200c
#define ZERO_WIDTH_JOINER        0x200d
#define FIRST_WITH_JOINERS       0x0600 /* Arabic, then the scripts of India, then emoji */
#define FIRST_VARIATION_SELECTOR 0xfe00
#define LAST_VARIATION_SELECTOR  0xfe0f
#define FIRST_WITH_VARIANTS      0x2000
#define EMOJI_VARIANT            0xfe0f
#define DIRECTION_MARKS          "\u200e\u200f" /* a name in two directions needs them */
#define EMOJI_BELOW_VARIANTS     "0123456789#*©®"
/* Fillers of Hangul, the empty pattern of Braille, and the grapheme joiner. */
#define BLANK_LETTERS "\u115f\u1160\u3164\uffa0\u2800\u034f"

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

void
tessera_account_exchange_free (TesseraAccountExchange *self)
{
  g_ptr_array_unref (self->configs);
  g_strfreev (self->dropped);
  g_free (self);
}

/* What makes a name look like another one. Joiners belong to some scripts and to emoji, and
 * variation selectors to emoji. @before: the character before @c, or 0. */
static gboolean
is_deceptive (gunichar c, gunichar before, gboolean in_name)
{
  if (in_name && g_utf8_strchr (DIRECTION_MARKS, -1, c) != NULL)
    return FALSE;
  if (in_name && c == EMOJI_VARIANT && before != 0
      && g_utf8_strchr (EMOJI_BELOW_VARIANTS, -1, before) != NULL)
    return FALSE;
  if (c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER)
    return before < FIRST_WITH_JOINERS;
  if (c >= FIRST_VARIATION_SELECTOR && c <= LAST_VARIATION_SELECTOR)
    return before < FIRST_WITH_VARIANTS;
  return tessera_text_is_deceptive (c) || g_utf8_strchr (BLANK_LETTERS, -1, c) != NULL;
}

/* @key: (nullable) the one that has this value, UTF-8. @allowed: characters that may be in it all
 * the same. */
static gboolean
has_deceptive (const char *value, const char *key, const char *allowed)
{
  gboolean in_name = g_strcmp0 (key, "Name") == 0;
  gunichar before = 0;

  for (const char *c = value; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar found = g_utf8_get_char (c);

      if (g_utf8_strchr (allowed, -1, found) == NULL && is_deceptive (found, before, in_name))
        return TRUE;
      before = found;
    }
  return FALSE;
}

static gboolean
check_text (const char *text, gsize length, GError **error)
{
  if (length > TESSERA_ACCOUNT_EXCHANGE_MAX_SIZE)
    return invalid (error, _ ("The file is too large for a list of accounts."));
  if (!g_utf8_validate_len (text, length, NULL))
    return invalid (error, _ ("The file is not UTF-8 text."));
  return TRUE;
}

static gboolean
check_head (GKeyFile *file, GError **error)
{
  g_autoptr (GError) problem = NULL;
  int version = g_key_file_get_integer (file, HEAD, "Version", &problem);

  if (problem != NULL || version < 1)
    return invalid (error, _ ("This file does not contain Tessera accounts."));
  if (version > VERSION)
    return invalid (error,
                    _ ("The file was written by a newer Tessera. Update this one to read it."));
  return TRUE;
}

/* @value: as it is in the file. */
static gboolean
is_short (const char *key, const char *value)
{
  gboolean has_words = strcmp (key, "AuthParams") != 0;

  if (strlen (value) > MAX_VALUE)
    return FALSE;
  for (gsize length; has_words && *value != '\0'; value += length + (value[length] != '\0'))
    if ((length = strcspn (value, " \t;")) > MAX_WORD)
      return FALSE;
  return TRUE;
}

/* Before anything of @group is part of a message. */
static gboolean
check_names (GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);
  gboolean is_long = strlen (group) > MAX_NAME;
  gboolean is_unsafe = has_deceptive (group, NULL, "");

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      is_long = is_long || strlen (keys[i]) > MAX_NAME;
      is_unsafe = is_unsafe || has_deceptive (keys[i], NULL, "");
    }
  if (is_unsafe)
    return invalid (error, _ ("The file contains control characters, which are not allowed."));
  return !is_long || invalid (error, _ ("This file does not contain Tessera accounts."));
}

static gboolean
check_raw_values (GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_value (file, group, keys[i], NULL);

      if (value != NULL && !is_short (keys[i], value))
        return invalid (error, _ ("The value of “%s” cannot be read."), keys[i]);
      if (value != NULL && has_deceptive (value, keys[i], "\r\t"))
        return invalid (error, _ ("The value of “%s” contains control characters."), keys[i]);
    }
  return TRUE;
}

static void
clear_files (TesseraAccountConfig *config)
{
  g_clear_pointer (&config->ca_file, g_free);
  g_clear_pointer (&config->client_cert, g_free);
  g_clear_pointer (&config->client_key, g_free);
}

gboolean
tessera_account_exchange_leaves_files (const TesseraAccountConfig *config)
{
  return config->ca_file != NULL || config->client_cert != NULL || config->client_key != NULL;
}

/* A key that the account, written again, does not have is one that nobody here knows, or one that
 * is not taken over. */
static void
note_dropped (GKeyFile *file,
              const char *group,
              const TesseraAccountConfig *config,
              GHashTable *dropped)
{
  g_autoptr (GKeyFile) again = g_key_file_new ();
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  tessera_account_config_to_key_file (config, again);
  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_value (file, group, keys[i], NULL);

      if (value != NULL && value[0] != '\0' && !g_key_file_has_key (again, group, keys[i], NULL))
        g_hash_table_add (dropped, g_strdup (keys[i]));
    }
}

/* A value's escapes (\n) are undone only after the file has been looked at. */
static gboolean
check_values (const TesseraAccountConfig *config, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) keys = NULL;

  tessera_account_config_to_key_file (config, file);
  keys = g_key_file_get_keys (file, config->id, NULL, NULL);
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_string (file, config->id, keys[i], NULL);

      if (value != NULL && has_deceptive (value, keys[i], ""))
        return invalid (error, _ ("The value of “%s” contains control characters."), keys[i]);
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable) */
static TesseraAccountConfig *
read_account (GKeyFile *file, const char *group, GHashTable *dropped, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (TesseraAccountConfig) config
    = check_raw_values (file, group, &problem)
        ? tessera_account_config_from_key_file (file, group, &problem)
        : NULL;

  if (config != NULL)
    {
      clear_files (config);
      note_dropped (file, group, config, dropped);
    }
  if (config == NULL || !check_values (config, &problem)
      || !tessera_account_config_check (config, &problem))
    {
      /* Translators: the name of a group of lines in a file, and what is wrong with it. */
      invalid (error, _ ("The account in the group “%s” cannot be used. %s"), group,
               problem->message);
      return NULL;
    }
  g_clear_pointer (&config->id, g_free);
  return g_steal_pointer (&config);
}

static gboolean
read_accounts (TesseraAccountExchange *self, GKeyFile *file, GHashTable *dropped, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  if (g_strv_length (groups) > TESSERA_ACCOUNT_EXCHANGE_MAX_ACCOUNTS + 1)
    return invalid (error, _ ("The file has more than %d accounts."),
                    TESSERA_ACCOUNT_EXCHANGE_MAX_ACCOUNTS);
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      TesseraAccountConfig *config;

      if (g_str_equal (groups[i], HEAD))
        continue;
      if (!check_names (file, groups[i], error))
        return FALSE;
      config = read_account (file, groups[i], dropped, error);
      if (config == NULL)
        return FALSE;
      g_ptr_array_add (self->configs, config);
    }
  if (g_hash_table_size (dropped) > MAX_DROPPED)
    return invalid (error, _ ("This file does not contain Tessera accounts."));
  return self->configs->len > 0 || invalid (error, _ ("The file contains no accounts."));
}

/* (transfer full), in the order of the alphabet */
static char **
take_keys (GHashTable *set)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (set), (GCompareFunc) g_strcmp0);
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  for (GList *each = keys; each != NULL; each = each->next)
    g_strv_builder_add (list, each->data);
  return g_strv_builder_end (list);
}

TesseraAccountExchange *
tessera_account_exchange_read (const char *text, gsize length, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GHashTable) dropped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (TesseraAccountExchange) self = NULL;

  if (!check_text (text, length, error))
    return NULL;
  if (!g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL))
    {
      invalid (error, _ ("This file does not contain Tessera accounts."));
      return NULL;
    }
  self = g_new0 (TesseraAccountExchange, 1);
  self->configs = g_ptr_array_new_with_free_func ((GDestroyNotify) tessera_account_config_free);
  if (!check_head (file, error) || !read_accounts (self, file, dropped, error))
    return NULL;
  self->dropped = take_keys (dropped);
  return g_steal_pointer (&self);
}

TesseraAccountExchange *
tessera_account_exchange_read_path (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  return tessera_regular_file_read (path, TESSERA_ACCOUNT_EXCHANGE_MAX_SIZE, &text, &length, error)
           ? tessera_account_exchange_read (text, length, error)
           : NULL;
}

char *
tessera_account_exchange_write (GPtrArray *configs)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_integer (file, HEAD, "Version", VERSION);
  for (guint i = 0; i < configs->len; i++)
    {
      g_autoptr (TesseraAccountConfig) config = tessera_account_config_copy (configs->pdata[i]);

      g_free (config->id);
      config->id = g_strdup_printf ("account-%u", i + 1);
      clear_files (config);
      tessera_account_config_to_key_file (config, file);
    }
  return g_key_file_to_data (file, NULL, NULL);
}

gboolean
tessera_account_exchange_check (const char *text, GError **error)
{
  g_autoptr (TesseraAccountExchange) file
    = tessera_account_exchange_read (text, strlen (text), error);

  return file != NULL;
}

/* With the port, unless that is the scheme's own. (transfer full) (nullable) */
static char *
dup_host (const char *address)
{
  g_autoptr (GUri) uri = address != NULL ? oidc_uri_parse (address) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  int port = uri != NULL ? g_uri_get_port (uri) : -1;

  if (host == NULL || port == -1
      || port == (strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80))
    return g_strdup (host);
  return g_strdup_printf (strchr (host, ':') != NULL ? "[%s]:%d" : "%s:%d", host, port);
}

char **
tessera_account_exchange_find_other_hosts (const TesseraAccountConfig *config)
{
  const char *const endpoints[]
    = { config->authorization_endpoint, config->token_endpoint,      config->jwks_uri,
        config->userinfo_endpoint,      config->revocation_endpoint, config->end_session_endpoint };
  g_autoptr (GHashTable) hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *own
    = dup_host (config->issuer != NULL ? config->issuer : config->authorization_endpoint);

  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      g_autofree char *host = dup_host (endpoints[i]);

      if (host != NULL && g_strcmp0 (host, own) != 0)
        g_hash_table_add (hosts, g_steal_pointer (&host));
    }
  return take_keys (hosts);
}
