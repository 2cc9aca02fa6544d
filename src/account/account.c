/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-private.h"

#include <string.h>

#include "session-record.h"
#include "boot-timer.h"
#include "clock.h"

struct _TesseraAccount
{
  GObject parent_instance;
  TesseraAccountConfig *config;
  TesseraSessionRecord *stored; /* the state file, as last read */
  OidcTokens *tokens;           /* (nullable) */
  gboolean signing_in;
  gboolean locked;
  gboolean foreign;
  gboolean unsaved; /* the tokens in memory are newer than those in the keyring */

  gboolean watch;
  GFileMonitor *monitor;
  TesseraBootTimer *timer;   /* for the moment of expiry; NULL where nobody watches */
  TesseraAccountState shown; /* the state that "notify" told last */
};

enum
{
  PROP_NAME = 1,
  PROP_STATE,
  PROP_SUBJECT,
  PROP_PERSON_NAME,
  PROP_EMAIL,
  PROP_EXPIRES_AT,
  PROP_SCOPE,
  N_PROPS
};
static GParamSpec *props[N_PROPS];
static guint configured_signal;

G_DEFINE_FINAL_TYPE (TesseraAccount, tessera_account, G_TYPE_OBJECT)

static const GEnumValue state_values[] = {
  { TESSERA_ACCOUNT_SIGNED_OUT, "TESSERA_ACCOUNT_SIGNED_OUT", "signed-out" },
  { TESSERA_ACCOUNT_SIGNING_IN, "TESSERA_ACCOUNT_SIGNING_IN", "signing-in" },
  { TESSERA_ACCOUNT_SIGNED_IN, "TESSERA_ACCOUNT_SIGNED_IN", "signed-in" },
  { TESSERA_ACCOUNT_EXPIRED, "TESSERA_ACCOUNT_EXPIRED", "expired" },
  { TESSERA_ACCOUNT_LOCKED, "TESSERA_ACCOUNT_LOCKED", "locked" },
  { 0, NULL, NULL },
};

GType
tessera_account_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("TesseraAccountState", state_values));
  return type;
}

const char *
tessera_account_state_to_string (TesseraAccountState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (state_values) - 1, NULL);

  return state_values[state].value_nick;
}

/* As oidc_tokens_seconds_left() reckons, from what the state file says. */
static gint64
get_stored_seconds_left (const TesseraSessionRecord *stored)
{
  if (stored->expires_boot > 0 && stored->boot_id && stored->boot_id[0] != '\0'
      && strcmp (stored->boot_id, tessera_clock_boot_id ()) == 0)
    return stored->expires_boot - tessera_clock_boot ();
  if (stored->expires_at <= 0)
    return G_MAXINT64;
  /* A clock set back must not lengthen the token's life. */
  return MIN (stored->expires_at - tessera_clock_wall (),
              stored->lifetime > 0 ? stored->lifetime : G_MAXINT64);
}

static TesseraAccountState
derive_state (TesseraAccount *self)
{
  if (self->signing_in)
    return TESSERA_ACCOUNT_SIGNING_IN;
  if (!self->tokens && self->stored->ended)
    return TESSERA_ACCOUNT_EXPIRED;
  if (!self->tokens && (!self->stored->signed_in || self->foreign))
    return TESSERA_ACCOUNT_SIGNED_OUT;
  if (tessera_account_get_seconds_left (self) <= 0 && !tessera_account_can_renew (self))
    return TESSERA_ACCOUNT_EXPIRED;
  return self->locked ? TESSERA_ACCOUNT_LOCKED : TESSERA_ACCOUNT_SIGNED_IN;
}

static void
schedule_expiry (TesseraAccount *self)
{
  gint64 left = tessera_account_get_seconds_left (self);
  gboolean awaited = self->shown == TESSERA_ACCOUNT_SIGNED_IN && left != G_MAXINT64;

  if (self->timer)
    tessera_boot_timer_set (self->timer, awaited ? left : 0);
}

static void
update (TesseraAccount *self)
{
  TesseraAccountState state = derive_state (self);

  if (state != self->shown)
    {
      self->shown = state;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
    }
  schedule_expiry (self);
}

static void
expired_cb (gpointer user_data)
{
  update (user_data);
}

static void
notify_person (TesseraAccount *self)
{
  static const int told[]
    = { PROP_SUBJECT, PROP_PERSON_NAME, PROP_EMAIL, PROP_EXPIRES_AT, PROP_SCOPE };

  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[told[i]]);
}

