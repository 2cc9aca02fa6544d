/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Runs the first command of $BROWSER that can be started, and the next one where it ends with a
 * failure in its first ten seconds. @failed is cancelled where the last one does. Between the
 * commands are colons; each is split into words as by a shell, but no shell runs it. In a word %s
 * stands for @uri; where none has it, @uri comes last. The browser has a session of its own, and no
 * output. @context: (nullable) makes its environment. Returns: whether one was started; FALSE where
 * $BROWSER is not set or empty. */
gboolean
tessera_browser_command_run (const char *uri, GAppLaunchContext *context, GCancellable *failed);

/* Returns: (transfer full) (nullable) the program of the first of those commands that is installed:
 * the one that would be run. NULL where there is none. */
char *tessera_browser_command_find (void);

/* A token with which the window of @command, or of what it makes open one, may come to the front.
 * @context: (nullable) of who was clicked. Returns: (transfer full) (nullable), NULL where the
 * desktop has none. */
char *tessera_browser_command_make_token (const char *command, GAppLaunchContext *context);
