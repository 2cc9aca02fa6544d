/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "credential-online.h"

#include <string.h>

#include "account-exchanged.h"
#include "account-renew.h"
#include "aws-credentials.h"
#include "aws-exchange.h"
#include "clock.h"
#include "lock.h"
#include "oidc-http.h"
#include "sign-in-once.h"

#define MAX_ANSWER 65536 /* bytes */

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

static gboolean
renew (TesseraAccount *account, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_account_renew_async (account, tessera_account_renew_get_program_began (), FALSE,
                               cancellable, ready_cb, &result);
  return tessera_account_renew_finish (account, wait_for (&result), NULL, error);
}

static gboolean
sign_in (TesseraAccount *account, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_sign_in_once_async (account, cancellable, ready_cb, &result);
  return tessera_sign_in_once_finish (account, wait_for (&result), error);
}

/* (transfer full) (nullable) */
static TesseraLock *
lock (TesseraAccount *account, GCancellable *cancellable, GError **error)
{
  g_autofree char *id = g_strconcat (tessera_account_get_config (account)->id, ".exchange", NULL);
  g_autoptr (GAsyncResult) result = NULL;

  tessera_lock_acquire_async (id, cancellable, ready_cb, &result);
  return tessera_lock_acquire_finish (wait_for (&result), error);
}

/* The request is not signed (AssumeRoleWithWebIdentity): the ID token is all that counts. */
static TesseraAwsCredentials *
ask_sts (const TesseraCredentialRequest *request,
         const char *id_token,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autofree char *uri = tessera_aws_exchange_make_uri (request);
  g_autofree char *form = tessera_aws_exchange_make_form (request, id_token);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OidcHttpAnswer) answer = NULL;
  const char *xml;
  gsize length;

  oidc_http_post_form_async (http, uri, form, NULL, MAX_ANSWER, cancellable, ready_cb, &result);
  answer = oidc_http_finish (http, wait_for (&result), error);
  if (answer == NULL)
    return NULL;
  xml = g_bytes_get_data (answer->body, &length);
  return tessera_aws_credentials_parse (xml != NULL ? xml : "", length, error);
}

/* (transfer full) (nullable) */
static char *
load_exchanged (TesseraAccount *account, GCancellable *cancellable)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_account_load_exchanged_async (account, cancellable, ready_cb, &result);
  return tessera_account_load_exchanged_finish (account, wait_for (&result), NULL);
}

/* That it cannot be kept costs the next caller an exchange. */
static void
store_exchanged (TesseraAccount *account, const char *text, GCancellable *cancellable)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_account_store_exchanged_async (account, text, cancellable, ready_cb, &result);
  tessera_account_store_exchanged_finish (account, wait_for (&result), NULL);
}

static char *
exchange (const TesseraCredentialRequest *request,
          TesseraAccount *account,
          const char *id_token,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (TesseraLock) held = lock (account, cancellable, error);
  g_autofree char *before = held != NULL ? load_exchanged (account, cancellable) : NULL;
  g_autofree char *key = NULL;
  g_autoptr (TesseraAwsCredentials) credentials = NULL;
  char *text;

  if (held == NULL)
    return NULL;
  /* Another process was faster. */
  if (before != NULL && request->protocol->lasts (request, before))
    return g_steal_pointer (&before);
  credentials = ask_sts (request, id_token, cancellable, error);
  if (credentials == NULL)
    return NULL;
  key = tessera_aws_exchange_make_key (request);
  text = tessera_aws_credentials_put (credentials, before, request->subject, key,
                                      tessera_clock_wall ());
  store_exchanged (account, text, cancellable);
  return text;
}

const TesseraCredentialOnline tessera_credential_online = { renew, sign_in, exchange };
