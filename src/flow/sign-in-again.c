/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "account-files.h"
#include "oidc-error.h"
#include "sign-in-rows.h"

#define OFFLINE_ACCESS "offline_access"

static gboolean
contains (char **list, const char *item)
{
  return list && g_strv_contains ((const char *const *) list, item);
}

static gboolean
is_asked_for_by_name (const TesseraAccountConfig *config)
{
  return contains (config->scopes, OFFLINE_ACCESS)
         || g_strcmp0 (config->offline_access, "ask") == 0;
}

/* RFC 6749 §4.1.2.1 and §5.2 have invalid_scope. Keycloak's token endpoint says not_allowed. */
static gboolean
refuses_scopes (const GError *error)
{
  static const char *const codes[] = { "invalid_scope", "not_allowed", NULL };
  const char *code = oidc_error_get_oauth_code (error);

  return code && g_strv_contains (codes, code);
}

/* What each provider gives is known only once it is asked: its metadata lists the scopes of all
 * clients. */
gboolean
tessera_sign_in_repeats (gpointer data, const GError *error)
{
  TesseraSignInData *self = data;
  OidcRequest *request = NULL;

  if (!refuses_scopes (error) || !contains (self->request->scopes, OFFLINE_ACCESS)
      || is_asked_for_by_name (self->party.config))
    return FALSE;
  self->party.client->offline_access = OIDC_OFFLINE_ACCESS_NEVER;
  request = oidc_request_new (self->party.provider, self->party.client,
                              tessera_loopback_get_redirect_uri (self->loopback), NULL);
  if (!request)
    return FALSE;
  g_clear_pointer (&self->request, oidc_request_free);
  self->request = request;
  self->asks_again = TRUE;
  tessera_sign_in_add_obstacle (
    self, g_strdup (_ (
            "The provider does not allow “offline_access”. Tessera is trying again without it.")));
  return TRUE;
}

static gboolean
is_part_of_scope (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-' || c == ':' || c == '/';
}

static gboolean
holds_word (const char *text, const char *word)
{
  gsize length = strlen (word);

  for (const char *at = strstr (text, word); at; at = strstr (at + 1, word))
    if ((at == text || !is_part_of_scope (at[-1])) && !is_part_of_scope (at[length]))
      return TRUE;
  return FALSE;
}

/* "email" and "profile" are words of any sentence; a scope like "api:read" is not. */
static gboolean
names_a_scope (const char *text, char **scopes)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  if (strstr (lower, "scope"))
    return TRUE;
  for (gsize i = 0; scopes[i]; i++)
    if (strpbrk (scopes[i], "_-.:/") && holds_word (text, scopes[i]))
      return TRUE;
  return FALSE;
}

void
tessera_sign_in_explain_scopes (TesseraSignInData *self, GError *error)
{
  const char *code = oidc_error_get_oauth_code (error);
  g_autofree char *scopes = g_strjoinv (" ", self->request->scopes);
  g_autofree char *said = NULL;

  if (*scopes == '\0' || !code
      || (!refuses_scopes (error)
          && !(g_str_equal (code, "access_denied")
               && names_a_scope (error->message, self->request->scopes))))
    return;
  said = g_steal_pointer (&error->message);
  /* Translators: what the provider said, and scopes with blanks between them. */
  error->message = g_strdup_printf (_ ("%s. The requested scopes were “%s”."), said, scopes);
}

/* Whether the next sign-in is to be told what this one has found out. */
static gboolean
is_to_be_written (TesseraOperation *operation)
{
  TesseraSignInData *self = operation->data;

  return self->asks_again && !operation->failure && !self->party.config->read_only;
}

TesseraStepStart
tessera_sign_in_lock_accounts (TesseraOperation *operation, GError **error)
{
  if (!is_to_be_written (operation))
    return TESSERA_STEP_DONE;
  tessera_lock_acquire_async ("accounts", operation->cancellable, tessera_operation_ready_cb,
                              operation);
  return TESSERA_STEP_STARTED;
}

gboolean
tessera_sign_in_take_accounts_locked (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;

  self->accounts_lock = tessera_lock_acquire_finish (result, error);
  return self->accounts_lock != NULL;
}

/* Changes the account as it is by now, and no other member of it. */
static void
write_in_thread (GTask *task, gpointer source, gpointer id, GCancellable *cancellable)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) configs = tessera_account_files_read (&problem);

  for (guint i = 0; i < configs->len; i++)
    {
      TesseraAccountConfig *config = configs->pdata[i];

      if (g_strcmp0 (config->id, id) != 0 || config->offline_access
          || contains (config->scopes, OFFLINE_ACCESS))
        continue;
      config->offline_access = g_strdup ("never");
      g_clear_error (&problem);
      tessera_account_files_update (config, &problem);
    }
  g_task_return_boolean (task, TRUE);
}

TesseraStepStart
tessera_sign_in_write_config (TesseraOperation *operation, GError **error)
{
  TesseraSignInData *self = operation->data;
  g_autoptr (GTask) task = NULL;

  if (!self->accounts_lock)
    return TESSERA_STEP_DONE;
  task = g_task_new (NULL, NULL, tessera_operation_ready_cb, operation);
  g_task_set_source_tag (task, tessera_sign_in_write_config);
  g_task_set_task_data (task, g_strdup (self->party.config->id), g_free);
  g_task_run_in_thread (task, write_in_thread);
  return TESSERA_STEP_STARTED;
}

/* That it was not written costs the next sign-in a request, and nothing else. */
gboolean
tessera_sign_in_take_config_written (gpointer data, GAsyncResult *result, GError **error)
{
  TesseraSignInData *self = data;

  g_clear_pointer (&self->accounts_lock, tessera_lock_release);
  return g_task_propagate_boolean (G_TASK (result), error);
}