/* Returns: whether another one is stored by now. */
static gboolean
read_state (TesseraAccount *self)
{
  g_autoptr (TesseraSessionRecord) stored = tessera_session_record_read (self->config->id);
  gboolean changed = stored->generation != self->stored->generation
                     || stored->signed_in != self->stored->signed_in;

  g_clear_pointer (&self->stored, tessera_session_record_free);
  self->stored = g_steal_pointer (&stored);
  if (changed)
    self->foreign = FALSE;
  return changed;
}

/* What is in memory is then another session's: whoever shows it loads it again. */
static void
state_file_changed_cb (TesseraAccount *self)
{
  if (!read_state (self))
    return;
  self->locked = FALSE;
  self->unsaved = FALSE;
  g_clear_pointer (&self->tokens, oidc_tokens_unref);
  g_object_freeze_notify (G_OBJECT (self));
  notify_person (self);
  /* The same state with other tokens is news too. */
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  update (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
watch_state_file (TesseraAccount *self)
{
  g_autofree char *path = tessera_session_record_get_path (self->config->id);
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  /* GIO looks for a directory that is not there every few seconds. */
  if (g_mkdir_with_parents (directory, 0700) < 0)
    return;
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (state_file_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
tessera_account_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraAccount *self = TESSERA_ACCOUNT (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, tessera_account_get_name (self));
      break;
    case PROP_STATE:
      g_value_set_enum (value, tessera_account_get_state (self));
      break;
    case PROP_SUBJECT:
      g_value_set_string (value, tessera_account_get_subject (self));
      break;
    case PROP_PERSON_NAME:
      g_value_set_string (value, tessera_account_get_person_name (self));
      break;
    case PROP_EMAIL:
      g_value_set_string (value, tessera_account_get_email (self));
      break;
    case PROP_EXPIRES_AT:
      g_value_set_int64 (value, tessera_account_get_expires_at (self));
      break;
    case PROP_SCOPE:
      g_value_set_string (value, tessera_account_get_scope (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tessera_account_finalize (GObject *object)
{
  TesseraAccount *self = TESSERA_ACCOUNT (object);

  g_clear_pointer (&self->timer, tessera_boot_timer_free);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->tokens, oidc_tokens_unref);
  g_clear_pointer (&self->stored, tessera_session_record_free);
  g_clear_pointer (&self->config, tessera_account_config_free);
  G_OBJECT_CLASS (tessera_account_parent_class)->finalize (object);
}

static void
tessera_account_class_init (TesseraAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tessera_account_get_property;
  object_class->finalize = tessera_account_finalize;
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, TESSERA_TYPE_ACCOUNT_STATE,
                                         TESSERA_ACCOUNT_SIGNED_OUT, flags);
  props[PROP_SUBJECT] = g_param_spec_string ("subject", NULL, NULL, NULL, flags);
  props[PROP_PERSON_NAME] = g_param_spec_string ("person-name", NULL, NULL, NULL, flags);
  props[PROP_EMAIL] = g_param_spec_string ("email", NULL, NULL, NULL, flags);
  props[PROP_EXPIRES_AT] = g_param_spec_int64 ("expires-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_SCOPE] = g_param_spec_string ("scope", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  configured_signal = g_signal_new ("configured", TESSERA_TYPE_ACCOUNT, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
tessera_account_init (TesseraAccount *self)
{
}

TesseraAccount *
tessera_account_new (const TesseraAccountConfig *config, gboolean watch)
{
  TesseraAccount *self = g_object_new (TESSERA_TYPE_ACCOUNT, NULL);

  self->config = tessera_account_config_copy (config);
  /* Before reading: what is written in between is not missed. */
  if (watch)
    {
      watch_state_file (self);
      self->timer = tessera_boot_timer_new (expired_cb, self);
    }
  self->stored = tessera_session_record_read (config->id);
  self->shown = derive_state (self);
  schedule_expiry (self);
  return self;
}

const TesseraAccountConfig *
tessera_account_get_config (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), NULL);

  return self->config;
}

void
tessera_account_set_config (TesseraAccount *self, const TesseraAccountConfig *config)
{
  g_autoptr (TesseraAccountConfig) before = NULL;

  g_return_if_fail (TESSERA_IS_ACCOUNT (self));

  before = g_steal_pointer (&self->config);
  self->config = tessera_account_config_copy (config);
  if (g_strcmp0 (before->name, config->name) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NAME]);
  if (!tessera_account_config_equal (before, config))
    g_signal_emit (self, configured_signal, 0);
  self->foreign = FALSE;
  if (self->tokens && !tessera_account_owns (self, self->tokens))
    {
      tessera_account_set_foreign (self);
      return;
    }
  update (self);
}

const char *
tessera_account_get_name (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), NULL);

  return self->config->name;
}

TesseraAccountState
tessera_account_get_state (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), TESSERA_ACCOUNT_SIGNED_OUT);

  return derive_state (self);
}

