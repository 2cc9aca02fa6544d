/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* What sign-in-flow.h is to be told. */
typedef struct
{
  guint timeout;          /* seconds, for all of it */
  gboolean open_browser;  /* else show_uri() is all there is */
  gboolean needs_browser; /* whether nobody can open the link if the browser does not start */
  GAppLaunchContext *launch_context; /* (nullable) lets the browser's window come to the front */
  gboolean keep_in_memory; /* whether a session that could not be stored lives on in memory (the
                              window), or is revoked, which is a failure (the terminal) */

  /* The step that begins, translated; NULL when the flow has ended. */
  void (*announce) (gpointer user_data, const char *step);
  /* What the browser is to open. */
  void (*show_uri) (gpointer user_data, const char *uri);
  /* How an answer went astray on its way here, and what to do, as a sentence, translated. The flow
   * goes on waiting. It is announced too. */
  void (*show_mishap) (gpointer user_data, const char *sentence);
  /* Whether the person is in the browser, and nothing goes on but by them. */
  void (*show_waiting) (gpointer user_data, gboolean waiting);
  gpointer user_data;
} TesseraSignInOptions;
