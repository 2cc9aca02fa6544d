/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* One sign-out of an account, begun and watched. Its steps are a table: flow/sign-out-flow.c. Once
 * the tokens are deleted here the sign-out has succeeded: what the provider could not be brought to
 * do is its warning, and a cancel or the deadline only leaves the rest undone.
 *
 * Signed out already is no error, and contacts nobody. The client secret stays. Properties:
 *   "step"  string, nullable, translated: the step that runs
 */

#define TESSERA_TYPE_SIGN_OUT (tessera_sign_out_get_type ())
G_DECLARE_FINAL_TYPE (TesseraSignOut, tessera_sign_out, TESSERA, SIGN_OUT, GObject)

#define TESSERA_SIGN_OUT_TIMEOUT         60 /* seconds, for all of it */
#define TESSERA_SIGN_OUT_BROWSER_TIMEOUT 20 /* seconds, for the browser to come back */

TesseraSignOut *tessera_sign_out_new (TesseraAccount *account);

/* Before it runs. Many a provider shows a page of its own in the end and never sends the browser
 * back, so @seconds are few where somebody waits. */
void tessera_sign_out_set_timeout (TesseraSignOut *self, guint seconds);
void tessera_sign_out_set_browser_timeout (TesseraSignOut *self, guint seconds);

/* Before it runs. @context: (nullable) what lets the browser's window come to the front, of the
 * display where the person is. */
void tessera_sign_out_set_launch_context (TesseraSignOut *self, GAppLaunchContext *context);

/* Also while it runs: the browser is left alone, unless it was opened already. */
void tessera_sign_out_skip_browser (TesseraSignOut *self);

const char *tessera_sign_out_get_step (TesseraSignOut *self);

/* Whether all is done but what the person may have to do in the browser. */
gboolean tessera_sign_out_is_waiting (TesseraSignOut *self);

void tessera_sign_out_run_async (TesseraSignOut *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* Errors: any room's; the session is then as it was, but for
 * TESSERA_STORE_ERROR_FAILED (the state could not be written). */
gboolean tessera_sign_out_run_finish (TesseraSignOut *self, GAsyncResult *result, GError **error);

/* After success: what could not be revoked or ended at the provider, and why. (nullable) */
const GError *tessera_sign_out_get_warning (TesseraSignOut *self);
