/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "failure.h"

/* One account as the window shows it: the account, the flow that runs for it, and how the last one
 * failed. Every page reads these properties and changes nothing; "view" alone says which page it
 * is.
 *
 * Properties, each with notify (strings are nullable and translated):
 *   "account"   TesseraAccount, construct only
 *   "view"      "signed-out", "signing-in", "signed-in", "expired", "locked", "failed"
 *   "expiring"  boolean: signed in, less than five minutes left, and nothing renews the token
 *   "loaded"    boolean: the tokens are in memory
 *   "active"    boolean, see tessera_session_set_active()
 *   "status"    string: "Signed in · 42 minutes left"
 *   "step"      string: of the sign-in or sign-out that runs
 *   "uri"       string: of the sign-in that runs
 *   "renewable" boolean: there is a refresh token, and the session renews itself
 *   "renewing"  boolean: it is about to
 *   "warning"   string: signed in, but not remembered, or not renewed, with the time of the next
 *               try; signed out, but not at the provider
 *   "failure"   TesseraFailure, nullable: what failed, until it is acted upon
 */

#define TESSERA_TYPE_SESSION (tessera_session_get_type ())
G_DECLARE_FINAL_TYPE (TesseraSession, tessera_session, TESSERA, SESSION, GObject)

TesseraSession *tessera_session_new (TesseraAccount *account);

TesseraAccount *tessera_session_get_account (TesseraSession *self);
const char *tessera_session_get_view (TesseraSession *self);
const char *tessera_session_get_uri (TesseraSession *self);
TesseraFailure *tessera_session_get_failure (TesseraSession *self);

/* Whether a person looks at it. Only then do its texts follow the clock, and only then are its
 * tokens loaded; they are right at once when it becomes active. */
void tessera_session_set_active (TesseraSession *self, gboolean active);

/* Each begins what it says, or does nothing where that makes no sense in this view. How it went
 * shows in "view". */
void tessera_session_sign_in (TesseraSession *self);
void tessera_session_cancel (TesseraSession *self);
void tessera_session_open_browser_again (TesseraSession *self);
void tessera_session_unlock (TesseraSession *self);
void tessera_session_refresh (TesseraSession *self);
void tessera_session_sign_out (TesseraSession *self);
void tessera_session_try_again (TesseraSession *self);
