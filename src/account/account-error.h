/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The room's error domain, and the one place where every room's errors become exit codes, the IDs
 * of --json and the words for what to do next. */
#define TESSERA_ACCOUNT_ERROR (tessera_account_error_quark ())
GQuark tessera_account_error_quark (void);

typedef enum
{
  TESSERA_ACCOUNT_ERROR_UNKNOWN,   /* no account of that name */
  TESSERA_ACCOUNT_ERROR_EXISTS,    /* the name is taken */
  TESSERA_ACCOUNT_ERROR_INVALID,   /* configuration that cannot work; a broken accounts.conf, with
                                      file and line */
  TESSERA_ACCOUNT_ERROR_READ_ONLY, /* deployed by the administrator */
  TESSERA_ACCOUNT_ERROR_NOT_SIGNED_IN, /* never, signed out, or the token has expired */
  TESSERA_ACCOUNT_ERROR_ENDED,         /* the provider does not renew the session any more */
  TESSERA_ACCOUNT_ERROR_NO_ID_TOKEN,   /* signed in, but the provider gave no ID token, or it has
                                          expired */
  TESSERA_ACCOUNT_ERROR_DEADLINE,      /* the flow's deadline passed */
  TESSERA_ACCOUNT_ERROR_NO_BROWSER,    /* nothing opens an http link */
  TESSERA_ACCOUNT_ERROR_LOCKED,        /* signed in by its state, but the keyring gives no token */
  TESSERA_ACCOUNT_ERROR_FAILED,        /* files, locks */
} TesseraAccountError;

/* The exit code of the command line's contract for @error of any room (NULL: 0). */
int tessera_error_exit_code (const GError *error);

/* The stable ID that --json shows ("state_mismatch", "unreachable", "not_signed_in", …). Static. */
const char *tessera_error_id (const GError *error);

/* One sentence, translated, that says what to do next; NULL where the message says it all. Static.
 */
const char *tessera_error_hint (const GError *error);
