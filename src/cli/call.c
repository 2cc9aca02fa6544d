/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "call.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "terminal.h"

/* Those that stand for themselves, before a command too. */
static const TesseraOption general_options[] = {
  { .name = "json", .kind = TESSERA_OPTION_FLAG },
  { .name = "help", .kind = TESSERA_OPTION_FLAG },
  { .name = "version", .kind = TESSERA_OPTION_FLAG },
  { 0 },
};

TesseraCall *
tessera_call_new (void)
{
  TesseraCall *self = g_new0 (TesseraCall, 1);

  self->values
    = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->cancellable = g_cancellable_new ();
  self->object = json_object_new ();
  self->text = g_string_new (NULL);
  return self;
}

void
tessera_call_free (TesseraCall *self)
{
  g_free (self->name);
  g_hash_table_unref (self->values);
  g_object_unref (self->cancellable);
  json_object_unref (self->object);
  g_string_free (self->text, TRUE);
  g_clear_pointer (&self->secret, g_free);
  g_clear_error (&self->warning);
  g_free (self);
}

static const TesseraOption *
find_option (const TesseraOption *options, const char *name)
{
  for (gsize i = 0; options[i].name != NULL; i++)
    if (strcmp (options[i].name, name) == 0)
      return &options[i];
  return NULL;
}

static const TesseraOption *
find_any_option (TesseraCall *self, const char *name)
{
  const TesseraOption *option = find_option (general_options, name);

  if (option == NULL && self->command != NULL)
    option = find_option (self->command->options, name);
  return option;
}

static gboolean G_GNUC_PRINTF (3, 4)
  usage (GError **error, GOptionError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (G_OPTION_ERROR, code, format, arguments);
  va_end (arguments);
  return FALSE;
}

static gboolean
unknown_option (TesseraCall *self, const char *argument, GError **error)
{
  if (self->command == NULL)
    return usage (error, G_OPTION_ERROR_UNKNOWN_OPTION,
                  _ ("There is no option “%s”; “tessera --help” shows those that there are."),
                  argument);
  return usage (error, G_OPTION_ERROR_UNKNOWN_OPTION,
                _ ("“tessera %s” has no option “%s”; “tessera %s --help” shows those it has."),
                self->command->name, argument, self->command->name);
}

/* @argument begins with "--". @next: the argument after it, taken where the option wants a value;
 * *taken tells. */
static gboolean
parse_option (TesseraCall *self,
              const char *argument,
              const char *next,
              gboolean *taken,
              GError **error)
{
  g_auto (GStrv) parts = g_strsplit (argument + 2, "=", 2);
  const TesseraOption *option = find_any_option (self, parts[0] != NULL ? parts[0] : "");
  const char *value = parts[0] != NULL ? parts[1] : NULL;
  GPtrArray *values;

  if (option == NULL)
    return unknown_option (self, argument, error);
  if (option->kind == TESSERA_OPTION_FLAG && value != NULL)
    return usage (error, G_OPTION_ERROR_BAD_VALUE, _ ("“--%s” takes no value."), option->name);
  *taken = option->kind != TESSERA_OPTION_FLAG && value == NULL;
  if (*taken && next == NULL)
    return usage (error, G_OPTION_ERROR_BAD_VALUE, _ ("“--%s” needs a value."), option->name);
  values = g_hash_table_lookup (self->values, option->name);
  if (values == NULL)
    {
      values = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->values, (gpointer) option->name, values);
    }
  else if (option->kind == TESSERA_OPTION_ONE)
    return usage (error, G_OPTION_ERROR_BAD_VALUE, _ ("“--%s” is given more than once."),
                  option->name);
  g_ptr_array_add (values, g_strdup (*taken ? next : value != NULL ? value : ""));
  return TRUE;
}

