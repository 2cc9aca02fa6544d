/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ending.h"

#include "boot-timer.h"

#define SOON 300 /* seconds */

struct _TesseraEnding
{
  GObject parent_instance;
  TesseraAccount *account;
  TesseraBootTimer *timer;
  TesseraEndingMoment moment;
};

G_DEFINE_FINAL_TYPE (TesseraEnding, tessera_ending, G_TYPE_OBJECT)

static GParamSpec *moment_property;

static const GEnumValue moment_values[] = {
  { TESSERA_ENDING_FAR, "TESSERA_ENDING_FAR", "far" },
  { TESSERA_ENDING_SOON, "TESSERA_ENDING_SOON", "soon" },
  { TESSERA_ENDING_OVER, "TESSERA_ENDING_OVER", "over" },
  { 0, NULL, NULL },
};

GType
tessera_ending_moment_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("TesseraEndingMoment", moment_values));
  return type;
}

/* Whether time alone ends the session. */
static gboolean
runs_out (TesseraEnding *self)
{
  TesseraAccountState state = tessera_account_get_state (self->account);

  return (state == TESSERA_ACCOUNT_SIGNED_IN || state == TESSERA_ACCOUNT_LOCKED)
         && !tessera_account_can_renew (self->account)
         && tessera_account_get_seconds_left (self->account) != G_MAXINT64;
}

static TesseraEndingMoment
find_moment (TesseraEnding *self)
{
  TesseraAccountState state = tessera_account_get_state (self->account);
  gint64 left = tessera_account_get_seconds_left (self->account);

  if (state == TESSERA_ACCOUNT_SIGNING_IN)
    return self->moment;
  if (state == TESSERA_ACCOUNT_EXPIRED || (runs_out (self) && left <= 0))
    return TESSERA_ENDING_OVER;
  return runs_out (self) && left <= SOON ? TESSERA_ENDING_SOON : TESSERA_ENDING_FAR;
}

static void
schedule (TesseraEnding *self)
{
  gint64 left = tessera_account_get_seconds_left (self->account);

  if (!runs_out (self))
    tessera_boot_timer_set (self->timer, 0);
  else
    tessera_boot_timer_set (self->timer, left > SOON ? left - SOON : left);
}

void
tessera_ending_wake (TesseraEnding *self)
{
  TesseraEndingMoment moment = find_moment (self);

  schedule (self);
  if (moment == self->moment)
    return;
  self->moment = moment;
  g_object_notify_by_pspec (G_OBJECT (self), moment_property);
}

static void
timer_cb (gpointer self)
{
  tessera_ending_wake (self);
}

static void
tessera_ending_dispose (GObject *object)
{
  TesseraEnding *self = TESSERA_ENDING (object);

  g_clear_pointer (&self->timer, tessera_boot_timer_free);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (tessera_ending_parent_class)->dispose (object);
}

static void
tessera_ending_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_enum (value, (int) TESSERA_ENDING (object)->moment);
}

static void
tessera_ending_class_init (TesseraEndingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tessera_ending_dispose;
  object_class->get_property = tessera_ending_get_property;
  moment_property
    = g_param_spec_enum ("moment", NULL, NULL, TESSERA_TYPE_ENDING_MOMENT, TESSERA_ENDING_FAR,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, 1, moment_property);
}

static void
tessera_ending_init (TesseraEnding *self)
{
}

TesseraEnding *
tessera_ending_new (TesseraAccount *account)
{
  TesseraEnding *self = g_object_new (TESSERA_TYPE_ENDING, NULL);

  self->account = g_object_ref (account);
  self->timer = tessera_boot_timer_new (timer_cb, self);
  g_signal_connect_object (account, "notify", G_CALLBACK (tessera_ending_wake), self,
                           G_CONNECT_SWAPPED);
  self->moment = find_moment (self);
  schedule (self);
  return self;
}

TesseraAccount *
tessera_ending_get_account (TesseraEnding *self)
{
  return self->account;
}

TesseraEndingMoment
tessera_ending_get_moment (TesseraEnding *self)
{
  return self->moment;
}
