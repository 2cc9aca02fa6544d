/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* git's own configuration of its user. */

/* The file that `git config --global` writes: the second of the two only where there is no first
 * one. (transfer full) */
char *tessera_setup_git_find_file (void);

/* The helpers that git would run, from all of its files and what these include; git is asked.
 * (transfer full) (nullable), NULL where git cannot be run, or cannot read its files. */
char *tessera_setup_git_read (void);
