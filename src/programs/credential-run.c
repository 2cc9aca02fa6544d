/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "account-exchanged.h"
#include "account-notes.h"
#include "clock.h"
#include "credential-account.h"
#include "setup-words.h"

#define NEW 60 /* seconds: a token that came since is not renewed, though it was refused */

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* One call of the runner. */
typedef struct
{
  TesseraCredentialRequest *request;
  const TesseraCredentialProtocol *protocol;
  TesseraAccount *account;
  const TesseraCredentialOnline *online; /* (nullable) */
  GCancellable *cancellable;
  TesseraCredentialAnswer *answer;
} Run;

/* (transfer full) (nullable) */
static char *
take_token (Run *self, gint64 min_validity, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_account_get_token_async (self->account, self->request->token, min_validity,
                                   self->cancellable, ready_cb, &result);
  return tessera_account_get_token_finish (self->account, wait_for (&result), error);
}

/* A token that lives for two minutes must not be renewed at each call. */
static gint64
get_min_validity (Run *self)
{
  gint64 wanted = self->protocol->min_validity;
  gint64 half = tessera_account_get_lifetime (self->account) / 2;

  if (self->protocol->half_a_lifetime)
    return MAX (wanted, half);
  return half > 0 ? MIN (wanted, MAX (60, half)) : wanted;
}

static gboolean
may_renew (Run *self)
{
  return tessera_account_is_loaded (self->account) && tessera_account_can_renew (self->account)
         && (self->request->token == TESSERA_TOKEN_ACCESS
             || tessera_account_get_id_token (self->account) != NULL);
}

/* Whether somebody refused the token that is there. A program that says so on its own is believed
 * once for each token, and one that only asks again where the token is not quite new: a script may
 * ask for each of its commands. */
static gboolean
is_refused (Run *self)
{
  const char *asker = self->request->asker;

  if (tessera_account_is_refused (self->account))
    return TRUE;
  if (self->request->was_refused)
    return asker == NULL || !tessera_account_is_asker (self->account, asker);
  return asker != NULL && tessera_account_is_asker (self->account, asker)
         && !tessera_account_is_new (self->account, NEW);
}

static gboolean
is_same_id_token (Run *self, const char *before)
{
  return self->request->token == TESSERA_TOKEN_ID
         && g_strcmp0 (before, tessera_account_get_id_token (self->account)) == 0;
}

/* The renewal came early, so its failure costs nothing while the token that is there is valid.
 * Takes @failure. */
