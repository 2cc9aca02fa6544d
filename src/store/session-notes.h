/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* $XDG_DATA_HOME/tessera/ID.notes: notes about a session from one process to the next, such as
 * that a token was refused. They contain no secrets, and losing them costs at most one renewal:
 * so there is no lock, and errors of the file are ignored. */

#define TESSERA_NOTE_REFUSED        "Refused"        /* generation of the session's record */
#define TESSERA_NOTE_ASKER          "Asker"          /* who asked last, and for which generation */
#define TESSERA_NOTE_SIGN_IN_FAILED "SignInFailedAt" /* wall clock in seconds */
#define TESSERA_NOTE_EXCHANGED      "Exchanged" /* there is an item of that kind in the keyring */

/* The note @key of the account @id. (transfer full) (nullable) */
char *tessera_session_notes_get (const char *id, const char *key);

/* Sets the note; NULL deletes it. */
void tessera_session_notes_set (const char *id, const char *key, const char *value);

/* For a removed account: deletes the file, and the locks that programs left. */
void tessera_session_notes_remove (const char *id);
