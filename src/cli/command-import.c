/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "accounts-import.h"
#include "bounded-read.h"
#include "commands.h"
#include "text-escape.h"

/* “-” is standard input. (transfer full) (nullable) */
static TesseraAccountExchange *
read_file (TesseraCall *call, GError **error)
{
  g_autoptr (GString) text = NULL;
  TesseraAccountExchange *file;
  g_autoptr (GError) problem = NULL;

  if (strcmp (call->name, "-") != 0)
    file = tessera_account_exchange_read_path (call->name, &problem);
  else
    {
      text = tessera_bounded_read (STDIN_FILENO, TESSERA_ACCOUNT_EXCHANGE_MAX_SIZE);
      file = text != NULL ? tessera_account_exchange_read (text->str, text->len, &problem) : NULL;
    }
  if (file == NULL)
    /* Translators: the name of a file, and what is wrong with it. */
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("“%s” cannot be imported. %s"),
                 call->name, problem != NULL ? problem->message : g_strerror (errno));
  return file;
}

/* (transfer full) */
static char *
describe_entry (const TesseraImportEntry *entry, gboolean dry_run)
{
  g_autofree char *name = tessera_text_escape (entry->config->name);
  g_autofree char *before = tessera_text_escape (entry->name);

  switch (entry->kind)
    {
    case TESSERA_IMPORT_EXISTS:
      return g_strdup_printf (_ ("“%s” already exists.\n"), before);
    case TESSERA_IMPORT_RENAMED:
      return dry_run ? g_strdup_printf (_ ("“%s” would be added as “%s”.\n"), before, name)
                     : g_strdup_printf (_ ("Added “%s” as “%s”.\n"), before, name);
    case TESSERA_IMPORT_NEW:
    default:
      return dry_run ? g_strdup_printf (_ ("“%s” would be added.\n"), name)
                     : g_strdup_printf (_ ("Added “%s”.\n"), name);
    }
}

static void
append_list (GString *text, const char *format, char **list)
{
  g_autofree char *joined = list != NULL ? g_strjoinv (", ", list) : NULL;
  g_autofree char *escaped = tessera_text_escape (joined);

  if (escaped[0] == '\0')
    return;
  g_string_append_printf (text, "  %s %s\n", format, escaped);
}

static void
set_list (JsonObject *object, const char *member, char **list)
{
  JsonArray *array = json_array_new ();

  for (gsize i = 0; list != NULL && list[i] != NULL; i++)
    json_array_add_string_element (array, list[i]);
  json_object_set_array_member (object, member, array);
}

/* Where the account sends a person, and where it lets a token go. */
static JsonObject *
describe (GString *text, const TesseraImportEntry *entry, gboolean dry_run)
{
  static const char *const kinds[] = { "new", "renamed", "exists" };
  const TesseraAccountConfig *config = entry->config;
  const char *provider = config->issuer != NULL ? config->issuer : config->authorization_endpoint;
  char *providers[] = { (char *) provider, NULL };
  g_auto (GStrv) others = tessera_account_exchange_find_other_hosts (config);
  g_autofree char *line = describe_entry (entry, dry_run);
  JsonObject *object = json_object_new ();

  g_string_append (text, line);
  append_list (text, _ ("signs in at:"), providers);
  append_list (text, _ ("also contacts:"), others);
  append_list (text, _ ("gives its token to:"), config->hosts);
  json_object_set_string_member (object, "name",
                                 entry->kind == TESSERA_IMPORT_EXISTS ? entry->name : config->name);
  json_object_set_string_member (object, "import", kinds[entry->kind]);
  json_object_set_string_member (object, "provider", provider);
  set_list (object, "other_hosts", others);
  set_list (object, "hosts", config->hosts);
  return object;
}

static void
answer (TesseraCall *call, GPtrArray *entries, const TesseraAccountExchange *file, gboolean dry_run)
{
  JsonArray *array = json_array_new ();
  g_autofree char *dropped = g_strjoinv (", ", file->dropped);
  g_autofree char *escaped = tessera_text_escape (dropped);

  for (guint i = 0; i < entries->len; i++)
    json_array_add_object_element (array, describe (call->text, entries->pdata[i], dry_run));
  json_object_set_array_member (call->object, "accounts", array);
  set_list (call->object, "not_taken_over", file->dropped);
  if (escaped[0] != '\0')
    g_string_append_printf (call->text, _ ("Not imported: %s.\n"), escaped);
}

static gboolean
add (TesseraCall *call, TesseraAccounts *accounts, GPtrArray *entries, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) problem = NULL;

  tessera_call_watch_signals (call);
  tessera_accounts_import_async (accounts, entries, call->cancellable, tessera_call_ready_cb,
                                 &result);
  tessera_accounts_import_finish (accounts, tessera_call_wait (&result), &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

gboolean
tessera_command_import (TesseraCall *call, GError **error)
{
  g_autoptr (GError) broken = NULL;
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autoptr (TesseraAccountExchange) file = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  gboolean dry_run = tessera_options_has (call->options, "dry-run");

  if (call->name == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("“tessera import” needs a file; “-” is standard input."));
      return FALSE;
    }
  file = read_file (call, error);
  if (file == NULL)
    return FALSE;
  accounts = tessera_accounts_new (FALSE, &broken);
  if (broken != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&broken));
      return FALSE;
    }
  entries = tessera_accounts_plan_import (accounts, file->configs);
  if (!dry_run && !add (call, accounts, entries, error))
    return FALSE;
  answer (call, entries, file, dry_run);
  return TRUE;
}
