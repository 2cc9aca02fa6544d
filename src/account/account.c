/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-session.h"

#include "boot-timer.h"
#include "session-owner.h"

/* What this process has of the session that the record tells of. */
typedef enum
{
  HELD_NOTHING, /* not asked for yet */
  HELD_TOKENS,
  HELD_LOCKED,       /* the keyring gave nothing away */
  HELD_OTHER_CLIENT, /* a session of another issuer or client ID, as the account was edited */
} Held;

struct _TesseraAccount
{
  GObject parent_instance;
  TesseraAccountConfig *config;
  TesseraStore *store;
  OidcTokens *tokens; /* (nullable) without the refresh token */
  Held held;
  gboolean signing_in;

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

/* What is recorded of the session, or a blank record where that is another client's. */
static const TesseraSessionRecord *
get_record (TesseraAccount *self)
{
  static const TesseraSessionRecord none;
  const TesseraSessionRecord *record = tessera_store_get_record (self->store);

  return self->held != HELD_OTHER_CLIENT && tessera_session_owner_may_be (self->config, record)
           ? record
           : &none;
}

static TesseraAccountState
derive_state (TesseraAccount *self)
{
  const TesseraSessionRecord *record = get_record (self);

  if (self->signing_in)
    return TESSERA_ACCOUNT_SIGNING_IN;
  if (self->held != HELD_TOKENS)
    {
      if (tessera_store_get_problem (self->store))
        return TESSERA_ACCOUNT_UNKNOWN;
      if (record->ended)
        return TESSERA_ACCOUNT_EXPIRED;
      if (!record->signed_in)
        return TESSERA_ACCOUNT_SIGNED_OUT;
    }
  if (tessera_account_get_seconds_left (self) <= 0 && !tessera_account_can_renew (self))
    return TESSERA_ACCOUNT_EXPIRED;
  return self->held == HELD_LOCKED ? TESSERA_ACCOUNT_LOCKED : TESSERA_ACCOUNT_SIGNED_IN;
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

/* The one setter. @tokens: (nullable) with HELD_TOKENS alone. */
static void
set_held (TesseraAccount *self, Held held, OidcTokens *tokens)
{
  g_autoptr (OidcTokens) before = g_steal_pointer (&self->tokens);

  self->held = held;
  self->tokens = tokens ? oidc_tokens_ref (tokens) : NULL;
  g_object_freeze_notify (G_OBJECT (self));
  notify_person (self);
  update (self);
  g_object_thaw_notify (G_OBJECT (self));
}

void
tessera_account_take_tokens (TesseraAccount *self, OidcTokens *tokens)
{
  if (tessera_session_owner_is (self->config, tokens))
    set_held (self, HELD_TOKENS, tokens);
  else
    set_held (self, HELD_OTHER_CLIENT, NULL);
}

static void
store_changed_cb (TesseraAccount *self, OidcTokens *tokens)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (tokens)
    tessera_account_take_tokens (self, tokens);
  else
    set_held (self, HELD_NOTHING, NULL);
  /* The same state with other tokens is news, too. */
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  g_object_thaw_notify (G_OBJECT (self));
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
  g_clear_pointer (&self->tokens, oidc_tokens_unref);
  g_clear_object (&self->store);
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
  self->store = tessera_store_new (config->id, config->name);
  g_signal_connect_object (self->store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  /* Before reading: what is written in between is not missed. */
  if (watch)
    {
      tessera_store_watch (self->store);
      self->timer = tessera_boot_timer_new (expired_cb, self);
    }
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
  gboolean changed;

  g_return_if_fail (TESSERA_IS_ACCOUNT (self));

  changed = !tessera_account_config_equal (self->config, config);
  before = g_steal_pointer (&self->config);
  self->config = tessera_account_config_copy (config);
  tessera_store_set_label (self->store, config->name);
  if (g_strcmp0 (before->name, config->name) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NAME]);
  if (self->tokens && !tessera_session_owner_is (config, self->tokens))
    set_held (self, HELD_OTHER_CLIENT, NULL);
  else if (self->held == HELD_OTHER_CLIENT)
    set_held (self, HELD_NOTHING, NULL);
  else if (!self->tokens && changed)
    set_held (self, self->held, NULL);
  if (changed)
    g_signal_emit (self, configured_signal, 0);
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

  return self->tokens ? self->tokens->subject : get_record (self)->subject;
}

const char *
tessera_account_get_person_name (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), NULL);

  return self->tokens ? self->tokens->name : get_record (self)->person_name;
}

const char *
tessera_account_get_email (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), NULL);

  return self->tokens ? self->tokens->email : get_record (self)->email;
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
  const TesseraSessionRecord *record;

  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), 0);

  if (self->tokens)
    return oidc_tokens_expires_at (self->tokens);
  record = get_record (self);
  return record->signed_in || record->ended ? MAX (record->expires_at, 0) : 0;
}

gint64
tessera_account_get_seconds_left (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), 0);

  return self->tokens ? oidc_tokens_seconds_left (self->tokens)
                      : tessera_session_record_seconds_left (get_record (self));
}

gint64
tessera_account_get_lifetime (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), 0);

  return self->tokens ? MAX (self->tokens->expires_in, 0) : get_record (self)->lifetime;
}

gboolean
tessera_account_can_renew (TesseraAccount *self)
{
  const OidcTokens *kept;

  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), FALSE);

  kept = tessera_store_get_kept (self->store);
  return kept ? kept->refresh_token != NULL : get_record (self)->renewable;
}

gboolean
tessera_account_has_ended (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), FALSE);

  return self->held != HELD_TOKENS && get_record (self)->ended;
}

const GError *
tessera_account_get_problem (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), NULL);

  return self->held == HELD_TOKENS ? NULL : tessera_store_get_problem (self->store);
}

gboolean
tessera_account_is_recorded (TesseraAccount *self)
{
  g_return_val_if_fail (TESSERA_IS_ACCOUNT (self), FALSE);

  return tessera_store_get_record (self->store)->known;
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

const char *
tessera_account_get_response_issuer (TesseraAccount *self)
{
  return self->tokens ? self->tokens->response_issuer : NULL;
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

TesseraStore *
tessera_account_get_store (TesseraAccount *self)
{
  return self->store;
}

void
tessera_account_set_locked (TesseraAccount *self)
{
  set_held (self, HELD_LOCKED, NULL);
}
