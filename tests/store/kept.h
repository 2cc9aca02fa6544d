/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store-load.h"
#include "transaction.h"

/* For tests of the store: one account, and what its store told. Each call waits for its end. */
typedef struct
{
  TesseraStore *store;
  guint changes;    /* how often "changed" came */
  OidcTokens *told; /* (nullable) with the last one */
} Kept;

Kept *kept_new (void);
void kept_free (Kept *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Kept, kept_free)

/* The same account in another process. */
Kept *kept_new_other (Kept *self);

/* A set whose tokens are access-NAME and refresh-NAME, with an ID token. */
OidcTokens *kept_make_tokens (const char *name);

TesseraTransaction *kept_begin (Kept *self);
OidcTokens *kept_load (TesseraTransaction *transaction, GError **error);
gboolean kept_prepare (TesseraTransaction *transaction, GError **error);
gboolean kept_commit (TesseraTransaction *transaction,
                      OidcTokens *tokens,
                      TesseraCommitMode mode,
                      GError **error);

/* A whole transaction, which succeeds. @tokens: (nullable) */
void kept_change (Kept *self, OidcTokens *tokens);

/* As store-load.h. */
OidcTokens *kept_hand_out (Kept *self, GError **error);

/* The item's text, and what is put in its place (NULL: nothing), past the store. */
char *kept_look_up (Kept *self);
void kept_put (Kept *self, const char *text);

/* That the keyring holds the set that kept_make_tokens() made of @name; NULL: nothing. */
void kept_assert_holds (Kept *self, const char *name);

/* What the record's file says by now: "signed in", "ended", "signed out", "none" or "?". */
const char *kept_read_record (Kept *self);
char *kept_get_path (Kept *self);

/* A file where the directory of all records is, so that none can be read or written; and back. */
void kept_block_directory (void);
void kept_unblock_directory (void);

/* A GAsyncReadyCallback: puts a reference to the result into user_data (GAsyncResult **). */
void kept_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *kept_wait (GAsyncResult **result);
