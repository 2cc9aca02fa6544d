/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "activity.h"

#include "sign-in.h"
#include "sign-out.h"

#include <glib/gi18n.h>

/* Longer than in the terminal: the window stays usable while the person answers the provider's
 * page. */
#define SIGN_OUT_BROWSER_TIMEOUT 240 /* seconds */
#define SIGN_OUT_TIMEOUT         300 /* seconds */

enum
{
  PROP_TASK = 1,
  PROP_STEP,
  PROP_URI,
  PROP_REMINDER,
  PROP_WARNING,
  PROP_FAILURE,
  N_PROPS
};

struct _TesseraActivity
{
  GObject parent_instance;
  TesseraAccount *account;
  TesseraActivityTask task;
  GCancellable *cancellable; /* of the task */
  TesseraSignIn *sign_in;    /* while it runs */
  TesseraSignOut *sign_out;  /* while it runs */
  gboolean sign_in_next;     /* when the sign-out or the loading has ended */
  guint browser_timeout;     /* seconds, of a sign-out */
  GAppLaunchContext *launch_context;
  TesseraActivityTask warned;
  char *warning;
  TesseraActivityTask failed;
  TesseraFailure *failure;
};

G_DEFINE_FINAL_TYPE (TesseraActivity, tessera_activity, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint ended_signal;

static void
notify (TesseraActivity *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* @failure: (transfer full) (nullable) */
static void
set_failure (TesseraActivity *self, TesseraActivityTask task, TesseraFailure *failure)
{
  g_autoptr (TesseraFailure) old = g_steal_pointer (&self->failure);

  self->failed = task;
  self->failure = failure;
  if (old != failure)
    notify (self, PROP_FAILURE);
}

/* @warning: (transfer full) (nullable) */
static void
set_warning (TesseraActivity *self, TesseraActivityTask task, char *warning)
{
  g_autofree char *old = g_steal_pointer (&self->warning);

  self->warned = task;
  self->warning = warning;
  if (g_strcmp0 (old, warning) != 0)
    notify (self, PROP_WARNING);
}

/* A sign-in warns about the session in memory, a sign-out about the session that it ended. */
static void
drop_past_warning (TesseraActivity *self)
{
  TesseraAccountState state = tessera_account_get_state (self->account);
  gboolean past = FALSE;

  if (self->warned == TESSERA_ACTIVITY_SIGN_IN)
    past = !tessera_account_is_loaded (self->account) || state == TESSERA_ACCOUNT_EXPIRED;
  else if (self->warned == TESSERA_ACTIVITY_SIGN_OUT)
    past = state != TESSERA_ACCOUNT_SIGNED_OUT;
  if (past)
    set_warning (self, TESSERA_ACTIVITY_NONE, NULL);
}

/* Another process may have done since what failed here. */
static void
drop_past_failure (TesseraActivity *self)
{
  TesseraAccountState aim = self->failed == TESSERA_ACTIVITY_SIGN_IN ? TESSERA_ACCOUNT_SIGNED_IN
                                                                     : TESSERA_ACCOUNT_SIGNED_OUT;

  /* In another state there is something else to be loaded. */
  if (self->failure != NULL
      && (self->failed == TESSERA_ACTIVITY_LOAD
          || tessera_account_get_state (self->account) == aim))
    set_failure (self, TESSERA_ACTIVITY_NONE, NULL);
}

static void
state_changed_cb (TesseraActivity *self)
{
  if (self->task != TESSERA_ACTIVITY_NONE)
    return;
  drop_past_warning (self);
  drop_past_failure (self);
}

static void
begin (TesseraActivity *self, TesseraActivityTask task)
{
  g_assert (self->task == TESSERA_ACTIVITY_NONE);
  self->task = task;
  self->cancellable = g_cancellable_new ();
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
  g_object_freeze_notify (G_OBJECT (self));
  set_failure (self, TESSERA_ACTIVITY_NONE, NULL);
  notify (self, PROP_TASK);
  g_object_thaw_notify (G_OBJECT (self));
}

/* @doing: (nullable) what failed, marked with N_(). @error: (nullable) a cancel is no failure. */
static void
end (TesseraActivity *self, const char *doing, const GError *error)
{
  TesseraActivityTask task = self->task;

  g_object_freeze_notify (G_OBJECT (self));
  self->task = TESSERA_ACTIVITY_NONE;
  g_clear_object (&self->cancellable);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_failure (self, task, tessera_failure_new (error, self->account, doing));
  drop_past_warning (self);
  notify (self, PROP_TASK);
  notify (self, PROP_STEP);
  notify (self, PROP_URI);
  notify (self, PROP_REMINDER);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, ended_signal, 0, task);
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
}

/* The person asked for it while something else ran. */
static void
sign_in_if_next (TesseraActivity *self)
{
  gboolean next = self->sign_in_next;

  self->sign_in_next = FALSE;
  if (next)
    tessera_activity_sign_in (self);
}

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraActivity) self = user_data;
  g_autoptr (GError) error = NULL;

  tessera_account_load_finish (self->account, result, &error);
  /* These change the account's state, and the page of that state says what to do. */
  if (tessera_account_get_state (self->account) != TESSERA_ACCOUNT_UNKNOWN
      && (tessera_error_kind (error) == TESSERA_ERROR_NOT_SIGNED_IN
          || tessera_error_kind (error) == TESSERA_ERROR_KEYRING))
    g_clear_error (&error);
  end (self, N_ ("Reading the keyring"), error);
  sign_in_if_next (self);
}

