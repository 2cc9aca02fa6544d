/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session.h"

#include "expiry-text.h"
#include "renewer.h"
#include "sign-in.h"
#include "sign-out.h"

#include <glib/gi18n.h>

#define EXPIRES_SOON 300 /* seconds */

/* Nobody waits for a sign-out here: the person may take the time to answer the provider's page. */
#define SIGN_OUT_PATIENCE 240 /* seconds */
#define SIGN_OUT_TIMEOUT  300 /* seconds */

typedef enum
{
  TASK_NONE,
  TASK_SIGN_IN,
  TASK_LOAD,
  TASK_SIGN_OUT,
} Task;

typedef enum
{
  PROP_ACCOUNT = 1,
  PROP_EXPIRING,
  PROP_LOADED,
  PROP_ACTIVE,
  PROP_RENEWABLE,
  PROP_RENEWING,
  PROP_FAILURE,
  PROP_VIEW, /* all from here on are texts */
  PROP_STATUS,
  PROP_STEP,
  PROP_URI,
  PROP_WARNING,
  N_PROPS
} Property;

struct _TesseraSession
{
  GObject parent_instance;
  TesseraAccount *account;
  TesseraRenewer *renewer;
  TesseraSignIn *sign_in;   /* while it runs */
  TesseraSignOut *sign_out; /* while it runs */
  gboolean sign_in_next;    /* as soon as what runs has ended */
  GCancellable *cancellable;
  Task running;
  Task failed;
  TesseraFailure *failure;
  gboolean active;
  gboolean load_failed; /* do not ask the keyring again until something has changed */
  gboolean expiring;
  gboolean loaded;
  gboolean renewable;
  gboolean renewing;
  guint tick;
  char *texts[N_PROPS];
  const char *warned_view; /* interned: where the warning is true */
};

