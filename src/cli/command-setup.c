/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "commands.h"
#include "setup-command.h"
#include "setup.h"
#include "terminal.h"

static gboolean
list (TesseraCall *call)
{
  const char *const *programs = tessera_setup_get_programs ();
  JsonArray *array = json_array_new ();
  guint width = 0;

  for (gsize i = 0; programs[i] != NULL; i++)
    width = MAX (width, tessera_terminal_width (programs[i]));
  for (gsize i = 0; programs[i] != NULL; i++)
    {
      gboolean configured = tessera_setup_is_configured (programs[i]);
      JsonObject *object = json_object_new ();

      tessera_terminal_append_column (call->text, programs[i], width);
      g_string_append (call->text, "  ");
      tessera_terminal_append_column (call->text, configured ? _ ("set up") : "-",
                                      tessera_terminal_width (_ ("set up")));
      g_string_append_printf (call->text, "  %s\n", tessera_setup_get_summary (programs[i]));
      json_object_set_string_member (object, "name", programs[i]);
      json_object_set_boolean_member (object, "configured", configured);
      json_array_add_object_element (array, object);
    }
  json_object_set_array_member (call->object, "programs", array);
  return TRUE;
}

static gboolean
check_words (TesseraCall *call, GError **error)
{
  if (g_strv_length (call->words) <= 2)
    {
      call->name = call->words[1] != NULL ? g_strdup (call->words[1]) : NULL;
      return TRUE;
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               _ ("“tessera %s” takes one name. If the name contains spaces, put it in quotes."),
               "setup");
  return FALSE;
}

static void
add_lines (TesseraCall *call, const char *member, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  JsonArray *array = json_array_new ();

  for (gsize i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0')
      json_array_add_string_element (array, lines[i]);
  json_object_set_array_member (call->object, member, array);
}

static gboolean
set_up (TesseraCall *call, TesseraAccount *account, GError **error)
{
  const TesseraAccountConfig *config = tessera_account_get_config (account);
  g_autofree char *path = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *command = tessera_setup_command_choose (path);
  TesseraSetupOptions options
    = { tessera_options_get (call->options, "role-arn"), command, path != NULL ? path : command };
  g_autofree char *lines = tessera_setup_show (call->words[0], config, &options, error);
  g_autofree char *report = NULL;
  gboolean ok;

  if (lines == NULL)
    return FALSE;
  json_object_set_string_member (call->object, "program", call->words[0]);
  json_object_set_string_member (call->object, "name", config->name);
  add_lines (call, "lines", lines);
  if (!tessera_options_has (call->options, "apply"))
    {
      g_string_append (call->text, lines);
      return TRUE;
    }
  /* Before anything changes. */
  if (!call->json)
    tessera_terminal_write (STDOUT_FILENO, lines, TRUE);
  ok = tessera_setup_apply (call->words[0], config, &options, &report, error);
  g_string_append (call->text, report);
  add_lines (call, "done", report);
  return ok;
}

gboolean
tessera_command_setup (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccounts) accounts = NULL;
  TesseraAccount *account;

  if (call->words[0] == NULL)
    return list (call);
  if (!check_words (call, error))
    return FALSE;
  account = tessera_call_find_account (call, &accounts, error);
  return account != NULL && set_up (call, account, error);
}
