/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "renewer.h"

#include <glib/gi18n.h>

#include "account-renew.h"
#include "boot-timer.h"
#include "expiry-text.h"
#include "clock.h"
#include "config-error.h"
#include "store-error.h"

#define FIRST_DELAY 15        /* seconds, after a failure; doubled with each that follows */
#define LONGEST     (30 * 60) /* seconds */
#define LEAST_GAP   5         /* seconds between two tries, whatever the network does */
#define SHORT_LIFE  10        /* seconds; tokens that live shorter are not kept up with: */
#define LONG_GAP    60        /* seconds between two tries for them */
#define LONG_WAIT   (7 * 24 * 60 * 60) /* seconds; nobody is kept waiting longer by Retry-After */

struct _TesseraRenewer
{
  GObject parent_instance;
  TesseraAccount *account;
  GNetworkMonitor *network;
  gboolean was_available;
  TesseraBootTimer *timer;
  GCancellable *cancellable; /* while one is under way */
  double jitter;             /* -1 to 1, another one for every token */
  guint failures;            /* in a row */
  gint64 not_before;         /* tessera_clock_boot(): of the next try after a failure */
  gint64 last_try;           /* tessera_clock_boot() */
  gint64 told;      /* tessera_clock_boot(): Retry-After; the network's return changes nothing */
  gboolean waiting; /* for the account to change */
  gboolean stopped;
  char *problem;
};

enum
{
  PROP_BUSY = 1,
  PROP_PROBLEM,
  N_PROPS
};
static GParamSpec *props[N_PROPS];
static guint ended_signal;

G_DEFINE_FINAL_TYPE (TesseraRenewer, tessera_renewer, G_TYPE_OBJECT)

/* @problem: (transfer full) (nullable) */
static void
set_problem (TesseraRenewer *self, char *problem)
{
  g_free (self->problem);
  self->problem = problem;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
}

static void
schedule (TesseraRenewer *self)
{
  gint64 due = tessera_renewer_get_due (self);

  if (self->timer)
    tessera_boot_timer_set (self->timer, due == G_MAXINT64 ? 0 : MAX (due, 1));
}

/* Nothing of the last failure counts any more. */
static void
clear_failure (TesseraRenewer *self)
{
  self->failures = 0;
  self->not_before = 0;
  self->told = 0;
  self->jitter = g_random_double_range (-1, 1);
}

static gint64
choose_delay (TesseraRenewer *self, gint64 retry_after)
{
  gint64 delay = FIRST_DELAY << MIN (self->failures - 1, 10);

  delay = MIN (delay, LONGEST);
  delay += (gint64) ((double) delay * 0.2 * g_random_double ());
  return CLAMP (retry_after, delay, LONG_WAIT);
}

static void
note_failure (TesseraRenewer *self, const GError *error, gint64 retry_after)
{
  g_autofree char *when = NULL;
  gint64 due;

  self->waiting = tessera_error_kind (error) == TESSERA_ERROR_KEYRING;
  if (self->waiting)
    {
      set_problem (self, g_strdup (error->message));
      return;
    }
  self->failures++;
  self->told = retry_after > 0 ? tessera_clock_boot () + MIN (retry_after, LONG_WAIT) : 0;
  self->not_before = tessera_clock_boot () + choose_delay (self, retry_after);
  due = tessera_renewer_get_due (self);
  if (due == G_MAXINT64)
    {
      set_problem (self, g_strdup (error->message));
      return;
    }
  when = tessera_expiry_text_local (tessera_clock_wall () + MAX (due, 0), tessera_clock_wall ());
  /* Translators: why a renewal failed, as a sentence; and a time, such as "Today 14:32". */
  set_problem (self, g_strdup_printf (_ ("%s Next try: %s."), error->message, when));
}

static void
conclude (TesseraRenewer *self, GAsyncResult *result)
{
  g_autoptr (GError) warning = NULL;
  g_autoptr (GError) error = NULL;

  if (tessera_account_renew_finish (self->account, result, &warning, &error))
    {
      clear_failure (self);
      set_problem (self, warning ? g_strdup (warning->message) : NULL);
      return;
    }
  if (self->stopped || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED)
      || g_error_matches (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN)
      || g_error_matches (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN))
    {
      clear_failure (self);
      set_problem (self, NULL);
      if (g_error_matches (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED))
        g_signal_emit (self, ended_signal, 0, error);
      return;
    }
  note_failure (self, error, tessera_error_retry_after (error));
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraRenewer) self = user_data;

  g_clear_object (&self->cancellable);
  conclude (self, result);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
  schedule (self);
}

