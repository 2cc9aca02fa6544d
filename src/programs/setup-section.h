/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A part of a file that may stand in it only once. */

/* @file, the text of AWS's configuration, with @section: a line “[…]” and a line
 * “credential_process = …”. Where there is a section of that name, its line credential_process is
 * replaced if @mark stands in it. (transfer full) (nullable), NULL where the section is somebody
 * else’s */
char *tessera_setup_section_put (const char *file, const char *section, const char *mark);

/* @file, the text of Terraform's configuration, with @block, a credentials_helper. Terraform takes
 * one only: one that has the same name is replaced. (transfer full) (nullable), NULL where there is
 * one of another name */
char *tessera_setup_block_put (const char *file, const char *block);

/* @file with @text at its end. (transfer full) */
char *tessera_setup_text_put (const char *file, const char *text);
