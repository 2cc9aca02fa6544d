/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "accounts.h"

#include <glib/gi18n.h>
#include <string.h>

#include "account-file.h"
#include "config-error.h"
#include "default-account.h"
#include "host-entry.h"
#include "lock.h"
#include "regular-file.h"

TesseraAccount *
tessera_accounts_find_default (TesseraAccounts *self)
{
  g_autofree char *id = NULL;

  if (g_list_model_get_n_items (G_LIST_MODEL (self)) == 1)
    return tessera_accounts_find_id (self, tessera_accounts_get_config (self, 0)->id);
  id = tessera_default_account_read ();
  return id != NULL ? tessera_accounts_find_id (self, id) : NULL;
}

gboolean
tessera_accounts_check_free (TesseraAccounts *self, const char *name, GError **error)
{
  if (tessera_accounts_find (self, name, NULL) == NULL)
    return TRUE;
  g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_EXISTS,
               _ ("The account “%s” already exists."), name);
  return FALSE;
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

gboolean
tessera_accounts_set_default (const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (TesseraLock) lock = NULL;

  tessera_lock_acquire_async ("accounts", NULL, ready_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  lock = tessera_lock_acquire_finish (result, error);
  return lock != NULL && tessera_default_account_write (id, error);
}

/* How well the best of @hosts (nullable) fits @asked; 0: none does. *user: (out) (transfer full)
 * (nullable), of that one. */
static guint
match_hosts (char **hosts, const TesseraHostEntry *asked, gboolean is_whole, char **user)
{
  guint best = 0;

  for (gsize i = 0; hosts != NULL && hosts[i] != NULL; i++)
    {
      g_autoptr (TesseraHostEntry) entry = tessera_host_entry_parse (hosts[i]);
      guint match = entry != NULL ? tessera_host_entry_match (entry, asked, is_whole) : 0;

      if (match <= best)
        continue;
      best = match;
      g_free (*user);
      *user = g_steal_pointer (&entry->user);
    }
  return best;
}

gboolean
tessera_accounts_hosts_name (char **hosts, const char *uri, gboolean is_whole, char **user)
{
  g_autoptr (TesseraHostEntry) asked = tessera_host_entry_parse (uri);
  g_autofree char *found = NULL;

  if (asked == NULL || match_hosts (hosts, asked, is_whole, &found) == 0)
    return FALSE;
  if (user != NULL)
    *user = g_steal_pointer (&found);
  return TRUE;
}

gboolean
tessera_accounts_is_secure_host (const char *uri)
{
  g_autoptr (TesseraHostEntry) entry = tessera_host_entry_parse (uri);

  return entry != NULL && tessera_host_entry_is_secure (entry);
}

char *
tessera_accounts_make_url (const char *host)
{
  g_autoptr (TesseraHostEntry) entry = tessera_host_entry_parse (host);

  return entry != NULL ? g_strconcat ("https://", entry->host, entry->path, NULL) : NULL;
}

#define MAX_FILE 1048576 /* bytes */

/* Whether the text of the file at @path may have @name. One that cannot be read may. */
static gboolean
may_mention (const char *path, const char *name)
{
  g_autofree char *text = NULL;
  g_autofree char *lower = NULL;
  g_autoptr (GError) problem = NULL;
  gsize length = 0;

  if (!tessera_regular_file_read (path, MAX_FILE, &text, &length, &problem))
    return !g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  lower = g_ascii_strdown (text, -1);
  return length > MAX_FILE || strlen (text) != length || strstr (lower, name) != NULL;
}

gboolean
tessera_accounts_may_name (const char *uri)
{
  g_autoptr (TesseraHostEntry) asked = tessera_host_entry_parse (uri);
  g_autofree char *path = tessera_account_file_get_path ();
  g_auto (GStrv) paths = tessera_account_file_get_system_paths ();
  g_autofree char *name = NULL;

  if (asked == NULL)
    return FALSE;
  /* An IPv6 address by its beginning: the file may spell out what the URL does not. */
  name = g_strndup (asked->host, strcspn (asked->host, ":"));
  for (gsize i = 0; paths[i] != NULL; i++)
    if (may_mention (paths[i], name))
      return TRUE;
  return may_mention (path, name);
}

/* What was found so far. */
typedef struct
{
  const TesseraAccountConfig *config;
  const TesseraAccountConfig *equal; /* (nullable) another one that fits equally well */
  guint match;
  char *user;
} Best;

static void
consider (Best *best,
          const TesseraAccountConfig *config,
          const TesseraHostEntry *asked,
          gboolean is_whole)
{
  g_autofree char *user = NULL;
  guint match = match_hosts (config->hosts, asked, is_whole, &user);

  if (match == 0 || match < best->match)
    return;
  if (match == best->match)
    {
      best->equal = config;
      return;
    }
  g_free (best->user);
  *best = (Best){ .config = config, .match = match, .user = g_steal_pointer (&user) };
}

TesseraAccount *
tessera_accounts_find_host (TesseraAccounts *self,
                            const char *uri,
                            gboolean is_whole,
                            char **user,
                            GError **error)
{
  g_autoptr (TesseraHostEntry) asked = tessera_host_entry_parse (uri);
  g_autofree char *found = NULL;
  Best best = { 0 };

  for (guint i = 0; asked != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self)); i++)
    consider (&best, tessera_accounts_get_config (self, i), asked, is_whole);
  found = best.user;
  if (best.config == NULL)
    return NULL;
  if (best.equal != NULL)
    {
      g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID,
                   _ ("Two accounts list the host “%s”: “%s” and “%s”."), asked->host,
                   best.config->name, best.equal->name);
      return NULL;
    }
  if (user != NULL)
    *user = g_steal_pointer (&found);
  return tessera_accounts_find_id (self, best.config->id);
}
