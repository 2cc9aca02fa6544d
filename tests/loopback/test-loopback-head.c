/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-head.h"

#include <string.h>

#define HEAD(lines) "GET / HTTP/1.1\r\n" lines "\r\n"

static const struct
{
  const char *name, *request, *filtered;
} cases[] = {
  { "none", HEAD ("Host: a\r\n"), HEAD ("Host: a\r\n") },
  { "one", HEAD ("Host: a\r\nCookie: b=c; d=e\r\nAccept: f\r\n"),
    HEAD ("Host: a\r\nCookie:\r\nAccept: f\r\n") },
  { "any-case", HEAD ("COOKIE:b\r\ncookie: c\r\n"), HEAD ("COOKIE:\r\ncookie:\r\n") },
  { "other-names", HEAD ("Cookies: a\r\nSet-Cookie: b\r\nCook: c\r\nX: cookie: d\r\n"),
    HEAD ("Cookies: a\r\nSet-Cookie: b\r\nCook: c\r\nX: cookie: d\r\n") },
  { "in-the-address", "GET /cookie:a HTTP/1.1\r\n\r\n", "GET /cookie:a HTTP/1.1\r\n\r\n" },
  { "in-the-body", HEAD ("Host: a\r\n") "Cookie: b\r\n", HEAD ("Host: a\r\n") "Cookie: b\r\n" },
  { "lines-without-cr", "GET / HTTP/1.1\nCookie: a\n\nCookie: b\n",
    "GET / HTTP/1.1\nCookie:\n\nCookie: b\n" },
  { "no-end", "GET / HTTP/1.1\r\nCookie: a", "GET / HTTP/1.1\r\nCookie:" },
};

/* However the bytes are cut into pieces. */
static void
test_filter (gconstpointer data)
{
  const char *const *c = data;
  gsize length = strlen (c[1]);

  for (gsize size = 1; size <= length; size++)
    {
      TesseraLoopbackHead head = { 0 };
      g_autoptr (GString) filtered = g_string_new (NULL);

      for (gsize i = 0; i < length; i += size)
        {
          gsize part = MIN (size, length - i);
          g_autofree char *bytes = g_memdup2 (c[1] + i, part);

          g_string_append_len (filtered, bytes,
                               (gssize) tessera_loopback_head_filter (&head, bytes, part));
        }
      g_assert_cmpstr (filtered->str, ==, c[2]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/loopback-head/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_filter);
    }
  return g_test_run ();
}
