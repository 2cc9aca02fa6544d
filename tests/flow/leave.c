/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "leave.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "session-record.h"

#define DESKTOP_FILE                                                                               \
  "[Desktop Entry]\nType=Application\nName=Browser\nExec=\"%s\" %%u\n"                             \
  "MimeType=x-scheme-handler/http;\n"
#define DEFAULTS "[Default Applications]\nx-scheme-handler/http=browser.desktop\n"

static char *handler;
static int pipe_fd;

static void
write_file (const char *directory, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

void
leave_set_up (void)
{
  g_autofree char *pipe = g_build_filename (g_get_home_dir (), "opened", NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\necho \"$0 $*\" >'%s'\n", pipe);
  g_autofree char *desktop_file = NULL;

  /* The system's browsers are out of sight, its settings are not. */
  g_setenv ("GSETTINGS_SCHEMA_DIR", "/usr/share/glib-2.0/schemas", TRUE);
  g_setenv ("XDG_DATA_DIRS", g_get_home_dir (), TRUE);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  /* Open both ways, it has no end of file. */
  pipe_fd = g_open (pipe, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  g_assert_cmpint (pipe_fd, >=, 0);
  handler = g_build_filename (g_get_home_dir (), "browser", NULL);
  write_file (g_get_home_dir (), "browser", script);
  g_assert_cmpint (g_chmod (handler, 0700), ==, 0);
  desktop_file = g_strdup_printf (DESKTOP_FILE, handler);
  write_file (g_get_user_data_dir (), "applications/browser.desktop", desktop_file);
  write_file (g_get_user_config_dir (), "mimeapps.list", DEFAULTS);
}

/* A handler that cannot be executed is none. */
void
leave_set_browser (gboolean installed)
{
  g_assert_cmpint (g_chmod (handler, installed ? 0700 : 0600), ==, 0);
}

static gboolean
started_cb (int fd, GIOCondition condition, gpointer user_data)
{
  char **line = user_data;
  char text[4096];
  gssize length = read (fd, text, sizeof text - 1);

  g_assert_cmpint (length, >, 0);
  text[length] = '\0';
  *line = g_strdup (g_strchomp (text));
  return G_SOURCE_REMOVE;
}

char *
leave_wait_for_browser (void)
{
  char *line = NULL;

  g_unix_fd_add (pipe_fd, G_IO_IN, started_cb, &line);
  flow_wait (&line);
  return line;
}

Leave *
leave_new (ProviderProcess *provider, const TesseraAccountConfig *config)
{
  Leave *self = g_new0 (Leave, 1);
  g_autoptr (TesseraAccountConfig) usual
    = flow_make_config (provider_process_get_issuer (provider));
  g_autoptr (GError) error = NULL;

  self->flow = flow_new (config ? config : usual);
  flow_run (self->flow, &error);
  flow_assert_signed_in (self->flow, error);
  provider_process_reset (provider);
  self->cancellable = g_cancellable_new ();
  self->steps = g_string_new (NULL);
  return self;
}

void
leave_free (Leave *self)
{
  g_clear_object (&self->sign_out);
  g_object_unref (self->cancellable);
  flow_free (self->flow);
  g_string_free (self->steps, TRUE);
  g_free (self->opened);
  g_free (self->page);
  g_free (self);
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
step_changed_cb (Leave *self)
{
  const char *step = tessera_sign_out_get_step (self->sign_out);

  g_string_append_printf (self->steps, "%s\n", step ? step : ".");
  self->was_opened = self->was_opened || tessera_sign_out_is_waiting (self->sign_out);
  if (self->at_step)
    self->at_step (self, step);
  if (!self->cancel_at || g_strcmp0 (step, self->cancel_at) != 0)
    return;
  if (self->cancel_later)
    g_idle_add_full (G_PRIORITY_LOW, cancel_cb, g_object_ref (self->cancellable), g_object_unref);
  else
    g_cancellable_cancel (self->cancellable);
}

typedef struct
{
  Leave *leave;
  GCancellable *cancellable;
  GAsyncResult *ended;
} Browse;

static gboolean
opened_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Browse *browse = user_data;
  char line[4096];
  gssize length = read (fd, line, sizeof line - 1);
  const char *uri;

  g_assert_cmpint (length, >, 0);
  line[length] = '\0';
  g_assert_null (browse->leave->opened);
  browse->leave->opened = g_strdup (g_strchomp (line));
  uri = strstr (line, "http://");
  g_assert_nonnull (uri);
  if (!browse->leave->stays_away)
    provider_browse_async (uri, browse->cancellable, flow_ready_cb, &browse->ended);
  return G_SOURCE_CONTINUE;
}

/* One that was started is waited for, so that it is not heard in the next test. */
static void
finish_browsing (Leave *self, Browse *browse)
{
  while (self->was_opened && !self->opened)
    g_main_context_iteration (NULL, TRUE);
  if (!self->opened || self->stays_away)
    return;
  flow_wait (&browse->ended);
  self->page = provider_browse_finish (browse->ended, &self->page_status, NULL, NULL);
}

gboolean
leave_run (Leave *self, GError **error)
{
  g_autoptr (GCancellable) browsing = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  Browse browse = { self, browsing, NULL };
  guint source = g_unix_fd_add (pipe_fd, G_IO_IN, opened_cb, &browse);
  gboolean ok;

  self->sign_out = tessera_sign_out_new (self->flow->account);
  if (self->timeout > 0)
    tessera_sign_out_set_timeout (self->sign_out, self->timeout);
  if (self->browser_timeout > 0)
    tessera_sign_out_set_browser_timeout (self->sign_out, self->browser_timeout);
  g_signal_connect_swapped (self->sign_out, "notify::step", G_CALLBACK (step_changed_cb), self);
  tessera_sign_out_run_async (self->sign_out, self->cancellable, flow_ready_cb, &result);
  flow_wait (&result);
  ok = tessera_sign_out_run_finish (self->sign_out, result, error);
  finish_browsing (self, &browse);
  g_clear_object (&browse.ended);
  g_source_remove (source);
  return ok;
}

void
leave_assert_done (Leave *self, const GError *error)
{
  TesseraAccount *account = self->flow->account;
  g_autoptr (TesseraSessionRecord) state
    = tessera_session_record_read (tessera_account_get_config (account)->id, NULL);

  g_assert_no_error (error);
  g_assert_cmpint (tessera_account_get_state (account), ==, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_null (tessera_account_get_access_token (account));
  g_assert_false (state->signed_in);
  g_assert_null (state->subject);
  g_assert_cmpuint (flow_count_stored (account), ==, 0);
  g_assert_null (tessera_sign_out_get_step (self->sign_out));
}

void
leave_assert_warned (Leave *self, const GError *error, const char *id)
{
  const GError *warning;

  leave_assert_done (self, error);
  warning = tessera_sign_out_get_warning (self->sign_out);
  if (warning)
    g_test_message ("%s", warning->message);
  g_assert_cmpstr (warning ? tessera_error_id (warning) : NULL, ==, id);
}

void
leave_assert_signed_in (Leave *self)
{
  TesseraAccount *account = self->flow->account;
  g_autoptr (TesseraSessionRecord) state
    = tessera_session_record_read (tessera_account_get_config (account)->id, NULL);

  g_assert_cmpint (tessera_account_get_state (account), ==, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_nonnull (tessera_account_get_access_token (account));
  g_assert_true (state->signed_in);
  g_assert_cmpuint (flow_count_stored (account), ==, 1);
  g_assert_null (tessera_sign_out_get_warning (self->sign_out));
}

char *
leave_describe_revocations (ProviderProcess *provider)
{
  g_autoptr (JsonArray) log = provider_process_get_log (provider);
  g_autoptr (GString) kinds = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (log); i++)
    {
      JsonObject *entry = json_array_get_object_element (log, i);

      if (strcmp (json_object_get_string_member (entry, "path"), "/revoke") == 0)
        g_string_append_printf (kinds, "%s ",
                                json_object_get_string_member_with_default (entry, "hint", "?"));
    }
  return g_string_free (g_steal_pointer (&kinds), FALSE);
}
