/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-tokens.h"

/* $XDG_DATA_HOME/tessera/ID.state: what is known of an account's session without its keyring.
 * Nothing in it is secret. Whoever holds the account's lock writes it, in one step, after every
 * change. */
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

/* Reads the record of the account @id. Always returns one: a blank one where there is no file
 * (which is no error), and where *error is set: TESSERA_STORE_ERROR_DAMAGED, the file holds
 * something else; TESSERA_STORE_ERROR_FAILED, it cannot be read. (transfer full) */
TesseraSessionRecord *tessera_session_record_read (const char *id, GError **error);

/* The record of a session with this token set: signed in, or ended where the set says so.
 * (transfer full) */
TesseraSessionRecord *tessera_session_record_from_tokens (const OidcTokens *tokens);

/* Seconds that the access token is still valid, by the boot clock within the boot that it came in,
 * else by the wall clock; 0 or less: expired; G_MAXINT64: unknown. */
gint64 tessera_session_record_seconds_left (const TesseraSessionRecord *self);

/* Writes the file, mode 0600, and makes @self's generation one more than the file's. Errors, here
 * and below: TESSERA_STORE_ERROR_FAILED. */
gboolean tessera_session_record_write (const char *id, TesseraSessionRecord *self, GError **error);

/* Whether a record could be written: the directory is there, or can be made, and takes files. */
gboolean tessera_session_record_check_writable (const char *id, GError **error);

/* Removes the file. That there is none is no error. */
gboolean tessera_session_record_remove (const char *id, GError **error);

/* Where the file is. (transfer full) */
char *tessera_session_record_get_path (const char *id);

void tessera_session_record_free (TesseraSessionRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraSessionRecord, tessera_session_record_free)
