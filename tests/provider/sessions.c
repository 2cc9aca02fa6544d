/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sessions.h"

#include "provider.h"

#define CODE_LIFETIME 60 /* seconds, RFC 6749 §4.1.2 */

/* One code or token. It is kept when it is used up, to know a second use. */
typedef struct
{
  SessionsKind kind;
  Session *session;
  gint64 expires; /* monotonic, in microseconds; G_MAXINT64: never */
  gboolean used;
  gboolean used_again;
  char *successor; /* (nullable) the refresh token that came of this one */
} Ticket;

struct _Sessions
{
  gboolean leeway;
  GHashTable *tickets; /* code or token → Ticket */
  GHashTable *waiting; /* ID → Waiting */
};

Session *
session_new (gint64 auth_time)
{
  Session *self = g_new0 (Session, 1);
  g_ref_count_init (&self->references);
  self->id = provider_random ();
  self->auth_time = auth_time;
  return self;
}

Session *
session_ref (Session *self)
{
  g_ref_count_inc (&self->references);
  return self;
}

void
session_unref (Session *self)
{
  if (!g_ref_count_dec (&self->references))
    return;
  g_free (self->id);
  g_free (self->client_id);
  g_free (self->redirect_uri);
  g_free (self->scope);
  g_free (self->nonce);
  g_free (self->code_challenge);
  g_free (self->renewed_with);
  g_strfreev (self->audience);
  g_free (self);
}

gboolean
session_has_scope (const Session *self, const char *scope)
{
  g_auto (GStrv) scopes = g_strsplit (self->scope, " ", -1);
  return g_strv_contains ((const char *const *) scopes, scope);
}

static void
waiting_free (Waiting *waiting)
{
  g_free (waiting->id);
  g_free (waiting->state);
  session_unref (waiting->session);
  g_free (waiting);
}

static void
ticket_free (Ticket *ticket)
{
  session_unref (ticket->session);
  g_free (ticket->successor);
  g_free (ticket);
}

Sessions *
sessions_new (gboolean leeway)
{
  Sessions *self = g_new0 (Sessions, 1);

  self->leeway = leeway;
  self->tickets
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) ticket_free);
  self->waiting
    = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) waiting_free);
  return self;
}

void
sessions_free (Sessions *self)
{
  g_hash_table_unref (self->tickets);
  g_hash_table_unref (self->waiting);
  g_free (self);
}

/* @lifetime: seconds; 0: for ever */
static void
add_ticket (Sessions *self, SessionsKind kind, const char *value, Session *session, guint lifetime)
{
  Ticket *ticket = g_new0 (Ticket, 1);

  ticket->kind = kind;
  ticket->session = session_ref (session);
  ticket->expires
    = lifetime != 0 ? g_get_monotonic_time () + lifetime * G_USEC_PER_SEC : G_MAXINT64;
  g_hash_table_insert (self->tickets, g_strdup (value), ticket);
}

char *
sessions_issue (Sessions *self, SessionsKind kind, Session *session)
{
  g_autofree char *value = provider_random ();
  Ticket *before = session->renewed_with != NULL
                     ? g_hash_table_lookup (self->tickets, session->renewed_with)
                     : NULL;

  if (kind == SESSIONS_REFRESH_TOKEN && before != NULL)
    {
      g_free (before->successor);
      before->successor = g_strdup (value);
    }
  add_ticket (self, kind, value, session, kind == SESSIONS_CODE ? CODE_LIFETIME : 0);
  return g_steal_pointer (&value);
}

void
sessions_add_access_token (Sessions *self, const char *token, Session *session, guint lifetime)
{
  add_ticket (self, SESSIONS_ACCESS_TOKEN, token, session, lifetime);
}

static Ticket *
find_ticket (Sessions *self, SessionsKind kind, const char *value)
{
  Ticket *ticket = g_hash_table_lookup (self->tickets, value);

  if (ticket == NULL || ticket->kind != kind || ticket->session->ended
      || ticket->expires < g_get_monotonic_time ())
    return NULL;
  return ticket;
}

/* The one that came of it is no good any more when it is. */
static gboolean
use_again (Sessions *self, Ticket *ticket)
{
  Ticket *successor
    = ticket->successor != NULL ? g_hash_table_lookup (self->tickets, ticket->successor) : NULL;

  if (!self->leeway || ticket->used_again || successor == NULL || successor->used)
    return FALSE;
  ticket->used_again = TRUE;
  successor->used = TRUE;
  return TRUE;
}

Session *
sessions_use (Sessions *self, SessionsKind kind, const char *value)
{
  Ticket *ticket = find_ticket (self, kind, value);

  if (ticket == NULL)
    return NULL;
  if (ticket->used && !use_again (self, ticket))
    {
      ticket->session->ended = TRUE;
      return NULL;
    }
  ticket->used = TRUE;
  if (kind == SESSIONS_REFRESH_TOKEN)
    {
      g_free (ticket->session->renewed_with);
      ticket->session->renewed_with = g_strdup (value);
    }
  return ticket->session;
}

Session *
sessions_peek (Sessions *self, SessionsKind kind, const char *value)
{
  Ticket *ticket = find_ticket (self, kind, value);
  return ticket != NULL && !ticket->used ? ticket->session : NULL;
}

void
sessions_revoke (Sessions *self, const char *token)
{
  Ticket *ticket = g_hash_table_lookup (self->tickets, token);

  if (ticket == NULL || ticket->kind == SESSIONS_CODE)
    return;
  ticket->used = TRUE;
  if (ticket->kind == SESSIONS_REFRESH_TOKEN)
    ticket->session->ended = TRUE;
}

void
sessions_end (Sessions *self, const char *sid)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->tickets);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Session *session = ((Ticket *) value)->session;
      if (g_str_equal (session->id, sid))
        session->ended = TRUE;
    }
}

Waiting *
sessions_wait (Sessions *self, Session *session, const char *state)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->id = provider_random ();
  waiting->state = g_strdup (state);
  waiting->session = session_ref (session);
  g_hash_table_insert (self->waiting, waiting->id, waiting);
  return waiting;
}

Waiting *
sessions_find_waiting (Sessions *self, const char *id)
{
  return g_hash_table_lookup (self->waiting, id);
}

void
sessions_forget_waiting (Sessions *self, Waiting *waiting)
{
  g_hash_table_remove (self->waiting, waiting->id);
}
