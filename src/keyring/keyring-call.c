/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keyring-call.h"

#include <libsecret/secret.h>

#include "keyring-error.h"
#include "keyring-file.h"

/* Leaves time to find the keyring's password. */
#define DEADLINE 120 /* seconds */

/* Older ones never read their file again, and take it for another program's when its time has
 * moved: they would refuse to write it. */
#define READS_FILE_AGAIN SECRET_CHECK_VERSION (0, 21, 1)

typedef struct
{
  GHashTable *attributes;    /* nullable */
  GCancellable *cancellable; /* libsecret's */
  GSource *deadline;
  GSource *cancelled; /* nullable */
  gboolean returned;
  gboolean writes;  /* and moves the time of the file on */
  gint64 file_time; /* before a write */
} Call;

static guint deadline_seconds = DEADLINE;

static void
call_end (Call *call)
{
  call->returned = TRUE;
  g_source_destroy (call->deadline);
  if (call->cancelled)
    g_source_destroy (call->cancelled);
}

static void
call_free (Call *call)
{
  call_end (call);
  g_clear_pointer (&call->deadline, g_source_unref);
  g_clear_pointer (&call->cancelled, g_source_unref);
  g_clear_object (&call->cancellable);
  g_clear_pointer (&call->attributes, g_hash_table_unref);
  g_free (call);
}

/* Takes @error. */
static void
abandon (GTask *task, GError *error)
{
  g_autoptr (GTask) kept = g_object_ref (task);
  Call *call = g_task_get_task_data (task);

  tessera_keyring_call_return_error (task, error);
  g_cancellable_cancel (call->cancellable);
}

static gboolean
deadline_cb (gpointer user_data)
{
  abandon (user_data, tessera_keyring_error_new_locked ());
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  GError *error = NULL;

  g_cancellable_set_error_if_cancelled (cancellable, &error);
  abandon (user_data, error);
  return G_SOURCE_REMOVE;
}

static void
attach (GSource *source, GSourceFunc callback, GTask *task)
{
  g_source_set_callback (source, callback, task, NULL);
  g_source_attach (source, g_task_get_context (task));
}

GTask *
tessera_keyring_call_begin (GHashTable *attributes,
                            GCancellable *cancellable,
                            gpointer source_tag,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  g_task_set_source_tag (task, source_tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  call->attributes = attributes;
  call->cancellable = g_cancellable_new ();
  call->deadline = g_timeout_source_new_seconds (deadline_seconds);
  attach (call->deadline, deadline_cb, task);
  if (cancellable)
    {
      call->cancelled = g_cancellable_source_new (cancellable);
      attach (call->cancelled, G_SOURCE_FUNC (cancelled_cb), task);
    }
  return task;
}

void
tessera_keyring_call_begin_write (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  call->writes = READS_FILE_AGAIN;
  if (call->writes)
    call->file_time = tessera_keyring_file_begin ();
}

GHashTable *
tessera_keyring_call_get_attributes (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  return call->attributes;
}

GCancellable *
tessera_keyring_call_get_cancellable (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  return call->cancellable;
}

gboolean
tessera_keyring_call_settle (GTask *task, const GError *error)
{
  Call *call = g_task_get_task_data (task);

  /* Also where nobody waits any more: what was written counts for the next reader. */
  if (call->writes)
    tessera_keyring_file_move_on (call->file_time);
  call->writes = FALSE;
  if (!call->returned && error)
    tessera_keyring_call_return_error (task, tessera_keyring_error_from (error));
  return !call->returned;
}

void
tessera_keyring_call_return_done (GTask *task)
{
  call_end (g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

void
tessera_keyring_call_return_text (GTask *task, char *text)
{
  call_end (g_task_get_task_data (task));
  g_task_return_pointer (task, text, g_free);
}

void
tessera_keyring_call_return_error (GTask *task, GError *error)
{
  call_end (g_task_get_task_data (task));
  g_task_return_error (task, error);
}

void
tessera_keyring_call_set_deadline (guint seconds)
{
  deadline_seconds = seconds;
}
