/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "accounts.h"
#include "command.h"
#include "options.h"

/* One call of a command: what it was given, and where its answer goes. */
typedef struct
{
  const TesseraCommand *command; /* NULL: help or version of the program */
  char *name;                    /* (nullable) the argument NAME, as typed */
  char **words;                  /* (nullable) the arguments of a command that takes several */
  TesseraOptions *options;       /* NULL before the parsing */
  gboolean help;
  gboolean version;
  gboolean needs_online;     /* set by a command that tessera-online has to do instead */
  GCancellable *cancellable; /* by SIGINT, SIGTERM and SIGHUP */

  /* For the advice about an error (advice.h). */
  TesseraAccountConfig *account_config; /* (nullable) of the account that was found */
  const char *failed_step;              /* (nullable) static */
  const char *advice;                   /* (nullable) static, to be translated: there is no other */

  /* The answer, printed when the command has ended: the object with --json, else the text. A
   * command fills the one that is asked for; either may come together with an error. */
  gboolean json;
  JsonObject *object;
  char *object_text; /* (nullable) @object as JSON, where json-glib would write it otherwise */
  GString *text;
  gboolean text_is_prose; /* @text is sentences, which are wrapped on a terminal */
  char *secret;           /* (nullable) one line of text */
  char *raw;              /* (nullable) all of the answer, byte by byte, for another program */
  gboolean quiet;         /* an error is told in @raw, and nowhere else */
  gboolean one_line;      /* an error is told in one line, at a terminal too */
  int status;             /* exit status; -1: the error's */
  GError *warning;        /* (nullable) done, but not all of it; goes where an error would */
  gboolean warning_is_for_people; /* without --json it is told at a terminal only */
} TesseraCall;

/* Reads the command line @argv, which ends with NULL. Options stand before or after NAME, as
 * “--name value” or “--name=value”, and “--” ends them. Errors: G_OPTION_ERROR, with the member
 * json of @self set all the same. */
gboolean tessera_call_parse (TesseraCall *self, char **argv, GError **error);

TesseraCall *tessera_call_new (void);
void tessera_call_free (TesseraCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraCall, tessera_call_free)

/* The account that the command line names; where it names none, the only one or the default.
 * *accounts: (transfer full), the list that it belongs to. Errors: TESSERA_CONFIG_ERROR_UNKNOWN;
 * G_OPTION_ERROR where it is not clear which account is meant; what keeps it from being found. */
TesseraAccount *
tessera_call_find_account (TesseraCall *self, TesseraAccounts **accounts, GError **error);

/* Whether the command asks the person for what the command line leaves open: at a terminal, without
 * --json, where no option was given. */
gboolean tessera_call_may_ask (TesseraCall *self);
/* Says which account an error is about. tessera_call_find_account() does. */
void tessera_call_set_account (TesseraCall *self, TesseraAccount *account);

/* Writes @lines, each with its end, to standard error if that is a terminal. With --json, or where
 * a script reads it, nothing is written. */
void tessera_call_say (TesseraCall *self, const char *lines);

/* Makes SIGINT, SIGTERM and SIGHUP trigger the cancellable of @self; a second one ends the program.
 * For commands that wait in the main loop. */
void tessera_call_watch_signals (TesseraCall *self);

/* Runs the main loop until a GAsyncReadyCallback of tessera_call_ready_cb() with &@result as its
 * data has been called. Returns: (transfer none) *@result */
void tessera_call_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *tessera_call_wait (GAsyncResult **result);
