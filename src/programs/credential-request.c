/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "credential-protocol.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAX_REQUEST 1048576 /* bytes */

static gboolean G_GNUC_PRINTF (2, 3) usage (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_FAILED, format, arguments);
  va_end (arguments);
  return FALSE;
}

/* How many of the @n words are the program's own; -1: too few. */
static int
count_appended (const TesseraCredentialProtocol *protocol, const char *const *words, guint n)
{
  if (protocol->verb != NULL)
    {
      for (guint i = 0; i < MIN (n, 2); i++)
        if (g_str_equal (words[i], protocol->verb))
          return (int) (n - i);
      return -1;
    }
  if (protocol->last_word_optional)
    return n > 0 && strstr (words[n - 1], "://") != NULL ? 1 : 0;
  return n < protocol->n_words ? -1 : (int) protocol->n_words;
}

/* @words: those after the protocol. */
static gboolean
take_words (TesseraCredentialRequest *self, const char *const *words, GError **error)
{
  guint n = g_strv_length ((char **) words);
  int appended = count_appended (self->protocol, words, n);
  g_autofree char *command = g_strconcat ("credential ", self->protocol->name, NULL);

  if (appended < 0)
    return usage (error, _ ("“tessera %s” is meant to be run by a program, which adds an action."),
                  command);
  if (n > (guint) appended + 1)
    return usage (error,
                  _ ("“tessera %s” takes one name. If the name contains spaces, put it in quotes."),
                  command);
  if (n == (guint) appended + 1)
    self->account_name = g_strdup (words[0]);
  self->words = g_strdupv ((char **) words + n - appended);
  return TRUE;
}

#define MIN_DURATION   900
#define MAX_DURATION   43200
#define USUAL_DURATION 3600

static gboolean
take_options (TesseraCredentialRequest *self,
              const TesseraCredentialOptions *options,
              GError **error)
{
  guint64 duration = USUAL_DURATION;

  if (options->access_token && options->id_token)
    return usage (error, _ ("“--access-token” and “--id-token” cannot be used together."));
  if (options->duration != NULL
      && !g_ascii_string_to_unsigned (options->duration, 10, MIN_DURATION, MAX_DURATION, &duration,
                                      NULL))
    return usage (error, _ ("“--duration” takes a whole number of seconds from %d to %d."),
                  MIN_DURATION, MAX_DURATION);
  self->duration = (guint) duration;
  self->token = options->access_token ? TESSERA_TOKEN_ACCESS
                : options->id_token   ? TESSERA_TOKEN_ID
                                      : self->protocol->token;
  self->hosts = g_strdupv ((char **) options->hosts);
  self->username = g_strdup (options->username);
  self->sign_in = options->sign_in;
  self->go_on = options->go_on;
  self->with_name = options->name;
  self->role_arn = g_strdup (options->role_arn);
  self->session_name = g_strdup (options->session_name);
  self->region = g_strdup (options->region);
  self->sts_endpoint = g_strdup (options->sts_endpoint);
  self->policy = g_strdup (options->policy);
  return TRUE;
}

static gboolean
find_protocol (TesseraCredentialRequest *self, const char *name, GError **error)
{
  g_autofree char *names = NULL;

  self->protocol = name != NULL ? tessera_credential_protocol_find (name) : NULL;
  if (self->protocol != NULL)
    return TRUE;
  names = g_strjoinv (", ", (char **) tessera_credential_get_protocols ());
  if (name == NULL)
    return usage (error, _ ("“tessera credential” needs a protocol: %s."), names);
  return usage (error, _ ("There is no protocol “%s”. The protocols are: %s."), name, names);
}

