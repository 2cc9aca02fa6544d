/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-tokens.h"

/* $XDG_DATA_HOME/tessera/ID.state: what is known of an account without its keyring. Nothing secret.
 * Written atomically after every change, by whoever holds the account's lock. */
typedef struct
{
  gboolean signed_in;
  gint64 expires_at;   /* wall clock in seconds, 0: unknown */
  gint64 expires_boot; /* tessera_clock_boot() seconds in boot @boot_id; 0: unknown */
  char *boot_id;
  gint64 lifetime;    /* of the access token when it came, in seconds; 0: unknown */
  gboolean ended;     /* not signed out by the person: the provider ended it, at @expires_at */
  gboolean renewable; /* there is a refresh token */
  char *subject;      /* (nullable) */
  guint64 generation; /* one more with every change */
} TesseraSessionRecord;

/* What the record is to say of a session with this token set. (transfer full) */
TesseraSessionRecord *tessera_session_record_from_tokens (const OidcTokens *tokens);

/* Never fails: no file, or one that cannot be read, is "signed out" of generation 0. */
TesseraSessionRecord *tessera_session_record_read (const char *id);

/* Writes the file, mode 0600, and makes @state's generation one more than the file's.
 * Errors, here and below: TESSERA_STORE_ERROR_FAILED. */
gboolean tessera_session_record_write (const char *id, TesseraSessionRecord *state, GError **error);

/* None there is no error. */
gboolean tessera_session_record_remove (const char *id, GError **error);
char *tessera_session_record_get_path (const char *id);
void tessera_session_record_free (TesseraSessionRecord *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraSessionRecord, tessera_session_record_free)
