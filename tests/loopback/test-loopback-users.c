/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The right answer in the hands of another user of the computer, who read the link in the list of
 * processes. test-loopback-users --visit USER PORT REQUEST: what that user sends. */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "listener.h"

#define NOBODY  65534
#define SOMEONE 65533

#define ANSWER "GET /back?code=c&state=$STATE HTTP/1.1\r\nHost: $HOST\r\n\r\n"
#define FAILED "GET /back?error=access_denied&state=$STATE HTTP/1.1\r\nHost: $HOST\r\n\r\n"
#define PAGE   "GET /back HTTP/1.1\r\nHost: $HOST\r\n\r\n"

static const char *program;

/* A process of its own, since the kernel notes the user who made a socket. */
static int
visit (const char *user, const char *port, const char *request)
{
  uid_t uid = (uid_t) g_ascii_strtoull (user, NULL, 10);
  g_autoptr (GSocket) socket = NULL;
  char bytes[4096];
  gssize length;

  if (setresuid (0, 0, 0) != 0 || setresuid (uid, uid, uid) != 0)
    return 1;
  socket = visitor_connect ("127.0.0.1", (guint16) g_ascii_strtoull (port, NULL, 10));
  if (socket == NULL || g_socket_send (socket, request, strlen (request), NULL, NULL) < 0)
    return 1;
  while ((length = g_socket_receive (socket, bytes, sizeof bytes, NULL, NULL)) > 0)
    if (write (STDOUT_FILENO, bytes, (gsize) length) != length)
      return 1;
  return 0;
}

/* Returns: (transfer full) what @user got for @request, filled in. */
static char *
visit_as (Listener *listener, uid_t user, const char *request)
{
  g_autofree char *filled = listener_fill_in (listener, request);
  g_autofree char *uid = g_strdup_printf ("%u", user);
  g_autofree char *port = g_strdup_printf ("%d", listener->port);
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program,
                                                    "--visit", uid, port, filled, NULL);
  char *answer = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (child, NULL, NULL, listener_ready_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_subprocess_communicate_utf8_finish (child, result, &answer, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (child));
  return answer;
}

static gboolean
is_root (void)
{
  if (getuid () == 0)
    return TRUE;
  g_test_skip ("only root can become another user");
  return FALSE;
}

/* Told that it was not taken, and by whom it would be; and the right answer still is. */
static void
test_refused (gconstpointer request)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *answer = NULL;

  if (!is_root ())
    return;
  answer = visit_as (listener, NOBODY, request);
  g_assert_cmpuint (visitor_read_status (answer), ==, 403);
  g_assert_nonnull (strstr (answer, "Another User’s Browser"));
  g_assert_null (strstr (answer, listener->request->state));
  listener_assert_waiting (listener);
}

/* What matches nothing is told the same as to everybody. */
static void
test_strange (void)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *answer = NULL;

  if (!is_root ())
    return;
  answer = visit_as (listener, NOBODY, "GET /back?code=c&state=x HTTP/1.1\r\nHost: $HOST\r\n\r\n");
  g_assert_cmpuint (visitor_read_status (answer), ==, 400);
  listener_assert_waiting (listener);
}

/* The page names the account: it is for whoever brought the answer. */
static void
test_page (void)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *answer = NULL;

  if (!is_root ())
    return;
  listener_assert_waiting (listener);
  answer = visit_as (listener, NOBODY, PAGE);
  g_assert_cmpuint (visitor_read_status (answer), ==, 403);
  g_assert_null (strstr (answer, "You are signed in to Work"));
}

/* What is for the browser alone: another user who read the link gets nothing, and uses nothing up.
 */
static void
test_handover (void)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *uri
    = tessera_loopback_hand_over (listener->loopback, "unguessable", "https://id.example/?token");
  const char *request = "GET /unguessable HTTP/1.1\r\nHost: $HOST\r\n\r\n";
  g_autofree char *refused = NULL;
  g_autofree char *given = NULL;
  g_autofree char *location = NULL;

  if (!is_root ())
    return;
  refused = visit_as (listener, NOBODY, request);
  g_assert_cmpuint (visitor_read_status (refused), ==, 404);
  given = listener_visit (listener, request);
  location = visitor_read_header (given, "Location");
  g_assert_cmpstr (location, ==, "https://id.example/?token");
}

