/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/* For C tests: starts tessera-provider, controls it, and plays the browser.
 *
 *   const char *args[] = { "--auto", NULL };
 *   g_autoptr (ProviderProcess) provider = provider_process_start (args);
 *   provider_process_set_fault (provider, "id-token-wrong-nonce");
 *   … sign in at provider_process_get_issuer (provider), with provider_browse_async () …
 */
typedef struct _ProviderProcess ProviderProcess;

/* Starts the program with @args (nullable, NULL-terminated) and waits for its first line. It ends
 * with this process, whatever happens. Aborts the test where it cannot be started. */
ProviderProcess *provider_process_start (const char *const *args);

/* Ends the program and waits until it has. */
void provider_process_stop (ProviderProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ProviderProcess, provider_process_stop)

const char *provider_process_get_issuer (ProviderProcess *self);

/* One more fault to commit; NULL: none any more. Aborts the test where there is no such fault. */
void provider_process_set_fault (ProviderProcess *self, const char *name);

/* A new signing key. */
void provider_process_rotate (ProviderProcess *self);

/* How long the tokens live that are issued from now on. */
void provider_process_set_lifetime (ProviderProcess *self, guint seconds);

/* How far the provider's clock is ahead of the machine's. */
void provider_process_set_clock (ProviderProcess *self, gint64 seconds);

/* How long the provider takes to answer a renewal, in seconds. */
void provider_process_set_delay (ProviderProcess *self, guint seconds);

/* Empties the log. */
void provider_process_reset (ProviderProcess *self);

/* All requests so far: objects with method, path, connection, status. Returns: (transfer full) */
JsonArray *provider_process_get_log (ProviderProcess *self);

/* How many requests for @path there were so far. */
guint provider_process_count (ProviderProcess *self, const char *path);

/* A scripted browser: GETs @uri, without cookies, and follows every redirect, also to the loopback
 * listener. */
void provider_browse_async (const char *uri,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* @uri: (out) (optional) where it ended; @status: (out) (optional) HTTP status.
 * Returns: (transfer full) the page; NULL where there was no answer. */
char *provider_browse_finish (GAsyncResult *result, guint *status, char **uri, GError **error);
