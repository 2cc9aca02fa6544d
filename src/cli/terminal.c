/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static guint
measure (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

guint
tessera_terminal_width (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += measure (g_utf8_get_char (text));
  return width;
}

static guint
get_columns (int fd)
{
  struct winsize size = { 0 };

  return ioctl (fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

guint
tessera_terminal_get_columns (void)
{
  return get_columns (STDOUT_FILENO);
}

/* What closes a quotation that @c opens: English “…” and German „…“; 0 if it opens none. */
static gunichar
find_closing (gunichar c)
{
  if (c == 0x201C)
    return 0x201D;
  return c == 0x201E ? 0x201C : 0;
}

/* The end of the piece that begins at @text, behind the blanks before it: the next blank outside
 * of a quotation, or the end of the line. */
static const char *
find_piece_end (const char *text)
{
  gunichar closing = 0;

  while (*text == ' ')
    text++;
  for (; *text != '\0' && *text != '\n' && (*text != ' ' || closing != 0);
       text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (closing == 0)
        closing = find_closing (c);
      else if (c == closing)
        closing = 0;
    }
  return text;
}

/* Appends @piece, with the blanks before it, to a line of which @taken columns are taken, or
 * without them to a new one. Returns: how many columns are taken then. */
static guint
append_piece (GString *wrapped, const char *piece, guint taken, guint columns)
{
  guint width = tessera_terminal_width (piece);

  if (columns == 0 || taken == 0 || taken + width <= columns)
    {
      g_string_append (wrapped, piece);
      return taken + width;
    }
  piece += strspn (piece, " ");
  g_string_append_printf (wrapped, "\n%s", piece);
  return tessera_terminal_width (piece);
}

char *
tessera_terminal_wrap (const char *text, guint columns)
{
  g_autoptr (GString) wrapped = g_string_new (NULL);
  guint taken = 0;

  while (*text != '\0')
    {
      const char *end = find_piece_end (text);
      g_autofree char *piece = g_strndup (text, (gsize) (end - text));

      taken = append_piece (wrapped, piece, taken, columns);
      text = end;
      if (*text != '\n')
        continue;
      g_string_append_c (wrapped, *text++);
      taken = 0;
    }
  return g_string_free (g_steal_pointer (&wrapped), FALSE);
}

char *
tessera_terminal_ellipsize (const char *text, guint width)
{
  const char *end = text;
  guint taken = 0;

  if (tessera_terminal_width (text) <= width)
    return g_strdup (text);
  while (taken + measure (g_utf8_get_char (end)) < width)
    {
      taken += measure (g_utf8_get_char (end));
      end = g_utf8_next_char (end);
    }
  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

void
tessera_terminal_append_column (GString *line, const char *text, guint width)
{
  guint taken = tessera_terminal_width (text);

  g_string_append (line, text);
  for (; taken < width; taken++)
    g_string_append_c (line, ' ');
}

static gboolean
has_colours (void)
{
  const char *no_color = g_getenv ("NO_COLOR");

  return isatty (STDOUT_FILENO) && (no_color == NULL || no_color[0] == '\0')
         && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

void
tessera_terminal_append_coloured (GString *line, const char *text, TesseraTerminalColour colour)
{
  static const char *const codes[] = { "\033[32m", "\033[33m", "\033[31m", "\033[2m" };

  if (has_colours ())
    g_string_append_printf (line, "%s%s\033[0m", codes[colour], text);
  else
    g_string_append (line, text);
}

static gboolean
write_all (int fd, const char *text, gsize length)
{
  while (length > 0)
    {
      gssize written = write (fd, text, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return FALSE;
      text += written;
      length -= written;
    }
  return TRUE;
}

gboolean
tessera_terminal_write (int fd, const char *text, gboolean convert)
{
  const char *charset = NULL;
  g_autofree char *converted = NULL;

  if (convert && !g_get_charset (&charset))
    converted = g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  if (converted != NULL)
    text = converted;
  return write_all (fd, text, strlen (text));
}

gboolean
tessera_terminal_write_prose (int fd, const char *text)
{
  g_autofree char *wrapped = tessera_terminal_wrap (text, isatty (fd) ? get_columns (fd) : 0);

  return tessera_terminal_write (fd, wrapped, TRUE);
}

void
tessera_terminal_guard (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0)
      {
        int opened = open ("/dev/null", O_RDONLY);

        g_assert (opened == fd || opened < 0);
      }
}
