/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sign-in.h"

#include <glib/gi18n.h>

#include "account-private.h"
#include "browser.h"
#include "oidc-error.h"
#include "sign-in-rows.h"

/* The exchange joins the keys: they come over the connection that it then finds free and warm, and
 * a provider without keys is not given the code. */
static const TesseraStep steps[] = {
  { N_ ("Looking up the client secret"), tessera_contact_find_secret, tessera_contact_take_secret,
    0 },
  { N_ ("Contacting the provider"), tessera_contact_discover, tessera_contact_take_provider, 0 },
  { N_ ("Waiting for the answer"), tessera_sign_in_listen, NULL, 0 },
  { N_ ("Fetching the keys"), tessera_sign_in_fetch_keys, tessera_contact_take_keys,
    TESSERA_STEP_BACKGROUND },
  { N_ ("Opening the browser"), tessera_sign_in_open_browser, tessera_sign_in_take_opened, 0 },
  { N_ ("Waiting for the browser"), tessera_sign_in_await_answer, tessera_sign_in_take_answer, 0 },
  { N_ ("Exchanging the code"), tessera_sign_in_exchange_code, tessera_sign_in_take_tokens,
    TESSERA_STEP_JOIN },
  { N_ ("Checking who you are"), tessera_sign_in_check_identity, tessera_sign_in_take_identity, 0 },
  { N_ ("Asking for your name"), tessera_sign_in_ask_userinfo, tessera_sign_in_take_userinfo, 0 },
  { N_ ("Remembering you"), tessera_contact_lock_account, tessera_sign_in_take_lock, 0 },
  { N_ ("Remembering you"), tessera_sign_in_lock_keyring, tessera_sign_in_take_keyring_lock, 0 },
  { N_ ("Remembering you"), tessera_sign_in_look_before, tessera_sign_in_take_before, 0 },
  { N_ ("Remembering you"), tessera_sign_in_remember, tessera_sign_in_take_remembered,
    TESSERA_STEP_SHIELDED },
  { N_ ("Remembering you"), tessera_sign_in_forget_again, tessera_sign_in_take_forgotten,
    TESSERA_STEP_SHIELDED },
  { N_ ("Remembering you"), tessera_sign_in_revoke_refresh, tessera_sign_in_take_refresh_revoked,
    TESSERA_STEP_SHIELDED },
  { N_ ("Remembering you"), tessera_sign_in_revoke_access, tessera_sign_in_take_access_revoked,
    TESSERA_STEP_SHIELDED },
};

struct _TesseraSignIn
{
  GObject parent_instance;
  TesseraAccount *account;
  guint timeout;
  gboolean open_browser;
  gboolean keep_in_memory;
  gboolean has_run;
  char *step;
  char *uri;
  GError *warning;
};

enum
{
  PROP_STEP = 1,
  PROP_URI,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TesseraSignIn, tessera_sign_in, G_TYPE_OBJECT)

static void
announce (gpointer data, const char *step)
{
  TesseraSignIn *self = ((TesseraSignInData *) data)->user_data;

  if (g_strcmp0 (step, self->step) == 0)
    return;
  g_free (self->step);
  self->step = g_strdup (step);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STEP]);
}

static void
show_uri (gpointer user_data, const char *uri)
{
  TesseraSignIn *self = user_data;

  g_free (self->uri);
  self->uri = g_strdup (uri);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_URI]);
}

/* Only now is it known how the flow ended, and only now does the browser hear of it. */
static void
answer_page (TesseraSignInData *data, const GError *failure)
{
  g_autofree char *title = NULL;
  g_autofree char *message = NULL;

  if (!failure)
    title = g_strdup_printf (_ ("You are signed in to %s"), data->contact.config->name);
  else if (g_error_matches (failure, OIDC_ERROR, OIDC_ERROR_REFUSED)
           || g_error_matches (failure, OIDC_ERROR, OIDC_ERROR_INVALID_GRANT))
    title = g_strdup_printf (_ ("Sign-in was refused: %s"), failure->message);
  else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    title = g_strdup (_ ("Sign-in was cancelled"));
  else
    {
      title = g_strdup (_ ("Sign-in failed"));
      /* Translators: what went wrong, as a sentence. */
      message = g_strdup_printf (_ ("%s You can close this tab and go back to Tessera."),
                                 failure->message);
    }
  tessera_loopback_answer_page (data->loopback, failure == NULL, title,
                                message ? message
                                        : _ ("You can close this tab and go back to Tessera."));
}

