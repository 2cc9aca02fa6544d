/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "setup-apply.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account-error.h"
#include "regular-file.h"
#include "replaced-file.h"
#include "setup-member.h"
#include "setup-section.h"

#define MAX_FILE 1048576 /* bytes */

/* One plan that is applied. */
typedef struct
{
  GString *report;
  GHashTable *before; /* the text of each file before its first change, "" where there was none */
  GHashTable *copies; /* the copy of each file of which one was made */
} Work;

static gboolean G_GNUC_PRINTF (2, 3) fail (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error
      = g_error_new_valist (TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_FAILED, format, arguments);
  va_end (arguments);
  return FALSE;
}

/* Whether @path, whether it is a link or not, and what it leads to are this person's, or not there.
 */
static gboolean
is_own (const char *path)
{
  struct stat link;
  struct stat target;

  if (lstat (path, &link) != 0)
    return errno == ENOENT;
  return link.st_uid == geteuid () && stat (path, &target) == 0 && target.st_uid == geteuid ();
}

/* The file behind the links, which is what gets replaced. (transfer full) */
static char *
resolve (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real != NULL ? real : path);

  free (real);
  return copy;
}

static gboolean
check_own (const char *path, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (path);

  return (is_own (path) && is_own (directory))
         || fail (error, _ ("“%s” belongs to another user, or links to a file that does."), path);
}

/* (transfer full): "" where there is no file */
static char *
read_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (GError) local_error = NULL;

  if (tessera_regular_file_read (path, MAX_FILE, &text, &length, &local_error))
    {
      if (length <= MAX_FILE && strlen (text) == length)
        return g_steal_pointer (&text);
      fail (error, _ ("“%s” is not a text file."), path);
      return NULL;
    }
  if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return g_strdup ("");
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static gboolean
write_file (const char *path, const char *text, int mode, GError **error)
{
  g_autofree char *real = resolve (path);
  g_autofree char *directory = g_path_get_dirname (real);

  g_mkdir_with_parents (directory, 0700);
  return tessera_replaced_file_write (real, text, strlen (text), mode, TRUE, error);
}

/* A copy that is there already is older, and stays. What this plan has written is no copy's worth.
 */
static gboolean
back_up (Work *self, const char *path, GError **error)
{
  g_autofree char *real = resolve (path);
  g_autofree char *backup = g_strconcat (real, ".before-tessera", NULL);
  char *text;
  struct stat info;

  if (g_hash_table_contains (self->before, path))
    return TRUE;
  text = read_file (real, error);
  if (text == NULL)
    return FALSE;
  g_hash_table_insert (self->before, g_strdup (path), text);
  if (stat (real, &info) != 0 || access (backup, F_OK) == 0)
    return TRUE;
  if (!write_file (backup, text, (int) (info.st_mode & 0777), error))
    return FALSE;
  g_hash_table_insert (self->copies, g_strdup (path), g_steal_pointer (&backup));
  return TRUE;
}

/* A command may have written what was there: then there is nothing to tell, and the copy is of what
 * Tessera wrote earlier. */
static void
tell (Work *self)
{
  GHashTableIter iter;
  gpointer path, before;

  g_hash_table_iter_init (&iter, self->before);
  while (g_hash_table_iter_next (&iter, &path, &before))
    {
      g_autofree char *after = read_file (path, NULL);
      const char *copy = g_hash_table_lookup (self->copies, path);

      if (g_strcmp0 (before, after) == 0)
        {
          if (copy != NULL)
            g_unlink (copy);
          continue;
        }
      if (copy != NULL)
        g_string_append_printf (self->report, _ ("Copied %s to %s.\n"), (const char *) path, copy);
      g_string_append_printf (self->report, _ ("Changed %s.\n"), (const char *) path);
    }
}

static gboolean
fail_as_foreign (const char *path, const char *name, GError **error)
{
  return fail (
    error,
    _ ("“%s” already contains “%s”, which does not belong to this account. Rename that part, "
       "or change the file yourself."),
    path, name);
}

