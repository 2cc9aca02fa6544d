/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-session.h"

#include <glib/gi18n.h>
#include <string.h>

#include "account-error.h"
#include "client-secret.h"
#include "keyring.h"
#include "clock.h"
#include "oidc-claims.h"
#include "oidc-json.h"
#include "store-error.h"
#include "store-load.h"

#define LATE 5000 /* milliseconds */

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TesseraAccount *self = g_task_get_source_object (task);
  TesseraStore *store = TESSERA_STORE (source);
  GError *error = NULL;
  g_autoptr (OidcTokens) tokens = tessera_store_load_finish (store, result, &error);
  g_autoptr (OidcTokens) shown = tokens ? oidc_tokens_without_refresh_token (tokens) : NULL;

  if (shown)
    tessera_account_take_tokens (self, shown);
  else if (tessera_error_kind (error) == TESSERA_ERROR_KEYRING)
    tessera_account_set_locked (self);
  if (!error && !tessera_account_is_loaded (self))
    error = tessera_store_make_absent_error (store);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
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
  if (tessera_account_is_loaded (self))
    g_task_return_boolean (task, TRUE);
  else
    tessera_store_load_async (tessera_account_get_store (self), cancellable, loaded_cb,
                              g_steal_pointer (&task));
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

gint64
tessera_account_get_id_token_expires_at (TesseraAccount *self)
{
  const char *id_token = tessera_account_get_id_token (self);
  g_autoptr (JsonObject) claims = id_token ? oidc_claims_read (id_token, NULL) : NULL;
  gint64 expires_at = 0;

  if (!claims || !oidc_json_optional_integer (claims, "exp", NULL, &expires_at, NULL))
    return 0;
  return MAX (expires_at, 0);
}

void
tessera_account_forbid_prompts (void)
{
  tessera_keyring_forbid_prompts ();
}

static gint64
get_id_token_seconds_left (TesseraAccount *self)
{
  gint64 expires_at = tessera_account_get_id_token_expires_at (self);

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

/* A renewal may have brought no ID token; first_id_token tells that one has replaced the first. */
static gboolean
is_fresh_id_token (TesseraAccount *self, const Demand *demand)
{
  const OidcTokens *tokens = tessera_account_get_tokens (self);

  return is_fresh (self, demand) && (tokens->renewals == 0 || tokens->first_id_token != NULL);
}

static GError *
check_access_token (TesseraAccount *self, const Demand *demand)
{
  gint64 left = tessera_account_get_seconds_left (self);

  if (left > 0 && (left >= demand->min_validity || is_fresh (self, demand)))
    return NULL;
  return g_error_new (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN,
                      left > 0 ? _ ("The access token of “%s” expires sooner than requested.")
                               : _ ("The access token of “%s” has expired and cannot be renewed."),
                      tessera_account_get_name (self));
}

static GError *
check_id_token (TesseraAccount *self, const Demand *demand)
{
  gint64 left;

  if (!tessera_account_get_id_token (self))
    return g_error_new (TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_NO_ID_TOKEN,
                        _ ("The provider gave no ID token for “%s”."),
                        tessera_account_get_name (self));
  left = get_id_token_seconds_left (self);
  if (left > 0 && (left >= demand->min_validity || is_fresh_id_token (self, demand)))
    return NULL;
  return g_error_new (TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_NO_ID_TOKEN,
                      left > 0 ? _ ("The ID token of “%s” expires sooner than requested.")
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
handed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
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
  demand->since = tessera_clock_program_began_ms ();
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_account_get_token_async);
  g_task_set_task_data (task, demand, g_free);
  tessera_account_load_async (self, cancellable, handed_out_cb, task);
}

char *
tessera_account_get_token_finish (TesseraAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
client_secret_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  g_autofree char *secret = tessera_client_secret_lookup_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, secret != NULL);
}

void
tessera_account_has_client_secret_async (TesseraAccount *self,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TESSERA_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_account_has_client_secret_async);
  tessera_client_secret_lookup_async (tessera_account_get_store (self), cancellable,
                                      client_secret_looked_up_cb, task);
}

gboolean
tessera_account_has_client_secret_finish (TesseraAccount *self,
                                          GAsyncResult *result,
                                          GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
client_secret_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (tessera_client_secret_set_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
tessera_account_set_client_secret_async (TesseraAccount *self,
                                         const char *secret,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TESSERA_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tessera_account_set_client_secret_async);
  /* What is stored when the cancel comes is stored. */
  g_task_set_check_cancellable (task, FALSE);
  tessera_client_secret_set_async (tessera_account_get_store (self), secret, cancellable,
                                   client_secret_set_cb, task);
}

gboolean
tessera_account_set_client_secret_finish (TesseraAccount *self,
                                          GAsyncResult *result,
                                          GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
