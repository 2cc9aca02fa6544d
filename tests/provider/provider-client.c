/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "provider-client.h"

#include <libsoup/soup.h>

struct _ProviderProcess
{
  GSubprocess *process;
  char *issuer;
};

static char *
read_issuer (GSubprocess *process)
{
  g_autoptr (GDataInputStream) output
    = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_utf8 (output, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "issuer="));
  return g_strdup (line + strlen ("issuer="));
}

ProviderProcess *
provider_process_start (const char *const *args)
{
  ProviderProcess *self = g_new0 (ProviderProcess, 1);
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_auto (GStrv) command = NULL;
  g_autoptr (GError) error = NULL;

  g_strv_builder_add_many (argv, TESSERA_PROVIDER, "--until-eof", NULL);
  if (args != NULL)
    g_strv_builder_addv (argv, (const char **) args);
  command = g_strv_builder_end (argv);
  self->process
    = g_subprocess_newv ((const char *const *) command,
                         G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  self->issuer = read_issuer (self->process);
  return self;
}

void
provider_process_stop (ProviderProcess *self)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_assert_true (g_subprocess_get_successful (self->process));
  g_object_unref (self->process);
  g_free (self->issuer);
  g_free (self);
}

const char *
provider_process_get_issuer (ProviderProcess *self)
{
  return self->issuer;
}

/* Waits for the answer: the program at the other end is a process of its own. @answer:
 * (optional) */
static void
control (ProviderProcess *self, const char *method, const char *path, GBytes **answer)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autofree char *uri = g_uri_resolve_relative (self->issuer, path, G_URI_FLAGS_NONE, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read (session, message, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (soup_message_get_status (message) / 100, ==, 2);
  if (answer != NULL)
    *answer = g_steal_pointer (&body);
}

void
provider_process_set_fault (ProviderProcess *self, const char *name)
{
  g_autofree char *path = g_strconcat ("/-/fault?name=", name, NULL);

  control (self, "POST", path, NULL);
}

void
provider_process_rotate (ProviderProcess *self)
{
  control (self, "POST", "/-/rotate", NULL);
}

static void
set_seconds (ProviderProcess *self, const char *what, gint64 seconds)
{
  g_autofree char *path = g_strdup_printf ("/-/%s?seconds=%" G_GINT64_FORMAT, what, seconds);

  control (self, "POST", path, NULL);
}

void
provider_process_set_lifetime (ProviderProcess *self, guint seconds)
{
  set_seconds (self, "lifetime", seconds);
}

void
provider_process_set_clock (ProviderProcess *self, gint64 seconds)
{
  set_seconds (self, "clock", seconds);
}

void
provider_process_set_delay (ProviderProcess *self, guint seconds)
{
  set_seconds (self, "delay", seconds);
}

void
provider_process_reset (ProviderProcess *self)
{
  control (self, "POST", "/-/reset", NULL);
}

JsonArray *
provider_process_get_log (ProviderProcess *self)
{
  g_autoptr (GBytes) body = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;

  control (self, "GET", "/-/log", &body);
  text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  node = json_from_string (text, NULL);
  g_assert_true (node != NULL && JSON_NODE_HOLDS_ARRAY (node));
  return json_node_dup_array (node);
}

guint
provider_process_count (ProviderProcess *self, const char *path)
{
  g_autoptr (JsonArray) log = provider_process_get_log (self);
  guint count = 0;

  for (guint i = 0; i < json_array_get_length (log); i++)
    {
      JsonObject *entry = json_array_get_object_element (log, i);
      if (g_str_equal (json_object_get_string_member (entry, "path"), path))
        count++;
    }
  return count;
}

static void
browsed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GBytes *body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);

  if (body == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, body, (GDestroyNotify) g_bytes_unref);
}

void
provider_browse_async (const char *uri,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  SoupMessage *message = soup_message_new ("GET", uri);

  g_assert_nonnull (message);
  g_task_set_source_tag (task, provider_browse_async);
  g_task_set_task_data (task, message, g_object_unref);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, cancellable, browsed_cb,
                                    g_steal_pointer (&task));
}

char *
provider_browse_finish (GAsyncResult *result, guint *status, char **uri, GError **error)
{
  SoupMessage *message = g_task_get_task_data (G_TASK (result));
  g_autoptr (GBytes) body = g_task_propagate_pointer (G_TASK (result), error);

  if (body == NULL)
    return NULL;
  if (status != NULL)
    *status = soup_message_get_status (message);
  if (uri != NULL)
    *uri = g_uri_to_string (soup_message_get_uri (message));
  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}
