/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "command.h"

#include <glib/gi18n.h>
#include <string.h>

#include "credential.h"
#include "setup.h"
#include "typing-errors.h"

#define FLAG(name, help)                                                                           \
  {                                                                                                \
    name, 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, tessera_options_take_flag, help, NULL    \
  }
#define ONE(name, value, help)                                                                     \
  {                                                                                                \
    name, 0, G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, tessera_options_take_one, help, value  \
  }
#define MANY(name, value, help)                                                                    \
  {                                                                                                \
    name, 0, G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, tessera_options_take_many, help,       \
      value "…"                                                                                  \
  }

static const GOptionEntry account_entries[] = {
  ONE ("preset", "PROVIDER", N_ ("what is known of this provider holds")),
  ONE ("issuer", "URL", N_ ("provider, as its metadata names it")),
  ONE ("client-id", "ID", N_ ("client ID that the provider gave out")),
  MANY ("scope", "SCOPE", N_ ("instead of openid, profile and email")),
  MANY ("redirect-uri", "URI", N_ ("as registered; tried in their order")),
  ONE ("audience", "AUDIENCE", N_ ("the API that the token is for (Auth0)")),
  MANY ("resource", "URI", N_ ("what the token is for (RFC 8707)")),
  MANY ("auth-param", "NAME=VALUE", N_ ("added to the authorization request")),
  FLAG ("client-secret-stdin", N_ ("read a client secret from stdin")),
  ONE ("client-auth", "KIND", N_ ("none, basic or post")),
  ONE ("ca", "FILE", N_ ("certificates to trust beside the system’s")),
  ONE ("client-cert", "FILE", N_ ("certificate to show, or a pkcs11: URI")),
  ONE ("client-key", "FILE", N_ ("its key, if it is in another file")),
  ONE ("offline-access", "WHEN", N_ ("ask for offline_access: ask or never")),
  ONE ("id-token-alg", "ALG", N_ ("HS256: signed with the client secret")),
  MANY ("host", "HOST", N_ ("where programs may send the token")),
  ONE ("authorization-endpoint", "URL", N_ ("instead of the metadata’s")),
  ONE ("token-endpoint", "URL", N_ ("instead of the metadata’s")),
  ONE ("jwks-uri", "URL", N_ ("instead of the metadata’s")),
  ONE ("userinfo-endpoint", "URL", N_ ("instead of the metadata’s")),
  ONE ("revocation-endpoint", "URL", N_ ("instead of the metadata’s")),
  ONE ("end-session-endpoint", "URL", N_ ("instead of the metadata’s")),
  { 0 },
};

static const GOptionEntry add_entries[] = {
  MANY ("set", "KEY=VALUE", N_ ("fill in a field of the preset")),
  { 0 },
};

static const GOptionEntry edit_entries[] = {
  ONE ("name", "NAME", N_ ("call the account so")),
  MANY ("unset", "OPTION", N_ ("take back what this option has set")),
  { 0 },
};

static const GOptionEntry default_entries[] = {
  FLAG ("unset", N_ ("there is no default account any more")),
  { 0 },
};

static const GOptionEntry login_entries[] = {
  ONE ("timeout", "SECONDS", N_ ("give up after so long (300)")),
  FLAG ("no-browser", N_ ("open no browser, print the link on stderr")),
  { 0 },
};

static const GOptionEntry token_entries[] = {
  ONE ("min-validity", "SECONDS", N_ ("renew it if it is valid for less (60)")),
  FLAG ("id-token", N_ ("the ID token instead of the access token")),
  FLAG ("header", N_ ("the whole Authorization header")),
  { 0 },
};

