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
  ONE ("preset", "PROVIDER", N_ ("use the preset of this provider")),
  ONE ("issuer", "URL", N_ ("the provider’s issuer, as in its metadata")),
  ONE ("client-id", "ID", N_ ("client ID from the provider")),
  MANY ("scope", "SCOPE", N_ ("scope to request instead of the defaults")),
  MANY ("redirect-uri", "URI", N_ ("registered redirect URI; tried in order")),
  ONE ("audience", "AUDIENCE", N_ ("API that the token is for (Auth0)")),
  MANY ("resource", "URI", N_ ("resource that the token is for (RFC 8707)")),
  MANY ("auth-param", "NAME=VALUE", N_ ("extra authorization request parameter")),
  FLAG ("client-secret-stdin", N_ ("read the client secret from standard input")),
  ONE ("client-auth", "KIND", N_ ("client authentication: none, basic or post")),
  ONE ("ca", "FILE", N_ ("also trust the certificates in this file")),
  ONE ("client-cert", "FILE", N_ ("client certificate: a file or pkcs11: URI")),
  ONE ("client-key", "FILE", N_ ("its private key, if in another file")),
  ONE ("offline-access", "WHEN", N_ ("request offline_access: ask or never")),
  ONE ("id-token-alg", "ALG", N_ ("HS256 if signed with the client secret")),
  MANY ("host", "HOST", N_ ("host that may receive the token")),
  ONE ("authorization-endpoint", "URL", N_ ("overrides the provider’s metadata")),
  ONE ("token-endpoint", "URL", N_ ("overrides the provider’s metadata")),
  ONE ("jwks-uri", "URL", N_ ("overrides the provider’s metadata")),
  ONE ("userinfo-endpoint", "URL", N_ ("overrides the provider’s metadata")),
  ONE ("revocation-endpoint", "URL", N_ ("overrides the provider’s metadata")),
  ONE ("end-session-endpoint", "URL", N_ ("overrides the provider’s metadata")),
  { 0 },
};

static const GOptionEntry add_entries[] = {
  MANY ("set", "KEY=VALUE", N_ ("set a field of the preset")),
  { 0 },
};

static const GOptionEntry edit_entries[] = {
  ONE ("name", "NAME", N_ ("new name for the account")),
  MANY ("unset", "OPTION", N_ ("reset this option")),
  { 0 },
};

static const GOptionEntry default_entries[] = {
  FLAG ("unset", N_ ("clear the default account")),
  { 0 },
};

static const GOptionEntry login_entries[] = {
  ONE ("timeout", "SECONDS", N_ ("give up after this time (default: 300)")),
  FLAG ("no-browser", N_ ("print the link to stderr, open no browser")),
  { 0 },
};

static const GOptionEntry token_entries[] = {
  ONE ("min-validity", "SECONDS", N_ ("renew if valid for less time (default: 60)")),
  FLAG ("id-token", N_ ("print the ID token, not the access token")),
  FLAG ("header", N_ ("print the complete Authorization header")),
  { 0 },
};

static const GOptionEntry credential_entries[] = {
  MANY ("host", "HOST", N_ ("give the token only to this host")),
  ONE ("username", "NAME", N_ ("user name to send with the token")),
  FLAG ("access-token", N_ ("use the access token, not the ID token")),
  FLAG ("id-token", N_ ("use the ID token, not the access token")),
  FLAG ("sign-in", N_ ("sign in if necessary, when interactive")),
  FLAG ("continue", N_ ("git: without a token, let git ask the next helper")),
  FLAG ("name", N_ ("header: also print the header’s name")),
  ONE ("role-arn", "ARN", N_ ("aws: role to assume")),
  ONE ("session-name", "SESSION", N_ ("aws: session name (default: e-mail address)")),
  ONE ("duration", "SECONDS", N_ ("aws: lifetime of the credentials (default: 3600)")),
  ONE ("region", "REGION", N_ ("aws: region of the STS endpoint")),
  ONE ("sts-endpoint", "URL", N_ ("aws: a different STS endpoint")),
  ONE ("policy", "JSON", N_ ("aws: policy that restricts the role")),
  { 0 },
};

