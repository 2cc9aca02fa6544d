/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "store.h"

/* The renewal of a session with its refresh token (RFC 6749 §6), a table of steps (renewal.c).
 *
 * One at a time, across processes: what is stored is read again under the account's lock, and if
 * another process has renewed it meanwhile, that is taken and nobody is asked. Before the refresh
 * token is sent it is certain that its successor can be stored; from then on until it is stored,
 * neither cancel nor a deadline interrupts (RFC 9700 §4.14). Whatever is wrong in the answer, a new
 * refresh token in it is stored, unless the answer is about another person: then it is revoked, and
 * the session has ended. */
typedef struct
{
  gint64 since;            /* a token set that came then or later counts as renewed, by
                              tessera_clock_boot_ms(); 0: none does */
  OidcTokens *seen;        /* (nullable) what the caller knows: another one counts as renewed */
  gboolean keep_in_memory; /* whether a renewed session that could not be stored lives on in memory
                              (the window), or is a failure (the terminal) */
} TesseraRenewalOptions;

/* @options are copied. */
void tessera_renewal_async (const TesseraAccountConfig *config,
                            TesseraStore *store,
                            const TesseraRenewalOptions *options,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* On success the store has told the renewed token set. *warning: (nullable) (out) why it could not
 * be stored. Errors: any room's (oidc_error_get_retry_after() works on them).
 * TESSERA_STORE_ERROR_ENDED: the provider does not renew the session any more;
 * TESSERA_STORE_ERROR_NOT_SIGNED_IN: there is none, or none that can be renewed. After any other
 * the session is still there. */
gboolean tessera_renewal_finish (GAsyncResult *result, GError **warning, GError **error);

/* For tests: how long a renewal may take up to the request, in seconds. */
void tessera_renewal_set_deadline (guint seconds);
