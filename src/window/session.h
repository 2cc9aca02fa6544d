/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "activity.h"

/* One account as the window shows it, derived from the account, from its activity and from its
 * renewals. Every page reads these properties and changes nothing; "view" alone says which page it
 * is.
 *
 * Properties, each with notify (strings are nullable and translated):
 *   "account"   TesseraAccount, construct only
 *   "view"      "signed-out", "signing-in", "signed-in", "expired", "locked", "unknown",
 *               "failed"
 *   "expiring"  boolean: signed in, less than five minutes left, and nothing renews the token
 *   "loaded"    boolean: the tokens are in memory
 *   "active"    boolean, see tessera_session_set_active()
 *   "status"    string: "Signed in · until 15:53, renews itself", or how much time is left where
 *               the session is "expiring"; NULL in every view but "signed-in"
 *   "person"    string: the name of the person, or what there is instead
 *   "contact"   string: the e-mail address or subject, where "person" is a name
 *   "step"      string: of the sign-in or sign-out that runs; once the browser is open, with the
 *               time that the sign-in has left
 *   "uri"       string: of the sign-in that runs
 *   "reminder"  string: what to look at, where a sign-in waits long for the browser
 *   "ended"     string: "Session ended", or that the token has expired; NULL in every view but
 *               "expired"
 *   "ending"    string: until when it was valid, and why the provider ended it, where that happened
 *               while this ran
 *   "renewable" boolean: there is a refresh token, and the session renews itself
 *   "renewing"  boolean: a renewal is under way
 *   "warning"   string, one sentence or more a line: what a sign-in, sign-out or renewal could
 *               not do
 *   "failure"   TesseraFailure, nullable: what failed, until it is acted upon */

#define TESSERA_TYPE_SESSION (tessera_session_get_type ())
G_DECLARE_FINAL_TYPE (TesseraSession, tessera_session, TESSERA, SESSION, GObject)

/* @account: one that watches its state (tessera_account_new()). */
TesseraSession *tessera_session_new (TesseraAccount *account);

/* (transfer none) */
TesseraAccount *tessera_session_get_account (TesseraSession *self);

/* (transfer none) What runs for the account, and what begins it. */
TesseraActivity *tessera_session_get_activity (TesseraSession *self);

/* Never NULL. */
const char *tessera_session_get_view (TesseraSession *self);

/* Whether a person looks at it. Only then do its texts follow the clock and are its tokens loaded;
 * the texts are right as soon as it becomes active. */
void tessera_session_set_active (TesseraSession *self, gboolean active);

/* Whether tessera_session_refresh() does anything. */
gboolean tessera_session_is_renewable (TesseraSession *self);

/* Begins a renewal now, unless one is under way. */
void tessera_session_refresh (TesseraSession *self);