static const GOptionEntry credential_entries[] = {
  MANY ("host", "HOST", N_ ("give the token to no other host")),
  ONE ("username", "NAME", N_ ("the user name that goes with the token")),
  FLAG ("access-token", N_ ("the access token, where the ID token is usual")),
  FLAG ("id-token", N_ ("the ID token, where the access token is usual")),
  FLAG ("sign-in", N_ ("sign in where a person is there")),
  FLAG ("continue", N_ ("git: without a token, let the next helper answer")),
  FLAG ("name", N_ ("header: print the header’s name, too")),
  ONE ("role-arn", "ARN", N_ ("aws: the role")),
  ONE ("session-name", "SESSION", N_ ("aws: instead of the e-mail address")),
  ONE ("duration", "SECONDS", N_ ("aws: validity of the credentials (3600)")),
  ONE ("region", "REGION", N_ ("aws: whose STS is asked")),
  ONE ("sts-endpoint", "URL", N_ ("aws: instead of Amazon’s")),
  ONE ("policy", "JSON", N_ ("aws: a policy that narrows the role")),
  { 0 },
};

static const GOptionEntry setup_entries[] = {
  FLAG ("apply", N_ ("write the lines, with a backup of the file")),
  ONE ("role-arn", "ARN", N_ ("aws: the role")),
  { 0 },
};

static const GOptionEntry import_entries[] = {
  FLAG ("dry-run", N_ ("show what would be added, and add nothing")),
  { 0 },
};

static const GOptionEntry inspect_entries[] = {
  ONE ("jwks", "FILE", N_ ("verify the signature with a JWK set or a JWK")),
  { 0 },
};

static const GOptionEntry no_entries[] = { { 0 } };

static const GOptionEntry general_entries[] = {
  FLAG ("json", N_ ("answer with one JSON object, errors too")),
  { "help", 'h', G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, tessera_options_take_flag,
    N_ ("show this help"), NULL },
  { "version", 0, G_OPTION_FLAG_NO_ARG | G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_CALLBACK,
    tessera_options_take_flag, NULL, NULL },
  { 0 },
};

static const TesseraCommand commands[] = {
  { "add", "[NAME]", N_ ("add an account (no network access); without options, ask"), add_entries,
    account_entries, FALSE },
  { "edit", "NAME", N_ ("change an account (no network access)"), edit_entries, account_entries,
    FALSE },
  { "export", "[NAME]…", N_ ("print accounts as a file for others, without secrets"), no_entries,
    NULL, TRUE },
  { "import", "FILE", N_ ("add the accounts of such a file"), import_entries, NULL, FALSE },
  { "list", NULL, N_ ("list the accounts"), no_entries, NULL, FALSE },
  { "show", "[NAME]", N_ ("show an account, and the addresses to register"), no_entries, NULL,
    FALSE },
  { "default", "[NAME]", N_ ("say which account is meant where none is named"), default_entries,
    NULL, FALSE },
  { "remove", "NAME", N_ ("remove an account and end its session"), no_entries, NULL, FALSE },
  { "login", "[NAME]", N_ ("sign in, in the browser"), login_entries, NULL, FALSE },
  { "token", "[NAME]", N_ ("print the access token, renewing it first if necessary"), token_entries,
    NULL, FALSE },
  { "status", "[NAME]", N_ ("show who is signed in, and for how long"), no_entries, NULL, FALSE },
  { "refresh", "[NAME]", N_ ("renew the session now"), no_entries, NULL, FALSE },
  { "logout", "[NAME]", N_ ("sign out, here and at the provider"), no_entries, NULL, FALSE },
  { "credential", "PROTOCOL", N_ ("answer a program that asks for a token"), credential_entries,
    NULL, TRUE },
  { "setup", "[PROGRAM]", N_ ("show or write what makes a program ask"), setup_entries, NULL,
    TRUE },
  { "inspect", NULL, N_ ("decode the JWT on standard input, and verify it"), inspect_entries, NULL,
    FALSE },
  { "doctor", "[NAME]", N_ ("check whether an account can work"), no_entries, NULL, FALSE },
  { "presets", "[PROVIDER]", N_ ("show the providers that are known, and what they need"),
    no_entries, NULL, FALSE },
  { "help", "[COMMAND]", N_ ("show what a command takes"), no_entries, NULL, FALSE },
  { 0 },
};

