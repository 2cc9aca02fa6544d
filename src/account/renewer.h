/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* Renews the session of one account by itself, for as long as it lives: at 80 % of an access
 * token's life, a little earlier or later so that not everybody comes at once; at once when the
 * machine wakes up and that moment has passed, and when the network returns. After a failure that
 * leaves the session alone it tries again, later each time, and not before a Retry-After is over.
 * An account whose keyring is locked waits until something about it changes.
 *
 * Properties, each with notify:
 *   "busy"     boolean: a renewal is under way
 *   "problem"  string, nullable, translated: why the last renewal failed or was not stored, and
 *              when the next try is; NULL once one has succeeded
 * Signal "ended" (const GError *): the provider ended the session (TESSERA_STORE_ERROR_ENDED). */

#define TESSERA_TYPE_RENEWER (tessera_renewer_get_type ())
G_DECLARE_FINAL_TYPE (TesseraRenewer, tessera_renewer, TESSERA, RENEWER, GObject)

/* The account must be one that is watched. */
TesseraRenewer *tessera_renewer_new (TesseraAccount *account);

/* Ends what is under way, in good order, and renews nothing any more. */
void tessera_renewer_stop (TesseraRenewer *self);

gboolean tessera_renewer_get_busy (TesseraRenewer *self);
const char *tessera_renewer_get_problem (TesseraRenewer *self);

/* Renews now, because a person asks for it. */
void tessera_renewer_renew (TesseraRenewer *self);

/* Looks at the clock, and renews if it is time: what the timer does. */
void tessera_renewer_wake (TesseraRenewer *self);

/* The network is there again: what a failed try is waiting for may be over. */
void tessera_renewer_network_returned (TesseraRenewer *self);

/* Seconds until the next try, 0 or less if it is due, G_MAXINT64 if there is none. */
gint64 tessera_renewer_get_due (TesseraRenewer *self);