void
tessera_activity_load (TesseraActivity *self)
{
  if (self->task != TESSERA_ACTIVITY_NONE)
    return;
  begin (self, TESSERA_ACTIVITY_LOAD);
  tessera_account_load_async (self->account, self->cancellable, load_cb, g_object_ref (self));
}

static void
flow_changed_cb (TesseraActivity *self)
{
  notify (self, PROP_STEP);
  notify (self, PROP_URI);
  notify (self, PROP_REMINDER);
}

static void
sign_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraActivity) self = user_data;
  g_autoptr (TesseraSignIn) sign_in = g_steal_pointer (&self->sign_in);
  g_autoptr (GError) error = NULL;
  const GError *warning;

  if (tessera_sign_in_run_finish (sign_in, result, &error))
    {
      warning = tessera_sign_in_get_warning (sign_in);
      set_warning (self, TESSERA_ACTIVITY_SIGN_IN,
                   warning != NULL
                     /* Translators: followed by the reason, a sentence */
                     ? g_strdup_printf (_ ("You are signed in until this window closes. %s"),
                                        warning->message)
                     : NULL);
    }
  end (self, tessera_sign_in_get_failed_step (sign_in), error);
}

static void
begin_sign_in (TesseraActivity *self)
{
  self->sign_in = tessera_sign_in_new (self->account);
  tessera_sign_in_set_keep_in_memory (self->sign_in, TRUE);
  tessera_sign_in_set_launch_context (self->sign_in, self->launch_context);
  g_signal_connect_object (self->sign_in, "notify", G_CALLBACK (flow_changed_cb), self,
                           G_CONNECT_SWAPPED);
  begin (self, TESSERA_ACTIVITY_SIGN_IN);
  tessera_sign_in_run_async (self->sign_in, self->cancellable, sign_in_cb, g_object_ref (self));
}

/* The person wants to sign in again: open no page for the sign-out. Revoke the tokens first, but
 * stop if the person asks a second time. */
static void
hurry_sign_out (TesseraActivity *self)
{
  if (self->sign_in_next || tessera_sign_out_is_waiting (self->sign_out))
    g_cancellable_cancel (self->cancellable);
  else
    tessera_sign_out_skip_browser (self->sign_out);
  self->sign_in_next = TRUE;
}

void
tessera_activity_sign_in (TesseraActivity *self)
{
  if (self->task == TESSERA_ACTIVITY_NONE)
    begin_sign_in (self);
  else if (self->task == TESSERA_ACTIVITY_SIGN_OUT
           && tessera_account_get_state (self->account) == TESSERA_ACCOUNT_SIGNED_OUT)
    hurry_sign_out (self);
  else if (self->task == TESSERA_ACTIVITY_LOAD)
    {
      self->sign_in_next = TRUE;
      g_cancellable_cancel (self->cancellable);
    }
}

