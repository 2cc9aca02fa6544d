/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-notes.h"

#include "account-session.h"
#include "clock.h"
#include "session-notes.h"

#define REFUSAL_COUNTS 60 /* seconds */

static const char *
get_id (TesseraAccount *self)
{
  return tessera_account_get_config (self)->id;
}

static guint64
get_generation (TesseraAccount *self)
{
  return tessera_store_get_record (tessera_account_get_store (self))->generation;
}

void
tessera_account_note_refused (TesseraAccount *self)
{
  g_autofree char *generation = g_strdup_printf ("%" G_GUINT64_FORMAT, get_generation (self));

  tessera_session_notes_set (get_id (self), TESSERA_NOTE_REFUSED, generation);
}

gboolean
tessera_account_is_refused (TesseraAccount *self)
{
  g_autofree char *refused = tessera_session_notes_get (get_id (self), TESSERA_NOTE_REFUSED);
  guint64 generation = 0;

  return refused && g_ascii_string_to_unsigned (refused, 10, 0, G_MAXUINT64, &generation, NULL)
         && generation == get_generation (self);
}

/* (transfer full) */
static char *
format_asker (TesseraAccount *self, const char *asker)
{
  return g_strdup_printf ("%s for %" G_GUINT64_FORMAT, asker, get_generation (self));
}

void
tessera_account_note_asker (TesseraAccount *self, const char *asker)
{
  g_autofree char *now = format_asker (self, asker);

  tessera_session_notes_set (get_id (self), TESSERA_NOTE_ASKER, now);
}

gboolean
tessera_account_is_asker (TesseraAccount *self, const char *asker)
{
  g_autofree char *before = tessera_session_notes_get (get_id (self), TESSERA_NOTE_ASKER);
  g_autofree char *now = format_asker (self, asker);

  return g_strcmp0 (before, now) == 0;
}

void
tessera_account_note_sign_in_failed (TesseraAccount *self)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, tessera_clock_wall ());

  tessera_session_notes_set (get_id (self), TESSERA_NOTE_SIGN_IN_FAILED, now);
}

gboolean
tessera_account_has_sign_in_failed (TesseraAccount *self)
{
  g_autofree char *failed = tessera_session_notes_get (get_id (self), TESSERA_NOTE_SIGN_IN_FAILED);
  gint64 now = tessera_clock_wall ();
  gint64 at = 0;

  return failed && g_ascii_string_to_signed (failed, 10, 0, G_MAXINT64, &at, NULL) && at <= now
         && now - at < REFUSAL_COUNTS;
}

gboolean
tessera_account_is_new (TesseraAccount *self, guint seconds)
{
  const OidcTokens *tokens = tessera_account_get_tokens (self);

  return tokens
         && oidc_tokens_came_since (tokens, tessera_clock_boot_ms () - 1000 * (gint64) seconds);
}
