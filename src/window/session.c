/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session.h"

#include "clock.h"
#include "expiry-text.h"
#include "renewer.h"
#include "session-text.h"
#include "sign-in.h"

#include <glib/gi18n.h>

#define EXPIRES_SOON 300 /* seconds */

typedef enum
{
  PROP_ACCOUNT = 1,
  PROP_EXPIRING,
  PROP_LOADED,
  PROP_ACTIVE,
  PROP_RENEWABLE,
  PROP_RENEWING,
  PROP_FAILURE,
  PROP_VIEW, /* the first of the strings */
  PROP_STATUS,
  PROP_PERSON,
  PROP_CONTACT,
  PROP_STEP,
  PROP_URI,
  PROP_REMINDER,
  PROP_ENDED,
  PROP_ENDING,
  PROP_WARNING,
  N_PROPS
} Property;

struct _TesseraSession
{
  GObject parent_instance;
  TesseraAccount *account;
  TesseraActivity *activity;
  TesseraRenewer *renewer;
  TesseraFailure *failure; /* (nullable) */
  gboolean active;
  gboolean expiring;
  gboolean loaded;
  gboolean renewable;
  gboolean renewing;
  guint tick;
  gint64 deadline;      /* of the sign-in that runs, by the boot clock in seconds; 0: none runs */
  char *reason;         /* (nullable) why the provider ended the session */
  char *texts[N_PROPS]; /* by property */
};