G_DEFINE_FINAL_TYPE (TesseraSession, tessera_session, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void update (TesseraSession *self);

/* Takes @text. */
static void
set_text (TesseraSession *self, Property property, char *text)
{
  g_autofree char *old = self->texts[property];

  self->texts[property] = text;
  if (g_strcmp0 (old, text) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_flag (TesseraSession *self, Property property, gboolean *flag, gboolean value)
{
  if (*flag == value)
    return;
  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Takes @failure (nullable). */
static void
set_failure (TesseraSession *self, Task task, TesseraFailure *failure)
{
  g_autoptr (TesseraFailure) old = self->failure;

  self->failed = task;
  self->failure = failure;
  if (old != failure)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
}

static void
fail (TesseraSession *self, Task task, const char *doing, const GError *error)
{
  set_failure (self, task, tessera_failure_new (error, self->account, doing));
}

static void
clear_failure (TesseraSession *self)
{
  set_failure (self, TASK_NONE, NULL);
}

/* The application lives on until what runs has ended in good order, also without a window. */
static GCancellable *
begin (TesseraSession *self, Task task)
{
  g_assert (self->running == TASK_NONE);
  self->running = task;
  self->cancellable = g_cancellable_new ();
  clear_failure (self);
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
  return self->cancellable;
}

static void
end (TesseraSession *self)
{
  self->running = TASK_NONE;
  g_clear_object (&self->cancellable);
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
}

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraSession) self = user_data;
  g_autoptr (GError) error = NULL;

  end (self);
  self->load_failed = !tessera_account_load_finish (self->account, result, &error);
  /* The account's state tells these, and its page says what to do. */
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && !g_error_matches (error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_NOT_SIGNED_IN)
      && !g_error_matches (error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_LOCKED))
    fail (self, TASK_LOAD, _ ("Reading the keyring"), error);
  update (self);
}

static void
load (TesseraSession *self)
{
  tessera_account_load_async (self->account, begin (self, TASK_LOAD), load_cb, g_object_ref (self));
}

static const char *
find_view (TesseraSession *self)
{
  if (self->running == TASK_SIGN_IN)
    return "signing-in";
  if (self->failure != NULL)
    return "failed";
  return tessera_account_state_to_string (tessera_account_get_state (self->account));
}

static gboolean
is_view (TesseraSession *self, const char *view)
{
  return g_strcmp0 (self->texts[PROP_VIEW], view) == 0;
}

static void
update_times (TesseraSession *self)
{
  gint64 left = tessera_account_get_seconds_left (self->account);
  g_autofree char *left_text = tessera_expiry_text_left (left);
  gboolean expiring
    = is_view (self, "signed-in")
      && (left <= 0 || (left < EXPIRES_SOON && !tessera_account_can_renew (self->account)));

  if (left <= 0)
    set_text (self, PROP_STATUS, g_strdup (_ ("Signed in · the access token has expired")));
  else
    set_text (self, PROP_STATUS,
              left_text != NULL ? g_strdup_printf ("%s · %s", _ ("Signed in"), left_text)
                                : g_strdup (_ ("Signed in")));
  set_flag (self, PROP_EXPIRING, &self->expiring, expiring);
}

static gboolean
tick_cb (gpointer user_data)
{
  TesseraSession *self = TESSERA_SESSION (user_data);

  self->tick = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
follow_clock (TesseraSession *self)
{
  guint next = tessera_expiry_text_next (tessera_account_get_seconds_left (self->account));

  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->active && is_view (self, "signed-in") && next > 0)
    self->tick = g_timeout_add_seconds (next, tick_cb, self);
}

static const char *
find_step (TesseraSession *self)
{
  if (self->sign_in != NULL)
    return tessera_sign_in_get_step (self->sign_in);
  return self->sign_out != NULL ? tessera_sign_out_get_step (self->sign_out) : NULL;
}

/* @message: (nullable); true until the view changes. */
static void
set_warning (TesseraSession *self, const char *message)
{
  self->warned_view = g_intern_string (self->texts[PROP_VIEW]);
  set_text (self, PROP_WARNING, g_strdup (message));
}

static void
update (TesseraSession *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, PROP_VIEW, g_strdup (find_view (self)));
  set_text (self, PROP_STEP, g_strdup (find_step (self)));
  set_text (self, PROP_URI,
            self->sign_in != NULL ? g_strdup (tessera_sign_in_get_uri (self->sign_in)) : NULL);
  update_times (self);
  set_flag (self, PROP_LOADED, &self->loaded, tessera_account_is_loaded (self->account));
  set_flag (self, PROP_RENEWABLE, &self->renewable, tessera_account_can_renew (self->account));
  set_flag (self, PROP_RENEWING, &self->renewing, tessera_renewer_get_busy (self->renewer));
  if (!is_view (self, self->warned_view))
    set_text (self, PROP_WARNING, NULL);
  follow_clock (self);
  g_object_thaw_notify (G_OBJECT (self));

  if (self->active && self->running == TASK_NONE && is_view (self, "signed-in")
      && !self->load_failed && !tessera_account_is_loaded (self->account))
    load (self);
}

static void
account_notify_cb (TesseraSession *self)
{
  if (self->running != TASK_LOAD)
    self->load_failed = FALSE;
  /* Another process signed in meanwhile: what failed here is past. */
  if (self->failed == TASK_SIGN_IN
      && tessera_account_get_state (self->account) == TESSERA_ACCOUNT_SIGNED_IN)
    clear_failure (self);
  update (self);
}

static void
problem_cb (TesseraSession *self)
{
  set_warning (self, tessera_renewer_get_problem (self->renewer));
  update (self);
}

/* Said also to whoever does not look at the window now; the page says it in any case. */
static void
ended_cb (TesseraSession *self, const GError *error)
{
  GApplication *application = g_application_get_default ();
  const char *id = tessera_account_get_config (self->account)->id;
  g_autofree char *title = NULL;
  g_autoptr (GNotification) notification = NULL;

  if (application == NULL)
    return;
  /* Translators: the name of an account */
  title
    = g_strdup_printf (_ ("The session of %s has ended"), tessera_account_get_name (self->account));
  notification = g_notification_new (title);
  g_notification_set_body (notification, _ ("Sign in again to go on using its access token."));
  g_application_send_notification (application, id, notification);
}

