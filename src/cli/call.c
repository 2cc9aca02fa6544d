/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "call.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "terminal.h"

TesseraCall *
tessera_call_new (void)
{
  TesseraCall *self = g_new0 (TesseraCall, 1);

  self->cancellable = g_cancellable_new ();
  self->object = json_object_new ();
  self->text = g_string_new (NULL);
  self->status = -1;
  return self;
}

void
tessera_call_free (TesseraCall *self)
{
  g_clear_pointer (&self->options, tessera_options_free);
  g_free (self->name);
  g_strfreev (self->words);
  g_clear_pointer (&self->account_config, tessera_account_config_free);
  g_object_unref (self->cancellable);
  json_object_unref (self->object);
  g_string_free (self->text, TRUE);
  g_clear_pointer (&self->secret, g_free);
  g_clear_pointer (&self->raw, g_free);
  g_free (self->object_text);
  g_clear_error (&self->warning);
  g_free (self);
}

static gboolean G_GNUC_PRINTF (2, 3) usage (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_FAILED, format, arguments);
  va_end (arguments);
  return FALSE;
}

static gboolean
unknown_command (const char *name, GError **error)
{
  const TesseraCommand *similar = tessera_command_find_similar (name);

  if (similar != NULL)
    return usage (error, _ ("There is no command “%s”. Did you mean “%s”?"), name, similar->name);
  return usage (error, _ ("There is no command “%s”. Run “tessera --help” for a list."), name);
}

/* Takes the options of @command (NULL: those before a command) out of *arguments, which then holds
 * the program's name, a “--” if what follows it needs one, and what is no option. */
static gboolean
parse_options (TesseraCall *self, const TesseraCommand *command, char ***arguments, GError **error)
{
  g_autoptr (GOptionContext) context = tessera_command_make_context (command, self->options);
  g_autoptr (GError) mistake = NULL;
  g_autofree char *program = NULL;

  if (g_option_context_parse_strv (context, arguments, &mistake))
    {
      self->help
        = tessera_options_has (self->options, "help") || tessera_options_has (self->options, "h");
      self->version = tessera_options_has (self->options, "version");
      return TRUE;
    }
  program = g_strjoin (" ", "tessera", command != NULL ? command->name : NULL, NULL);
  /* Translators: what is wrong, such as “Missing argument for --issuer”, and a command such as
   * “tessera add”. */
  return usage (error, _ ("%s. Run “%s --help” for help."), mistake->message, program);
}

/* Moves the command to arguments[1]. GOption leaves a “--” before it where something after it looks
 * like an option: that has to stand behind the command, where it ends the options too. */
static const TesseraCommand *
find_command (char **arguments, GError **error)
{
  const TesseraCommand *command;
  char *first = arguments[1];

  if (g_strcmp0 (first, "--") == 0 && arguments[2] != NULL)
    {
      arguments[1] = arguments[2];
      arguments[2] = first;
    }
  if (arguments[1] == NULL)
    {
      usage (error, _ ("No command was given. Run “tessera --help” for a list."));
      return NULL;
    }
  command = tessera_command_find (arguments[1]);
  if (command == NULL)
    unknown_command (arguments[1], error);
  return command;
}

/* @arguments: what GOption left of those of the command, which itself is arguments[0]. */
static gboolean
take_name (TesseraCall *self, char **arguments, GError **error)
{
  const TesseraCommand *command = self->command;
  char **names = g_strcmp0 (arguments[1], "--") == 0 ? arguments + 2 : arguments + 1;

  if (command->takes_words)
    {
      self->words = g_strdupv (names);
      return TRUE;
    }
  if (names[0] == NULL)
    return TRUE;
  if (command->arguments == NULL)
    return usage (error, _ ("“tessera %s” does not take a name."), command->name);
  if (names[1] != NULL)
    return usage (error,
                  _ ("“tessera %s” takes one name. If the name contains spaces, put it in quotes."),
                  command->name);
  self->name = g_strdup (names[0]);
  return TRUE;
}

/* “tessera help login” is “tessera login --help”. */
static gboolean
turn_into_help (TesseraCall *self, GError **error)
{
  self->help = TRUE;
  self->command = self->name != NULL ? tessera_command_find (self->name) : NULL;
  return self->name == NULL || self->command != NULL || unknown_command (self->name, error);
}

