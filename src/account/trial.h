/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"
#include "advice.h"

/* The access token tried out: one GET with it, and what came back, for a person to look at. The
 * token goes to the host that was asked and to no other: a redirect is shown and not followed.
 * Nothing of what is shown has the token in it, whatever the host sends back. */

#define TESSERA_TRIAL_MAX_BODY (256 * 1024) /* bytes of the body that are looked at */

typedef struct
{
  char *uri;           /* that was asked */
  guint status;        /* HTTP status code */
  const char *phrase;  /* what it is called, in English: "Not Found"; "" where it is not known */
  gint64 milliseconds; /* from the request to the last byte that was read */
  char *headers;       /* "Name: value", one a line. Escaped (text-escape.h) */
  char *location;      /* (nullable) where a redirect would lead, its beginning. Escaped */
  char *body;          /* as text; JSON is indented. Escaped. "" without a body */
  gboolean is_text;    /* else @body says what it is instead */
  gboolean is_cut;     /* there was more of it */
  char *advice;        /* (nullable) translated: what the status means for the token */
} TesseraTrial;

void tessera_trial_free (TesseraTrial *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraTrial, tessera_trial_free)

/* Whether the token may go to @uri at all: https, or http on this computer. Errors:
 * OIDC_ERROR_INVALID_CONFIG. */
gboolean tessera_trial_check_uri (const char *uri, GError **error);

/* The host, with its port, that @uri (which has been checked) sends the token to, where that is not
 * among the account's hosts: the person is to be asked. Returns: (transfer full) (nullable) */
char *tessera_trial_find_stranger (TesseraAccount *account, const char *uri);

/* Sends the loaded access token to @uri, or where it is NULL to the provider's UserInfo endpoint
 * (OpenID Connect Core §5.3), with the account's proxy and certificates. Errors:
 * TESSERA_STORE_ERROR_NOT_SIGNED_IN: no token is loaded; OIDC_ERROR_UNSUPPORTED: the provider has
 * no UserInfo; those of discovery and of oidc_http_try_finish(). */
void tessera_trial_run_async (TesseraAccount *account,
                              const char *uri,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
TesseraTrial *
tessera_trial_run_finish (TesseraAccount *account, GAsyncResult *result, GError **error);
