/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What was granted to the client: by a code (one use, one minute), a refresh token (rotating; one
 * that comes twice ends the session, RFC 9700 §4.14.2) or an access token. */
typedef struct
{
  grefcount references;
  char *id; /* sid */
  char *client_id;
  char *redirect_uri;
  char *scope;
  char *nonce;          /* (nullable) */
  char *code_challenge; /* S256 */
  GStrv audience;       /* of the access token; may be empty */
  gint64 auth_time;     /* seconds since 1970 */
  guint renewals;       /* so far, that under way included */
  char *renewed_with;   /* (nullable) the refresh token that was used last */
  gboolean ended;
} Session;

Session *session_new (gint64 auth_time);
Session *session_ref (Session *self);
void session_unref (Session *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Session, session_unref)

gboolean session_has_scope (const Session *self, const char *scope);

typedef struct _Sessions Sessions;

/* @leeway: a used refresh token is taken once more, as long as the one that came of it has not been
 * used (some providers allow for an answer that was lost). */
Sessions *sessions_new (gboolean leeway);
void sessions_free (Sessions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sessions, sessions_free)

typedef enum
{
  SESSIONS_CODE,
  SESSIONS_REFRESH_TOKEN,
  SESSIONS_ACCESS_TOKEN,
} SessionsKind;

/* A new random code or refresh token for @session. Returns: (transfer full) */
char *sessions_issue (Sessions *self, SessionsKind kind, Session *session);

/* Makes an access token known for @lifetime seconds. */
void
sessions_add_access_token (Sessions *self, const char *token, Session *session, guint lifetime);

/* The session of a code or refresh token, which is used up by this; a second use ends the session.
 * Returns: (transfer none) (nullable) */
Session *sessions_use (Sessions *self, SessionsKind kind, const char *value);

/* The session of a token, without using it up; NULL if it is unknown, used up or ended. */
Session *sessions_peek (Sessions *self, SessionsKind kind, const char *value);

/* Forgets one token (RFC 7009 §2.1); a refresh token takes its session with it. */
void sessions_revoke (Sessions *self, const char *token);

/* Ends the session with this sid. */
void sessions_end (Sessions *self, const char *sid);

/* An authorization request that waits for the person: between login and consent page. */
typedef struct
{
  char *id;    /* hidden in the pages' forms; nobody else can guess it */
  char *state; /* (nullable) */
  Session *session;
  gboolean signed_in;
} Waiting;

/* Returns: (transfer none) */
Waiting *sessions_wait (Sessions *self, Session *session, const char *state);
Waiting *sessions_find_waiting (Sessions *self, const char *id);
void sessions_forget_waiting (Sessions *self, Waiting *waiting);