void
tessera_renewer_renew (TesseraRenewer *self)
{
  g_return_if_fail (TESSERA_IS_RENEWER (self));

  if (self->cancellable || self->stopped)
    return;
  self->waiting = FALSE;
  self->last_try = tessera_clock_boot ();
  self->cancellable = g_cancellable_new ();
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
  tessera_account_renew_async (self->account, tessera_account_renew_get_now (), TRUE,
                               self->cancellable, renewed_cb, g_object_ref (self));
}

void
tessera_renewer_wake (TesseraRenewer *self)
{
  g_return_if_fail (TESSERA_IS_RENEWER (self));

  if (tessera_renewer_get_due (self) <= 0)
    tessera_renewer_renew (self);
  else
    schedule (self);
}

gint64
tessera_renewer_get_due (TesseraRenewer *self)
{
  gint64 left = tessera_account_get_seconds_left (self->account);
  gint64 lifetime = tessera_account_get_lifetime (self->account);
  gint64 now = tessera_clock_boot ();
  gint64 due;

  if (self->stopped || self->cancellable || self->waiting || left == G_MAXINT64
      || tessera_account_get_state (self->account) != TESSERA_ACCOUNT_SIGNED_IN
      || !tessera_account_can_renew (self->account))
    return G_MAXINT64;
  /* A fifth of its life before the end, give or take a twentieth. */
  due = left - lifetime / 5 + (gint64) (self->jitter * (double) lifetime / 20);
  due = MAX (due, self->not_before - now);
  if (self->last_try > 0)
    due = MAX (due, self->last_try - now + (lifetime < SHORT_LIFE ? LONG_GAP : LEAST_GAP));
  return due;
}

void
tessera_renewer_network_returned (TesseraRenewer *self)
{
  g_return_if_fail (TESSERA_IS_RENEWER (self));

  self->not_before = self->told;
  tessera_renewer_wake (self);
}

static void
network_changed_cb (TesseraRenewer *self, gboolean available)
{
  gboolean returned = available && !self->was_available;

  self->was_available = available;
  if (returned)
    tessera_renewer_network_returned (self);
}

static void
account_changed_cb (TesseraRenewer *self)
{
  self->waiting = FALSE;
  /* Another process has renewed, or the person has signed in or out. */
  if (!self->cancellable
      && tessera_account_get_seconds_left (self->account)
           > tessera_account_get_lifetime (self->account) / 4)
    {
      clear_failure (self);
      if (self->problem)
        set_problem (self, NULL);
    }
  schedule (self);
}

static void
wake_cb (gpointer user_data)
{
  tessera_renewer_wake (user_data);
}

static void
tessera_renewer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraRenewer *self = TESSERA_RENEWER (object);

  if (id == PROP_BUSY)
    g_value_set_boolean (value, self->cancellable != NULL);
  else
    g_value_set_string (value, self->problem);
}

static void
tessera_renewer_dispose (GObject *object)
{
  TesseraRenewer *self = TESSERA_RENEWER (object);

  tessera_renewer_stop (self);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (tessera_renewer_parent_class)->dispose (object);
}

static void
tessera_renewer_finalize (GObject *object)
{
  g_free (TESSERA_RENEWER (object)->problem);
  G_OBJECT_CLASS (tessera_renewer_parent_class)->finalize (object);
}

static void
tessera_renewer_class_init (TesseraRenewerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tessera_renewer_get_property;
  object_class->dispose = tessera_renewer_dispose;
  object_class->finalize = tessera_renewer_finalize;
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  ended_signal = g_signal_new ("ended", TESSERA_TYPE_RENEWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
tessera_renewer_init (TesseraRenewer *self)
{
  clear_failure (self);
}

TesseraRenewer *
tessera_renewer_new (TesseraAccount *account)
{
  TesseraRenewer *self;

  g_return_val_if_fail (TESSERA_IS_ACCOUNT (account), NULL);

  self = g_object_new (TESSERA_TYPE_RENEWER, NULL);
  self->account = g_object_ref (account);
  self->timer = tessera_boot_timer_new (wake_cb, self);
  self->network = g_network_monitor_get_default ();
  self->was_available = g_network_monitor_get_network_available (self->network);
  g_signal_connect_object (self->network, "network-changed", G_CALLBACK (network_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify", G_CALLBACK (account_changed_cb), self,
                           G_CONNECT_SWAPPED);
  schedule (self);
  return self;
}

void
tessera_renewer_stop (TesseraRenewer *self)
{
  g_return_if_fail (TESSERA_IS_RENEWER (self));

  self->stopped = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->timer, tessera_boot_timer_free);
}

gboolean
tessera_renewer_get_busy (TesseraRenewer *self)
{
  return self->cancellable != NULL;
}

const char *
tessera_renewer_get_problem (TesseraRenewer *self)
{
  return self->problem;
}
