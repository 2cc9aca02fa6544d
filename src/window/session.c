/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-private.h"

#include "expiry-text.h"

#include <glib/gi18n.h>

#define EXPIRES_SOON 300 /* seconds */

G_DEFINE_FINAL_TYPE (TesseraSession, tessera_session, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

/* Takes @text. */
static void
set_text (TesseraSession *self, TesseraSessionProperty property, char *text)
{
  g_autofree char *old = self->texts[property];

  self->texts[property] = text;
  if (g_strcmp0 (old, text) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_flag (TesseraSession *self, TesseraSessionProperty property, gboolean *flag, gboolean value)
{
  if (*flag == value)
    return;
  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Takes @failure (nullable). */
static void
set_failure (TesseraSession *self, TesseraSessionTask task, TesseraFailure *failure)
{
  g_autoptr (TesseraFailure) old = self->failure;

  self->failed = task;
  self->failure = failure;
  if (old != failure)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
}

void
tessera_session_fail (TesseraSession *self,
                      TesseraSessionTask task,
                      const char *doing,
                      const GError *error)
{
  set_failure (self, task, tessera_failure_new (error, self->account, doing));
}

static void
clear_failure (TesseraSession *self)
{
  set_failure (self, TESSERA_SESSION_IDLE, NULL);
}

/* The application lives on until what runs has ended in good order, also without a window. */
GCancellable *
tessera_session_begin (TesseraSession *self, TesseraSessionTask task)
{
  g_assert (self->running == TESSERA_SESSION_IDLE);
  self->running = task;
  self->cancellable = g_cancellable_new ();
  clear_failure (self);
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
  return self->cancellable;
}

void
tessera_session_end (TesseraSession *self)
{
  self->running = TESSERA_SESSION_IDLE;
  g_clear_object (&self->cancellable);
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
}

static const char *
find_view (TesseraSession *self)
{
  if (self->running == TESSERA_SESSION_SIGN_IN)
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
  tessera_session_update (self);
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
void
tessera_session_set_warning (TesseraSession *self, const char *message)
{
  self->warned_view = g_intern_string (self->texts[PROP_VIEW]);
  set_text (self, PROP_WARNING, g_strdup (message));
}

void
tessera_session_update (TesseraSession *self)
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

  if (self->active && self->running == TESSERA_SESSION_IDLE && is_view (self, "signed-in")
      && !self->load_failed && !tessera_account_is_loaded (self->account))
    tessera_session_unlock (self);
}

static void
account_notify_cb (TesseraSession *self)
{
  if (self->running != TESSERA_SESSION_LOAD)
    self->load_failed = FALSE;
  /* Another process signed in meanwhile: what failed here is past. */
  if (self->failed == TESSERA_SESSION_SIGN_IN
      && tessera_account_get_state (self->account) == TESSERA_ACCOUNT_SIGNED_IN)
    clear_failure (self);
  tessera_session_update (self);
}

static void
problem_cb (TesseraSession *self)
{
  tessera_session_set_warning (self, tessera_renewer_get_problem (self->renewer));
  tessera_session_update (self);
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
tessera_session_constructed (GObject *object)
{
  TesseraSession *self = TESSERA_SESSION (object);

  G_OBJECT_CLASS (tessera_session_parent_class)->constructed (object);
  self->renewer = tessera_renewer_new (self->account);
  g_signal_connect_object (self->renewer, "notify::busy", G_CALLBACK (tessera_session_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->renewer, "notify::problem", G_CALLBACK (problem_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->renewer, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify", G_CALLBACK (account_notify_cb), self,
                           G_CONNECT_SWAPPED);
  tessera_session_update (self);
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
  tessera_session_update (self);
}