const TesseraCommand *
tessera_command_find (const char *name)
{
  for (gsize i = 0; commands[i].name != NULL; i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

const TesseraCommand *
tessera_command_find_similar (const char *name)
{
  const TesseraCommand *similar = NULL;
  guint fewest = G_MAXUINT;

  for (gsize i = 0; commands[i].name != NULL; i++)
    {
      guint errors = tessera_typing_errors_count (name, commands[i].name);

      if (errors < fewest && tessera_typing_errors_few (name, commands[i].name))
        {
          similar = &commands[i];
          fewest = errors;
        }
    }
  return similar;
}

/* Whether its words are a program or a protocol, and then a name; else all of them are names. */
static gboolean
takes_program (const TesseraCommand *command)
{
  return command->takes_words && strstr (command->arguments, "NAME") == NULL;
}

GOptionContext *
tessera_command_make_context (const TesseraCommand *command, TesseraOptions *options)
{
  g_autofree char *words = command != NULL && takes_program (command)
                             ? g_strconcat (command->arguments, " [NAME]", NULL)
                             : NULL;
  const char *arguments = command != NULL ? command->arguments : _ ("COMMAND [NAME]");
  GOptionContext *context = g_option_context_new (words != NULL ? words : arguments);
  GOptionGroup *group = g_option_group_new ("tessera", NULL, NULL, options, NULL);

  /* GOption's own --help prints and exits, whether or not the answer is to be JSON. */
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_strict_posix (context, command == NULL);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  if (command != NULL)
    g_option_group_add_entries (group, command->entries);
  if (command != NULL && command->more != NULL)
    g_option_group_add_entries (group, command->more);
  g_option_group_add_entries (group, general_entries);
  g_option_context_set_main_group (context, group);
  return context;
}

/* (transfer full) */
static char *
describe_program (void)
{
  g_autoptr (GString) text = g_string_new (_ ("Sign in to OpenID Connect and OAuth 2.0 providers, "
                                              "and hand out access tokens.\n\nCommands:"));

  for (gsize i = 0; commands[i].name != NULL; i++)
    {
      g_autofree char *usage = g_strjoin (" ", commands[i].name, commands[i].arguments, NULL);

      g_string_append_printf (text, "\n  %s%*s %s", usage,
                              MAX (0, 20 - (int) g_utf8_strlen (usage, -1)), "",
                              _ (commands[i].summary));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
has_repeatable (const GOptionEntry *entries)
{
  for (gsize i = 0; entries[i].long_name != NULL; i++)
    if (entries[i].arg_data == tessera_options_take_many)
      return TRUE;
  return FALSE;
}

/* What the first word can be. */
static void
describe_words (GOptionContext *context, const TesseraCommand *command)
{
  gboolean is_setup = strcmp (command->name, "setup") == 0;
  const char *const *words
    = is_setup ? tessera_setup_get_programs () : tessera_credential_get_protocols ();
  g_autofree char *list = g_strjoinv (" ", (char **) words);
  g_autofree char *text
    = is_setup ? g_strdup_printf (_ ("Programs: %s.\nWithout one, they are listed."), list)
               : g_strdup_printf (_ ("Protocols: %s.\nAn option whose value ends in “…” may be "
                                     "repeated."),
                                  list);

  g_option_context_set_description (context, text);
}

char *
tessera_command_help (const TesseraCommand *command)
{
  g_autoptr (GOptionContext) context = tessera_command_make_context (command, NULL);
  g_autofree char *summary
    = command != NULL ? g_strdup (_ (command->summary)) : describe_program ();
  g_autofree char *program
    = g_strjoin (" ", "tessera", command != NULL ? command->name : NULL, NULL);

  g_set_prgname (program);
  g_option_context_set_summary (context, summary);
  if (command == NULL)
    g_option_context_set_description (
      context, _ ("“tessera --version” prints the version, “tessera COMMAND --help” tells more\n"
                  "about a command."));
  else if (takes_program (command))
    describe_words (context, command);
  else if (has_repeatable (command->entries)
           || (command->more != NULL && has_repeatable (command->more)))
    g_option_context_set_description (context,
                                      _ ("An option whose value ends in “…” may be repeated."));
  return g_option_context_get_help (context, TRUE, NULL);
}
