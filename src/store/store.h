/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "session-record.h"

/* The room store: the stored sessions, and the only code that changes them. One TesseraStore per
 * account and process:
 *
 *   TesseraStore        the account's record (ID.state), as last read; says when it changes
 *   session-record.h    that record, and its file
 *   session-notes.h     notes about the session from one process to the next
 *   store-load.h        the token set, for callers that do not change it
 *   TesseraTransaction  the only way to change a session: lock, load, prepare, commit
 *   commit.h            the writes of one change, in the order that survives a kill
 *   client-secret.h     the account's client secret
 *
 * A session is stored in two places, the keyring (the token set) and the record. Even if a
 * process is killed between two writes, the record never promises more than the keyring
 * contains: a token set is stored before the record is updated, and deleted after the record is
 * updated. Knows files, clock, oidc, keyring and secret.
 *
 * Signal "changed" (OidcTokens *tokens): the session has changed. @tokens: (nullable) the
 * current token set without its refresh token, if this process knows it; NULL: there is none, or
 * it must be loaded. */
#define TESSERA_TYPE_STORE (tessera_store_get_type ())
G_DECLARE_FINAL_TYPE (TesseraStore, tessera_store, TESSERA, STORE, GObject)

/* @id: the account's. @label: its name, which a keyring manager shows. Reads nothing yet. */
TesseraStore *tessera_store_new (const char *id, const char *label);

const char *tessera_store_get_id (TesseraStore *self);
const char *tessera_store_get_label (TesseraStore *self);
void tessera_store_set_label (TesseraStore *self, const char *label);

/* From now on, changes by other processes are read immediately. */
void tessera_store_watch (TesseraStore *self);

/* The record as last read; the first call reads it. Owned by @self, until the next change. */
const TesseraSessionRecord *tessera_store_get_record (TesseraStore *self);

/* Why the record could not be read: TESSERA_STORE_ERROR_DAMAGED or _FAILED; NULL if it could. Owned
 * by @self. */
const GError *tessera_store_get_problem (TesseraStore *self);

/* Reads the record again, and emits "changed" if the session has changed. Returns: whether it
 * has. */
gboolean tessera_store_read (TesseraStore *self);

/* Keeps @tokens only in memory, because they could not be stored (NULL: no longer). They are the
 * current token set until a commit, or until another process changes the session. */
void tessera_store_keep (TesseraStore *self, OidcTokens *tokens);

/* The token set that is only in memory. (transfer none) (nullable) */
OidcTokens *tessera_store_get_kept (TesseraStore *self);

/* For TesseraTransaction: the record was just written, and @tokens (nullable) are current. */
void tessera_store_committed (TesseraStore *self, OidcTokens *tokens);

/* TESSERA_STORE_ERROR_ENDED if the record says that the provider ended the session, otherwise
 * TESSERA_STORE_ERROR_NOT_SIGNED_IN. (transfer full) */
GError *tessera_store_make_absent_error (TesseraStore *self);
