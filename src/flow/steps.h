/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The room flow: sign-in (sign-in-flow.c), renewal (renewal.c), sign-out (sign-out-flow.c) and
 * removal (removal.c), each a table of steps. Every table ends in the store. Rows that several of
 * them have: relying-party.h, revocation.h. Knows every room below account.
 *
 * A flow is a table of steps, run one after the other over one GTask by this small runner:
 *
 *   static const TesseraStep steps[] = {
 *     { N_ ("Contacting the provider"), discover, take_provider, 0 },
 *     { N_ ("Fetching the keys"), fetch_keys, take_keys, TESSERA_STEP_BACKGROUND },
 *     { N_ ("Waiting for the browser"), await_answer, take_answer, 0 },
 *     { N_ ("Exchanging the code"), exchange_code, take_tokens, TESSERA_STEP_JOIN },
 *     { NULL, close_port, take_closed, TESSERA_STEP_CLEANUP },
 *   };
 *
 * Order, progress, deadline, cancellation and the name of the row that failed are the runner's. */

typedef enum
{
  /* Runs alongside the rows that follow, until one that joins. If it fails, so does that one. */
  TESSERA_STEP_BACKGROUND = 1 << 0,
  /* Begins when every row in the background has ended (as does the end of the table). */
  TESSERA_STEP_JOIN = 1 << 1,
  /* Its failure is kept for the end, and the next row runs all the same. */
  TESSERA_STEP_KEEP_GOING = 1 << 2,
  /* Neither cancel nor the deadline stops it once it runs; shielded rows that follow each other
   * are not torn apart either. */
  TESSERA_STEP_SHIELDED = 1 << 3,
  /* A cancel or the deadline stops it TESSERA_STEP_GRACE_SECONDS later. If it ends by itself
   * before, what it brought is taken: it must be known to be undone. The flow stops in any case. */
  TESSERA_STEP_GRACE = 1 << 4,
  /* Stands at the table's end and runs on every exit, when nothing else is running any more. All
   * such rows together are stopped after TESSERA_STEP_CLEANUP_SECONDS; their failures change
   * nothing. */
  TESSERA_STEP_CLEANUP = 1 << 5,
  /* If it fails, the flow may go back, once, to the row that is TESSERA_STEP_AGAIN: the flow's
   * repeats() decides. */
  TESSERA_STEP_REPEATS = 1 << 6,
  TESSERA_STEP_AGAIN = 1 << 7,
} TesseraStepFlags;

#define TESSERA_STEP_GRACE_SECONDS   3
#define TESSERA_STEP_CLEANUP_SECONDS 10

typedef enum
{
  TESSERA_STEP_STARTED, /* tessera_operation_ready_cb() will be called, once */
  TESSERA_STEP_DONE,    /* all done at once, or nothing to do */
  TESSERA_STEP_FAILED,  /* *error is set */
} TesseraStepStart;

/* One row under way. */
typedef struct
{
  gpointer data;             /* the flow's: the task data of its GTask */
  GCancellable *cancellable; /* (nullable) for what the row begins */
  const GError *failure;     /* (nullable) in a cleanup row: why the flow failed */
  gpointer runner;           /* the runner's own */
  gpointer step;             /* the runner's own */
} TesseraOperation;

/* The callback for what a row begins, with the TesseraOperation as its user data. */
void tessera_operation_ready_cb (GObject *source, GAsyncResult *result, gpointer operation);

typedef TesseraStepStart TesseraStepStartFunc (TesseraOperation *operation, GError **error);
typedef gboolean TesseraStepTakeFunc (gpointer data, GAsyncResult *result, GError **error);

typedef struct
{
  /* Marked with N_(); shown while the row runs. (nullable) in a cleanup row, which is not shown. */
  const char *name;
  TesseraStepStartFunc *start;
  TesseraStepTakeFunc *take; /* receives what start began; NULL if that is never asynchronous */
  TesseraStepFlags flags;
} TesseraStep;

typedef struct
{
  const TesseraStep *steps;
  guint n_steps;
  const char *cancelled; /* marked with N_(): the message of G_IO_ERROR_CANCELLED */

  /* (nullable) Whether there is nothing to do for @step any more. Not asked of cleanup rows. */
  gboolean (*skips) (gpointer data, const TesseraStep *step);

  /* Needed where a row is TESSERA_STEP_REPEATS: whether the flow goes back, since that row has
   * failed with @error, which is then forgotten. Not asked once the flow has gone back, nor where
   * it was stopped. */
  gboolean (*repeats) (gpointer data, const GError *error);

  /* (nullable) Tells the step that begins, translated; NULL when the flow has ended. */
  void (*announce) (gpointer data, const char *step);
} TesseraFlow;

/* Runs @flow (static) over @task, which returns TRUE or the error of the step that failed, as that
 * step made it: tessera_flow_get_failed_step() names it; G_IO_ERROR_CANCELLED;
 * TESSERA_FLOW_ERROR_DEADLINE after @timeout seconds (0: no deadline). Starts in the caller's
 * call, returns always later. @task: (transfer full) */
void tessera_flow_run (const TesseraFlow *flow, GTask *task, guint timeout);

/* The name of the step that failed, as it stands in the table (not translated); NULL where none
 * did. @result: the GTask that tessera_flow_run() ran over, once it has returned. Static. */
const char *tessera_flow_get_failed_step (GAsyncResult *result);
