/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib-unix.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "server.h"

typedef struct
{
  int port;
  int lifetime;
  int delay;
  char *alg;
  char *habits;
  char *redirect_uri;
  char **faults;
  char **post_logout_redirect_uris;
  gboolean automatic;
  gboolean confidential;
  gboolean leeway;
  gboolean until_eof;
  gboolean list_faults;
  gboolean list_habits;
} Options;

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[]
    = { { "port", 0, 0, G_OPTION_ARG_INT, &options->port, "Listen on port N (any)", "N" },
        { "lifetime", 0, 0, G_OPTION_ARG_INT, &options->lifetime,
          "How long a token is valid (3600)", "SECONDS" },
        { "alg", 0, 0, G_OPTION_ARG_STRING, &options->alg,
          "Sign with RS256, …, ES512, EdDSA, Ed25519, Ed448 (RS256)", "ALG" },
        { "auto", 0, 0, G_OPTION_ARG_NONE, &options->automatic, "Sign in without pages", NULL },
        { "confidential", 0, 0, G_OPTION_ARG_NONE, &options->confidential,
          "The client has to authenticate", NULL },
        { "leeway", 0, 0, G_OPTION_ARG_NONE, &options->leeway,
          "Take a used refresh token once more until its successor was used", NULL },
        { "delay", 0, 0, G_OPTION_ARG_INT, &options->delay,
          "Answer a renewal that much later than it is done", "MILLISECONDS" },
        { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->faults,
          "Break a rule (may be repeated)", "NAME" },
        { "post-logout-redirect-uri", 0, 0, G_OPTION_ARG_STRING_ARRAY,
          &options->post_logout_redirect_uris,
          "Register where a logout may lead, to the character (any loopback URI; may be repeated)",
          "URI" },
        { "habits", 0, 0, G_OPTION_ARG_STRING, &options->habits, "Behave as that provider does",
          "NAME" },
        { "redirect-uri", 0, 0, G_OPTION_ARG_STRING, &options->redirect_uri,
          "What is registered where the habits compare (http://127.0.0.1/)", "URI" },
        { "list-habits", 0, 0, G_OPTION_ARG_NONE, &options->list_habits,
          "Print whose habits there are, and exit", NULL },
        { "until-eof", 0, 0, G_OPTION_ARG_NONE, &options->until_eof,
          "End at the end of standard input", NULL },
        { "list-faults", 0, 0, G_OPTION_ARG_NONE, &options->list_faults,
          "Print what can be broken, and exit", NULL },
        G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new ("– an identity provider for tests");

  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
set_up (Provider *provider, const Options *options, GError **error)
{
  const Algorithm *algorithm = algorithm_find (options->alg != NULL ? options->alg : "RS256");

  if (algorithm == NULL || options->lifetime < 1 || options->delay < 0 || options->port < 0
      || options->port > 65535)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           "The value of --alg, --lifetime, --delay or --port is not valid.");
      return FALSE;
    }
  provider->habits = options->habits != NULL ? habits_find (options->habits) : NULL;
  if (options->habits != NULL && provider->habits == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "There are no habits “%s”; see --list-habits.", options->habits);
      return FALSE;
    }
  provider->redirect_uri
    = g_strdup (options->redirect_uri != NULL ? options->redirect_uri : "http://127.0.0.1/");
  provider->confidential
    = options->confidential || (provider->habits != NULL && provider->habits->secret);
  provider->automatic = options->automatic;
  provider->lifetime = options->lifetime;
  provider->post_logout_redirect_uris = g_strdupv (options->post_logout_redirect_uris);
  provider->delay = (guint) options->delay;
  provider->faults = faults_new ();
  provider->held = g_ptr_array_new ();
  provider->keys = keys_new (algorithm);
  provider->sessions = sessions_new (options->leeway);
  provider->log = request_log_new ();
  for (guint i = 0; options->faults != NULL && options->faults[i] != NULL; i++)
    if (!faults_add (provider->faults, options->faults[i]))
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                     "There is no fault “%s”; see --list-faults.", options->faults[i]);
        return FALSE;
      }
  return server_start (provider, options->port, error);
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
stdin_cb (int descriptor, GIOCondition condition, gpointer loop)
{
  char buffer[512];

  if (read (descriptor, buffer, sizeof buffer) > 0)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
tear_down (Provider *provider)
{
  if (provider->server != NULL)
    soup_server_disconnect (provider->server);
  g_clear_object (&provider->server);
  g_clear_pointer (&provider->log, request_log_free);
  g_clear_pointer (&provider->sessions, sessions_free);
  g_clear_pointer (&provider->keys, keys_free);
  g_clear_pointer (&provider->faults, faults_free);
  g_clear_pointer (&provider->held, g_ptr_array_unref);
  g_clear_pointer (&provider->issuer, g_free);
  g_clear_pointer (&provider->origin, g_free);
  g_clear_pointer (&provider->redirect_uri, g_free);
  g_clear_pointer (&provider->post_logout_redirect_uris, g_strfreev);
}

static void
run (const Provider *provider, gboolean until_eof)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  if (until_eof)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, stdin_cb, loop);
  g_print ("issuer=%s\n", provider->issuer);
  g_main_loop_run (loop);
}

int
main (int argc, char **argv)
{
  Options options = { .lifetime = 3600 };
  Provider provider = { 0 };
  g_autoptr (GError) error = NULL;
  int exit_code = EXIT_SUCCESS;

  setlocale (LC_ALL, "");
  if (!parse_options (&options, &argc, &argv, &error)
      || (!options.list_faults && !options.list_habits && !set_up (&provider, &options, &error)))
    {
      g_printerr ("tessera-provider: %s\n", error->message);
      exit_code = 2;
    }
  else if (options.list_faults)
    {
      faults_print_list ();
    }
  else if (options.list_habits)
    {
      habits_print_list ();
    }
  else
    {
      run (&provider, options.until_eof);
    }
  tear_down (&provider);
  g_strfreev (options.faults);
  g_strfreev (options.post_logout_redirect_uris);
  g_free (options.alg);
  g_free (options.habits);
  g_free (options.redirect_uri);
  return exit_code;
}
