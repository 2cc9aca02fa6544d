/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"
#include "preset.h"

/* One sign-in of an account, begun and watched. Its steps are a table: flow/sign-in-flow.c.
 *
 * Properties, each with notify:
 *   "step"  string, translated: what it is doing now ("Waiting for the browser"); NULL before and
 *           after
 *   "uri"   string, nullable: what the browser was given, from the browser step on
 *   "mishap"  string, nullable, translated: how the browser's answer went astray, and what to do;
 *           the sign-in goes on, and "step" says the same
 *   "reminder"  string, nullable, translated: what to look at, once the person has been in the
 *               browser for TESSERA_SIGN_IN_REMINDER_DELAY seconds, or a third of the timeout
 */

#define TESSERA_SIGN_IN_TIMEOUT        300 /* seconds */
#define TESSERA_SIGN_IN_REMINDER_DELAY 30  /* seconds */

#define TESSERA_TYPE_SIGN_IN (tessera_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (TesseraSignIn, tessera_sign_in, TESSERA, SIGN_IN, GObject)

TesseraSignIn *tessera_sign_in_new (TesseraAccount *account);

/* Before run: the deadline of the whole flow in seconds; whether to open the browser (else the
 * "uri" property is all there is); whether a session that could not be stored lives on in memory
 * (the window) or is revoked (the terminal, exit 8). */
void tessera_sign_in_set_timeout (TesseraSignIn *self, guint seconds);
void tessera_sign_in_set_open_browser (TesseraSignIn *self, gboolean open_browser);
void tessera_sign_in_set_keep_in_memory (TesseraSignIn *self, gboolean keep);

/* Before run. @context: (nullable) what lets the browser's window come to the front, of the
 * display where the person is. */
void tessera_sign_in_set_launch_context (TesseraSignIn *self, GAppLaunchContext *context);

/* Before run: whether nobody sees the link, so that a browser that ends with a failure at once
 * (TESSERA_DESKTOP_ERROR_NO_BROWSER) ends the sign-in. */
void tessera_sign_in_set_needs_browser (TesseraSignIn *self, gboolean needs_browser);

const char *tessera_sign_in_get_step (TesseraSignIn *self);
const char *tessera_sign_in_get_uri (TesseraSignIn *self);
const char *tessera_sign_in_get_mishap (TesseraSignIn *self);
const char *tessera_sign_in_get_reminder (TesseraSignIn *self);

/* Runs once. The account is "signing in" meanwhile, and afterwards signed in (with its tokens
 * loaded), or as before. However it ends the port is closed. Errors: any room's;
 * G_IO_ERROR_CANCELLED; TESSERA_FLOW_ERROR_DEADLINE. */
void tessera_sign_in_run_async (TesseraSignIn *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean tessera_sign_in_run_finish (TesseraSignIn *self, GAsyncResult *result, GError **error);

/* After a run that failed: the name of the step that did, not translated; NULL where none did.
 * Static. */
const char *tessera_sign_in_get_failed_step (TesseraSignIn *self);

/* After a successful run: why the session could not be stored; NULL if it was. */
const GError *tessera_sign_in_get_warning (TesseraSignIn *self);

/* While it waits: opens the browser again with the same link. */
void tessera_sign_in_open_again_async (TesseraSignIn *self,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
tessera_sign_in_open_again_finish (TesseraSignIn *self, GAsyncResult *result, GError **error);

/* What discovery says of the issuer that a person entered as @text, in any form that
 * tessera_issuer_entry_parse() understands: the metadata is looked for there and at the parent
 * paths. Cancel it when the person goes on typing. finish returns: (transfer full) one translated
 * sentence. *issuer: (out) (optional) (transfer full), the issuer that the metadata names, which is
 * the one to configure. Errors: those of discovery. */
void tessera_sign_in_probe_async (const char *text,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *tessera_sign_in_probe_finish (GAsyncResult *result, char **issuer, GError **error);

/* What was found is known as, by its host or its metadata. Before or after finish.
 * Returns: (transfer none) (nullable) */
const TesseraPreset *tessera_sign_in_probe_get_preset (GAsyncResult *result);