/* A listener that an ordinary user runs: that user's browser is his own, and so is root's. */
static void
test_ordinary_user (void)
{
  g_autoptr (Listener) listener = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *taken = NULL;
  g_autofree char *query = NULL;

  if (!is_root ())
    return;
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
  listener = listener_new ("http://127.0.0.1/back");
  refused = visit_as (listener, SOMEONE, ANSWER);
  taken = visit_as (listener, NOBODY, ANSWER);
  g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpuint (visitor_read_status (refused), ==, 403);
  g_assert_cmpuint (visitor_read_status (taken), ==, 303);
  query = listener_await (listener);
}

static void
test_root (void)
{
  g_autoptr (Listener) listener = NULL;
  g_autofree char *taken = NULL;
  g_autofree char *query = NULL;

  if (!is_root ())
    return;
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
  listener = listener_new ("http://127.0.0.1/back");
  taken = visit_as (listener, 0, ANSWER);
  g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpuint (visitor_read_status (taken), ==, 303);
  query = listener_await (listener);
}

/* Whoever hangs up at once does not become root by it, as the kernel shows a socket without a
 * process, nor a stranger from another host: nothing is taken from a connection that has ended. */
static void
test_hung_up (gconstpointer resets)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *request = listener_fill_in (listener, ANSWER);
  g_autoptr (GSocket) socket = visitor_connect ("127.0.0.1", listener->port);
  const struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  g_assert_nonnull (socket);
  g_assert_cmpint (g_socket_send (socket, request, strlen (request), NULL, NULL), ==,
                   strlen (request));
  if (resets)
    g_assert_cmpint (setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger,
                                 sizeof linger),
                     ==, 0);
  g_assert_true (g_socket_close (socket, NULL));
  listener_assert_waiting (listener);
}

/* The same once the listener has accepted the connection. */
static void
test_reset_later (void)
{
  g_autoptr (Listener) listener = listener_new ("http://127.0.0.1/back");
  g_autofree char *request = listener_fill_in (listener, ANSWER);
  g_autoptr (Visitor) other = NULL;
  g_autoptr (GSocket) socket = visitor_connect ("127.0.0.1", listener->port);
  const struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  g_assert_nonnull (socket);
  /* Connections are accepted in their order: when this one is answered, the other was accepted. */
  other = listener_begin_visit (listener, "GET / HTTP/1.1\r\nHost: $HOST\r\n\r\n");
  visitor_wait (other);
  g_assert_cmpint (g_socket_send (socket, request, strlen (request), NULL, NULL), ==,
                   strlen (request));
  g_assert_cmpint (setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger,
                               sizeof linger),
                   ==, 0);
  g_assert_true (g_socket_close (socket, NULL));
  listener_assert_waiting (listener);
}

int
main (int argc, char **argv)
{
  if (argc == 5 && g_str_equal (argv[1], "--visit"))
    return visit (argv[2], argv[3], argv[4]);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/loopback-users/other-users-answer", ANSWER, test_refused);
  g_test_add_data_func ("/loopback-users/other-users-error", FAILED, test_refused);
  g_test_add_func ("/loopback-users/other-users-nonsense", test_strange);
  g_test_add_func ("/loopback-users/other-user-sees-no-page", test_page);
  g_test_add_func ("/loopback-users/handover", test_handover);
  g_test_add_func ("/loopback-users/ordinary-user", test_ordinary_user);
  g_test_add_func ("/loopback-users/root-to-ordinary-user", test_root);
  g_test_add_data_func ("/loopback-users/closed-at-once", NULL, test_hung_up);
  g_test_add_data_func ("/loopback-users/reset-at-once", "reset", test_hung_up);
  g_test_add_func ("/loopback-users/reset-once-accepted", test_reset_later);
  return g_test_run ();
}