/* @before with what @change adds. (transfer full) (nullable) */
static char *
add_text (const TesseraSetupChange *change, const char *before, GError **error)
{
  g_autofree char *first_line = g_strndup (change->text, strcspn (change->text, "\n"));
  char *after;

  if (change->kind == TESSERA_SETUP_SECTION)
    after = tessera_setup_section_put (before, change->text, change->value);
  else if (change->kind == TESSERA_SETUP_BLOCK)
    after = tessera_setup_block_put (before, change->text);
  else
    return strstr (before, change->text) != NULL ? g_strdup (before)
                                                 : tessera_setup_text_put (before, change->text);
  if (after == NULL)
    fail_as_foreign (change->path, first_line, error);
  return after;
}

static gboolean
change_text (Work *self, const TesseraSetupChange *change, GError **error)
{
  g_autofree char *before = read_file (change->path, error);
  g_autofree char *after = before != NULL ? add_text (change, before, error) : NULL;

  if (after == NULL)
    return FALSE;
  if (strcmp (before, after) == 0)
    return TRUE;
  return back_up (self, change->path, error) && write_file (change->path, after, 0600, error);
}

static gboolean
change_member (Work *self, const TesseraSetupChange *change, GError **error)
{
  g_autofree char *before = read_file (change->path, error);
  g_autofree char *replaced = NULL;
  g_autofree char *after = NULL;

  if (before == NULL)
    return FALSE;
  after = tessera_setup_member_put (before, change, &replaced, error);
  if (after == NULL)
    return FALSE;
  if (strcmp (before, after) == 0)
    return TRUE;
  if (!back_up (self, change->path, error) || !write_file (change->path, after, 0600, error))
    return FALSE;
  if (replaced != NULL)
    g_string_append_printf (self->report, _ ("%s: in “%s”, “%s” was replaced for %s.\n"),
                            change->path, change->object, replaced, change->key);
  return TRUE;
}

/* A program that cannot say has nothing, or fails at the command that follows. */
static gboolean
check_foreign (const TesseraSetupChange *change, GError **error)
{
  g_autofree char *said = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, change->argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, &said, NULL, &status, NULL)
      || !g_spawn_check_wait_status (status, NULL) || g_strstrip (said)[0] == '\0'
      || strstr (said, change->value) != NULL)
    return TRUE;
  return fail_as_foreign (change->path, change->key, error);
}

static gboolean
run_command (Work *self, const TesseraSetupChange *change, GError **error)
{
  g_autofree char *said = NULL;
  g_autofree char *complaint = NULL;
  int status = 0;

  if (change->path != NULL && !back_up (self, change->path, error))
    return FALSE;
  if (!g_spawn_sync (NULL, change->argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &said, &complaint,
                     &status, error))
    return FALSE;
  if (!g_spawn_check_wait_status (status, NULL))
    return fail (error, _ ("“%s” failed: %s"), change->argv[0], g_strstrip (complaint));
  return TRUE;
}

static gboolean
make_change (Work *self, const TesseraSetupChange *change, GError **error)
{
  if (change->path != NULL && !check_own (change->path, error))
    return FALSE;
  switch (change->kind)
    {
    case TESSERA_SETUP_CHECK:
      return check_foreign (change, error);
    case TESSERA_SETUP_COMMAND:
      return run_command (self, change, error);
    case TESSERA_SETUP_APPEND:
    case TESSERA_SETUP_SECTION:
    case TESSERA_SETUP_BLOCK:
      return change_text (self, change, error);
    case TESSERA_SETUP_MEMBER:
      return change_member (self, change, error);
    case TESSERA_SETUP_SHOW:
    default:
      return TRUE;
    }
}

static gboolean
has_any_change (const TesseraSetupPlan *plan)
{
  for (guint i = 0; i < plan->changes->len; i++)
    if (((const TesseraSetupChange *) plan->changes->pdata[i])->kind != TESSERA_SETUP_SHOW)
      return TRUE;
  return FALSE;
}

gboolean
tessera_setup_apply_plan (const TesseraSetupPlan *plan, GString *report, GError **error)
{
  g_autoptr (GHashTable) before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) copies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Work self = { report, before, copies };
  gboolean ok = TRUE;

  if (plan->missing != NULL || !has_any_change (plan))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           plan->missing != NULL
                             ? plan->missing
                             : _ ("Tessera cannot write these lines. Add them yourself."));
      return FALSE;
    }
  for (guint i = 0; ok && i < plan->changes->len; i++)
    ok = make_change (&self, g_ptr_array_index (plan->changes, i), error);
  tell (&self);
  return ok;
}
