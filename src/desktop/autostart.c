/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "autostart.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "desktop-error.h"
#include "portal-request.h"

#define DELETED " (deleted)"

/* @word as one word of the key Exec (Desktop Entry Specification, "The Exec key"). */
static void
append_word (GString *line, const char *word)
{
  if (line->len > 0)
    g_string_append_c (line, ' ');
  g_string_append_c (line, '"');
  for (const char *at = word; *at != '\0'; at++)
    {
      if (strchr ("\"`$\\", *at) != NULL)
        g_string_append_c (line, '\\');
      if (*at == '%')
        g_string_append_c (line, '%');
      g_string_append_c (line, *at);
    }
  g_string_append_c (line, '"');
}

/* After an update, the kernel says that the file of the running program was deleted: a new one is
 * at its path. (transfer full) (nullable) */
static char *
find_program (GError **error)
{
  char *path = g_file_read_link ("/proc/self/exe", error);

  if (path != NULL && g_str_has_suffix (path, DELETED) && !g_file_test (path, G_FILE_TEST_EXISTS))
    path[strlen (path) - strlen (DELETED)] = '\0';
  return path;
}

/* (transfer full) (nullable) */
static char *
make_command (const TesseraAutostart *self, GError **error)
{
  g_autofree char *path = find_program (error);
  g_autoptr (GString) line = g_string_new (NULL);

  if (path == NULL)
    return NULL;
  append_word (line, path);
  for (gsize i = 0; self->arguments[i] != NULL; i++)
    append_word (line, self->arguments[i]);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static gboolean
write_file (const TesseraAutostart *self, const char *path, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *command = make_command (self, error);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (command == NULL)
    return FALSE;
  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "“%s”: %s", directory,
                   g_strerror (errno));
      return FALSE;
    }
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_TYPE,
                         G_KEY_FILE_DESKTOP_TYPE_APPLICATION);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_NAME, self->name);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_ICON, self->id);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, command);
  return g_key_file_save_to_file (file, path, error);
}

/* None that is there is none. */
static gboolean
remove_file (const char *path, GError **error)
{
  if (g_remove (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "“%s”: %s", path,
               g_strerror (errno));
  return FALSE;
}

static void
set_file (const TesseraAutostart *self, gboolean wanted, GTask *task)
{
  g_autofree char *name = g_strconcat (self->id, ".desktop", NULL);
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "autostart", name, NULL);
  GError *error = NULL;

  if (wanted ? write_file (self, path, &error) : remove_file (path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
is_granted (GVariant *results)
{
  gboolean granted = FALSE;

  return results != NULL && g_variant_lookup (results, "autostart", "b", &granted) && granted;
}

static void
requested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  gboolean wanted = GPOINTER_TO_INT (g_task_get_task_data (task));
  g_autoptr (GVariant) results = NULL;
  GError *error = NULL;
  TesseraPortalResponse response = tessera_portal_request_finish (result, &results, &error);

  if (error != NULL && !tessera_portal_request_is_absent (error))
    g_task_return_error (task, error);
  else if (response == TESSERA_PORTAL_DONE && (!wanted || is_granted (results)))
    g_task_return_boolean (task, TRUE);
  else
    {
      g_clear_error (&error);
      g_task_return_new_error (task, TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_AUTOSTART,
                               "%s", _ ("The desktop does not let Tessera run in the background."));
    }
}

static void
ask_portal (const TesseraAutostart *self, gboolean wanted, GTask *task)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  GVariantDict options = G_VARIANT_DICT_INIT (NULL);

  g_ptr_array_add (command, (char *) self->program);
  for (gsize i = 0; self->arguments[i] != NULL; i++)
    g_ptr_array_add (command, (char *) self->arguments[i]);
  g_variant_dict_insert (&options, "reason", "s", self->reason);
  g_variant_dict_insert (&options, "autostart", "b", wanted);
  g_variant_dict_insert_value (&options, "commandline",
                               g_variant_new_strv ((const char *const *) command->pdata,
                                                   (gssize) command->len));
  tessera_portal_request_async ("org.freedesktop.portal.Background", "RequestBackground",
                                g_variant_new ("(s)", ""), g_variant_dict_end (&options),
                                g_task_get_cancellable (task), requested_cb, g_object_ref (task));
}

void
tessera_autostart_set_async (const TesseraAutostart *self,
                             gboolean wanted,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tessera_autostart_set_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, GINT_TO_POINTER (wanted), NULL);
  if (tessera_portal_is_used ())
    ask_portal (self, wanted, task);
  else
    set_file (self, wanted, task);
}

gboolean
tessera_autostart_set_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tessera_autostart_set_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
