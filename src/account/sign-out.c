/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sign-out.h"

#include "account-session.h"
#include "sign-out-flow.h"

struct _TesseraSignOut
{
  GObject parent_instance;
  TesseraAccount *account;
  TesseraSignOutOptions options;
  gboolean has_run;
  gboolean waiting;
  char *step;
  GError *warning;
};

enum
{
  PROP_STEP = 1,
};

G_DEFINE_FINAL_TYPE (TesseraSignOut, tessera_sign_out, G_TYPE_OBJECT)

static void
announce (gpointer user_data, const char *step, gboolean waiting)
{
  TesseraSignOut *self = user_data;

  self->waiting = waiting;
  if (g_strcmp0 (step, self->step) == 0)
    return;
  g_clear_pointer (&self->step, g_free);
  self->step = g_strdup (step);
  g_object_notify (G_OBJECT (self), "step");
}

static void
tessera_sign_out_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, TESSERA_SIGN_OUT (object)->step);
}

static void
tessera_sign_out_finalize (GObject *object)
{
  TesseraSignOut *self = TESSERA_SIGN_OUT (object);

  g_clear_pointer (&self->step, g_free);
  g_clear_error (&self->warning);
  g_clear_object (&self->options.launch_context);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (tessera_sign_out_parent_class)->finalize (object);
}

static void
tessera_sign_out_class_init (TesseraSignOutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tessera_sign_out_get_property;
  object_class->finalize = tessera_sign_out_finalize;
  g_object_class_install_property (object_class, PROP_STEP,
                                   g_param_spec_string ("step", NULL, NULL, NULL,
                                                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY
                                                          | G_PARAM_STATIC_STRINGS));
}

static void
tessera_sign_out_init (TesseraSignOut *self)
{
  self->options.timeout = TESSERA_SIGN_OUT_TIMEOUT;
  self->options.browser_timeout = TESSERA_SIGN_OUT_BROWSER_TIMEOUT;
  self->options.announce = announce;
  self->options.user_data = self;
}

TesseraSignOut *
tessera_sign_out_new (TesseraAccount *account)
{
  TesseraSignOut *self;

  g_return_val_if_fail (TESSERA_IS_ACCOUNT (account), NULL);

  self = g_object_new (TESSERA_TYPE_SIGN_OUT, NULL);
  self->account = g_object_ref (account);
  return self;
}

void
tessera_sign_out_set_launch_context (TesseraSignOut *self, GAppLaunchContext *context)
{
  g_return_if_fail (TESSERA_IS_SIGN_OUT (self));

  g_set_object (&self->options.launch_context, context);
}

void
tessera_sign_out_set_timeout (TesseraSignOut *self, guint seconds)
{
  g_return_if_fail (TESSERA_IS_SIGN_OUT (self));

  self->options.timeout = seconds;
}

void
tessera_sign_out_set_browser_timeout (TesseraSignOut *self, guint seconds)
{
  g_return_if_fail (TESSERA_IS_SIGN_OUT (self));

  self->options.browser_timeout = seconds;
}

void
tessera_sign_out_skip_browser (TesseraSignOut *self)
{
  g_return_if_fail (TESSERA_IS_SIGN_OUT (self));

  self->options.skip_browser = TRUE;
}

const char *
tessera_sign_out_get_step (TesseraSignOut *self)
{
  g_return_val_if_fail (TESSERA_IS_SIGN_OUT (self), NULL);

  return self->step;
}

gboolean
tessera_sign_out_is_waiting (TesseraSignOut *self)
{
  g_return_val_if_fail (TESSERA_IS_SIGN_OUT (self), FALSE);

  return self->waiting;
}

const GError *
tessera_sign_out_get_warning (TesseraSignOut *self)
{
  g_return_val_if_fail (TESSERA_IS_SIGN_OUT (self), NULL);

  return self->warning;
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TesseraSignOut *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (tessera_sign_out_flow_finish (result, &self->warning, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
tessera_sign_out_run_async (TesseraSignOut *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TESSERA_IS_SIGN_OUT (self) && !self->has_run);

  self->has_run = TRUE;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_sign_out_run_async);
  g_task_set_check_cancellable (task, FALSE);
  tessera_sign_out_flow_async (tessera_account_get_config (self->account),
                               tessera_account_get_store (self->account), &self->options,
                               cancellable, ended_cb, task);
}

gboolean
tessera_sign_out_run_finish (TesseraSignOut *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
