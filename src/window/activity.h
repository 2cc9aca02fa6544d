/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "activity-task.h"
#include "failure.h"

/* What runs for one account: a sign-in, the loading of its tokens or a sign-out, one at a time; and
 * how the last one ended. While one runs the application stays alive, also without a window.
 *
 * Properties, each with notify; strings are nullable and translated:
 *   "task"     TesseraActivityTask: what runs
 *   "step"     string: of the sign-in or sign-out that runs
 *   "uri"      string: what the browser was given by the sign-in that runs
 *   "reminder" string: what to look at, where a sign-in waits long for the browser
 *   "warning"  string: what the last sign-in or sign-out could not do, while that is true
 *   "failure"  TesseraFailure, nullable: how the last task failed, until another one begins or the
 *              account's state shows that it has been done elsewhere
 *
 * Signal "ended" (TesseraActivityTask): that task has ended, however it did, and nothing runs. */

#define TESSERA_TYPE_ACTIVITY (tessera_activity_get_type ())
G_DECLARE_FINAL_TYPE (TesseraActivity, tessera_activity, TESSERA, ACTIVITY, GObject)

/* @account: one that watches its state (tessera_account_new()). */
TesseraActivity *tessera_activity_new (TesseraAccount *account);

/* Strings and objects: (transfer none) (nullable), valid until the property changes. */
TesseraActivityTask tessera_activity_get_task (TesseraActivity *self);
const char *tessera_activity_get_step (TesseraActivity *self);
const char *tessera_activity_get_uri (TesseraActivity *self);
const char *tessera_activity_get_reminder (TesseraActivity *self);
const char *tessera_activity_get_warning (TesseraActivity *self);
TesseraFailure *tessera_activity_get_failure (TesseraActivity *self);

/* Begins a sign-in. While a sign-out runs and the account is signed out already, the sign-in
 * begins after it: the sign-out then opens no browser, and stops at once if the browser is open
 * or the person asks a second time. While the tokens are loaded, that is cancelled and the sign-in
 * begins after it. Does nothing while a sign-in runs, or a sign-out that is not that far. */
void tessera_activity_sign_in (TesseraActivity *self);

/* Begins to load the tokens from the keyring, which may ask the person for its password. Does
 * nothing while anything runs. */
void tessera_activity_load (TesseraActivity *self);

/* Begins a sign-out. Does nothing while anything runs. */
void tessera_activity_sign_out (TesseraActivity *self);

/* Begins again what failed. */
void tessera_activity_try_again (TesseraActivity *self);

/* Cancels a sign-in or the loading. A sign-out goes on: its tokens are still to be revoked. */
void tessera_activity_cancel (TesseraActivity *self);

/* Opens the browser again with the link of the sign-in that runs; before it has one, does
 * nothing. */
void tessera_activity_open_browser_again (TesseraActivity *self);

/* @context: (nullable) lets the browser that is opened from now on come to the front: on Wayland
 * only the program that a person has just used can. */
void tessera_activity_set_launch_context (TesseraActivity *self, GAppLaunchContext *context);

/* (transfer none) (nullable) */
GAppLaunchContext *tessera_activity_get_launch_context (TesseraActivity *self);

/* For tests: how long a sign-out waits for the browser to come back, in seconds. */
void tessera_activity_set_browser_timeout (TesseraActivity *self, guint seconds);

/* The session is in the keyring now: "warning" that it is not is no longer true. */
void tessera_activity_session_stored (TesseraActivity *self);
