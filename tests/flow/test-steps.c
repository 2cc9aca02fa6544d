/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-error.h"
#include "steps.h"
#include "flow-error.h"

/* A flow whose rows write down what happens to them. An operation ends by itself ("ok", "fail") or
 * waits until it is cancelled ("hang"). */
typedef struct
{
  GString *log;
  GCancellable *cancellable; /* the person's */
  const char *cancel_at;     /* the step at whose announcement the person cancels */
  GTask *held;               /* an operation that ends when the test says so */
  gboolean cancel_in_shield;
} Data;

static void
data_free (gpointer user_data)
{
  Data *self = user_data;

  g_string_free (self->log, TRUE);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static void
note (Data *self, const char *what)
{
  g_string_append_printf (self->log, "%s ", what);
}

static TesseraStepStart
begin (TesseraOperation *operation)
{
  g_autoptr (GTask) task
    = g_task_new (NULL, operation->cancellable, tessera_operation_ready_cb, operation);

  g_task_return_boolean (task, TRUE);
  return TESSERA_STEP_STARTED;
}

static TesseraStepStart
start_ok (TesseraOperation *operation, GError **error)
{
  note (operation->data, "ok");
  return begin (operation);
}

static TesseraStepStart
start_nothing (TesseraOperation *operation, GError **error)
{
  note (operation->data, "nothing");
  return TESSERA_STEP_DONE;
}

static TesseraStepStart
start_refused (TesseraOperation *operation, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "It cannot begin.");
  return TESSERA_STEP_FAILED;
}

static void
hang_cancelled_cb (GCancellable *cancellable, gpointer task)
{
  g_task_return_error_if_cancelled (task);
}

static void
release_task (gpointer task, GClosure *closure)
{
  g_object_unref (task);
}

static TesseraStepStart
start_hang (TesseraOperation *operation, GError **error)
{
  GTask *task = g_task_new (NULL, operation->cancellable, tessera_operation_ready_cb, operation);

  note (operation->data, "hang");
  /* Ends inside the emission of "cancelled", as some of GIO's own operations do. */
  g_signal_connect_data (operation->cancellable, "cancelled", G_CALLBACK (hang_cancelled_cb), task,
                         release_task, 0);
  return TESSERA_STEP_STARTED;
}

static TesseraStepStart
start_held (TesseraOperation *operation, GError **error)
{
  Data *self = operation->data;

  note (operation->data, "held");
  self->held = g_task_new (NULL, NULL, tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

static void
release (Data *self, gboolean ok)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->held);

  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "The background failed.");
}

static gboolean
release_cb (gpointer data)
{
  release (data, TRUE);
  return G_SOURCE_REMOVE;
}

/* After all that the cancellation itself has set off. */
static void
release_later (Data *self)
{
  g_idle_add_full (G_PRIORITY_LOW, release_cb, self, NULL);
}

static TesseraStepStart
start_release (TesseraOperation *operation, GError **error)
{
  note (operation->data, "release");
  release (operation->data, TRUE);
  return begin (operation);
}

static TesseraStepStart
start_spoil (TesseraOperation *operation, GError **error)
{
  note (operation->data, "spoil");
  release (operation->data, FALSE);
  return begin (operation);
}

static TesseraStepStart
start_shielded (TesseraOperation *operation, GError **error)
{
  Data *self = operation->data;

  g_assert_null (operation->cancellable);
  note (operation->data, "shielded");
  if (self->cancel_in_shield)
    g_cancellable_cancel (self->cancellable);
  return begin (operation);
}

static gboolean
take (gpointer data, GAsyncResult *result, GError **error)
{
  note (data, "taken");
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
take_and_fail (gpointer data, GAsyncResult *result, GError **error)
{
  g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "It is broken.");
  return FALSE;
}

static void
announce (gpointer data, const char *step)
{
  Data *self = data;

  g_string_append_printf (self->log, "[%s] ", step ? step : "");
  if (self->cancel_at && g_strcmp0 (step, self->cancel_at) == 0)
    g_cancellable_cancel (self->cancellable);
}

static TesseraStepStart
start_finish (TesseraOperation *operation, GError **error)
{
  note (operation->data, operation->failure ? "finish!" : "finish");
  return begin (operation);
}

static gboolean
take_finished (gpointer data, GAsyncResult *result, GError **error)
{
  g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
  note (data, "finished");
  return TRUE;
}

/* The last row of each table. */
#define FINISH                                                                                     \
  {                                                                                                \
    NULL, start_finish, take_finished, TESSERA_STEP_CLEANUP                                        \
  }

