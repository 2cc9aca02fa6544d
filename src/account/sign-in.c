/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sign-in.h"

#include "account-session.h"
#include "advice.h"
#include "browser.h"
#include "sign-in-flow.h"
#include "steps.h"

struct _TesseraSignIn
{
  GObject parent_instance;
  TesseraAccount *account;
  TesseraSignInOptions options;
  gboolean has_run;
  char *step;
  char *uri;
  char *mishap;
  char *reminder;
  guint reminder_source;   /* shows the reminder */
  const char *failed_step; /* (nullable) static */
  GError *warning;
};

enum
{
  PROP_STEP = 1,
  PROP_URI,
  PROP_MISHAP,
  PROP_REMINDER,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TesseraSignIn, tessera_sign_in, G_TYPE_OBJECT)

static void
announce (gpointer user_data, const char *step)
{
  TesseraSignIn *self = user_data;

  if (g_strcmp0 (step, self->step) == 0)
    return;
  g_clear_pointer (&self->step, g_free);
  self->step = g_strdup (step);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STEP]);
}

static void
show_uri (gpointer user_data, const char *uri)
{
  TesseraSignIn *self = user_data;

  g_clear_pointer (&self->uri, g_free);
  self->uri = g_strdup (uri);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_URI]);
}

static void
show_mishap (gpointer user_data, const char *sentence)
{
  TesseraSignIn *self = user_data;

  g_free (self->mishap);
  self->mishap = g_strdup (sentence);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MISHAP]);
}

static void
set_reminder (TesseraSignIn *self, char *reminder)
{
  g_autofree char *old = g_steal_pointer (&self->reminder);

  self->reminder = reminder;
  if (g_strcmp0 (old, reminder) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REMINDER]);
}

static gboolean
remind_cb (gpointer user_data)
{
  TesseraSignIn *self = user_data;

  self->reminder_source = 0;
  set_reminder (self, tessera_advice_make_reminder (tessera_account_get_config (self->account)));
  return G_SOURCE_REMOVE;
}

/* Many a provider shows an error, such as an unknown redirect URI, on a page of its own and sends
 * nothing back: nobody need wait for the deadline to hear where to look. */
static void
show_waiting (gpointer user_data, gboolean waiting)
{
  TesseraSignIn *self = user_data;
  guint seconds = CLAMP (self->options.timeout / 3, 1, TESSERA_SIGN_IN_REMINDER_DELAY);

  g_clear_handle_id (&self->reminder_source, g_source_remove);
  if (waiting)
    self->reminder_source = g_timeout_add_seconds (seconds, remind_cb, self);
  else
    set_reminder (self, NULL);
}

static void
tessera_sign_in_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraSignIn *self = TESSERA_SIGN_IN (object);

  switch (id)
    {
    case PROP_STEP:
      g_value_set_string (value, self->step);
      break;
    case PROP_URI:
      g_value_set_string (value, self->uri);
      break;
    case PROP_MISHAP:
      g_value_set_string (value, self->mishap);
      break;
    case PROP_REMINDER:
      g_value_set_string (value, self->reminder);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tessera_sign_in_finalize (GObject *object)
{
  TesseraSignIn *self = TESSERA_SIGN_IN (object);

  g_clear_pointer (&self->step, g_free);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->mishap, g_free);
  g_clear_pointer (&self->reminder, g_free);
  g_clear_handle_id (&self->reminder_source, g_source_remove);
  g_clear_error (&self->warning);
  g_clear_object (&self->options.launch_context);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (tessera_sign_in_parent_class)->finalize (object);
}

