/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lock.h"
#include "keyring.h"
#include "clock.h"
#include "oidc-json.h"
#include "steps.h"
#include "store-error.h"

#define LATE 5000 /* milliseconds */

GError *
tessera_account_make_not_signed_in_error (TesseraAccount *self)
{
  if (tessera_account_has_ended (self))
    return g_error_new (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_ENDED,
                        _ ("The session of “%s” has ended."), tessera_account_get_name (self));
  return g_error_new (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN,
                      _ ("“%s” is not signed in."), tessera_account_get_name (self));
}

/* A locked keyring answers a look-up with nothing and no error, so nothing is never taken for
 * "signed out". */
GError *
tessera_account_make_locked_error (TesseraAccount *self)
{
  return g_error_new (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_LOCKED,
                      _ ("The keyring is locked and gives no token for “%s”."),
                      tessera_account_get_name (self));
}

gboolean
tessera_account_accept_stored (TesseraAccount *self, const char *text, GError **error)
{
  g_autoptr (OidcTokens) tokens = oidc_tokens_load (text, error);

  if (!tokens)
    return FALSE;
  if (!tessera_account_owns (self, tokens))
    {
      tessera_account_set_foreign (self);
      g_propagate_error (error, tessera_account_make_not_signed_in_error (self));
      return FALSE;
    }
  tessera_account_set_tokens (self, tokens, TRUE);
  return TRUE;
}

/* @text: (nullable) what the keyring gave. @failure: (transfer full) (nullable) why it gave nothing.
 * What another process did meanwhile, or a flow of this one, is newer than that. */
static gboolean
accept_looked_up (TesseraAccount *self, const char *text, GError *failure, GError **error)
{
  g_autoptr (GError) own = failure;

  if (g_error_matches (own, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&own));
      return FALSE;
    }
  if (tessera_account_is_loaded (self))
    return TRUE;
  if (!tessera_account_is_stored (self))
    {
      g_propagate_error (error, tessera_account_make_not_signed_in_error (self));
      return FALSE;
    }
  if (text)
    return tessera_account_accept_stored (self, text, error);
  tessera_account_set_locked (self, TRUE);
  g_propagate_error (error,
                     own ? g_steal_pointer (&own) : tessera_account_make_locked_error (self));
  return FALSE;
}

static void look_up (GTask *task);

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TesseraAccount *self = g_task_get_source_object (task);
  GError *failure = NULL;
  g_autofree char *text = tessera_keyring_lookup_finish (result, &failure);
  guint64 *generation = g_task_get_task_data (task);
  GError *error = NULL;

  tessera_account_read_state (self);
  if (text && *generation != tessera_account_get_generation (self))
    return look_up (g_steal_pointer (&task));
  if (accept_looked_up (self, text, failure, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes @task. What another process stores meanwhile is looked up once more. */
static void
look_up (GTask *task)
{
  TesseraAccount *self = g_task_get_source_object (task);
  guint64 *generation = g_task_get_task_data (task);

  *generation = tessera_account_get_generation (self);
  tessera_keyring_lookup_async (tessera_account_get_config (self)->id, TESSERA_KEYRING_TOKENS,
                                g_task_get_cancellable (task), looked_up_cb, task);
}

void
tessera_account_load_async (TesseraAccount *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TESSERA_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_account_load_async);
  g_task_set_task_data (task, g_new0 (guint64, 1), g_free);
  if (tessera_account_is_loaded (self))
    g_task_return_boolean (task, TRUE);
  else if (!tessera_account_is_stored (self))
    g_task_return_error (task, tessera_account_make_not_signed_in_error (self));
  else
    look_up (g_steal_pointer (&task));
}

gboolean
tessera_account_load_finish (TesseraAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  TesseraTokenKind kind;
  gint64 min_validity; /* seconds */
  gint64 since;        /* what came since then is good for as long as it lasts */
} Demand;

/* Returns: (transfer full), the claims of an ID token that was verified when it came. */
static JsonObject *
read_claims (const char *id_token)
{
  g_auto (GStrv) parts = g_strsplit (id_token, ".", 3);
  g_autoptr (GString) text = NULL;
  g_autofree guchar *claims = NULL;
  gsize length;

  if (g_strv_length (parts) != 3)
    return NULL;
  text = g_string_new (parts[1]);
  g_string_replace (text, "-", "+", 0);
  g_string_replace (text, "_", "/", 0);
  while (text->len % 4 != 0)
    g_string_append_c (text, '=');
  claims = g_base64_decode (text->str, &length);
  return oidc_json_parse_object ((const char *) claims, length, OIDC_JSON_MAX_SIZE, NULL);
}

static gint64
get_id_token_seconds_left (const char *id_token)
{
  g_autoptr (JsonObject) claims = read_claims (id_token);
  gboolean present = FALSE;
  gint64 expires_at = 0;

  if (!claims || !oidc_json_optional_integer (claims, "exp", FALSE, &present, &expires_at, NULL)
      || !present)
    return 0;
  return expires_at - MIN (tessera_clock_wall (), expires_at);
}

/* After one renewal what came is handed out even if it is shorter than was asked for; and twenty
 * programs that ask at once, some a moment late, are content with one: another would bring no more
 * than that moment. */
static gboolean
is_fresh (TesseraAccount *self, const Demand *demand)
{
  const OidcTokens *tokens = tessera_account_get_tokens (self);

  return demand->since > 0
         && oidc_tokens_came_since (tokens, demand->since - (tokens->renewals > 0 ? LATE : 0));
}

static GError *
check_access_token (TesseraAccount *self, const Demand *demand)
{
  gint64 left = tessera_account_get_seconds_left (self);

  if (left > 0 && (left >= demand->min_validity || is_fresh (self, demand)))
    return NULL;
  return g_error_new (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN,
                      left > 0 ? _ ("The access token of “%s” is over too soon.")
                               : _ ("The session of “%s” has ended."),
                      tessera_account_get_name (self));
}

static GError *
check_id_token (TesseraAccount *self, const Demand *demand)
{
  const char *id_token = tessera_account_get_id_token (self);
  gint64 left;

  if (!id_token)
    return g_error_new (TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_NO_ID_TOKEN,
                        _ ("The provider gave no ID token for “%s”."),
                        tessera_account_get_name (self));
  left = get_id_token_seconds_left (id_token);
  if (left > 0 && (left >= demand->min_validity || is_fresh (self, demand)))
    return NULL;
  return g_error_new (TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_NO_ID_TOKEN,
                      left > 0 ? _ ("The ID token of “%s” is over too soon.")
                               : _ ("The ID token of “%s” has expired."),
                      tessera_account_get_name (self));
}

static void
hand_out (GTask *task)
{
  TesseraAccount *self = g_task_get_source_object (task);
  const Demand *demand = g_task_get_task_data (task);
  gboolean access = demand->kind == TESSERA_TOKEN_ACCESS;
  GError *error = access ? check_access_token (self, demand) : check_id_token (self, demand);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task,
                           g_strdup (access ? tessera_account_get_access_token (self)
                                            : tessera_account_get_id_token (self)),
                           g_free);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (tessera_account_load_finish (TESSERA_ACCOUNT (source), result, &error))
    hand_out (task);
  else
    g_task_return_error (task, error);
}