const char *
tessera_account_get_subject (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), NULL);

  return self->tokens ? self->tokens->subject : self->stored->subject;
}

const char *
tessera_account_get_person_name (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), NULL);

  return self->tokens ? self->tokens->name : NULL;
}

const char *
tessera_account_get_email (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), NULL);

  return self->tokens ? self->tokens->email : NULL;
}

const char *
tessera_account_get_scope (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), NULL);

  return self->tokens ? self->tokens->scope : NULL;
}

gint64
tessera_account_get_expires_at (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), 0);

  if (self->tokens)
    return oidc_tokens_expires_at (self->tokens);
  return (self->stored->signed_in || self->stored->ended) && !self->foreign
           ? MAX (self->stored->expires_at, 0)
           : 0;
}

gint64
tessera_account_get_seconds_left (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), 0);

  return self->tokens ? oidc_tokens_seconds_left (self->tokens)
                      : get_stored_seconds_left (self->stored);
}

gint64
tessera_account_get_lifetime (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), 0);

  return self->tokens ? MAX (self->tokens->expires_in, 0) : self->stored->lifetime;
}

gboolean
tessera_account_can_renew (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), FALSE);

  return self->tokens ? self->tokens->refresh_token != NULL : self->stored->renewable;
}

gboolean
tessera_account_is_loaded (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), FALSE);

  return self->tokens != NULL;
}

const char *
tessera_account_get_access_token (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), NULL);

  return self->tokens ? self->tokens->access_token : NULL;
}

const char *
tessera_account_get_id_token (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), NULL);

  return self->tokens ? self->tokens->id_token : NULL;
}

void
tessera_account_set_signing_in (TesseraAccount *self, gboolean signing_in)
{
  self->signing_in = signing_in;
  update (self);
}

OidcTokens *
tessera_account_get_tokens (TesseraAccount *self)
{
  return self->tokens;
}

void
tessera_account_set_tokens (TesseraAccount *self, OidcTokens *tokens, gboolean from_keyring)
{
  gboolean foreign = tokens && !tessera_account_owns (self, tokens);
  g_autoptr (OidcTokens) before = g_steal_pointer (&self->tokens);

  g_object_freeze_notify (G_OBJECT (self));
  if (tokens && !foreign)
    self->tokens = oidc_tokens_ref (tokens);
  self->locked = FALSE;
  self->unsaved = FALSE;
  /* What the caller has just written is not another process's change. */
  if (!from_keyring)
    read_state (self);
  self->foreign = foreign;
  notify_person (self);
  update (self);
  g_object_thaw_notify (G_OBJECT (self));
}

void
tessera_account_set_locked (TesseraAccount *self, gboolean locked)
{
  self->locked = locked;
  update (self);
}

gboolean
tessera_account_owns (TesseraAccount *self, const OidcTokens *tokens)
{
  const TesseraAccountConfig *config = self->config;

  return g_strcmp0 (tokens->issuer, config->issuer) == 0
         && g_strcmp0 (tokens->client_id, config->client_id) == 0
         && (!config->token_endpoint
             || g_strcmp0 (tokens->token_endpoint, config->token_endpoint) == 0);
}

void
tessera_account_set_unsaved (TesseraAccount *self)
{
  self->unsaved = TRUE;
}

gboolean
tessera_account_is_unsaved (TesseraAccount *self)
{
  return self->tokens != NULL && self->unsaved;
}

void
tessera_account_read_state (TesseraAccount *self)
{
  state_file_changed_cb (self);
}

guint64
tessera_account_get_generation (TesseraAccount *self)
{
  return self->stored->generation;
}

gboolean
tessera_account_has_ended (TesseraAccount *self)
{
  return self->stored->ended;
}

void
tessera_account_set_foreign (TesseraAccount *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  tessera_account_set_tokens (self, NULL, TRUE);
  self->foreign = TRUE;
  update (self);
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
tessera_account_is_stored (TesseraAccount *self)
{
  return self->stored->signed_in && !self->foreign;
}