static void
finish (gpointer user_data,
        const GError *failure,
        GAsyncReadyCallback callback,
        gpointer callback_data)
{
  TesseraSignInData *data = user_data;
  TesseraSignIn *self = data->user_data;

  /* Under the lock: who signs out after it was let go has the last word. */
  if (!failure)
    {
      self->warning = g_steal_pointer (&data->warning);
      tessera_account_set_tokens (self->account, data->tokens, FALSE);
      if (self->warning)
        tessera_account_set_unsaved (self->account);
    }
  tessera_contact_release_locks (&data->contact);
  if (data->loopback)
    {
      answer_page (data, failure);
      tessera_loopback_close_async (data->loopback, callback, callback_data);
    }
  else
    callback (NULL, NULL, callback_data);
}

static void
finished (gpointer user_data, GAsyncResult *result, const GError *failure)
{
  TesseraSignInData *data = user_data;
  TesseraSignIn *self = data->user_data;

  if (data->loopback)
    tessera_loopback_close_finish (data->loopback, result);
  tessera_account_set_signing_in (self->account, FALSE);
}

static const TesseraFlow flow = {
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .cancelled = N_ ("The sign-in was cancelled."),
  .announce = announce,
  .finish = finish,
  .finished = finished,
};

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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tessera_sign_in_finalize (GObject *object)
{
  TesseraSignIn *self = TESSERA_SIGN_IN (object);

  g_free (self->step);
  g_free (self->uri);
  g_clear_error (&self->warning);
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
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tessera_sign_in_init (TesseraSignIn *self)
{
  self->timeout = TESSERA_SIGN_IN_TIMEOUT;
  self->open_browser = TRUE;
  self->keep_in_memory = TRUE;
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
tessera_sign_in_set_timeout (TesseraSignIn *self, guint seconds)
{
  g_return_if_fail (TESSERA_IS_SIGN_IN (self));

  self->timeout = seconds;
}

void
tessera_sign_in_set_open_browser (TesseraSignIn *self, gboolean open_browser)
{
  g_return_if_fail (TESSERA_IS_SIGN_IN (self));

  self->open_browser = open_browser;
}

void
tessera_sign_in_set_keep_in_memory (TesseraSignIn *self, gboolean keep)
{
  g_return_if_fail (TESSERA_IS_SIGN_IN (self));

  self->keep_in_memory = keep;
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

const GError *
tessera_sign_in_get_warning (TesseraSignIn *self)
{
  g_return_val_if_fail (TESSERA_IS_SIGN_IN (self), NULL);

  return self->warning;
}

void
tessera_sign_in_run_async (TesseraSignIn *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  TesseraSignInData *data;
  GTask *task;

  g_return_if_fail (TESSERA_IS_SIGN_IN (self) && !self->has_run);

  self->has_run = TRUE;
  data = tessera_sign_in_data_new (self->account);
  data->open_browser = self->open_browser;
  data->keep_in_memory = self->keep_in_memory;
  data->show_uri = show_uri;
  data->announce = announce;
  data->user_data = self;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_sign_in_run_async);
  g_task_set_task_data (task, data, (GDestroyNotify) tessera_sign_in_data_free);
  tessera_account_set_signing_in (self->account, TRUE);
  tessera_flow_run (&flow, task, self->timeout);
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
  tessera_browser_open_async (self->uri, NULL, NULL, opened_again_cb, task);
}

gboolean
tessera_sign_in_open_again_finish (TesseraSignIn *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
