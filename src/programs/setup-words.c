/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "setup-words.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "accounts.h"

#define LETTERS G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS

static gboolean
has_only (const char *word, const char *characters)
{
  return word[0] != '\0' && word[strspn (word, characters)] == '\0';
}

char *
tessera_setup_quote (const char *word)
{
  return has_only (word, LETTERS "_+=,.@-/:%") ? g_strdup (word) : g_shell_quote (word);
}

char *
tessera_setup_quote_double (const char *word)
{
  GString *text;

  if (has_only (word, LETTERS "_+=,.@-/:%"))
    return g_strdup (word);
  text = g_string_new ("\"");
  for (const char *c = word; *c != '\0'; c++)
    g_string_append_printf (text, "%s%c", strchr ("\"\\$`", *c) != NULL ? "\\" : "", *c);
  g_string_append_c (text, '"');
  return g_string_free (text, FALSE);
}

char *
tessera_setup_quote_go (const char *word)
{
  char quote = strchr (word, '\'') != NULL ? '"' : '\'';

  if (has_only (word, LETTERS "_+=,.@-/:%"))
    return g_strdup (word);
  /* A semicolon ends the command, quoted or not. */
  if (strpbrk (word, ";\n") != NULL || strchr (word, quote) != NULL)
    return NULL;
  return g_strdup_printf ("%c%s%c", quote, word, quote);
}

char *
tessera_setup_quote_json (const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);

  return json_to_string (node, FALSE);
}

const char *
tessera_setup_name (const TesseraAccountConfig *account, const char *excluded)
{
  const char *name = account->name;

  if (name[0] == '-' || (excluded != NULL && strpbrk (name, excluded) != NULL))
    return account->id;
  for (const char *c = name; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      return account->id;
  return name;
}

static char *
make_user_name (const TesseraAccountConfig *account)
{
  const char *name = account->name;

  if (name[0] == '-' || name[0] == ' ' || !has_only (name, LETTERS "._- "))
    return g_strdup (account->id);
  return g_strdelimit (g_ascii_strdown (name, -1), " ", '-');
}

char *
tessera_setup_find_user_name (const TesseraAccountConfig *account)
{
  g_autoptr (TesseraAccounts) accounts = tessera_accounts_new (FALSE, NULL);
  g_autofree char *user = make_user_name (account);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (accounts)); i++)
    {
      const TesseraAccountConfig *other = tessera_accounts_get_config (accounts, i);
      g_autofree char *taken = make_user_name (other);

      if (strcmp (other->id, account->id) != 0 && strcmp (taken, user) == 0)
        return g_strdup (account->id);
    }
  return g_steal_pointer (&user);
}