static void
tessera_sign_in_class_init (TesseraSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tessera_sign_in_get_property;
  object_class->finalize = tessera_sign_in_finalize;
  props[PROP_STEP] = g_param_spec_string ("step", NULL, NULL, NULL, flags);
  props[PROP_URI] = g_param_spec_string ("uri", NULL, NULL, NULL, flags);
  props[PROP_MISHAP] = g_param_spec_string ("mishap", NULL, NULL, NULL, flags);
  props[PROP_REMINDER] = g_param_spec_string ("reminder", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tessera_sign_in_init (TesseraSignIn *self)
{
  self->options.timeout = TESSERA_SIGN_IN_TIMEOUT;
  self->options.open_browser = TRUE;
  self->options.keep_in_memory = TRUE;
  self->options.announce = announce;
  self->options.show_uri = show_uri;
  self->options.show_mishap = show_mishap;
  self->options.show_waiting = show_waiting;
  self->options.user_data = self;
}

TesseraSignIn *
tessera_sign_in_new (TesseraAccount *account)
{
  TesseraSignIn *self;

  g_return_val_if_fail (TESSERA_IS_ACCOUNT (account), NULL);

  self = g_object_new (TESSERA_TYPE_SIGN_IN, NULL);
  self->account = g_object_ref (account);
  return self;
}

void
tessera_sign_in_set_launch_context (TesseraSignIn *self, GAppLaunchContext *context)
{
  g_return_if_fail (TESSERA_IS_SIGN_IN (self));

  g_set_object (&self->options.launch_context, context);
}

void
tessera_sign_in_set_timeout (TesseraSignIn *self, guint seconds)
{
  g_return_if_fail (TESSERA_IS_SIGN_IN (self));

  self->options.timeout = seconds;
}

void
tessera_sign_in_set_open_browser (TesseraSignIn *self, gboolean open_browser)
{
  g_return_if_fail (TESSERA_IS_SIGN_IN (self));

  self->options.open_browser = open_browser;
}

void
tessera_sign_in_set_keep_in_memory (TesseraSignIn *self, gboolean keep)
{
  g_return_if_fail (TESSERA_IS_SIGN_IN (self));

  self->options.keep_in_memory = keep;
}

void
tessera_sign_in_set_needs_browser (TesseraSignIn *self, gboolean needs_browser)
{
  g_return_if_fail (TESSERA_IS_SIGN_IN (self));

  self->options.needs_browser = needs_browser;
}

const char *
tessera_sign_in_get_step (TesseraSignIn *self)
{
  g_return_val_if_fail (TESSERA_IS_SIGN_IN (self), NULL);

  return self->step;
}

const char *
tessera_sign_in_get_uri (TesseraSignIn *self)
{
  g_return_val_if_fail (TESSERA_IS_SIGN_IN (self), NULL);

  return self->uri;
}

const char *
tessera_sign_in_get_mishap (TesseraSignIn *self)
{
  g_return_val_if_fail (TESSERA_IS_SIGN_IN (self), NULL);

  return self->mishap;
}

const char *
tessera_sign_in_get_reminder (TesseraSignIn *self)
{
  g_return_val_if_fail (TESSERA_IS_SIGN_IN (self), NULL);

  return self->reminder;
}

const char *
tessera_sign_in_get_failed_step (TesseraSignIn *self)
{
  g_return_val_if_fail (TESSERA_IS_SIGN_IN (self), NULL);

  return self->failed_step;
}

const GError *
tessera_sign_in_get_warning (TesseraSignIn *self)
{
  g_return_val_if_fail (TESSERA_IS_SIGN_IN (self), NULL);

  return self->warning;
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TesseraSignIn *self = g_task_get_source_object (task);
  GError *error = NULL;

  tessera_sign_in_flow_finish (result, &self->warning, &error);
  self->failed_step = tessera_flow_get_failed_step (result);
  tessera_account_set_signing_in (self->account, FALSE);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
tessera_sign_in_run_async (TesseraSignIn *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TESSERA_IS_SIGN_IN (self) && !self->has_run);

  self->has_run = TRUE;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_sign_in_run_async);
  g_task_set_check_cancellable (task, FALSE);
  tessera_account_set_signing_in (self->account, TRUE);
  tessera_sign_in_flow_async (tessera_account_get_config (self->account),
                              tessera_account_get_store (self->account), &self->options,
                              cancellable, ended_cb, task);
}

gboolean
tessera_sign_in_run_finish (TesseraSignIn *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
opened_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (tessera_browser_open_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
tessera_sign_in_open_again_async (TesseraSignIn *self,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TESSERA_IS_SIGN_IN (self) && self->uri);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, tessera_sign_in_open_again_async);
  tessera_browser_open_async (self->uri, self->options.launch_context, NULL, opened_again_cb, task);
}

gboolean
tessera_sign_in_open_again_finish (TesseraSignIn *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