void
tessera_account_get_token_async (TesseraAccount *self,
                                 TesseraTokenKind kind,
                                 gint64 min_validity,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;
  Demand *demand;

  g_return_if_fail (TESSERA_IS_ACCOUNT (self));

  demand = g_new0 (Demand, 1);
  demand->kind = kind;
  demand->min_validity = min_validity;
  demand->since = tessera_clock_process_began_ms ();
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_account_get_token_async);
  g_task_set_task_data (task, demand, g_free);
  tessera_account_load_async (self, cancellable, loaded_cb, task);
}

char *
tessera_account_get_token_finish (TesseraAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  char *id;
  char *label;
  char *secret; /* (nullable) */
  TesseraLock *lock;
} Change;

static void
change_free (Change *self)
{
  g_clear_pointer (&self->lock, tessera_lock_release);
  g_clear_pointer (&self->secret, g_free);
  g_free (self->id);
  g_free (self->label);
  g_free (self);
}

static TesseraStepStart
lock_keyring (gpointer data,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data,
              GError **error)
{
  tessera_lock_acquire_async ("keyring", cancellable, callback, user_data);
  return TESSERA_STEP_STARTED;
}

static gboolean
take_lock (gpointer data, GAsyncResult *result, GError **error)
{
  Change *self = data;

  self->lock = tessera_lock_acquire_finish (result, error);
  return self->lock != NULL;
}

static TesseraStepStart
store_secret (gpointer data,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data,
              GError **error)
{
  Change *self = data;

  if (self->secret)
    tessera_keyring_store_async (self->id, TESSERA_KEYRING_CLIENT_SECRET, self->label, self->secret,
                                 cancellable, callback, user_data);
  else
    tessera_keyring_forget_async (self->id, TESSERA_KEYRING_CLIENT_SECRET, cancellable, callback,
                                  user_data);
  return TESSERA_STEP_STARTED;
}

static gboolean
take_secret_stored (gpointer data, GAsyncResult *result, GError **error)
{
  Change *self = data;

  return self->secret ? tessera_keyring_store_finish (result, error)
                      : tessera_keyring_forget_finish (result, error);
}

void
tessera_account_set_client_secret_async (TesseraAccount *self,
                                         const char *secret,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  static const TesseraStep steps[] = {
    { N_ ("Remembering the client secret"), lock_keyring, take_lock, 0 },
    { N_ ("Remembering the client secret"), store_secret, take_secret_stored, 0 },
  };
  static const TesseraFlow flow = {
    .steps = steps,
    .n_steps = G_N_ELEMENTS (steps),
    .cancelled = N_ ("The client secret was not changed."),
  };
  Change *change;
  GTask *task;

  g_return_if_fail (TESSERA_IS_ACCOUNT (self));

  change = g_new0 (Change, 1);
  change->id = g_strdup (tessera_account_get_config (self)->id);
  change->label = g_strdup (tessera_account_get_name (self));
  change->secret = g_strdup (secret);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_account_set_client_secret_async);
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  tessera_flow_run (&flow, task, 0);
}

gboolean
tessera_account_set_client_secret_finish (TesseraAccount *self,
                                          GAsyncResult *result,
                                          GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