/* Any option means that somebody knows what they want. */
static gboolean
has_options (TesseraCall *self)
{
  const GOptionEntry *tables[] = { self->command->entries, self->command->more };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const GOptionEntry *entry = tables[i]; entry != NULL && entry->long_name != NULL; entry++)
      if (tessera_options_has (self->options, entry->long_name))
        return TRUE;
  return FALSE;
}

gboolean
tessera_call_may_ask (TesseraCall *self)
{
  return strcmp (self->command->name, "add") == 0 && !self->json && !has_options (self)
         && isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

static gboolean
check_complete (TesseraCall *self, GError **error)
{
  if (self->help || self->version)
    return TRUE;
  if (strcmp (self->command->name, "help") == 0)
    return turn_into_help (self, error);
  if (self->name == NULL && !tessera_call_may_ask (self)
      && (g_strcmp0 (self->command->arguments, "NAME") == 0
          || strcmp (self->command->name, "add") == 0))
    return usage (error, _ ("“tessera %s” needs the name of an account."), self->command->name);
  return TRUE;
}

/* A mistake must be told as JSON wherever in the line it is, and “--min-validity --json” may be one
 * too, so that GOption's reading of the line does not decide. */
static gboolean
wants_json (char **arguments)
{
  for (gsize i = 1; arguments[i] != NULL && strcmp (arguments[i], "--") != 0; i++)
    if (strcmp (arguments[i], "--json") == 0)
      return TRUE;
  return FALSE;
}

static gboolean
parse_command (TesseraCall *self, char **from_command, GError **error)
{
  g_auto (GStrv) arguments = g_strdupv (from_command);

  return parse_options (self, self->command, &arguments, error)
         && take_name (self, arguments, error);
}

gboolean
tessera_call_parse (TesseraCall *self, char **argv, GError **error)
{
  g_auto (GStrv) arguments = g_strdupv (argv);

  self->options = tessera_options_new (argv);
  self->json = wants_json (argv);
  if (!parse_options (self, NULL, &arguments, error))
    return FALSE;
  if (arguments[1] == NULL && (self->help || self->version))
    return TRUE;
  self->command = find_command (arguments, error);
  return self->command != NULL && parse_command (self, arguments + 1, error)
         && check_complete (self, error);
}

/* Where no account is named. */
static TesseraAccount *
find_default (TesseraCall *self, TesseraAccounts *accounts, GError **error)
{
  TesseraAccount *account = tessera_accounts_find_default (accounts);

  if (account == NULL && g_list_model_get_n_items (G_LIST_MODEL (accounts)) == 0)
    usage (error, _ ("“tessera %s” needs an account, but you have none yet."), self->command->name);
  else if (account == NULL)
    {
      self->advice
        = N_ ("Run “tessera list” to see them, or “tessera default NAME” to choose one.");
      usage (
        error,
        _ ("“tessera %s” needs the name of an account: you have several, and none is the default."),
        self->command->name);
    }
  return account;
}

void
tessera_call_set_account (TesseraCall *self, TesseraAccount *account)
{
  g_clear_pointer (&self->account_config, tessera_account_config_free);
  self->account_config = tessera_account_config_copy (tessera_account_get_config (account));
}

TesseraAccount *
tessera_call_find_account (TesseraCall *self, TesseraAccounts **accounts, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GError) unknown = NULL;
  g_autoptr (TesseraAccounts) list = tessera_accounts_new (FALSE, &problem);
  TesseraAccount *account = self->name != NULL ? tessera_accounts_find (list, self->name, &unknown)
                                               : find_default (self, list, &unknown);

  if (account == NULL)
    g_propagate_error (error,
                       problem != NULL ? g_steal_pointer (&problem) : g_steal_pointer (&unknown));
  else
    {
      *accounts = g_steal_pointer (&list);
      tessera_call_set_account (self, account);
    }
  return account;
}

void
tessera_call_say (TesseraCall *self, const char *lines)
{
  if (!self->json && isatty (STDERR_FILENO))
    tessera_terminal_write_prose (STDERR_FILENO, lines);
}

static gboolean
signal_cb (gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
  return G_SOURCE_REMOVE;
}

void
tessera_call_watch_signals (TesseraCall *self)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_unix_signal_add_full (G_PRIORITY_HIGH, signals[i], signal_cb,
                            g_object_ref (self->cancellable), g_object_unref);
}

void
tessera_call_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

GAsyncResult *
tessera_call_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}
