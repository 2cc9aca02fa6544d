/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "accounts.h"
#include "command.h"

/* One call of a command: what it was given, and where its answer goes. */
typedef struct
{
  const TesseraCommand *command; /* NULL: help or version of the program */
  char *name;                    /* (nullable) the argument NAME, as typed */
  gboolean help;
  gboolean version;
  GHashTable *values;        /* option name → GPtrArray of its values ("" for a flag) */
  gboolean hand_on;          /* set by a command that tessera-online has to do instead */
  GCancellable *cancellable; /* by SIGINT, SIGTERM and SIGHUP */

  /* The answer, printed when the command has ended: the object with --json, else the text. A
   * command fills the one that is asked for; either may come together with an error. */
  gboolean json;
  JsonObject *object;
  GString *text;
  char *secret;    /* (nullable) one line of text */
  GError *warning; /* (nullable) done, but not all of it; goes where an error would */
} TesseraCall;

/* Reads the command line. Options stand before or after NAME, as “--name value” or “--name=value”,
 * and “--” ends them. Errors: G_OPTION_ERROR; *self is complete enough for its json member. */
gboolean tessera_call_parse (TesseraCall *self, int argc, char **argv, GError **error);

TesseraCall *tessera_call_new (void);
void tessera_call_free (TesseraCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraCall, tessera_call_free)

gboolean tessera_call_has (TesseraCall *self, const char *option);

/* The value of an option that is given once. (nullable) (transfer none) */
const char *tessera_call_get (TesseraCall *self, const char *option);

/* The values of an option, NULL if it was not given. (transfer full) */
char **tessera_call_get_all (TesseraCall *self, const char *option);

/* A number of seconds from @minimum on; @fallback if the option was not given. */
gboolean tessera_call_get_seconds (TesseraCall *self,
                                   const char *option,
                                   guint minimum,
                                   guint fallback,
                                   guint *value,
                                   GError **error);

/* The account that the command line names. *accounts: (transfer full), the list that it belongs to.
 * Errors: TESSERA_CONFIG_ERROR_UNKNOWN, or what keeps it from being found. */
TesseraAccount *
tessera_call_find_account (TesseraCall *self, TesseraAccounts **accounts, GError **error);

/* Says one or more whole lines on standard error, to a person at a terminal: nothing to a script. */
void tessera_call_say (TesseraCall *self, const char *lines);

/* From now on SIGINT, SIGTERM and SIGHUP cancel; a second one ends the program. For commands that
 * wait in the main loop. */
void tessera_call_watch_signals (TesseraCall *self);

/* Runs the main loop until a GAsyncReadyCallback of tessera_call_ready_cb() with &@result as its
 * data has been called. Returns: (transfer none) *@result */
void tessera_call_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *tessera_call_wait (GAsyncResult **result);