static const GOptionEntry setup_entries[] = {
  FLAG ("apply", N_ ("write the lines, after a backup of the file")),
  ONE ("role-arn", "ARN", N_ ("aws: role to assume")),
  { 0 },
};

static const GOptionEntry import_entries[] = {
  FLAG ("dry-run", N_ ("show what would be added, but add nothing")),
  { 0 },
};

static const GOptionEntry inspect_entries[] = {
  ONE ("jwks", "FILE", N_ ("verify the signature with this JWK set or JWK")),
  { 0 },
};

static const GOptionEntry no_entries[] = { { 0 } };

static const GOptionEntry general_entries[] = {
  FLAG ("json", N_ ("print one JSON object, also for errors")),
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
  { "export", "[NAME]…", N_ ("print accounts without secrets, to share them"), no_entries, NULL,
    TRUE },
  { "import", "FILE", N_ ("add the accounts from an exported file"), import_entries, NULL, FALSE },
  { "list", NULL, N_ ("list the accounts"), no_entries, NULL, FALSE },
  { "show", "[NAME]", N_ ("show an account and the addresses to register"), no_entries, NULL,
    FALSE },
  { "default", "[NAME]", N_ ("set or show the default account"), default_entries, NULL, FALSE },
  { "remove", "NAME", N_ ("remove an account and end its session"), no_entries, NULL, FALSE },
  { "login", "[NAME]", N_ ("sign in with the browser"), login_entries, NULL, FALSE },
  { "token", "[NAME]", N_ ("print the access token, renewing it first if necessary"), token_entries,
    NULL, FALSE },
  { "status", "[NAME]", N_ ("show who is signed in and for how long"), no_entries, NULL, FALSE },
  { "refresh", "[NAME]", N_ ("renew the session now"), no_entries, NULL, FALSE },
  { "logout", "[NAME]", N_ ("sign out here and at the provider"), no_entries, NULL, FALSE },
  { "credential", "PROTOCOL", N_ ("answer another program’s request for a token"),
    credential_entries, NULL, TRUE },
  { "setup", "[PROGRAM]", N_ ("set up another program to use Tessera"), setup_entries, NULL, TRUE },
  { "inspect", NULL, N_ ("decode a JWT from standard input, and verify it"), inspect_entries, NULL,
    FALSE },
  { "doctor", "[NAME]", N_ ("check an account for problems"), no_entries, NULL, FALSE },
  { "presets", "[PROVIDER]", N_ ("show the known providers and what they need"), no_entries, NULL,
    FALSE },
  { "help", "[COMMAND]", N_ ("show help for a command"), no_entries, NULL, FALSE },
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
  g_autoptr (GString) text = g_string_new (
    _ ("Sign in to OpenID Connect and OAuth 2.0 providers and get access tokens.\n\nCommands:"));

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
    = is_setup
        ? g_strdup_printf (_ ("Programs: %s.\nWithout a program, all of them are listed."), list)
        : g_strdup_printf (_ ("Protocols: %s."), list);
  g_autofree char *more
    = is_setup ? NULL : g_strconcat (text, "\n", _ ("Options with “…” may be repeated."), NULL);

  g_option_context_set_description (context, more != NULL ? more : text);
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
    g_option_context_set_description (context,
                                      _ ("Run “tessera COMMAND --help” for help on a command, or "
                                         "“tessera --version” for\nthe version."));
  else if (takes_program (command))
    describe_words (context, command);
  else if (has_repeatable (command->entries)
           || (command->more != NULL && has_repeatable (command->more)))
    g_option_context_set_description (context, _ ("Options with “…” may be repeated."));
  return g_option_context_get_help (context, TRUE, NULL);
}