TesseraCredentialRequest *
tessera_credential_request_new (const char *const *words,
                                const TesseraCredentialOptions *options,
                                GError **error)
{
  g_autoptr (TesseraCredentialRequest) self = g_new0 (TesseraCredentialRequest, 1);

  if (!find_protocol (self, words[0], error) || !take_words (self, words + 1, error)
      || !take_options (self, options, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
tessera_credential_request_free (TesseraCredentialRequest *self)
{
  g_free (self->account_name);
  g_strfreev (self->words);
  g_strfreev (self->hosts);
  g_free (self->username);
  g_free (self->role_arn);
  g_free (self->session_name);
  g_free (self->region);
  g_free (self->sts_endpoint);
  g_free (self->policy);
  g_free (self->reply);
  g_free (self->uri);
  g_free (self->user);
  g_free (self->refused_secret);
  g_free (self->asker);
  g_free (self->host_user);
  g_strfreev (self->header_hosts);
  g_free (self->subject);
  g_free (self->email);
  g_free (self);
}

void
tessera_credential_answer_clear (TesseraCredentialAnswer *self)
{
  g_clear_pointer (&self->output, g_free);
}

/* Puts what was read back, so that the program that this one becomes can read it. */
static void
put_back (const GString *input)
{
  int file = memfd_create ("request", MFD_CLOEXEC);

  if (file >= 0 && write (file, input->str, input->len) == (gssize) input->len
      && lseek (file, 0, SEEK_SET) == 0)
    dup2 (file, STDIN_FILENO);
  if (file >= 0)
    close (file);
}

static gboolean
is_complete (const GString *input, gboolean until_blank)
{
  return until_blank && (g_str_equal (input->str, "\n") || g_str_has_suffix (input->str, "\n\n"));
}

typedef struct
{
  GString *text;
  gboolean until_blank;
  gboolean ended;
} Input;

static gboolean
readable_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Input *input = user_data;
  char buffer[4096];
  gssize n = read (fd, buffer, sizeof buffer);

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  g_string_append_len (input->text, buffer, MAX (n, 0));
  explicit_bzero (buffer, sizeof buffer);
  input->ended
    = n <= 0 || input->text->len > MAX_REQUEST || is_complete (input->text, input->until_blank);
  return input->ended ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/* In the main loop, where a signal ends the waiting: who typed the command has a terminal there,
 * and a program may forget to close its pipe. */
static void
read_standard_input (Input *input, GCancellable *cancellable)
{
  guint source = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, readable_cb, input);

  while (!input->ended && !g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (NULL, TRUE);
  if (!input->ended)
    g_source_remove (source);
}

char *
tessera_credential_read_input (const TesseraCredentialRequest *request,
                               gboolean until_blank,
                               GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Input input = { text, until_blank, FALSE };

  read_standard_input (&input, request->cancellable);
  if (g_cancellable_is_cancelled (request->cancellable))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                           _ ("The request was cancelled."));
      return NULL;
    }
  put_back (text);
  if (text->len <= MAX_REQUEST && strlen (text->str) == text->len
      && g_utf8_validate (text->str, text->len, NULL))
    return g_string_free (g_steal_pointer (&text), FALSE);
  usage (error, _ ("The request on standard input is not valid."));
  return NULL;
}

const char *
tessera_credential_request_get_user (const TesseraCredentialRequest *self, const char *fallback)
{
  const char *const users[] = { self->username, self->host_user, self->user };

  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    if (users[i] != NULL && users[i][0] != '\0')
      return users[i];
  return fallback;
}

gboolean
tessera_credential_person_at_terminal (const TesseraCredentialRequest *request)
{
  const char *wayland = g_getenv ("WAYLAND_DISPLAY");
  const char *x11 = g_getenv ("DISPLAY");

  return isatty (STDERR_FILENO)
         && ((wayland != NULL && wayland[0] != '\0') || (x11 != NULL && x11[0] != '\0'));
}

#define START_TIME 20 /* the field of /proc/PID/stat, counted after the name; see proc(5) */

char *
tessera_credential_name_parent (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) getppid ());
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;
  const char *end;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  end = strrchr (text, ')');
  fields = end != NULL ? g_strsplit (end + 1, " ", -1) : NULL;
  if (fields == NULL || g_strv_length (fields) <= START_TIME)
    return NULL;
  return g_strdup_printf ("%d@%s", (int) getppid (), fields[START_TIME]);
}

char *
tessera_credential_format_time (gint64 wall)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (wall);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

char *
tessera_credential_print_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = json_to_string (node, FALSE);

  json_object_unref (object);
  return g_strconcat (text, "\n", NULL);
}
