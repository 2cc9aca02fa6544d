/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "listener.h"

/* How an answer goes astray: the person is told, and the right answer is still taken. */

#define GET(headers) "GET /back HTTP/1.1\r\nHost: $HOST\r\n" headers "\r\n"
#define POST(type)                                                                                 \
  "POST /back HTTP/1.1\r\nHost: $HOST\r\nContent-Type: " type                                      \
  "\r\nContent-Length: 13\r\n\r\ncode=c&state="
#define FORM         "application/x-www-form-urlencoded"
#define CLIENT_HELLO "\x16\x03\x01\x02\x40\x01"

typedef struct
{
  const char *name;
  const char *request;
  guint status; /* 0: the connection ends without an answer */
  const char *words;
} Case;

static const Case cases[] = {
  { "fragment", GET (""), 400, "“#”" },
  { "form-post", POST (FORM), 405, "form_post" },
  { "form-post-charset", POST (FORM "; charset=utf-8"), 405, "form_post" },
  { "https", CLIENT_HELLO, 0, "https" },
};

static void
mishap_cb (const char *sentence, gpointer user_data)
{
  GPtrArray *told = user_data;

  g_ptr_array_add (told, g_strdup (sentence));
}

static void
test_told (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *answer = NULL;

  tessera_loopback_watch (listener->loopback, mishap_cb, told);
  answer = listener_visit (listener, c->request);
  g_assert_cmpuint (visitor_read_status (answer), ==, c->status);
  while (told->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (told->pdata[0], c->words));
  if (c->status != 0)
    g_assert_nonnull (strstr (visitor_read_body (answer), c->words));
  else
    g_assert_cmpstr (answer, ==, "");
  listener_assert_waiting (listener);
  g_assert_cmpuint (told->len, ==, 1);
}

/* Where a second answer is waited for, it may go astray too. */
static void
test_told_again (void)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *answer = listener_get (listener, "/back?code=c&state=$STATE");
  g_autofree char *query = listener_await (listener);
  g_autofree char *astray = NULL;

  tessera_loopback_watch (listener->loopback, mishap_cb, told);
  tessera_loopback_ask_again (listener->loopback, "https://op.example/authorize");
  astray = listener_visit (listener, POST (FORM));
  g_assert_cmpuint (visitor_read_status (answer), ==, 303);
  g_assert_cmpuint (visitor_read_status (astray), ==, 405);
  g_assert_cmpuint (told->len, ==, 1);
}

/* A browser that tries http after https has had no mishap. */
static void
test_https_first (void)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *end = NULL;

  tessera_loopback_watch (listener->loopback, mishap_cb, told);
  end = listener_visit (listener, CLIENT_HELLO);
  listener_assert_waiting (listener);
  listener_close (listener);
  g_assert_cmpuint (told->len, ==, 0);
}

/* Nothing is told of what is nobody's answer, or comes after it. */
static void
test_not_told (void)
{
  static const char *const requests[]
    = { "GET /favicon.ico HTTP/1.1\r\nHost: $HOST\r\n\r\n",
        "GET /back?code=c&state=guess HTTP/1.1\r\nHost: $HOST\r\n\r\n",
        "GET /back HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        POST ("application/json"),
        "POST /other HTTP/1.1\r\nHost: $HOST\r\nContent-Type: " FORM "\r\n\r\n",
        "PUT /back HTTP/1.1\r\nHost: $HOST\r\nContent-Type: " FORM "\r\n\r\n" };
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *late = NULL;

  tessera_loopback_watch (listener->loopback, mishap_cb, told);
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    g_free (listener_visit (listener, requests[i]));
  listener_assert_waiting (listener);
  late = listener_visit (listener, POST (FORM));
  g_assert_cmpuint (visitor_read_status (late), ==, 405);
  g_assert_cmpuint (told->len, ==, 0);
}

/* The cookies of all that ever answered on localhost, more than libsoup reads. */
static void
test_cookies (void)
{
  static const gsize sizes[] = { 90 * 1024, 1024 * 1024 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
      g_autofree char *cookies = g_strnfill (sizes[i], 'c');
      g_autofree char *request
        = g_strconcat ("GET /back?code=right&state=$STATE HTTP/1.1\r\nCookie: ", cookies,
                       "\r\nHost: $HOST\r\n\r\n", NULL);
      g_autofree char *answer = listener_visit (listener, request);
      g_autofree char *query = NULL;

      g_assert_cmpuint (visitor_read_status (answer), ==, 303);
      query = listener_await (listener);
      g_assert_true (g_str_has_prefix (query, "code=right&state="));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/loopback-mishap/told/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_told);
    }
  g_test_add_func ("/loopback-mishap/told-again", test_told_again);
  g_test_add_func ("/loopback-mishap/https-first", test_https_first);
  g_test_add_func ("/loopback-mishap/not-told", test_not_told);
  g_test_add_func ("/loopback-mishap/cookies", test_cookies);
  return g_test_run ();
}
