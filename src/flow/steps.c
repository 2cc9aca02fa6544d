/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "steps.h"

#include <glib/gi18n.h>

#include "flow-error.h"

typedef struct
{
  const TesseraFlow *flow;
  GTask *task;
  GCancellable *inner; /* what the steps get: the person's cancel and the deadline both end here */
  GCancellable *late;  /* the same for a row with a grace */
  GCancellable *cleanup;
  GSource *cancel_source;
  guint deadline_id;
  guint grace_id;
  guint cleanup_id;
  guint timeout; /* seconds */
  gboolean timed_out;

  guint n_rows;               /* those before the cleanup rows */
  guint next;                 /* the row to begin */
  const TesseraStep *current; /* the row that was announced */
  guint pending;              /* operations under way, in the background too */
  gboolean waiting;           /* for the background */
  gboolean ending;
  gboolean went_back;
  const TesseraStep *background; /* the background row begun last */

  GError *failure;
  const TesseraStep *failed;
  GError *background_failure;
  const TesseraStep *background_failed;
} Runner;

/* The untranslated name of the row that failed, kept with the GTask. */
static G_DEFINE_QUARK (tessera_flow_failed_step, failed_step)

  static void run_rows (Runner *self);
static void run_cleanup (Runner *self);

static void
runner_free (Runner *self)
{
  g_clear_pointer (&self->cancel_source, g_source_unref);
  g_clear_error (&self->failure);
  g_clear_error (&self->background_failure);
  g_clear_object (&self->inner);
  g_clear_object (&self->late);
  g_clear_object (&self->cleanup);
  g_clear_object (&self->task);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Runner, runner_free)

static gpointer
get_data (Runner *self)
{
  return g_task_get_task_data (self->task);
}

static gboolean
is_stopped (Runner *self)
{
  return self->timed_out || g_cancellable_is_cancelled (g_task_get_cancellable (self->task));
}

static GError *
make_stop_error (Runner *self)
{
  if (g_cancellable_is_cancelled (g_task_get_cancellable (self->task)))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ (self->flow->cancelled));
  return g_error_new (TESSERA_FLOW_ERROR, TESSERA_FLOW_ERROR_DEADLINE,
                      g_dngettext (GETTEXT_PACKAGE, "This took longer than %u second.",
                                   "This took longer than %u seconds.", self->timeout),
                      self->timeout);
}

static void
announce (Runner *self, const TesseraStep *step)
{
  self->current = step;
  if (self->flow->announce)
    self->flow->announce (get_data (self), step ? _ (step->name) : NULL);
}

static void
release_sources (Runner *self)
{
  if (self->cancel_source)
    g_source_destroy (self->cancel_source);
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  g_clear_handle_id (&self->grace_id, g_source_remove);
}

static void
return_result (Runner *runner)
{
  g_autoptr (Runner) self = runner;

  g_clear_handle_id (&self->cleanup_id, g_source_remove);
  announce (self, NULL);
  if (!self->failure)
    {
      g_task_return_boolean (self->task, TRUE);
      return;
    }
  g_object_set_qdata (G_OBJECT (self->task), failed_step_quark (), (gpointer) self->failed->name);
  g_task_return_error (self->task, g_steal_pointer (&self->failure));
}

static gboolean
cleanup_cb (gpointer user_data)
{
  Runner *self = user_data;

  self->cleanup_id = 0;
  g_cancellable_cancel (self->cleanup);
  return G_SOURCE_REMOVE;
}

/* What is under way holds pointers into the flow's data, so its end is awaited first. */
static void
finish_when_idle (Runner *self)
{
  if (self->pending > 0)
    return;
  release_sources (self);
  self->next = self->n_rows;
  self->cleanup_id = g_timeout_add_seconds (TESSERA_STEP_CLEANUP_SECONDS, cleanup_cb, self);
  run_cleanup (self);
}

static void
end (Runner *self)
{
  self->ending = TRUE;
  g_cancellable_cancel (self->inner);
  finish_when_idle (self);
}

