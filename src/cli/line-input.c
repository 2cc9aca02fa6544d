/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "line-input.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "terminal.h"

typedef struct
{
  char line[TESSERA_LINE_INPUT_MAX + 1];
  gsize length;
  gboolean ended;
  gboolean at_end; /* of the input, not of the line */
} Input;

/* Reads one byte at a time: what follows the line stays unread, and no other buffer holds a
 * secret. */
static gboolean
readable_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Input *input = user_data;
  char c;
  gssize n = read (fd, &c, 1);

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  if (n <= 0 || c == '\n' || input->length == TESSERA_LINE_INPUT_MAX)
    {
      input->ended = TRUE;
      input->at_end = n <= 0;
      return G_SOURCE_REMOVE;
    }
  input->line[input->length++] = c;
  return G_SOURCE_CONTINUE;
}

static void
read_line (Input *input, GCancellable *cancellable)
{
  guint source = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, readable_cb, input);

  while (!input->ended && !g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (NULL, TRUE);
  if (!input->ended)
    g_source_remove (source);
}

static void
read_prompted (Input *input, const char *prompt, gboolean hidden, GCancellable *cancellable)
{
  struct termios before;
  struct termios silent;

  if (tcgetattr (STDIN_FILENO, &before) < 0)
    {
      read_line (input, cancellable);
      return;
    }
  silent = before;
  if (hidden)
    silent.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (STDIN_FILENO, hidden ? TCSAFLUSH : TCSANOW, &silent);
  tessera_terminal_write (STDERR_FILENO, prompt, TRUE);
  read_line (input, cancellable);
  /* Whoever typed no line end sees one, so that what is said next begins a line. */
  if (hidden || input->at_end || !input->ended)
    tessera_terminal_write (STDERR_FILENO, "\n", TRUE);
  tcsetattr (STDIN_FILENO, hidden ? TCSAFLUSH : TCSANOW, &before);
}

char *
tessera_line_input_read (const char *prompt,
                         gboolean hidden,
                         GCancellable *cancellable,
                         GError **error)
{
  Input input = { 0 };
  char *line = NULL;

  read_prompted (&input, prompt, hidden, cancellable);
  if (input.length > 0 && input.line[input.length - 1] == '\r')
    input.length--;
  input.line[input.length] = '\0';
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    ;
  else if (input.length == TESSERA_LINE_INPUT_MAX
           || !g_utf8_validate (input.line, (gssize) input.length, NULL))
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("The input is too long, or is not text."));
  else if (input.length > 0 || !input.at_end)
    line = g_strndup (input.line, input.length);
  explicit_bzero (&input, sizeof input);
  return line;
}
