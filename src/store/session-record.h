/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-tokens.h"

/* $XDG_DATA_HOME/tessera/ID.state: the record of an account's session, readable without the
 * keyring. It contains no secrets. The holder of the account's lock writes it, in one step,
 * after every change. */
typedef struct
{
  gboolean known;     /* there is a file that could be understood; if not, all below is blank */
  gboolean signed_in; /* the keyring holds a token set */
  gboolean ended;     /* the provider ended the session, at expires_at */
  gboolean renewable; /* there is a refresh token */
  gint64 expires_at;  /* of the access token, wall clock in seconds; 0: unknown */
  gint64
    expires_boot;    /* the same by tessera_clock_boot(), in the boot called boot_id; 0: unknown */
  char *boot_id;     /* (nullable) */
  gint64 lifetime;   /* of the access token when it came, in seconds; 0: unknown */
  char *subject;     /* (nullable) */
  char *person_name; /* (nullable) as the ID token or UserInfo says it */
  char *email;       /* (nullable) */
  /* Whose session it is: what the token set says. All NULL: not known, as in a record of an earlier
   * version; else there is a client ID. */
  char *issuer;         /* (nullable) */
  char *client_id;      /* (nullable) */
  char *token_endpoint; /* (nullable) */
  guint64 generation;   /* one more with every change */
} TesseraSessionRecord;

/* Reads the record of the account @id. Always returns one: an empty one if there is no file (which
 * is no error) or if *error is set: TESSERA_STORE_ERROR_DAMAGED, the file is not a record;
 * TESSERA_STORE_ERROR_FAILED, it cannot be read. (transfer full) */
TesseraSessionRecord *tessera_session_record_read (const char *id, GError **error);

/* The record of a session with this token set: signed in, or ended if the set says so.
 * (transfer full) */
TesseraSessionRecord *tessera_session_record_from_tokens (const OidcTokens *tokens);

/* Seconds until the access token expires, by the boot clock if it was received in this boot,
 * otherwise by the wall clock; 0 or less: expired; G_MAXINT64: unknown. */
gint64 tessera_session_record_seconds_left (const TesseraSessionRecord *self);

/* Writes the file, mode 0600, and sets @self's generation to the file's plus one. Errors, here
 * and below: TESSERA_STORE_ERROR_FAILED. */
gboolean tessera_session_record_write (const char *id, TesseraSessionRecord *self, GError **error);

/* Whether a record can be written: the directory exists or can be created, and is writable. */
gboolean tessera_session_record_check_writable (const char *id, GError **error);

/* Deletes the file; it is no error if there is none. */
gboolean tessera_session_record_remove (const char *id, GError **error);

/* The path of the file. (transfer full) */
char *tessera_session_record_get_path (const char *id);

void tessera_session_record_free (TesseraSessionRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraSessionRecord, tessera_session_record_free)
