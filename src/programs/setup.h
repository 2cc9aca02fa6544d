/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "setup-options.h"

/* What makes a program ask Tessera for its token: the lines for it, shown or written.
 *
 *   setup           the programs that there are, and one of them set up for an account
 *   setup-programs  the table: a function for each program that plans its changes
 *   setup-git       which files git reads and writes
 *   setup-plan      a change: a command, lines at the end of a file, or a member of a JSON file
 *   setup-command   what other programs call this program
 *   setup-words     words as the files of other programs have to have them
 *   setup-section   a part of a file that may stand in it only once
 *   setup-member    a member of a JSON file
 *   setup-apply     makes the changes, with a backup of each file */

/* The names of the programs. Static, ends with NULL. */
const char *const *tessera_setup_get_programs (void);

/* The name of @program as people write it. Static. */
const char *tessera_setup_get_title (const char *program);

/* What @program is, in a few words, translated. Static. */
const char *tessera_setup_get_summary (const char *program);

/* Whether its file, or the program asked for its settings, names Tessera already. */
gboolean tessera_setup_is_configured (const char *program);

/* Whether it has Tessera asked for the token of @account. */
gboolean tessera_setup_is_configured_for (const char *program, const TesseraAccountConfig *account);

/* The set-up of a program in words. */
typedef struct
{
  char *lines;         /* tessera_setup_show() */
  char *missing;       /* (nullable) a translated sentence: what has to be known first */
  gboolean lacks_host; /* that is which host the token may go to */
  char *apply;         /* (nullable) the command that makes the changes; NULL: the person does */
} TesseraSetupText;

void tessera_setup_text_free (TesseraSetupText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraSetupText, tessera_setup_text_free)

/* For another program of ours than "tessera". @program: one of tessera_setup_get_programs().
 * (transfer full) */
TesseraSetupText *tessera_setup_describe (const char *program, const TesseraAccountConfig *account);

/* The lines for @program, which may be its title, too, with a comment for each file: commands can
 * be pasted into a shell. What is not known stands in capitals. (transfer full). Errors:
 * G_OPTION_ERROR for a program that is not known. */
char *tessera_setup_show (const char *program,
                          const TesseraAccountConfig *account,
                          const TesseraSetupOptions *options,
                          GError **error);

/* Makes the changes, one call at a time: waits while another program does. *report: (transfer full)
 * what was changed, and where the backups are, a line each; on failure what was done before it.
 * Errors: G_OPTION_ERROR where something is not known, or only the person can do it; G_FILE_ERROR;
 * G_SPAWN_ERROR; TESSERA_ACCOUNT_ERROR_FAILED; TESSERA_FILES_ERROR. */
gboolean tessera_setup_apply (const char *program,
                              const TesseraAccountConfig *account,
                              const TesseraSetupOptions *options,
                              char **report,
                              GError **error);
