/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A flow is a table of steps, run one after the other over one GTask by this small runner:
 *
 *   static const TesseraStep steps[] = {
 *     { N_ ("Contacting the provider"), discover, take_provider, 0 },
 *     { N_ ("Fetching the keys"), fetch_keys, take_keys, TESSERA_STEP_BACKGROUND },
 *     { N_ ("Waiting for the browser"), await_answer, take_answer, 0 },
 *     { N_ ("Exchanging the code"), exchange_code, take_tokens, TESSERA_STEP_JOIN },
 *   };
 *
 * Order, progress, deadline, cancellation and the prefix of an error are the runner's. `data` is
 * the GTask's task data throughout, and the flow's cancellable the GTask's. */

typedef enum
{
  /* Runs beside the rows that follow, until one that joins. If it fails, so does that one. */
  TESSERA_STEP_BACKGROUND = 1 << 0,
  /* Begins when every row in the background has ended (as does the end of the table). */
  TESSERA_STEP_JOIN = 1 << 1,
  /* Its failure is kept for the end, and the next row runs all the same. */
  TESSERA_STEP_KEEP_GOING = 1 << 2,
  /* Neither cancel nor the deadline stops it once it runs; shielded rows that follow each other
   * are not torn apart either. */
  TESSERA_STEP_SHIELDED = 1 << 3,
} TesseraStepFlags;

typedef enum
{
  TESSERA_STEP_STARTED, /* @callback will be called, once */
  TESSERA_STEP_DONE,    /* all done at once, or nothing to do */
  TESSERA_STEP_FAILED,  /* *error is set */
} TesseraStepStart;

typedef struct
{
  const char *name; /* marked with N_(); shown while it runs, and the prefix of its error */
  TesseraStepStart (*start) (gpointer data,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data,
                             GError **error);
  /* Receives what start began; NULL if that is never anything asynchronous. */
  gboolean (*take) (gpointer data, GAsyncResult *result, GError **error);
  TesseraStepFlags flags;
} TesseraStep;

typedef struct
{
  const TesseraStep *steps;
  guint n_steps;
  const char *cancelled; /* marked with N_(): the message of G_IO_ERROR_CANCELLED */

  /* (nullable) Whether there is nothing to do for @step any more. */
  gboolean (*skips) (gpointer data, const TesseraStep *step);

  /* (nullable) Tells the step that begins, translated; NULL when the flow has ended. */
  void (*announce) (gpointer data, const char *step);

  /* (nullable) Runs on every exit, when nothing else of the flow is running any more; @failure is
   * NULL after success and has no prefix yet. May not be cancelled. Calls @callback once (its
   * result goes to finished) before the flow's GTask returns. */
  void (*finish) (gpointer data,
                  const GError *failure,
                  GAsyncReadyCallback callback,
                  gpointer user_data);
  void (*finished) (gpointer data, GAsyncResult *result, const GError *failure);
} TesseraFlow;

/* Runs @flow (static) over @task, which returns TRUE or the error of the step that failed,
 * prefixed once with the step's name; G_IO_ERROR_CANCELLED without a prefix;
 * TESSERA_FLOW_ERROR_DEADLINE after @timeout seconds (0: no deadline). Starts in the caller's
 * call, returns always later. @task: (transfer full) */
void tessera_flow_run (const TesseraFlow *flow, GTask *task, guint timeout);