static void
sign_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraActivity) self = user_data;
  g_autoptr (TesseraSignOut) sign_out = g_steal_pointer (&self->sign_out);
  g_autoptr (GError) error = NULL;
  const GError *warning = NULL;

  if (tessera_sign_out_run_finish (sign_out, result, &error))
    {
      warning = tessera_sign_out_get_warning (sign_out);
      set_warning (self, TESSERA_ACTIVITY_SIGN_OUT,
                   warning != NULL ? g_strdup (warning->message) : NULL);
    }
  end (self, N_ ("Signing out"), error);
  /* Let the person read a warning first, but not one about having been cancelled just now. */
  self->sign_in_next
    = self->sign_in_next
      && (warning == NULL || g_error_matches (warning, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  sign_in_if_next (self);
}

void
tessera_activity_sign_out (TesseraActivity *self)
{
  if (self->task != TESSERA_ACTIVITY_NONE)
    return;
  self->sign_out = tessera_sign_out_new (self->account);
  tessera_sign_out_set_timeout (self->sign_out, SIGN_OUT_TIMEOUT);
  tessera_sign_out_set_browser_timeout (self->sign_out, self->browser_timeout);
  tessera_sign_out_set_launch_context (self->sign_out, self->launch_context);
  g_signal_connect_object (self->sign_out, "notify", G_CALLBACK (flow_changed_cb), self,
                           G_CONNECT_SWAPPED);
  begin (self, TESSERA_ACTIVITY_SIGN_OUT);
  tessera_sign_out_run_async (self->sign_out, self->cancellable, sign_out_cb, g_object_ref (self));
}

void
tessera_activity_try_again (TesseraActivity *self)
{
  if (self->failed == TESSERA_ACTIVITY_SIGN_IN)
    tessera_activity_sign_in (self);
  else if (self->failed == TESSERA_ACTIVITY_LOAD)
    tessera_activity_load (self);
  else if (self->failed == TESSERA_ACTIVITY_SIGN_OUT)
    tessera_activity_sign_out (self);
}

void
tessera_activity_cancel (TesseraActivity *self)
{
  if (self->cancellable != NULL && self->task != TESSERA_ACTIVITY_SIGN_OUT)
    g_cancellable_cancel (self->cancellable);
}

void
tessera_activity_open_browser_again (TesseraActivity *self)
{
  /* Ignore a failure: the link can still be copied, and the sign-in goes on waiting. */
  if (tessera_activity_get_uri (self) != NULL)
    tessera_sign_in_open_again_async (self->sign_in, NULL, NULL);
}

void
tessera_activity_set_browser_timeout (TesseraActivity *self, guint seconds)
{
  self->browser_timeout = seconds;
}

void
tessera_activity_set_launch_context (TesseraActivity *self, GAppLaunchContext *context)
{
  g_set_object (&self->launch_context, context);
}

void
tessera_activity_session_stored (TesseraActivity *self)
{
  if (self->warned == TESSERA_ACTIVITY_SIGN_IN)
    set_warning (self, TESSERA_ACTIVITY_NONE, NULL);
}

GAppLaunchContext *
tessera_activity_get_launch_context (TesseraActivity *self)
{
  return self->launch_context;
}

TesseraActivityTask
tessera_activity_get_task (TesseraActivity *self)
{
  return self->task;
}

const char *
tessera_activity_get_step (TesseraActivity *self)
{
  if (self->sign_in != NULL)
    return tessera_sign_in_get_step (self->sign_in);
  return self->sign_out != NULL ? tessera_sign_out_get_step (self->sign_out) : NULL;
}

const char *
tessera_activity_get_uri (TesseraActivity *self)
{
  return self->sign_in != NULL ? tessera_sign_in_get_uri (self->sign_in) : NULL;
}

const char *
tessera_activity_get_reminder (TesseraActivity *self)
{
  return self->sign_in != NULL ? tessera_sign_in_get_reminder (self->sign_in) : NULL;
}

const char *
tessera_activity_get_warning (TesseraActivity *self)
{
  return self->warning;
}

TesseraFailure *
tessera_activity_get_failure (TesseraActivity *self)
{
  return self->failure;
}

static void
tessera_activity_finalize (GObject *object)
{
  TesseraActivity *self = TESSERA_ACTIVITY (object);

  g_clear_object (&self->launch_context);
  g_clear_object (&self->account);
  g_clear_object (&self->failure);
  g_clear_pointer (&self->warning, g_free);
  G_OBJECT_CLASS (tessera_activity_parent_class)->finalize (object);
}

static void
tessera_activity_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraActivity *self = TESSERA_ACTIVITY (object);

  if (id == PROP_TASK)
    g_value_set_enum (value, self->task);
  else if (id == PROP_STEP)
    g_value_set_string (value, tessera_activity_get_step (self));
  else if (id == PROP_URI)
    g_value_set_string (value, tessera_activity_get_uri (self));
  else if (id == PROP_REMINDER)
    g_value_set_string (value, tessera_activity_get_reminder (self));
  else if (id == PROP_WARNING)
    g_value_set_string (value, self->warning);
  else
    g_value_set_object (value, self->failure);
}

static void
tessera_activity_class_init (TesseraActivityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = tessera_activity_finalize;
  object_class->get_property = tessera_activity_get_property;
  properties[PROP_TASK] = g_param_spec_enum ("task", NULL, NULL, TESSERA_TYPE_ACTIVITY_TASK,
                                             TESSERA_ACTIVITY_NONE, flags);
  properties[PROP_STEP] = g_param_spec_string ("step", NULL, NULL, NULL, flags);
  properties[PROP_URI] = g_param_spec_string ("uri", NULL, NULL, NULL, flags);
  properties[PROP_REMINDER] = g_param_spec_string ("reminder", NULL, NULL, NULL, flags);
  properties[PROP_WARNING] = g_param_spec_string ("warning", NULL, NULL, NULL, flags);
  properties[PROP_FAILURE]
    = g_param_spec_object ("failure", NULL, NULL, TESSERA_TYPE_FAILURE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  ended_signal = g_signal_new ("ended", TESSERA_TYPE_ACTIVITY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, TESSERA_TYPE_ACTIVITY_TASK);
}

static void
tessera_activity_init (TesseraActivity *self)
{
  self->browser_timeout = SIGN_OUT_BROWSER_TIMEOUT;
}

TesseraActivity *
tessera_activity_new (TesseraAccount *account)
{
  TesseraActivity *self = g_object_new (TESSERA_TYPE_ACTIVITY, NULL);

  self->account = g_object_ref (account);
  g_signal_connect_object (account, "notify::state", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
