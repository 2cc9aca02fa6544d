/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "secret-input.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "terminal.h"

#define MAX_LENGTH 4096 /* bytes */

typedef struct
{
  char line[MAX_LENGTH + 1];
  gsize length;
  gboolean ended;
} Input;

/* Reads one byte at a time: what follows the line stays unread, and no other buffer holds the
 * secret. */
static gboolean
readable_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Input *input = user_data;
  char c;
  gssize n = read (fd, &c, 1);

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  if (n <= 0 || c == '\n' || input->length == MAX_LENGTH)
    {
      input->ended = TRUE;
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
read_unseen (Input *input, GCancellable *cancellable)
{
  struct termios before;
  struct termios silent;

  if (tcgetattr (STDIN_FILENO, &before) < 0)
    {
      read_line (input, cancellable);
      return;
    }
  silent = before;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
  tessera_terminal_write (STDERR_FILENO, _ ("Client secret: "), TRUE);
  read_line (input, cancellable);
  tessera_terminal_write (STDERR_FILENO, "\n", TRUE);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
}

char *
tessera_secret_input_read (GCancellable *cancellable, GError **error)
{
  Input input = { 0 };
  char *secret = NULL;

  read_unseen (&input, cancellable);
  if (input.length > 0 && input.line[input.length - 1] == '\r')
    input.length--;
  input.line[input.length] = '\0';
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    ;
  else if (input.length == 0)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("There is no client secret on standard input."));
  else if (input.length == MAX_LENGTH || !g_utf8_validate (input.line, input.length, NULL))
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("Standard input does not hold a client secret."));
  else
    secret = g_strndup (input.line, input.length);
  explicit_bzero (&input, sizeof input);
  return secret;
}
