/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What other programs are told to call, which is the program "tessera". */

/* @path: that of "tessera". Returns: (transfer full) the word that a shell finds it by, else @path
 */
char *tessera_setup_command_choose (const char *path);

/* Returns: (transfer full) the path of "tessera" for another program of ours: beside that, as they
 * are installed, else where a shell finds it; "tessera" where it is in neither place. */
char *tessera_setup_command_find (void);
