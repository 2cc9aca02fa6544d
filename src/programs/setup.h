/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "setup-options.h"

/* What makes a program ask Tessera for its token: the lines for it, shown or written.
 *
 *   setup           the programs that there are, and one of them set up for an account
 *   setup-programs  the table: a function for each program that plans its changes
 *   setup-plan      a change: a command, lines at the end of a file, or a member of a JSON file
 *   setup-words     words as the files of other programs have to have them
 *   setup-section   a part of a file that may stand in it only once
 *   setup-member    a member of a JSON file
 *   setup-apply     makes the changes, with a backup of each file */

/* The names of the programs. Static, ends with NULL. */
const char *const *tessera_setup_get_programs (void);

/* What @program is, in a few words, translated. Static. */
const char *tessera_setup_get_summary (const char *program);

/* Whether its file names Tessera already. */
gboolean tessera_setup_is_configured (const char *program);

/* The lines for @program, with a comment for each file: commands can be pasted into a shell. What
 * is not known stands in capitals. (transfer full). Errors: G_OPTION_ERROR for a program that is
 * not known. */
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
