/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* The renewal of an account's session with its refresh token (RFC 6749 §6), a table of steps
 * (renewal.c).
 *
 * One at a time, across processes: what is stored is read again under the account's lock, and if
 * another process has renewed it meanwhile, that is taken and nobody is asked. A rotated refresh
 * token is stored before the new access token is handed out (RFC 9700 §4.14). From the moment that
 * the refresh token is sent until the answer is stored neither cancel nor a deadline interrupts. */

/* @since: a token set that came then or later counts as renewed: tessera_clock_boot_ms(), or
 * tessera_renewal_get_process_began() for a command. @keep_in_memory: whether a renewed session
 * that could not be stored lives on in memory (the window) or is a failure (the terminal). */
void tessera_renewal_async (TesseraAccount *account,
                            gint64 since,
                            gboolean keep_in_memory,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* On success the renewed tokens are loaded. @warning: (nullable) (out) why they could not be
 * stored. Errors: any room's, prefixed once. TESSERA_STORE_ERROR_ENDED: the provider does not renew
 * the session any more (invalid_grant), and it is forgotten; TESSERA_STORE_ERROR_NOT_SIGNED_IN:
 * there is none, or none that can be renewed. Any other leaves the session as it was. */
gboolean tessera_renewal_finish (TesseraAccount *account,
                                 GAsyncResult *result,
                                 GError **warning,
                                 GError **error);

/* After a failure: seconds that the provider wants to be left alone (Retry-After); -1: it did not
 * say. */
gint64 tessera_renewal_get_retry_after (GAsyncResult *result);

/* For tests: how long a renewal may take up to the request, in seconds. */
void tessera_renewal_set_deadline (guint seconds);

/* When this process began, and now; for @since. Milliseconds of the boot clock. */
gint64 tessera_renewal_get_process_began (void);
gint64 tessera_renewal_get_now (void);
