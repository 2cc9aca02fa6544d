/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sign-out.h"

#include <glib/gi18n.h>

#include "sign-out-rows.h"

/* The tokens are forgotten before they are revoked: a network that is slow, or a process that is
 * killed meanwhile, must not keep them here. A failure to forget is told in the end, and the tokens
 * are revoked nevertheless. */
static const TesseraStep steps[] = {
  { N_ ("Signing out"), tessera_contact_lock_account, tessera_contact_take_lock, 0 },
  { N_ ("Signing out"), tessera_contact_lock_keyring, tessera_contact_take_keyring_lock, 0 },
  { N_ ("Forgetting the tokens"), tessera_sign_out_look_up, tessera_sign_out_take_stored, 0 },
  { N_ ("Forgetting the tokens"), tessera_sign_out_forget, tessera_sign_out_take_forgotten,
    TESSERA_STEP_SHIELDED | TESSERA_STEP_KEEP_GOING },
  { N_ ("Looking up the client secret"), tessera_sign_out_find_secret, tessera_sign_out_take_secret,
    0 },
  { N_ ("Contacting the provider"), tessera_sign_out_discover, tessera_sign_out_take_provider, 0 },
  { N_ ("Revoking the refresh token"), tessera_sign_out_revoke_refresh,
    tessera_sign_out_take_refresh_revoked, 0 },
  { N_ ("Revoking the access token"), tessera_sign_out_revoke_access,
    tessera_sign_out_take_access_revoked, 0 },
  { N_ ("Opening the browser"), tessera_sign_out_open_browser, tessera_sign_out_take_opened, 0 },
  { N_ ("Waiting for the browser"), tessera_sign_out_await_browser, tessera_sign_out_take_returned,
    0 },
};

struct _TesseraSignOut
{
  GObject parent_instance;
  TesseraAccount *account;
  guint timeout;
  guint patience;
  gboolean skip_browser;
  gboolean has_run;
  TesseraSignOutData *data; /* while it runs */
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
announce (gpointer user_data, const char *step)
{
  TesseraSignOutData *data = user_data;
  TesseraSignOut *self = data->user_data;

  self->waiting = data->opened && step;
  if (g_strcmp0 (step, self->step) == 0)
    return;
  g_free (self->step);
  self->step = g_strdup (step);
  g_object_notify (G_OBJECT (self), "step");
}

static void
finish (gpointer user_data,
        const GError *failure,
        GAsyncReadyCallback callback,
        gpointer callback_data)
{
  TesseraSignOutData *data = user_data;
  g_autofree char *title = NULL;

  tessera_contact_release_locks (&data->contact);
  if (!data->loopback)
    {
      callback (NULL, NULL, callback_data);
      return;
    }
  title = g_strdup_printf (_ ("You are signed out of %s"), data->contact.config->name);
  tessera_loopback_answer_page (data->loopback, TRUE, title,
                                _ ("You can close this tab and go back to Tessera."));
  tessera_loopback_close_async (data->loopback, callback, callback_data);
}

static void
finished (gpointer user_data, GAsyncResult *result, const GError *failure)
{
  TesseraSignOutData *data = user_data;

  if (data->loopback)
    tessera_loopback_close_finish (data->loopback, result);
}

static const TesseraFlow flow = {
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .cancelled = N_ ("The sign-out was cancelled."),
  .announce = announce,
  .finish = finish,
  .finished = finished,
};

static void
tessera_sign_out_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, TESSERA_SIGN_OUT (object)->step);
}

static void
tessera_sign_out_finalize (GObject *object)
{
  TesseraSignOut *self = TESSERA_SIGN_OUT (object);

  g_free (self->step);
  g_clear_error (&self->warning);
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
  self->timeout = TESSERA_SIGN_OUT_TIMEOUT;
  self->patience = TESSERA_SIGN_OUT_PATIENCE;
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
tessera_sign_out_set_timeout (TesseraSignOut *self, guint seconds)
{
  g_return_if_fail (TESSERA_IS_SIGN_OUT (self));

  self->timeout = seconds;
}

void
tessera_sign_out_set_patience (TesseraSignOut *self, guint seconds)
{
  g_return_if_fail (TESSERA_IS_SIGN_OUT (self));

  self->patience = seconds;
}

void
tessera_sign_out_skip_browser (TesseraSignOut *self)
{
  g_return_if_fail (TESSERA_IS_SIGN_OUT (self));

  self->skip_browser = TRUE;
  if (self->data)
    self->data->skip_browser = TRUE;
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

/* The revocation matters more: where both failed, its code is the warning's. */
static GError *
make_warning (const TesseraSignOutData *data)
{
  g_autofree char *not_revoked = NULL;
  g_autofree char *not_ended = NULL;
  const GError *first = data->not_revoked ? data->not_revoked : data->not_ended;

  if (!first)
    return NULL;
  if (data->not_revoked)
    /* Translators: why, as a sentence. */
    not_revoked = g_strdup_printf (_ ("The tokens could not be revoked at the provider: %s"),
                                   data->not_revoked->message);
  if (data->not_ended)
    /* Translators: why, as a sentence. */
    not_ended = g_strdup_printf (_ ("The session in the browser could not be ended: %s"),
                                 data->not_ended->message);
  return g_error_new (first->domain, first->code, "%s%s%s", not_revoked ? not_revoked : "",
                      not_revoked && not_ended ? " " : "", not_ended ? not_ended : "");
}

/* Once the tokens are forgotten, whatever stopped the flow is no failure of it. */
static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TesseraSignOut *self = g_task_get_source_object (task);
  TesseraSignOutData *data = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->data = NULL;
  if (!g_task_propagate_boolean (G_TASK (result), &error) && !data->forgotten)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (error && data->revoking && !data->not_revoked)
    data->not_revoked = g_steal_pointer (&error);
  self->warning = make_warning (data);
  g_task_return_boolean (task, TRUE);
}

void
tessera_sign_out_run_async (TesseraSignOut *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  TesseraSignOutData *data;
  GTask *inner;
  GTask *task;

  g_return_if_fail (TESSERA_IS_SIGN_OUT (self) && !self->has_run);

  self->has_run = TRUE;
  data = tessera_sign_out_data_new (self->account);
  data->patience = self->patience;
  data->skip_browser = self->skip_browser;
  self->data = data;
  data->user_data = self;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_sign_out_run_async);
  g_task_set_check_cancellable (task, FALSE);
  inner = g_task_new (self, cancellable, ended_cb, task);
  g_task_set_source_tag (inner, tessera_sign_out_run_async);
  g_task_set_task_data (inner, data, (GDestroyNotify) tessera_sign_out_data_free);
  tessera_flow_run (&flow, inner, self->timeout);
}

gboolean
tessera_sign_out_run_finish (TesseraSignOut *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