static gboolean
parse_argument (TesseraCall *self, const char *argument, GError **error)
{
  if (self->command == NULL)
    {
      self->command = tessera_command_find (argument);
      return self->command != NULL
             || usage (error, G_OPTION_ERROR_FAILED,
                       _ ("There is no command “%s”; “tessera --help” shows those that there are."),
                       argument);
    }
  if (self->command->arguments[0] == '\0')
    return usage (error, G_OPTION_ERROR_FAILED, _ ("“tessera %s” takes no name."),
                  self->command->name);
  if (self->name != NULL)
    return usage (error, G_OPTION_ERROR_FAILED,
                  _ ("“tessera %s” takes one name: quote it if it has spaces."),
                  self->command->name);
  self->name = g_strdup (argument);
  return TRUE;
}

static gboolean
check_complete (TesseraCall *self, GError **error)
{
  if (self->help || self->version)
    return TRUE;
  if (self->command == NULL)
    return usage (error, G_OPTION_ERROR_FAILED,
                  _ ("A command is missing; “tessera --help” shows those that there are."));
  if (self->name == NULL && self->command->arguments[0] == 'N')
    return usage (error, G_OPTION_ERROR_FAILED, _ ("“tessera %s” needs the name of an account."),
                  self->command->name);
  return TRUE;
}

/* How a mistake is told must not depend on where in the line it is. */
static gboolean
wants_json (int argc, char **argv)
{
  for (int i = 1; i < argc && strcmp (argv[i], "--") != 0; i++)
    if (strcmp (argv[i], "--json") == 0)
      return TRUE;
  return FALSE;
}

gboolean
tessera_call_parse (TesseraCall *self, int argc, char **argv, GError **error)
{
  gboolean options = TRUE;

  self->json = wants_json (argc, argv);
  for (int i = 1; i < argc; i++)
    {
      gboolean taken = FALSE;

      if (options && strcmp (argv[i], "--") == 0)
        options = FALSE;
      else if (options && g_str_has_prefix (argv[i], "--"))
        {
          if (!parse_option (self, argv[i], argv[i + 1], &taken, error))
            return FALSE;
        }
      else if (options && strcmp (argv[i], "-h") == 0)
        self->help = TRUE;
      else if (options && argv[i][0] == '-' && argv[i][1] != '\0')
        return unknown_option (self, argv[i], error);
      else if (!parse_argument (self, argv[i], error))
        return FALSE;
      i += taken;
    }
  self->help = self->help || tessera_call_has (self, "help");
  self->version = tessera_call_has (self, "version");
  return check_complete (self, error);
}

gboolean
tessera_call_has (TesseraCall *self, const char *option)
{
  return g_hash_table_contains (self->values, option);
}

const char *
tessera_call_get (TesseraCall *self, const char *option)
{
  GPtrArray *values = g_hash_table_lookup (self->values, option);

  return values != NULL ? g_ptr_array_index (values, 0) : NULL;
}

char **
tessera_call_get_all (TesseraCall *self, const char *option)
{
  GPtrArray *values = g_hash_table_lookup (self->values, option);
  g_autoptr (GStrvBuilder) copies = NULL;

  if (values == NULL)
    return NULL;
  copies = g_strv_builder_new ();
  for (guint i = 0; i < values->len; i++)
    g_strv_builder_add (copies, g_ptr_array_index (values, i));
  return g_strv_builder_end (copies);
}

gboolean
tessera_call_get_seconds (TesseraCall *self,
                          const char *option,
                          guint minimum,
                          guint fallback,
                          guint *value,
                          GError **error)
{
  const char *text = tessera_call_get (self, option);
  guint64 number = fallback;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, minimum, G_MAXINT, &number, NULL))
    return usage (error, G_OPTION_ERROR_BAD_VALUE,
                  _ ("“--%s” takes a whole number of seconds, %u or more."), option, minimum);
  *value = (guint) number;
  return TRUE;
}

TesseraAccount *
tessera_call_find_account (TesseraCall *self, TesseraAccounts **accounts, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (TesseraAccounts) list = tessera_accounts_new (FALSE, &problem);
  TesseraAccount *account
    = tessera_accounts_find (list, self->name, problem == NULL ? error : NULL);

  if (account == NULL && problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  if (account != NULL)
    *accounts = g_steal_pointer (&list);
  return account;
}

void
tessera_call_say (TesseraCall *self, const char *lines)
{
  if (!self->json && isatty (STDERR_FILENO))
    tessera_terminal_write (STDERR_FILENO, lines, TRUE);
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