/* @error: (transfer full) */
static void
keep_failure (Runner *self, const TesseraStep *step, GError *error)
{
  if (!self->failure)
    {
      self->failure = error;
      self->failed = step;
      return;
    }
  g_error_free (error);
}

/* @error: (transfer full) */
static void
fail (Runner *self, const TesseraStep *step, GError *error)
{
  g_autoptr (GError) own = error;

  if (is_stopped (self) && !(step->flags & TESSERA_STEP_SHIELDED))
    {
      g_clear_error (&self->failure);
      g_clear_error (&own);
      own = make_stop_error (self);
    }
  keep_failure (self, step, g_steal_pointer (&own));
  end (self);
}

/* Whether the flow goes on at an earlier row, since @step has failed with @error. */
static gboolean
go_back (Runner *self, const TesseraStep *step, const GError *error)
{
  guint row = 0;

  if (!(step->flags & TESSERA_STEP_REPEATS) || self->went_back || is_stopped (self)
      || !self->flow->repeats (get_data (self), error))
    return FALSE;
  while (!(self->flow->steps[row].flags & TESSERA_STEP_AGAIN))
    row++;
  self->next = row;
  self->went_back = TRUE;
  return TRUE;
}

/* @error: (transfer full) */
static void
continue_after_failure (Runner *self, const TesseraStep *step, GError *error)
{
  if (go_back (self, step, error))
    {
      g_error_free (error);
      run_rows (self);
      return;
    }
  if ((step->flags & TESSERA_STEP_KEEP_GOING) && !is_stopped (self))
    {
      keep_failure (self, step, error);
      run_rows (self);
      return;
    }
  fail (self, step, error);
}

/* Returns: whether the flow goes on behind it at once. */
static gboolean
take_background (Runner *self, const TesseraStep *step, gboolean ok, GError *error)
{
  if (!ok && !self->background_failure)
    {
      self->background_failure = g_error_copy (error);
      self->background_failed = step;
    }
  return self->waiting && self->pending == 0;
}

void
tessera_operation_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree TesseraOperation *operation = user_data;
  Runner *self = operation->runner;
  const TesseraStep *step = operation->step;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  self->pending--;
  ok = step->take (get_data (self), result, &error);
  if (step->flags & TESSERA_STEP_CLEANUP)
    run_cleanup (self);
  else if (self->ending)
    finish_when_idle (self);
  else if (step->flags & TESSERA_STEP_BACKGROUND)
    {
      if (take_background (self, step, ok, error))
        run_rows (self);
    }
  else if (ok)
    run_rows (self);
  else
    continue_after_failure (self, step, g_steal_pointer (&error));
}

static GCancellable *
choose_cancellable (Runner *self, const TesseraStep *step)
{
  if (step->flags & TESSERA_STEP_CLEANUP)
    return self->cleanup;
  if (step->flags & TESSERA_STEP_GRACE)
    return self->late;
  return step->flags & TESSERA_STEP_SHIELDED ? NULL : self->inner;
}

static TesseraStepStart
start_row (Runner *self, const TesseraStep *step, GError **error)
{
  TesseraOperation *operation = g_new0 (TesseraOperation, 1);
  TesseraStepStart started;

  operation->data = get_data (self);
  operation->cancellable = choose_cancellable (self, step);
  operation->failure = self->failure;
  operation->runner = self;
  operation->step = (gpointer) step;
  self->pending++;
  started = step->start (operation, error);
  if (started != TESSERA_STEP_STARTED)
    {
      self->pending--;
      g_free (operation);
    }
  return started;
}

static void
run_cleanup (Runner *self)
{
  while (self->next < self->flow->n_steps)
    if (start_row (self, &self->flow->steps[self->next++], NULL) == TESSERA_STEP_STARTED)
      return;
  return_result (self);
}

static gboolean
is_joining (Runner *self)
{
  return self->next == self->n_rows || (self->flow->steps[self->next].flags & TESSERA_STEP_JOIN);
}

