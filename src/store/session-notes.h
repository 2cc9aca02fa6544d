/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* $XDG_DATA_HOME/tessera/ID.notes: what was noticed of a session by one process for the next, such
 * as that a program's token was refused. Nothing in it is secret, and to lose it costs one renewal
 * at most: no lock, and nothing is said of a file that cannot be read or written. */

#define TESSERA_NOTE_REFUSED        "Refused"        /* generation of the session's record */
#define TESSERA_NOTE_ASKER          "Asker"          /* who asked last, and for which generation */
#define TESSERA_NOTE_SIGN_IN_FAILED "SignInFailedAt" /* wall clock in seconds */
#define TESSERA_NOTE_EXCHANGED      "Exchanged" /* there is an item of that kind in the keyring */

/* The note @key of the account @id. (transfer full) (nullable) */
char *tessera_session_notes_get (const char *id, const char *key);

/* Sets the note; NULL takes it away. */
void tessera_session_notes_set (const char *id, const char *key, const char *value);

/* For an account that is no more: removes the file, and the locks that programs left. */
void tessera_session_notes_remove (const char *id);
