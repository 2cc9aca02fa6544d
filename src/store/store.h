/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "session-record.h"

/* The room store: what is kept of the sessions, and the one place that changes it. One TesseraStore
 * an account and process:
 *
 *   TesseraStore        the account's record (ID.state), as last read; says when it changes
 *   session-record.h    that record, and its file
 *   session-notes.h     what one process noticed of the session for the next
 *   store-load.h        the token set, for whoever only hands it out
 *   TesseraTransaction  the one way to change what is kept: lock, load, prepare, commit
 *   commit.h            the writes of one change, in the order that survives a kill
 *   client-secret.h     the account's client secret
 *
 * A session lives in two places, the keyring (the token set) and the record. Whatever happens
 * between two writes, the record never promises what the keyring does not hold: a token set is
 * stored before the record says so, and the record says less before one is deleted. Knows files,
 * clock, oidc, keyring and secret.
 *
 * Signal "changed" (OidcTokens *tokens): the session is another one by now. @tokens: (nullable) the
 * token set in force without its refresh token, where this process knows it; NULL: there is none,
 * or it is to be loaded. */
#define TESSERA_TYPE_STORE (tessera_store_get_type ())
G_DECLARE_FINAL_TYPE (TesseraStore, tessera_store, TESSERA, STORE, GObject)

/* @id: the account's. @label: its name, which a keyring manager shows. Reads nothing yet. */
TesseraStore *tessera_store_new (const char *id, const char *label);

const char *tessera_store_get_id (TesseraStore *self);
const char *tessera_store_get_label (TesseraStore *self);
void tessera_store_set_label (TesseraStore *self, const char *label);

/* From now on, what other processes write is read as soon as it is written. */
void tessera_store_watch (TesseraStore *self);

/* The record as last read; the first call reads it. Owned by @self, until the next change. */
const TesseraSessionRecord *tessera_store_get_record (TesseraStore *self);

/* Why the record could not be read: TESSERA_STORE_ERROR_DAMAGED or _FAILED; NULL if it could. Owned
 * by @self. */
const GError *tessera_store_get_problem (TesseraStore *self);

/* Reads the record again, and tells "changed" where another session is kept by now. Returns:
 * whether it is another one. */
gboolean tessera_store_read (TesseraStore *self);

/* Keeps @tokens (nullable: no longer) in memory alone, where they could not be stored: until
 * something is committed or another process changes the session, they are the token set in force.
 */
void tessera_store_keep (TesseraStore *self, OidcTokens *tokens);

/* The token set that is in memory alone. (transfer none) (nullable) */
OidcTokens *tessera_store_get_kept (TesseraStore *self);

/* For TesseraTransaction: the record was just written, and @tokens (nullable) are in force. */
void tessera_store_committed (TesseraStore *self, OidcTokens *tokens);

/* TESSERA_STORE_ERROR_ENDED where the record says that the provider ended the session, else
 * TESSERA_STORE_ERROR_NOT_SIGNED_IN. (transfer full) */
GError *tessera_store_make_absent_error (TesseraStore *self);