/* Before a row that joins, and at the end. Returns: whether the next row may begin. */
static gboolean
join_background (Runner *self)
{
  if (self->pending > 0)
    {
      if (self->current != self->background)
        announce (self, self->background);
      self->waiting = TRUE;
      return FALSE;
    }
  self->waiting = FALSE;
  if (self->background_failure)
    {
      fail (self, self->background_failed, g_steal_pointer (&self->background_failure));
      return FALSE;
    }
  return TRUE;
}

/* The next row, announced; NULL where the flow has come to its end instead, or was stopped. */
static const TesseraStep *
take_row (Runner *self)
{
  const TesseraStep *step = &self->flow->steps[self->next];
  gboolean was_shielded
    = self->next > 0 && (self->flow->steps[self->next - 1].flags & TESSERA_STEP_SHIELDED);

  if (self->next == self->n_rows)
    {
      end (self);
      return NULL;
    }
  self->next++;
  if (!(step->flags & TESSERA_STEP_BACKGROUND)
      && (!self->current || g_strcmp0 (self->current->name, step->name) != 0))
    announce (self, step);
  if (is_stopped (self) && !(was_shielded && (step->flags & TESSERA_STEP_SHIELDED)))
    {
      g_clear_error (&self->failure);
      keep_failure (self, step, make_stop_error (self));
      end (self);
      return NULL;
    }
  return step;
}

/* Begins @step. Returns: whether the next row may begin at once. */
static gboolean
run_row (Runner *self, const TesseraStep *step)
{
  gboolean background = (step->flags & TESSERA_STEP_BACKGROUND) != 0;
  GError *error = NULL;

  if (self->flow->skips && self->flow->skips (get_data (self), step))
    return TRUE;
  if (background)
    self->background = step;
  switch (start_row (self, step, &error))
    {
    case TESSERA_STEP_STARTED:
      return background;
    case TESSERA_STEP_DONE:
      return TRUE;
    case TESSERA_STEP_FAILED:
    default:
      continue_after_failure (self, step, error);
      return FALSE;
    }
}

static void
run_rows (Runner *self)
{
  const TesseraStep *step;

  do
    {
      if (is_joining (self) && !join_background (self))
        return;
      step = take_row (self);
    }
  while (step && run_row (self, step));
}

static gboolean
grace_cb (gpointer user_data)
{
  Runner *self = user_data;

  self->grace_id = 0;
  g_cancellable_cancel (self->late);
  return G_SOURCE_REMOVE;
}

static void
stop (Runner *self)
{
  if (self->grace_id == 0)
    self->grace_id = g_timeout_add_seconds (TESSERA_STEP_GRACE_SECONDS, grace_cb, self);
  g_cancellable_cancel (self->inner);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  stop (user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
deadline_cb (gpointer user_data)
{
  Runner *self = user_data;

  self->deadline_id = 0;
  self->timed_out = TRUE;
  stop (self);
  return G_SOURCE_REMOVE;
}

const char *
tessera_flow_get_failed_step (GAsyncResult *result)
{
  return g_object_get_qdata (G_OBJECT (result), failed_step_quark ());
}

void
tessera_flow_run (const TesseraFlow *flow, GTask *task, guint timeout)
{
  Runner *self = g_new0 (Runner, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->flow = flow;
  self->task = task;
  self->timeout = timeout;
  self->inner = g_cancellable_new ();
  self->late = g_cancellable_new ();
  self->cleanup = g_cancellable_new ();
  while (self->n_rows < flow->n_steps && !(flow->steps[self->n_rows].flags & TESSERA_STEP_CLEANUP))
    self->n_rows++;
  /* A shielded row that went through must not be reported as cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  /* A source, not a handler: an operation may end inside the handler's emission, and disconnecting
   * from there would wait for itself. */
  if (cancellable)
    {
      self->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancel_source, G_SOURCE_FUNC (cancelled_cb), self, NULL);
      g_source_attach (self->cancel_source, g_main_context_get_thread_default ());
    }
  if (timeout > 0)
    self->deadline_id = g_timeout_add_seconds (timeout, deadline_cb, self);
  run_rows (self);
}
