/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "program.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "account-error.h"
#include "advice.h"
#include "process-start.h"
#include "program-link.h"
#include "terminal.h"
#include "text-escape.h"

#define ONLINE "tessera-online"

/* tessera-online is beside this program in the build tree. Installed it is in libexecdir, under the
 * same root as this program (DESTDIR). (transfer full) */
static char *
find_online (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = self != NULL ? g_path_get_dirname (self) : g_strdup ("");
  g_autofree char *beside = g_build_filename (directory, ONLINE, NULL);
  g_autofree char *root = NULL;

  if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  if (g_str_has_suffix (directory, BINDIR))
    root = g_strndup (directory, strlen (directory) - strlen (BINDIR));
  return g_strconcat (root != NULL ? root : "", LIBEXECDIR, G_DIR_SEPARATOR_S, ONLINE, NULL);
}

/* Becomes tessera-online; returns only if that fails. */
static gboolean
exec_online (char **argv, GError **error)
{
  g_autofree char *path = find_online ();

  execv (path, argv);
  g_set_error (error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_FAILED,
               _ ("“%s” cannot be started: %s."), path, g_strerror (errno));
  return FALSE;
}

static gboolean
run (const TesseraProgramCommand *commands,
     TesseraCall *call,
     gboolean may_exec_online,
     char **argv,
     GError **error)
{
  g_autofree char *help = NULL;
  gboolean ok;

  if (call->help)
    {
      help = tessera_command_help (call->command);
      g_string_append (call->text, help);
      json_object_set_string_member (call->object, "help", help);
      return TRUE;
    }
  if (call->version)
    {
      g_string_append (call->text, "tessera " PACKAGE_VERSION "\n");
      json_object_set_string_member (call->object, "version", PACKAGE_VERSION);
      return TRUE;
    }
  for (gsize i = 0; commands[i].name != NULL; i++)
    if (strcmp (commands[i].name, call->command->name) == 0)
      {
        ok = commands[i].run (call, error);
        if (!call->needs_online || !may_exec_online)
          return ok;
        g_clear_error (error);
        break;
      }
  if (may_exec_online)
    return exec_online (argv, error);
  g_set_error (error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_FAILED,
               _ ("This program cannot run “tessera %s”."), call->command->name);
  return FALSE;
}

/* (transfer full) (nullable) */
static char *
make_advice (TesseraCall *call, const GError *error)
{
  const TesseraAdviceContext context
    = { TESSERA_ADVICE_TERMINAL, call->account_config, call->failed_step };

  return call->advice != NULL ? g_strdup (_ (call->advice)) : tessera_advice_make (error, &context);
}

static JsonObject *
add_problem (TesseraCall *call, const char *name, const GError *error)
{
  JsonObject *member = json_object_new ();
  g_autofree char *message = g_utf8_make_valid (error->message, -1);
  g_autofree char *hint = make_advice (call, error);

  json_object_set_string_member (member, "id", tessera_error_id (error));
  if (tessera_error_reason (error) != NULL)
    json_object_set_string_member (member, "reason", tessera_error_reason (error));
  json_object_set_string_member (member, "message", message);
  if (hint != NULL)
    json_object_set_string_member (member, "hint", hint);
  json_object_set_object_member (call->object, name, member);
  return member;
}

static void
add_error (TesseraCall *call, const GError *error)
{
  json_object_set_int_member (add_problem (call, "error", error), "exit_code",
                              tessera_error_kind (error));
}

/* @hint: (nullable). @wrap: on a terminal, lines are broken at words. */
static void
complain (const char *message, const char *hint, gboolean wrap)
{
  g_autofree char *escaped = tessera_text_escape (message);
  g_autofree char *escaped_hint = tessera_text_escape (hint != NULL ? hint : "");
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "tessera: %s\n", escaped);
  /* A person gets the hint too; a script's log gets one sentence. */
  if (hint != NULL && isatty (STDERR_FILENO))
    g_string_append_printf (line, "%s\n", escaped_hint);
  if (wrap)
    tessera_terminal_write_prose (STDERR_FILENO, line->str);
  else
    tessera_terminal_write (STDERR_FILENO, line->str, TRUE);
}

static gboolean
print_json (const char *text)
{
  g_autofree char *escaped = tessera_text_escape_json (text);

  return tessera_terminal_write (STDOUT_FILENO, escaped, FALSE)
         && tessera_terminal_write (STDOUT_FILENO, "\n", FALSE);
}

static gboolean
print_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = json_to_string (node, FALSE);

  return print_json (text);
}

static gboolean
print_answer (TesseraCall *call, const GError *error)
{
  if (call->raw != NULL)
    return tessera_terminal_write (STDOUT_FILENO, call->raw, FALSE);
  if (call->json)
    {
      if (call->object_text != NULL)
        return print_json (call->object_text);
      if (error != NULL)
        add_error (call, error);
      if (call->warning != NULL)
        add_problem (call, "warning", call->warning);
      return print_object (call->object);
    }
  if (call->text_is_prose ? !tessera_terminal_write_prose (STDOUT_FILENO, call->text->str)
                          : !tessera_terminal_write (STDOUT_FILENO, call->text->str, TRUE))
    return FALSE;
  return call->secret == NULL
         || (tessera_terminal_write (STDOUT_FILENO, call->secret, FALSE)
             && tessera_terminal_write (STDOUT_FILENO, "\n", FALSE));
}

/* Names are UTF-8. Without a locale (cron, containers), or with one that is not installed, they
 * would be printed as question marks. */
static void
set_locale (void)
{
  setlocale (LC_ALL, "");
  if (g_str_equal (setlocale (LC_CTYPE, NULL), "C"))
    setlocale (LC_CTYPE, "C.UTF-8");
}

/* Ends as coreutils do if the reader of their output has gone: silently, in a shell with 141. */
static void
end_by_sigpipe (void)
{
  signal (SIGPIPE, SIG_DFL);
  raise (SIGPIPE);
}

static void
tell (TesseraCall *call, const GError *error)
{
  g_autofree char *hint = error != NULL && !call->one_line ? make_advice (call, error) : NULL;

  if (error != NULL && !call->json && !call->quiet)
    complain (error->message, hint, !call->one_line);
  if (call->warning != NULL && !call->json
      && (!call->warning_is_for_people || isatty (STDERR_FILENO)))
    complain (call->warning->message, NULL, !call->one_line);
}

int
tessera_program_run (const TesseraProgramCommand *commands, gboolean may_exec_online, char **argv)
{
  g_auto (GStrv) arguments = tessera_program_link_expand (argv);
  g_autoptr (TesseraCall) call = NULL;
  g_autoptr (GError) error = NULL;

  tessera_terminal_guard ();
  tessera_process_start (TRUE);
  /* Whoever reads a message or an answer may leave before a session is stored. */
  signal (SIGPIPE, SIG_IGN);
  set_locale ();
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("tessera");

  call = tessera_call_new ();
  if (tessera_call_parse (call, arguments, &error))
    run (commands, call, may_exec_online, arguments, &error);
  tell (call, error);
  if (print_answer (call, error))
    return call->status >= 0 ? call->status : (int) tessera_error_kind (error);
  if (errno == EPIPE)
    end_by_sigpipe ();
  else
    complain (_ ("The answer cannot be written to standard output."), NULL, TRUE);
  return error != NULL ? tessera_error_kind (error) : 1;
}