static void
sign_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraSession) self = user_data;
  g_autoptr (TesseraSignIn) sign_in = g_steal_pointer (&self->sign_in);
  g_autoptr (GError) error = NULL;
  const GError *warning;

  end (self);
  if (tessera_sign_in_run_finish (sign_in, result, &error))
    {
      update (self);
      warning = tessera_sign_in_get_warning (sign_in);
      if (warning != NULL)
        set_warning (self, warning->message);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (self, TASK_SIGN_IN, self->texts[PROP_STEP], error);
  update (self);
}

static void
open_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  /* A failure shows nothing: the link can still be copied, and the flow goes on waiting. */
  tessera_sign_in_open_again_finish (TESSERA_SIGN_IN (source), result, NULL);
}

static void
sign_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraSession) self = user_data;
  g_autoptr (TesseraSignOut) sign_out = g_steal_pointer (&self->sign_out);
  g_autoptr (GError) error = NULL;
  gboolean sign_in_next = self->sign_in_next;
  const GError *warning;

  end (self);
  self->sign_in_next = FALSE;
  if (!tessera_sign_out_run_finish (sign_out, result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (self, TASK_SIGN_OUT, _ ("Signing out"), error);
  update (self);
  warning = tessera_sign_out_get_warning (sign_out);
  if (warning != NULL)
    set_warning (self, warning->message);
  if (sign_in_next)
    tessera_session_sign_in (self);
}

static void
tessera_session_constructed (GObject *object)
{
  TesseraSession *self = TESSERA_SESSION (object);

  G_OBJECT_CLASS (tessera_session_parent_class)->constructed (object);
  self->renewer = tessera_renewer_new (self->account);
  g_signal_connect_object (self->renewer, "notify::busy", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->renewer, "notify::problem", G_CALLBACK (problem_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->renewer, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify", G_CALLBACK (account_notify_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

static void
tessera_session_dispose (GObject *object)
{
  TesseraSession *self = TESSERA_SESSION (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->renewer != NULL)
    tessera_renewer_stop (self->renewer);
  g_clear_object (&self->renewer);
  g_clear_object (&self->account);
  g_clear_object (&self->failure);
  G_OBJECT_CLASS (tessera_session_parent_class)->dispose (object);
}

static void
tessera_session_finalize (GObject *object)
{
  TesseraSession *self = TESSERA_SESSION (object);

  for (guint i = 0; i < N_PROPS; i++)
    g_clear_pointer (&self->texts[i], g_free);
  G_OBJECT_CLASS (tessera_session_parent_class)->finalize (object);
}

static void
tessera_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraSession *self = TESSERA_SESSION (object);

  if (id == PROP_ACCOUNT)
    g_value_set_object (value, self->account);
  else if (id == PROP_EXPIRING)
    g_value_set_boolean (value, self->expiring);
  else if (id == PROP_LOADED)
    g_value_set_boolean (value, self->loaded);
  else if (id == PROP_ACTIVE)
    g_value_set_boolean (value, self->active);
  else if (id == PROP_RENEWABLE)
    g_value_set_boolean (value, self->renewable);
  else if (id == PROP_RENEWING)
    g_value_set_boolean (value, self->renewing);
  else if (id == PROP_FAILURE)
    g_value_set_object (value, self->failure);
  else
    g_value_set_string (value, self->texts[id]);
}

static void
tessera_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TesseraSession *self = TESSERA_SESSION (object);

  g_assert (id == PROP_ACCOUNT);
  self->account = g_value_dup_object (value);
}

static void
tessera_session_class_init (TesseraSessionClass *klass)
{
  static const char *const flags[N_PROPS] = { [PROP_EXPIRING] = "expiring",
                                              [PROP_LOADED] = "loaded",
                                              [PROP_ACTIVE] = "active",
                                              [PROP_RENEWABLE] = "renewable",
                                              [PROP_RENEWING] = "renewing" };
  static const char *const texts[N_PROPS] = { [PROP_VIEW] = "view",
                                              [PROP_STATUS] = "status",
                                              [PROP_STEP] = "step",
                                              [PROP_URI] = "uri",
                                              [PROP_WARNING] = "warning" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = tessera_session_constructed;
  object_class->dispose = tessera_session_dispose;
  object_class->finalize = tessera_session_finalize;
  object_class->get_property = tessera_session_get_property;
  object_class->set_property = tessera_session_set_property;

  properties[PROP_ACCOUNT]
    = g_param_spec_object ("account", NULL, NULL, TESSERA_TYPE_ACCOUNT,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  for (guint i = PROP_EXPIRING; i <= PROP_RENEWING; i++)
    properties[i] = g_param_spec_boolean (flags[i], NULL, NULL, FALSE,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FAILURE] = g_param_spec_object ("failure", NULL, NULL, TESSERA_TYPE_FAILURE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  for (guint i = PROP_VIEW; i < N_PROPS; i++)
    properties[i]
      = g_param_spec_string (texts[i], NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tessera_session_init (TesseraSession *self)
{
}

TesseraSession *
tessera_session_new (TesseraAccount *account)
{
  return g_object_new (TESSERA_TYPE_SESSION, "account", account, NULL);
}

TesseraAccount *
tessera_session_get_account (TesseraSession *self)
{
  return self->account;
}

const char *
tessera_session_get_view (TesseraSession *self)
{
  return self->texts[PROP_VIEW];
}

const char *
tessera_session_get_uri (TesseraSession *self)
{
  return self->texts[PROP_URI];
}

TesseraFailure *
tessera_session_get_failure (TesseraSession *self)
{
  return self->failure;
}

void
tessera_session_set_active (TesseraSession *self, gboolean active)
{
  set_flag (self, PROP_ACTIVE, &self->active, active);
  update (self);
}

void
tessera_session_sign_in (TesseraSession *self)
{
  /* What is left of a sign-out is the provider's side, and the person has other things in mind. */
  if (self->running == TASK_SIGN_OUT && is_view (self, "signed-out"))
    {
      self->sign_in_next = TRUE;
      g_cancellable_cancel (self->cancellable);
    }
  if (self->running != TASK_NONE)
    return;
  set_text (self, PROP_WARNING, NULL);
  self->sign_in = tessera_sign_in_new (self->account);
  tessera_sign_in_set_keep_in_memory (self->sign_in, TRUE);
  g_signal_connect_object (self->sign_in, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  tessera_sign_in_run_async (self->sign_in, begin (self, TASK_SIGN_IN), sign_in_cb,
                             g_object_ref (self));
  update (self);
}

void
tessera_session_cancel (TesseraSession *self)
{
  /* A sign-out goes on without a window: the tokens are still to be revoked. */
  if (self->cancellable != NULL && self->running != TASK_SIGN_OUT)
    g_cancellable_cancel (self->cancellable);
}

void
tessera_session_open_browser_again (TesseraSession *self)
{
  if (self->sign_in != NULL)
    tessera_sign_in_open_again_async (self->sign_in, open_again_cb, NULL);
}

void
tessera_session_unlock (TesseraSession *self)
{
  if (self->running == TASK_NONE)
    load (self);
}

void
tessera_session_refresh (TesseraSession *self)
{
  if (self->renewable)
    tessera_renewer_renew (self->renewer);
}

void
tessera_session_sign_out (TesseraSession *self)
{
  if (self->running != TASK_NONE)
    return;
  self->sign_out = tessera_sign_out_new (self->account);
  tessera_sign_out_set_timeout (self->sign_out, SIGN_OUT_TIMEOUT);
  tessera_sign_out_set_patience (self->sign_out, SIGN_OUT_PATIENCE);
  g_signal_connect_object (self->sign_out, "notify::step", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  tessera_sign_out_run_async (self->sign_out, begin (self, TASK_SIGN_OUT), sign_out_cb,
                              g_object_ref (self));
  update (self);
}

void
tessera_session_try_again (TesseraSession *self)
{
  if (self->failed == TASK_SIGN_IN)
    tessera_session_sign_in (self);
  else if (self->failed == TASK_LOAD)
    tessera_session_unlock (self);
  else if (self->failed == TASK_SIGN_OUT)
    tessera_session_sign_out (self);
}
