/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

/* Words as the files of other programs have to have them. */

/* @word as a shell has to read it: quoted only where it must be. (transfer full) */
char *tessera_setup_quote (const char *word);

/* @word for what splits a line as a shell does, but is only sure to know double quotes. (transfer
 * full) */
char *tessera_setup_quote_double (const char *word);

/* @word for GOAUTH, whose quotes know no escapes. (transfer full) (nullable), NULL where it cannot
 * be quoted */
char *tessera_setup_quote_go (const char *word);

/* @text as a string of JSON or, which has the same escapes, a basic string of TOML, with its
 * quotes. (transfer full) */
char *tessera_setup_quote_json (const char *text);

/* What a command line calls @account: its name; its ID where the name begins like an option, or has
 * one of the characters @excluded (nullable) or a control character. (transfer none) */
const char *tessera_setup_name (const TesseraAccountConfig *account, const char *excluded);

/* What another program calls the account: its name in lower case and with “-” for blanks, so that
 * nobody has to quote it; its ID where the name has more than letters and digits of ASCII, “.”, “_”
 * and “-”, or where another account would be called the same. Reads accounts.conf. (transfer full)
 */
char *tessera_setup_find_user_name (const TesseraAccountConfig *account);
