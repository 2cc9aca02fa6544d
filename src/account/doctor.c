/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "doctor.h"

#include <glib/gi18n.h>

#include "account-session.h"
#include "browser.h"
#include "client-secret.h"
#include "clock.h"
#include "doctor-checks.h"
#include "keyring.h"
#include "oidc-error.h"
#include "oidc-json.h"
#include "oidc-request.h"

#define DEADLINE   150 /* seconds: more than all requests together may take */
#define MAX_ANSWER (64 * 1024)

typedef struct
{
  TesseraDoctorFacts facts; /* first: the relying party's rows stand in the table below */
  TesseraLoopback *loopback;
  gint64 sent; /* wall clock, in seconds */
} Doctor;

static void
doctor_free (Doctor *self)
{
  g_clear_object (&self->loopback);
  tessera_doctor_facts_clear (&self->facts);
  g_free (self);
}

static TesseraStepStart
look_at_account (TesseraOperation *operation, GError **error)
{
  Doctor *self = operation->data;

  tessera_account_config_check (self->facts.party.config, &self->facts.account);
  return TESSERA_STEP_DONE;
}

static TesseraStepStart
look_at_keyring (TesseraOperation *operation, GError **error)
{
  tessera_keyring_look_async (operation->cancellable, tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

static gboolean
take_keyring (gpointer data, GAsyncResult *result, GError **error)
{
  Doctor *self = data;

  tessera_keyring_look_finish (result, &self->facts.keyring);
  return TRUE;
}

/* A keyring that is locked would ask for its password. */
static TesseraStepStart
find_secret (TesseraOperation *operation, GError **error)
{
  Doctor *self = operation->data;

  if (self->facts.keyring)
    return TESSERA_STEP_DONE;
  return tessera_relying_party_find_secret (operation, error);
}

static gboolean
take_secret (gpointer data, GAsyncResult *result, GError **error)
{
  Doctor *self = data;

  self->facts.party.client_secret
    = tessera_client_secret_lookup_finish (result, &self->facts.keyring);
  return TRUE;
}

static TesseraStepStart
discover (TesseraOperation *operation, GError **error)
{
  Doctor *self = operation->data;
  TesseraStepStart start;

  if (self->facts.account)
    return TESSERA_STEP_DONE;
  start = tessera_relying_party_discover (operation, &self->facts.discovery);
  return start == TESSERA_STEP_FAILED ? TESSERA_STEP_DONE : start;
}

static gboolean
take_provider (gpointer data, GAsyncResult *result, GError **error)
{
  Doctor *self = data;

  tessera_relying_party_take_provider (data, result, &self->facts.discovery);
  return TRUE;
}

/* Makes the request that a sign-in would begin with, and sends it nowhere. */
static TesseraStepStart
make_request (TesseraOperation *operation, GError **error)
{
  Doctor *self = operation->data;
  TesseraRelyingParty *party = &self->facts.party;
  g_auto (GStrv) uris = tessera_account_config_get_redirect_uris (party->config);
  g_autoptr (OidcRequest) request = NULL;

  if (!party->provider)
    return TESSERA_STEP_DONE;
  request = oidc_request_new (party->provider, party->client, uris[0], &self->facts.account);
  self->facts.scopes = request ? g_strdupv (request->scopes) : NULL;
  return TESSERA_STEP_DONE;
}

static TesseraStepStart
fetch_keys (TesseraOperation *operation, GError **error)
{
  Doctor *self = operation->data;

  if (!tessera_doctor_facts_is_openid (&self->facts) || !self->facts.party.provider->jwks_uri)
    return TESSERA_STEP_DONE;
  return tessera_relying_party_fetch_keys (operation, error);
}

static gboolean
take_keys (gpointer data, GAsyncResult *result, GError **error)
{
  Doctor *self = data;

  tessera_relying_party_take_keys (data, result, &self->facts.keys);
  return TRUE;
}

/* It takes POST alone: a GET does nothing there, and shows that it can be reached. */
static TesseraStepStart
contact_token_endpoint (TesseraOperation *operation, GError **error)
{
  Doctor *self = operation->data;
  TesseraRelyingParty *party = &self->facts.party;

  if (!party->provider)
    return TESSERA_STEP_DONE;
  self->sent = tessera_clock_wall ();
  oidc_http_get_async (party->http, party->provider->token_endpoint, "application/json", NULL,
                       MAX_ANSWER, operation->cancellable, tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

/* Whatever it answers, it was reached. */
static gboolean
is_answer (const GError *error)
{
  return g_error_matches (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE)
         || g_error_matches (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS);
}

static gboolean
take_contact (gpointer data, GAsyncResult *result, GError **error)
{
  Doctor *self = data;
  g_autoptr (OidcHttpAnswer) answer
    = oidc_http_finish (self->facts.party.http, result, &self->facts.token_endpoint);

  if (is_answer (self->facts.token_endpoint))
    g_clear_error (&self->facts.token_endpoint);
  if (answer)
    tessera_doctor_facts_take_date (&self->facts, answer->date, self->sent, tessera_clock_wall ());
  return TRUE;
}

static gboolean
refuse_all (const char *query, gpointer user_data)
{
  return FALSE;
}

static TesseraStepStart
listen (TesseraOperation *operation, GError **error)
{
  Doctor *self = operation->data;

  if (self->facts.account)
    return TESSERA_STEP_DONE;
  self->loopback
    = tessera_relying_party_listen (&self->facts.party, refuse_all, NULL, &self->facts.listener);
  if (!self->loopback)
    return TESSERA_STEP_DONE;
  self->facts.redirect_uri = g_strdup (tessera_loopback_get_redirect_uri (self->loopback));
  tessera_loopback_close_async (self->loopback, tessera_operation_ready_cb, operation);
  return TESSERA_STEP_STARTED;
}

static gboolean
take_closed (gpointer data, GAsyncResult *result, GError **error)
{
  Doctor *self = data;

  tessera_loopback_close_finish (self->loopback, result);
  return TRUE;
}

static TesseraStepStart
find_browser (TesseraOperation *operation, GError **error)
{
  Doctor *self = operation->data;
  const OidcProvider *provider = self->facts.party.provider;
  const char *uri = provider ? provider->authorization_endpoint : "https:";

  tessera_browser_find (uri, &self->facts.browser_name, &self->facts.browser);
  return TESSERA_STEP_DONE;
}

#define LOOKING N_ ("Checking this computer")
#define ASKING  N_ ("Checking the provider")

/* What goes wrong in a row is a fact, and the next row runs all the same. */
static const TesseraStep steps[] = {
  { LOOKING, look_at_account, NULL, 0 },    { LOOKING, look_at_keyring, take_keyring, 0 },
  { LOOKING, find_secret, take_secret, 0 }, { LOOKING, listen, take_closed, 0 },
  { ASKING, discover, take_provider, 0 },   { ASKING, make_request, NULL, 0 },
  { ASKING, fetch_keys, take_keys, 0 },     { ASKING, contact_token_endpoint, take_contact, 0 },
  { LOOKING, find_browser, NULL, 0 },
};

static const TesseraFlow flow = {
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
  .cancelled = N_ ("The check was cancelled."),
};

void
tessera_doctor_run_async (TesseraAccount *account,
                          TesseraAdviceReader reader,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Doctor *self = g_new0 (Doctor, 1);
  GTask *task = g_task_new (account, cancellable, callback, user_data);

  tessera_doctor_facts_init (&self->facts, tessera_account_get_config (account),
                             tessera_account_get_store (account));
  self->facts.reader = reader;
  g_task_set_source_tag (task, tessera_doctor_run_async);
  g_task_set_task_data (task, self, (GDestroyNotify) doctor_free);
  tessera_flow_run (&flow, task, DEADLINE);
}

GPtrArray *
tessera_doctor_run_finish (TesseraAccount *account, GAsyncResult *result, GError **error)
{
  const Doctor *self = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, account), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return tessera_doctor_checks_run (&self->facts);
}