#define FLOW(table)                                                                                \
  {                                                                                                \
    .steps = table, .n_steps = G_N_ELEMENTS (table), .cancelled = "Never mind.",                   \
    .announce = announce,                                                                          \
  }

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **ended = user_data;

  *ended = g_object_ref (result);
}

static Data *
data_new (void)
{
  Data *self = g_new0 (Data, 1);

  self->log = g_string_new (NULL);
  self->cancellable = g_cancellable_new ();
  return self;
}

/* Returns: the log. */
static char *
run (const TesseraFlow *flow, Data *data, guint timeout, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GTask *task = g_task_new (NULL, data->cancellable, ended_cb, &result);
  gboolean ok;

  g_task_set_task_data (task, data, data_free);
  tessera_flow_run (flow, task, timeout);
  g_assert_null (result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  ok = g_task_propagate_boolean (G_TASK (result), error);
  g_assert_true (ok == !(error && *error));
  return g_strdup (data->log->str);
}

#define assert_run(flow, data, timeout, expected, error)                                           \
  {                                                                                                \
    g_autofree char *log = run (flow, data, timeout, error);                                       \
                                                                                                   \
    g_assert_cmpstr (log, ==, expected);                                                           \
  }

static void
test_order (void)
{
  static const TesseraStep rows[] = {
    { "One", start_ok, take, 0 },
    { "Two", start_nothing, NULL, 0 },
    { "Three", start_ok, take, 0 },
    { "Three", start_ok, take, 0 },
    FINISH,
  };
  static const TesseraFlow flow = FLOW (rows);
  g_autoptr (GError) error = NULL;

  assert_run (&flow, data_new (), 0,
              "[One] ok taken [Two] nothing [Three] ok taken ok taken finish finished [] ", &error);
  g_assert_no_error (error);
}

static void
test_failure (void)
{
  static const TesseraStep rows[] = {
    { "One", start_ok, take_and_fail, 0 },
    { "Two", start_ok, take, 0 },
    FINISH,
  };
  static const TesseraStep refused[] = { { "Refused", start_refused, NULL, 0 }, FINISH };
  static const TesseraFlow flow = FLOW (rows);
  static const TesseraFlow refused_flow = FLOW (refused);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refusal = NULL;

  assert_run (&flow, data_new (), 0, "[One] ok finish! finished [] ", &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==, "It is broken.");
  assert_run (&refused_flow, data_new (), 0, "[Refused] finish! finished [] ", &refusal);
  g_assert_cmpstr (refusal->message, ==, "It cannot begin.");
}

static void
test_keep_going (void)
{
  static const TesseraStep rows[] = {
    { "One", start_ok, take_and_fail, TESSERA_STEP_KEEP_GOING },
    { "Two", start_refused, NULL, TESSERA_STEP_KEEP_GOING },
    { "Three", start_ok, take, 0 },
    FINISH,
  };
  static const TesseraFlow flow = FLOW (rows);
  g_autoptr (GError) error = NULL;

  assert_run (&flow, data_new (), 0, "[One] ok [Two] [Three] ok taken finish! finished [] ",
              &error);
  g_assert_cmpstr (error->message, ==, "It is broken.");
}

static void
test_background (void)
{
  static const TesseraStep rows[] = {
    { "Beside", start_held, take, TESSERA_STEP_BACKGROUND },
    { "One", start_ok, take, 0 },
    { "Two", start_release, take, 0 },
    { "Three", start_ok, take, TESSERA_STEP_JOIN },
    FINISH,
  };
  static const TesseraFlow flow = FLOW (rows);
  g_autoptr (GError) error = NULL;

  assert_run (&flow, data_new (), 0,
              "held [One] ok taken [Two] release taken taken [Three] ok taken finish finished [] ",
              &error);
  g_assert_no_error (error);
}

static void
test_background_failure (void)
{
  static const TesseraStep rows[] = {
    { "Beside", start_held, take, TESSERA_STEP_BACKGROUND },
    { "One", start_spoil, take, 0 },
    { "Two", start_ok, take, 0 },
    { "Three", start_ok, take, TESSERA_STEP_JOIN },
    FINISH,
  };
  static const TesseraFlow flow = FLOW (rows);
  g_autoptr (GError) error = NULL;

  assert_run (&flow, data_new (), 0,
              "held [One] spoil taken taken [Two] ok taken finish! finished [] ", &error);
  g_assert_cmpstr (error->message, ==, "The background failed.");
}

static void
test_background_cancelled (void)
{
  static const TesseraStep rows[] = {
    { "Beside", start_hang, take, TESSERA_STEP_BACKGROUND },
    { "One", start_ok, take, 0 },
    { "Two", start_ok, take_and_fail, 0 },
    FINISH,
  };
  static const TesseraStep waits[] = {
    { "Beside", start_hang, take, TESSERA_STEP_BACKGROUND },
    { "One", start_ok, take, 0 },
    FINISH,
  };
  static const TesseraFlow flow = FLOW (rows);
  static const TesseraFlow waits_flow = FLOW (waits);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) cancelled = NULL;
  Data *data = data_new ();

  assert_run (&flow, data_new (), 0, "hang [One] ok taken [Two] ok taken finish! finished [] ",
              &error);
  g_assert_cmpstr (error->message, ==, "It is broken.");
  data->cancel_at = "Beside";
  assert_run (&waits_flow, data, 0, "hang [One] ok taken [Beside] taken finish! finished [] ",
              &cancelled);
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancel (void)
{
  static const TesseraStep rows[] = {
    { "One", start_ok, take, 0 },
    { "Two", start_hang, take, 0 },
    { "Three", start_ok, take, 0 },
    FINISH,
  };
  static const TesseraFlow flow = FLOW (rows);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) before = NULL;
  Data *data = data_new ();

  data->cancel_at = "Two";
  assert_run (&flow, data, 0, "[One] ok taken [Two] finish! finished [] ", &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (error->message, ==, "Never mind.");

  data = data_new ();
  g_cancellable_cancel (data->cancellable);
  assert_run (&flow, data, 0, "[One] finish! finished [] ", &before);
  g_assert_error (before, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_cancel_while_waiting (void)
{
  static const TesseraStep rows[] = { { "One", start_hang, take, 0 }, FINISH };
  static const TesseraFlow flow = FLOW (rows);
  g_autoptr (GError) error = NULL;
  Data *data = data_new ();

  g_idle_add_full (G_PRIORITY_LOW, cancel_cb, g_object_ref (data->cancellable), g_object_unref);
  assert_run (&flow, data, 0, "[One] hang taken finish! finished [] ", &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_deadline (void)
{
  static const TesseraStep rows[] = { { "Waiting", start_hang, take, 0 }, FINISH };
  static const TesseraFlow flow = FLOW (rows);
  g_autoptr (GError) error = NULL;

  assert_run (&flow, data_new (), 1, "[Waiting] hang taken finish! finished [] ", &error);
  g_assert_error (error, TESSERA_FLOW_ERROR, TESSERA_FLOW_ERROR_DEADLINE);
  g_assert_cmpstr (error->message, ==, "This took longer than 1 second.");
}

static void
test_shielded (void)
{
  static const TesseraStep rows[] = {
    { "One", start_shielded, take, TESSERA_STEP_SHIELDED },
    { "Two", start_shielded, take, TESSERA_STEP_SHIELDED },
    FINISH,
  };
  static const TesseraStep more[] = {
    { "One", start_shielded, take, TESSERA_STEP_SHIELDED },
    { "Two", start_ok, take, 0 },
    FINISH,
  };
  static const TesseraFlow flow = FLOW (rows);
  static const TesseraFlow more_flow = FLOW (more);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) later = NULL;
  Data *data = data_new ();

  data->cancel_in_shield = TRUE;
  assert_run (&flow, data, 0, "[One] shielded taken [Two] shielded taken finish finished [] ",
              &error);
  g_assert_no_error (error);

  data = data_new ();
  data->cancel_in_shield = TRUE;
  assert_run (&more_flow, data, 0, "[One] shielded taken [Two] finish! finished [] ", &later);
  g_assert_error (later, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  data = data_new ();
  data->cancel_at = "One";
  g_clear_error (&later);
  assert_run (&flow, data, 0, "[One] finish! finished [] ", &later);
  g_assert_error (later, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
skips_two (gpointer data, const TesseraStep *step)
{
  return g_str_equal (step->name, "Two");
}

static void
test_skipped (void)
{
  static const TesseraStep rows[] = {
    { "One", start_ok, take, 0 },
    { "Two", start_refused, take, TESSERA_STEP_SHIELDED },
    { "Three", start_ok, take, 0 },
    FINISH,
  };
  TesseraFlow flow = FLOW (rows);
  g_autoptr (GError) error = NULL;

  flow.skips = skips_two;
  assert_run (&flow, data_new (), 0, "[One] ok taken [Two] [Three] ok taken finish finished [] ",
              &error);
  g_assert_no_error (error);
}

static gboolean
repeats_always (gpointer data, const GError *error)
{
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  return TRUE;
}

static gboolean
repeats_never (gpointer data, const GError *error)
{
  return FALSE;
}

static const TesseraStep repeating_rows[] = {
  { "One", start_ok, take, 0 },
  { "Two", start_ok, take, TESSERA_STEP_AGAIN },
  { "Three", start_ok, take_and_fail, TESSERA_STEP_REPEATS },
  FINISH,
};

/* A row that fails sends the flow back to the named row once, and its second failure counts. */
static void
test_repeats (void)
{
  TesseraFlow flow = FLOW (repeating_rows);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refused = NULL;

  flow.repeats = repeats_always;
  assert_run (&flow, data_new (), 0,
              "[One] ok taken [Two] ok taken [Three] ok [Two] ok taken [Three] ok finish! finished "
              "[] ",
              &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);

  flow.repeats = repeats_never;
  assert_run (&flow, data_new (), 0,
              "[One] ok taken [Two] ok taken [Three] ok finish! finished [] ", &refused);
  g_assert_error (refused, G_IO_ERROR, G_IO_ERROR_FAILED);
}

/* Nobody who has cancelled is asked for anything a second time. */
static void
test_stopped_repeats_nothing (void)
{
  static const TesseraStep rows[] = {
    { "One", start_hang, take, TESSERA_STEP_AGAIN | TESSERA_STEP_REPEATS },
    FINISH,
  };
  TesseraFlow flow = FLOW (rows);
  g_autoptr (GError) error = NULL;
  Data *data = data_new ();

  flow.repeats = repeats_always;
  g_idle_add_full (G_PRIORITY_LOW, cancel_cb, g_object_ref (data->cancellable), g_object_unref);
  assert_run (&flow, data, 0, "[One] hang taken finish! finished [] ", &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* What a row with a grace brought is taken although the person cancelled, and then the flow stops.
 */
static void
test_grace (void)
{
  static const TesseraStep rows[] = {
    { "One", start_held, take, TESSERA_STEP_GRACE },
    { "Two", start_ok, take, 0 },
    FINISH,
  };
  static const TesseraFlow flow = FLOW (rows);
  g_autoptr (GError) error = NULL;
  Data *data = data_new ();

  g_idle_add_full (G_PRIORITY_LOW, cancel_cb, g_object_ref (data->cancellable), g_object_unref);
  g_signal_connect_swapped (data->cancellable, "cancelled", G_CALLBACK (release_later), data);
  assert_run (&flow, data, 0, "[One] held taken [Two] finish! finished [] ", &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Nobody waits for ever. */
static void
test_grace_ends (void)
{
  static const TesseraStep rows[] = { { "One", start_hang, take, TESSERA_STEP_GRACE }, FINISH };
  static const TesseraFlow flow = FLOW (rows);
  g_autoptr (GError) error = NULL;
  Data *data = data_new ();

  g_idle_add_full (G_PRIORITY_LOW, cancel_cb, g_object_ref (data->cancellable), g_object_unref);
  assert_run (&flow, data, 0, "[One] hang taken finish! finished [] ", &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Each of them runs, and none of them fails the flow. */
static void
test_cleanup (void)
{
  static const TesseraStep rows[] = {
    { "One", start_ok, take, 0 },
    { NULL, start_ok, take_and_fail, TESSERA_STEP_CLEANUP },
    { NULL, start_refused, NULL, TESSERA_STEP_CLEANUP },
    { NULL, start_nothing, NULL, TESSERA_STEP_CLEANUP },
    FINISH,
  };
  static const TesseraFlow flow = FLOW (rows);
  g_autoptr (GError) error = NULL;

  assert_run (&flow, data_new (), 0, "[One] ok taken ok nothing finish finished [] ", &error);
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/steps/run-in-order-and-finish-once", test_order);
  g_test_add_func ("/steps/failure-ends-the-flow", test_failure);
  g_test_add_func ("/steps/keep-going-reports-the-first-failure", test_keep_going);
  g_test_add_func ("/steps/background-is-joined", test_background);
  g_test_add_func ("/steps/background-failure-waits-for-the-join", test_background_failure);
  g_test_add_func ("/steps/background-ends-before-the-finish", test_background_cancelled);
  g_test_add_func ("/steps/cancel-before-a-row", test_cancel);
  g_test_add_func ("/steps/cancel-in-a-row", test_cancel_while_waiting);
  g_test_add_func ("/steps/deadline", test_deadline);
  g_test_add_func ("/steps/shielded-rows-are-not-torn-apart", test_shielded);
  g_test_add_func ("/steps/rows-that-are-skipped", test_skipped);
  g_test_add_func ("/steps/a-failure-sends-the-flow-back-once", test_repeats);
  g_test_add_func ("/steps/a-stopped-flow-does-not-go-back", test_stopped_repeats_nothing);
  g_test_add_func ("/steps/a-grace-takes-what-comes", test_grace);
  g_test_add_func ("/steps/a-grace-ends", test_grace_ends);
  g_test_add_func ("/steps/cleanup-runs-whole", test_cleanup);
  return g_test_run ();
}