G_DEFINE_FINAL_TYPE (TesseraSession, tessera_session, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

/* @text: (transfer full) (nullable) */
static void
set_text (TesseraSession *self, Property property, char *text)
{
  g_autofree char *old = g_steal_pointer (&self->texts[property]);

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

static const char *
find_view (TesseraSession *self)
{
  if (tessera_activity_get_task (self->activity) == TESSERA_ACTIVITY_SIGN_IN)
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

static gint64
get_sign_in_seconds (TesseraSession *self)
{
  return self->deadline != 0 ? self->deadline - tessera_clock_boot () : 0;
}

/* A page that slides away still shows them. */
static void
update_times (TesseraSession *self)
{
  gint64 left = tessera_account_get_seconds_left (self->account);
  gboolean signed_in = is_view (self, "signed-in");
  gboolean ended = is_view (self, "expired");
  gboolean expiring
    = signed_in
      && (left <= 0 || (left < EXPIRES_SOON && !tessera_account_can_renew (self->account)));

  set_text (self, PROP_STATUS,
            signed_in ? tessera_session_text_status (self->account, expiring) : NULL);
  set_text (self, PROP_ENDED, ended ? tessera_session_text_ended (self->account) : NULL);
  set_text (self, PROP_ENDING,
            ended ? tessera_session_text_ending (self->account, self->reason) : NULL);
  set_flag (self, PROP_EXPIRING, &self->expiring, expiring);
}

static void
update_step (TesseraSession *self)
{
  const char *uri = tessera_activity_get_uri (self->activity);

  if (!is_view (self, "signing-in"))
    self->deadline = 0;
  else if (self->deadline == 0)
    self->deadline = tessera_clock_boot () + TESSERA_SIGN_IN_TIMEOUT;
  set_text (self, PROP_URI, g_strdup (uri));
  /* Before there is a link nobody but the provider takes time. */
  set_text (self, PROP_STEP,
            tessera_session_text_step (tessera_activity_get_step (self->activity),
                                       uri != NULL ? get_sign_in_seconds (self) : 0));
}

static void update (TesseraSession *self);

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
  gint64 left = is_view (self, "signed-in") ? tessera_account_get_seconds_left (self->account)
                                            : get_sign_in_seconds (self);
  guint next = tessera_expiry_text_next (left);

  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->active && next > 0)
    self->tick = g_timeout_add_seconds (next, tick_cb, self);
}

static void
update_person (TesseraSession *self)
{
  const char *name = tessera_account_get_person_name (self->account);
  const char *email = tessera_account_get_email (self->account);
  const char *subject = tessera_account_get_subject (self->account);
  const char *address = email != NULL ? email : subject;

  set_text (self, PROP_PERSON, g_strdup (name != NULL ? name : address));
  set_text (self, PROP_CONTACT, name != NULL ? g_strdup (address) : NULL);
}

/* The renewer may keep its last problem beyond the session that it was about. */
static char *
make_warning (TesseraSession *self)
{
  TesseraAccountState state = tessera_account_get_state (self->account);
  const char *warning = tessera_activity_get_warning (self->activity);
  const char *problem = tessera_renewer_get_problem (self->renewer);

  if (problem == NULL || (state != TESSERA_ACCOUNT_SIGNED_IN && state != TESSERA_ACCOUNT_LOCKED))
    return g_strdup (warning);
  return warning != NULL ? g_strconcat (warning, "\n", problem, NULL) : g_strdup (problem);
}

static void
update (TesseraSession *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_object (&self->failure, tessera_activity_get_failure (self->activity)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
  set_text (self, PROP_VIEW, g_strdup (find_view (self)));
  update_step (self);
  set_text (self, PROP_REMINDER, g_strdup (tessera_activity_get_reminder (self->activity)));
  if (!is_view (self, "expired"))
    g_clear_pointer (&self->reason, g_free);
  set_text (self, PROP_WARNING, make_warning (self));
  set_flag (self, PROP_LOADED, &self->loaded, tessera_account_is_loaded (self->account));
  set_flag (self, PROP_RENEWABLE, &self->renewable, tessera_account_can_renew (self->account));
  set_flag (self, PROP_RENEWING, &self->renewing, tessera_renewer_get_busy (self->renewer));
  update_person (self);
  update_times (self);
  follow_clock (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Call it when the session becomes active, when the account changes, and when a sign-in or sign-out
 * ends. Do not call it when a load ends: a cancelled one would begin again. */
static void
load_if_wanted (TesseraSession *self)
{
  TesseraAccountState state = tessera_account_get_state (self->account);
  gboolean stored
    = state == TESSERA_ACCOUNT_SIGNED_IN || state == TESSERA_ACCOUNT_UNKNOWN
      || (state == TESSERA_ACCOUNT_SIGNED_OUT && !tessera_account_is_recorded (self->account));

  if (self->active && self->failure == NULL && stored && !tessera_account_is_loaded (self->account))
    tessera_activity_load (self->activity);
}

static void
account_changed_cb (TesseraSession *self)
{
  update (self);
  load_if_wanted (self);
}

static void
activity_ended_cb (TesseraSession *self, TesseraActivityTask task)
{
  if (task != TESSERA_ACTIVITY_LOAD)
    load_if_wanted (self);
}

static void
renewed_cb (TesseraSession *self)
{
  if (!tessera_renewer_get_busy (self->renewer)
      && tessera_renewer_get_problem (self->renewer) == NULL)
    tessera_activity_session_stored (self->activity);
  update (self);
}

static void
session_ended_cb (TesseraSession *self, const GError *error)
{
  g_free (self->reason);
  self->reason = g_strdup (error->message);
  update (self);
}

static void
tessera_session_constructed (GObject *object)
{
  TesseraSession *self = TESSERA_SESSION (object);

  G_OBJECT_CLASS (tessera_session_parent_class)->constructed (object);
  /* The activity comes first: when the account changes, it drops an outdated failure before this
   * session decides whether to load. */
  self->activity = tessera_activity_new (self->account);
  self->renewer = tessera_renewer_new (self->account);
  g_signal_connect_object (self->activity, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->activity, "ended", G_CALLBACK (activity_ended_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->renewer, "notify::busy", G_CALLBACK (renewed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->renewer, "notify::problem", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->renewer, "ended", G_CALLBACK (session_ended_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify", G_CALLBACK (account_changed_cb), self,
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
  g_clear_object (&self->activity);
  g_clear_object (&self->account);
  g_clear_object (&self->failure);
  G_OBJECT_CLASS (tessera_session_parent_class)->dispose (object);
}

static void
tessera_session_finalize (GObject *object)
{
  TesseraSession *self = TESSERA_SESSION (object);

  g_clear_pointer (&self->reason, g_free);
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
  static const char *const texts[N_PROPS]
    = { [PROP_VIEW] = "view",         [PROP_STATUS] = "status", [PROP_PERSON] = "person",
        [PROP_CONTACT] = "contact",   [PROP_STEP] = "step",     [PROP_URI] = "uri",
        [PROP_REMINDER] = "reminder", [PROP_ENDED] = "ended",   [PROP_ENDING] = "ending",
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

TesseraActivity *
tessera_session_get_activity (TesseraSession *self)
{
  return self->activity;
}

const char *
tessera_session_get_view (TesseraSession *self)
{
  return self->texts[PROP_VIEW];
}

void
tessera_session_set_active (TesseraSession *self, gboolean active)
{
  if (self->active == active)
    return;
  set_flag (self, PROP_ACTIVE, &self->active, active);
  update (self);
  load_if_wanted (self);
}

gboolean
tessera_session_is_renewable (TesseraSession *self)
{
  return self->renewable;
}

void
tessera_session_refresh (TesseraSession *self)
{
  if (self->renewable)
    tessera_renewer_renew (self->renewer);
}
