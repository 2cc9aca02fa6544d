/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How text looks on a terminal, which has to be escaped before (text-escape.h). */

/* How many columns @text (UTF-8, escaped) takes. */
guint tessera_terminal_width (const char *text);

/* How many columns standard output has, 0 where it is no terminal. */
guint tessera_terminal_get_columns (void);

/* @text, cut to at most @width columns (1 or more) with an ellipsis at its end. (transfer full) */
char *tessera_terminal_ellipsize (const char *text, guint width);

/* Appends @text, and blanks up to @width columns. */
void tessera_terminal_append_column (GString *line, const char *text, guint width);

typedef enum
{
  TESSERA_TERMINAL_GOOD,
  TESSERA_TERMINAL_WARNING,
  TESSERA_TERMINAL_BAD,
  TESSERA_TERMINAL_FAINT,
} TesseraTerminalColour;

/* Appends @text in @colour: as it is unless standard output is a terminal and NO_COLOR is unset. */
void
tessera_terminal_append_coloured (GString *line, const char *text, TesseraTerminalColour colour);

/* Writes all of @text (UTF-8, converted to the locale's character set where @convert). FALSE with
 * errno set if it could not be: nobody reads it (EPIPE), the disk is full, it is closed. */
gboolean tessera_terminal_write (int fd, const char *text, gboolean convert);

/* @text with its lines broken at blanks, so that none takes more than @columns where that can be
 * had. A blank between quotation marks is kept: a command to type or a name stays in one piece.
 * @columns 0: as it is. (transfer full) */
char *tessera_terminal_wrap (const char *text, guint columns);

/* Writes all of @text, sentences in lines (UTF-8, escaped); wrapped where @fd is a terminal. FALSE
 * as above. */
gboolean tessera_terminal_write_prose (int fd, const char *text);

/* Opens /dev/null where standard input, output or error are closed, so that no file or socket gets
 * their number; writing there still fails. */
void tessera_terminal_guard (void);
