/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounded-read.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

/* What a reader of @written makes of it. The pipe holds it all. */
static GString *
read_back (const char *written, gsize limit)
{
  int pipe[2];
  GString *text;

  g_assert_true (g_unix_open_pipe (pipe, FD_CLOEXEC, NULL));
  g_assert_cmpint (write (pipe[1], written, strlen (written)), ==, (gssize) strlen (written));
  close (pipe[1]);
  text = tessera_bounded_read (pipe[0], limit);
  close (pipe[0]);
  g_assert_nonnull (text);
  return text;
}

static void
test_limit (void)
{
  static const struct
  {
    const char *written;
    gsize limit;
    const char *text;
  } cases[] = {
    { "", 3, "" },         { "ab", 3, "ab" },       { "abc", 3, "abc" },
    { "abcd", 3, "abcd" }, { "abcdef", 3, "abcd" }, { "ab", 0, "a" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GString *text = read_back (cases[i].written, cases[i].limit);

      g_assert_cmpstr (text->str, ==, cases[i].text);
      g_string_free (text, TRUE);
    }
}

static void
test_long (void)
{
  g_autofree char *written = g_strnfill (20000, 'x');
  GString *text = read_back (written, 10000);

  g_assert_cmpuint (text->len, ==, 10001);
  g_string_free (text, TRUE);
  text = read_back (written, 20000);
  g_assert_cmpstr (text->str, ==, written);
  g_string_free (text, TRUE);
}

static void
test_without_end (void)
{
  int fd = open ("/dev/zero", O_RDONLY | O_CLOEXEC);
  GString *text = tessera_bounded_read (fd, 5000);

  g_assert_cmpuint (text->len, ==, 5001);
  g_string_free (text, TRUE);
  close (fd);
}

static void
test_unreadable (void)
{
  int fd = open ("/", O_RDONLY | O_CLOEXEC);

  g_assert_null (tessera_bounded_read (fd, 10));
  g_assert_cmpint (errno, ==, EISDIR);
  close (fd);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bounded-read/limit", test_limit);
  g_test_add_func ("/bounded-read/long", test_long);
  g_test_add_func ("/bounded-read/without-end", test_without_end);
  g_test_add_func ("/bounded-read/unreadable", test_unreadable);
  return g_test_run ();
}
