/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "command.h"

#include <glib/gi18n.h>
#include <string.h>

#include "terminal.h"

/* Where the descriptions begin, and where a line ends. */
#define COMMAND_COLUMN 20
#define OPTION_COLUMN  33
#define WIDTH          79

static const TesseraOption add_options[] = {
  { "issuer", TESSERA_OPTION_ONE, "URL", N_ ("the provider, as its metadata names it") },
  { "client-id", TESSERA_OPTION_ONE, "ID", N_ ("the client ID that the provider gave out") },
  { "scope", TESSERA_OPTION_MANY, "SCOPE", N_ ("ask for it, instead of openid profile email") },
  { "redirect-uri", TESSERA_OPTION_MANY, "URI", N_ ("as registered; several are tried in order") },
  { "audience", TESSERA_OPTION_ONE, "AUDIENCE", N_ ("the API that the token is for (Auth0)") },
  { "resource", TESSERA_OPTION_MANY, "URI", N_ ("the resource that the token is for (RFC 8707)") },
  { "auth-param", TESSERA_OPTION_MANY, "NAME=VALUE",
    N_ ("one more parameter for the authorization request") },
  { "client-secret-stdin", TESSERA_OPTION_FLAG, NULL,
    N_ ("read a client secret from the first line of standard input") },
  { "client-auth", TESSERA_OPTION_ONE, "KIND",
    N_ ("how the client authenticates: none, basic or post") },
  { "authorization-endpoint", TESSERA_OPTION_ONE, "URL", N_ ("instead of the metadata’s") },
  { "token-endpoint", TESSERA_OPTION_ONE, "URL", N_ ("instead of the metadata’s") },
  { "jwks-uri", TESSERA_OPTION_ONE, "URL", N_ ("instead of the metadata’s") },
  { "userinfo-endpoint", TESSERA_OPTION_ONE, "URL", N_ ("instead of the metadata’s") },
  { "revocation-endpoint", TESSERA_OPTION_ONE, "URL", N_ ("instead of the metadata’s") },
  { "end-session-endpoint", TESSERA_OPTION_ONE, "URL", N_ ("instead of the metadata’s") },
  { 0 },
};

static const TesseraOption login_options[] = {
  { "timeout", TESSERA_OPTION_ONE, "SECONDS", N_ ("give up after so long (300)") },
  { "no-browser", TESSERA_OPTION_FLAG, NULL, N_ ("open no browser, print the link on stderr") },
  { 0 },
};

static const TesseraOption token_options[] = {
  { "min-validity", TESSERA_OPTION_ONE, "SECONDS", N_ ("renew it if it is valid for less (60)") },
  { "id-token", TESSERA_OPTION_FLAG, NULL, N_ ("the ID token instead of the access token") },
  { 0 },
};

static const TesseraOption inspect_options[] = {
  { "jwks", TESSERA_OPTION_ONE, "FILE", N_ ("verify the signature with a JWK set or a JWK") },
  { 0 },
};

static const TesseraOption no_options[] = { { 0 } };

static const TesseraOption general_options[] = {
  { "json", TESSERA_OPTION_FLAG, NULL, N_ ("answer with one JSON object, errors too") },
  { "help", TESSERA_OPTION_FLAG, NULL, N_ ("show this help") },
  { 0 },
};

static const TesseraCommand commands[] = {
  { "add", "NAME", N_ ("add an account; contacts nobody"), FALSE, add_options },
  { "list", "", N_ ("list the accounts"), FALSE, no_options },
  { "show", "NAME", N_ ("show an account, and the redirect URI to register"), FALSE, no_options },
  { "remove", "NAME", N_ ("remove an account and what is stored of it"), FALSE, no_options },
  { "login", "NAME", N_ ("sign in, in the browser"), TRUE, login_options },
  { "token", "NAME", N_ ("print the access token, renewed if it must be"), FALSE, token_options },
  { "status", "[NAME]", N_ ("show who is signed in, and for how long"), FALSE, no_options },
  { "refresh", "NAME", N_ ("renew the session now"), TRUE, no_options },
  { "logout", "NAME", N_ ("sign out, here and at the provider"), TRUE, no_options },
  { "inspect", "", N_ ("decode, and perhaps verify, the JWT on standard input"), TRUE,
    inspect_options },
  { 0 },
};

const TesseraCommand *
tessera_commands_get (void)
{
  return commands;
}

const TesseraCommand *
tessera_command_find (const char *name)
{
  for (gsize i = 0; commands[i].name != NULL; i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

/* Appends @left, and @text beside it from @column on, broken where a line of WIDTH columns ends.
 * @last: (nullable) is never broken itself, so that the completion finds it. */
static void
append_entry (GString *help, const char *left, guint column, const char *text, const char *last)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  guint taken = column;

  for (gsize i = 0; words[i] != NULL; i++)
    g_ptr_array_add (parts, words[i]);
  if (last != NULL)
    g_ptr_array_add (parts, (gpointer) last);
  g_string_append_printf (help, "%-*s", (int) column - 1, left);
  for (guint i = 0; i < parts->len; i++)
    {
      guint width = tessera_terminal_width (parts->pdata[i]);

      if (i > 0 && taken + 1 + width > WIDTH)
        {
          g_string_append_printf (help, "\n%*s", (int) column - 1, "");
          taken = column;
        }
      g_string_append_printf (help, " %s", (const char *) parts->pdata[i]);
      taken += 1 + width;
    }
  g_string_append_c (help, '\n');
}

static void
append_options (GString *help, const TesseraOption *options)
{
  for (gsize i = 0; options[i].name != NULL; i++)
    {
      g_autofree char *left
        = g_strconcat ("  --", options[i].name, options[i].value != NULL ? " " : "",
                       options[i].value != NULL ? options[i].value : "", NULL);

      append_entry (help, left, OPTION_COLUMN, _ (options[i].help),
                    options[i].kind == TESSERA_OPTION_MANY ? _ ("(may be repeated)") : NULL);
    }
}

static void
append_commands (GString *help)
{
  for (gsize i = 0; commands[i].name != NULL; i++)
    {
      g_autofree char *left
        = g_strconcat ("  ", commands[i].name, " ", commands[i].arguments, NULL);

      append_entry (help, left, COMMAND_COLUMN, _ (commands[i].summary), NULL);
    }
}

char *
tessera_command_help (const TesseraCommand *command)
{
  g_autoptr (GString) help = g_string_new (NULL);

  if (command == NULL)
    {
      g_string_append (help, _ ("Usage: tessera COMMAND [OPTION]… [NAME]\n\n"
                                "Sign in to OpenID Connect and OAuth 2.0 providers, and hand out "
                                "access tokens.\n\nCommands:\n"));
      append_commands (help);
      g_string_append (help, _ ("\nOptions of every command:\n"));
      append_options (help, general_options);
      g_string_append (help, _ ("\n“tessera --version” prints the version, “tessera COMMAND "
                                "--help” tells more\nabout a command.\n"));
      return g_string_free (g_steal_pointer (&help), FALSE);
    }
  g_string_append_printf (help, _ ("Usage: tessera %s [OPTION]… %s\n\n"), command->name,
                          command->arguments);
  g_string_append_printf (help, "%s\n\n", _ (command->summary));
  g_string_append (help, _ ("Options:\n"));
  append_options (help, command->options);
  append_options (help, general_options);
  return g_string_free (g_steal_pointer (&help), FALSE);
}