static char *
take_unrenewed (Run *self, GError *failure, GError **error)
{
  g_autoptr (GError) reason = failure;
  char *token = NULL;

  if (tessera_error_kind (reason) != TESSERA_ERROR_NOT_SIGNED_IN
      && !g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    token = take_token (self, 0, NULL);
  if (token == NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return token;
}

static char *
renew_token (Run *self, GError **error)
{
  g_autofree char *id_token = g_strdup (tessera_account_get_id_token (self->account));
  GError *failure = NULL;

  if (!self->online->renew (self->account, self->cancellable, &failure))
    return take_unrenewed (self, failure, error);
  if (is_same_id_token (self, id_token))
    {
      g_set_error (error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_NO_ID_TOKEN,
                   _ ("The provider renewed the session of “%s”, but sent no new ID token."),
                   tessera_account_get_name (self->account));
      return NULL;
    }
  return take_token (self, 0, error);
}

/* Where nothing renews the session, a token counts until its end. Takes @failure. */
static char *
take_last_minute (Run *self, GError *failure, GError **error)
{
  g_autoptr (GError) reason = failure;

  if (tessera_account_is_loaded (self->account))
    return take_token (self, 0, error);
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

/* NULL with answer->needs_online where it has to be renewed first. */
static char *
get_token (Run *self, GError **error)
{
  GError *failure = NULL;
  g_autofree char *token = take_token (self, get_min_validity (self), &failure);

  if (token != NULL && !is_refused (self))
    return g_steal_pointer (&token);
  if (may_renew (self))
    {
      g_clear_error (&failure);
      self->answer->needs_online = self->online == NULL;
      return self->online != NULL ? renew_token (self, error) : NULL;
    }
  if (token != NULL)
    return g_steal_pointer (&token);
  return take_last_minute (self, failure, error);
}

static gboolean
person_is_there (Run *self)
{
  return self->protocol->person_is_there != NULL && self->protocol->person_is_there (self->request);
}

/* What the person has to do, as a command to copy. Takes @failure. */
static void
tell_to_sign_in (Run *self, GError *failure, GError **error)
{
  g_autoptr (GError) own = failure;
  const TesseraAccountConfig *config = tessera_account_get_config (self->account);
  const char *name = config->name;
  g_autofree char *quoted = tessera_setup_quote (tessera_setup_name (config, NULL));

  if (g_str_equal (tessera_error_id (own), "session_ended"))
    g_set_error (error, own->domain, own->code,
                 _ ("The session of “%s” has ended. Run “tessera login %s”."), name, quoted);
  else if (g_str_equal (tessera_error_id (own), "not_signed_in"))
    g_set_error (error, own->domain, own->code,
                 _ ("“%s” is not signed in. Run “tessera login %s”."), name, quoted);
  else
    g_propagate_error (error, g_steal_pointer (&own));
}

/* The token, after a sign-in where that is wanted and a person is there. */
static char *
get_token_or_sign_in (Run *self, GError **error)
{
  GError *failure = NULL;
  char *token = get_token (self, &failure);

  if (token != NULL || self->answer->needs_online)
    return token;
  if (tessera_error_kind (failure) == TESSERA_ERROR_NOT_SIGNED_IN && self->request->sign_in
      && person_is_there (self))
    {
      self->answer->needs_online = self->online == NULL;
      if (self->online == NULL)
        {
          g_clear_error (&failure);
          return NULL;
        }
      g_clear_error (&failure);
      if (self->online->sign_in (self->account, self->cancellable, &failure))
        token = get_token (self, &failure);
    }
  if (token == NULL)
    tell_to_sign_in (self, failure, error);
  return token;
}

/* What no header, and no line, may have (RFC 6750 §2.1). */
static gboolean
check_token (const char *token, GError **error)
{
  for (const char *c = token; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      {
        g_set_error_literal (error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_FAILED,
                             _ ("The token contains an invalid character."));
        return FALSE;
      }
  return TRUE;
}

#define SLACK 5 /* seconds: the provider may count the lifetime from earlier than we do */

/* How much earlier than it does the token is said to expire. A minute where there is time, so that
 * a program does not use it in its last second, or half a minute; never so much that it is in the
 * past. */
static gint64
choose_margin (Run *self, gint64 left)
{
  gint64 margin = self->protocol->margin;
  gint64 least = margin / 2 + SLACK;

  if (left >= 2 * margin)
    return margin;
  return left > least ? MAX (left / 2, least) : left / 2;
}

/* Wall clock in seconds; 0: unknown. */
static gint64
choose_expiry (Run *self)
{
  gint64 expires_at = self->request->token == TESSERA_TOKEN_ID
                        ? tessera_account_get_id_token_expires_at (self->account)
                        : tessera_account_get_expires_at (self->account);

  if (expires_at <= 0)
    return 0;
  return expires_at - choose_margin (self, MAX (expires_at - tessera_clock_wall (), 0));
}

static char *
answer_with_token (Run *self, GError **error)
{
  g_autofree char *token = get_token_or_sign_in (self, error);

  if (token == NULL || !check_token (token, error))
    return NULL;
  if (self->request->asker != NULL)
    tessera_account_note_asker (self->account, self->request->asker);
  return self->protocol->write (self->request, token, choose_expiry (self), error);
}

/* (transfer full) (nullable) */
static char *
load_exchanged (Run *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_account_load_exchanged_async (self->account, self->cancellable, ready_cb, &result);
  return tessera_account_load_exchanged_finish (self->account, wait_for (&result), NULL);
}

/* Takes @failure: why there is no new exchange. What is left of the last one counts to its end. */
static char *
answer_with_rest (Run *self, const char *exchanged, GError *failure, GError **error)
{
  g_autoptr (GError) reason = failure;
  char *output = NULL;

  if (exchanged != NULL && tessera_error_kind (reason) == TESSERA_ERROR_UNREACHABLE)
    output = self->protocol->write (self->request, exchanged, 0, NULL);
  if (output == NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return output;
}

static char *
answer_with_exchanged (Run *self, GError **error)
{
  TesseraAccountState state = tessera_account_get_state (self->account);
  gboolean has_session = state != TESSERA_ACCOUNT_SIGNED_OUT && state != TESSERA_ACCOUNT_EXPIRED;
  g_autofree char *exchanged = NULL;
  g_autofree char *id_token = NULL;
  g_autofree char *anew = NULL;
  GError *failure = NULL;

  self->request->subject = g_strdup (tessera_account_get_subject (self->account));
  exchanged = has_session ? load_exchanged (self) : NULL;
  if (exchanged != NULL && self->protocol->lasts (self->request, exchanged))
    return self->protocol->write (self->request, exchanged, 0, error);
  id_token = get_token_or_sign_in (self, error);
  if (id_token == NULL)
    return NULL;
  self->answer->needs_online = self->online == NULL;
  if (self->online == NULL)
    return NULL;
  g_clear_pointer (&self->request->subject, g_free);
  self->request->subject = g_strdup (tessera_account_get_subject (self->account));
  self->request->email = g_strdup (tessera_account_get_email (self->account));
  anew
    = self->online->exchange (self->request, self->account, id_token, self->cancellable, &failure);
  if (anew == NULL)
    return answer_with_rest (self, exchanged, failure, error);
  return self->protocol->write (self->request, anew, 0, error);
}

/* Only the token that is in force counts: git tells of old ones, too. */
static void
note_refusal (Run *self)
{
  g_autofree char *token = NULL;

  if (self->request->refused_secret == NULL)
    return;
  tessera_account_forbid_prompts ();
  token = take_token (self, 0, NULL);
  if (g_strcmp0 (token, self->request->refused_secret) == 0)
    tessera_account_note_refused (self->account);
}

static char *
answer_request (Run *self, GError **error)
{
  if (self->request->action == TESSERA_CREDENTIAL_ERASE)
    {
      note_refusal (self);
      return g_strdup (self->protocol->nothing);
    }
  if (!person_is_there (self))
    tessera_account_forbid_prompts ();
  return self->protocol->lasts != NULL ? answer_with_exchanged (self, error)
                                       : answer_with_token (self, error);
}

/* There is nothing for this host: an answer for some programs, an error for the others. */
static gboolean
answer_nothing (Run *self, GError **error)
{
  self->answer->output = g_strdup (self->protocol->nothing);
  if (self->protocol->nothing != NULL)
    return TRUE;
  g_set_error (error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_HOST_NOT_LISTED,
               self->request->account_name != NULL ? _ ("The account does not list the host “%s”.")
                                                   : _ ("No account lists the host “%s”."),
               self->request->uri != NULL ? self->request->uri : "");
  return FALSE;
}

static gboolean
run (Run *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GError) unknown = NULL;
  g_autoptr (TesseraAccounts) accounts = NULL;

  if (self->protocol->read != NULL && !self->protocol->read (self->request, error))
    return FALSE;
  if (self->request->action == TESSERA_CREDENTIAL_REPLY)
    {
      self->answer->output = g_strdup (self->request->reply);
      self->answer->status = self->request->reply_status;
      return TRUE;
    }
  if (self->request->action == TESSERA_CREDENTIAL_NOTHING)
    return answer_nothing (self, error);
  accounts = tessera_accounts_new (FALSE, &problem);
  self->account = tessera_credential_account_find (self->request, accounts, &unknown);
  if (self->account == NULL && unknown == NULL
      && (problem == NULL || !tessera_credential_account_may_be (self->request)))
    return answer_nothing (self, error);
  if (self->account == NULL)
    {
      g_propagate_error (error,
                         problem != NULL ? g_steal_pointer (&problem) : g_steal_pointer (&unknown));
      return FALSE;
    }
  self->answer->output = answer_request (self, error);
  return self->answer->output != NULL;
}

gboolean
tessera_credential_run (TesseraCredentialRequest *request,
                        const TesseraCredentialOnline *online,
                        GCancellable *cancellable,
                        TesseraCredentialAnswer *answer,
                        GError **error)
{
  Run self = { request, request->protocol, NULL, online, cancellable, answer };
  g_autoptr (GError) failure = NULL;

  answer->status = -1;
  request->cancellable = cancellable;
  if (run (&self, &failure))
    return TRUE;
  if (answer->needs_online)
    return FALSE;
  /* Whoever stopped the call waits for no answer. */
  if (request->protocol->fail != NULL
      && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    request->protocol->fail (request, failure, answer);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
