/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "setup.h"

#include <glib/gi18n.h>
#include <string.h>

#include "lock.h"
#include "regular-file.h"
#include "setup-apply.h"
#include "setup-command.h"
#include "setup-programs.h"
#include "setup-words.h"

#define MAX_FILE 1048576 /* bytes */

const char *const *
tessera_setup_get_programs (void)
{
  static const char *names[32];
  gsize i;

  for (i = 0; tessera_setup_programs[i].name != NULL; i++)
    {
      g_assert (i < G_N_ELEMENTS (names) - 1);
      names[i] = tessera_setup_programs[i].name;
    }
  names[i] = NULL;
  return names;
}

static const TesseraSetupProgram *
find (const char *name)
{
  for (gsize i = 0; tessera_setup_programs[i].name != NULL; i++)
    if (strcmp (tessera_setup_programs[i].name, name) == 0
        || g_ascii_strcasecmp (tessera_setup_programs[i].title, name) == 0)
      return &tessera_setup_programs[i];
  return NULL;
}

const char *
tessera_setup_get_summary (const char *program)
{
  const TesseraSetupProgram *found = find (program);

  return found != NULL ? _ (found->summary) : NULL;
}

const char *
tessera_setup_get_title (const char *program)
{
  const TesseraSetupProgram *found = find (program);

  return found != NULL ? found->title : NULL;
}

/* (transfer full) (nullable) */
static char *
read_file (const TesseraSetupProgram *program)
{
  g_autofree char *path = program->get_path != NULL ? program->get_path () : NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (path == NULL || !tessera_regular_file_read (path, MAX_FILE, &text, &length, NULL))
    return NULL;
  return g_steal_pointer (&text);
}

/* The program's settings where they name Tessera. (transfer full) (nullable) */
static char *
read_configured (const TesseraSetupProgram *program)
{
  g_autofree char *text = program != NULL && program->read != NULL ? program->read () : NULL;

  if (text == NULL && program != NULL)
    text = read_file (program);
  return text != NULL && strstr (text, "tessera") != NULL ? g_steal_pointer (&text) : NULL;
}

gboolean
tessera_setup_is_configured (const char *program)
{
  g_autofree char *text = read_configured (find (program));

  return text != NULL;
}

static gboolean
is_part_of_word (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-' || c == '.';
}

static gboolean
has_word (const char *text, const char *word)
{
  gsize length = strlen (word);

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    if ((at == text || !is_part_of_word (at[-1])) && !is_part_of_word (at[length]))
      return TRUE;
  return FALSE;
}

static gboolean
has_hosts (const char *text, const TesseraAccountConfig *account)
{
  for (gsize i = 0; account->hosts != NULL && account->hosts[i] != NULL; i++)
    if (!has_word (text, account->hosts[i]))
      return FALSE;
  return account->hosts != NULL && account->hosts[0] != NULL;
}

gboolean
tessera_setup_is_configured_for (const char *program, const TesseraAccountConfig *account)
{
  const TesseraSetupProgram *found = find (program);
  g_autofree char *text = read_configured (found);
  g_autofree char *user = NULL;

  if (text == NULL || found->naming == TESSERA_SETUP_NAMES_NOBODY)
    return text != NULL;
  if (found->naming == TESSERA_SETUP_NAMES_HOSTS)
    return has_hosts (text, account);
  user = tessera_setup_find_user_name (account);
  return has_word (text, account->name) || has_word (text, account->id) || has_word (text, user);
}

/* A role stands in a line of a file. */
static gboolean
check_role (const char *role, GError **error)
{
  if (role == NULL
      || (role[0] != '\0'
          && role[strspn (role, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_+=,.@:/-")] == '\0'))
    return TRUE;
  g_set_error_literal (
    error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
    _ ("“--role-arn” takes the ARN of a role, such as arn:aws:iam::123456789012:role/NAME."));
  return FALSE;
}

/* (transfer full) (nullable) */
static TesseraSetupPlan *
make_plan (const char *program,
           const TesseraAccountConfig *account,
           const TesseraSetupOptions *options,
           GError **error)
{
  const TesseraSetupProgram *found = find (program);
  g_autofree char *names = NULL;
  g_autofree char *path = NULL;
  TesseraSetupPlan *plan;

  if (found == NULL)
    {
      names = g_strjoinv (", ", (char **) tessera_setup_get_programs ());
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("There is no program “%s”. The programs are: %s."), program, names);
      return NULL;
    }
  if (!check_role (options->role_arn, error))
    return NULL;
  path = found->get_path != NULL ? found->get_path () : NULL;
  plan = tessera_setup_plan_new ();
  found->plan (plan, path, account, options);
  return plan;
}

char *
tessera_setup_show (const char *program,
                    const TesseraAccountConfig *account,
                    const TesseraSetupOptions *options,
                    GError **error)
{
  g_autoptr (TesseraSetupPlan) plan = make_plan (program, account, options, error);

  return plan != NULL ? tessera_setup_plan_to_text (plan) : NULL;
}

void
tessera_setup_text_free (TesseraSetupText *self)
{
  g_free (self->lines);
  g_free (self->missing);
  g_free (self->apply);
  g_free (self);
}

static gboolean
is_only_shown (const TesseraSetupPlan *plan)
{
  for (guint i = 0; i < plan->changes->len; i++)
    {
      const TesseraSetupChange *change = g_ptr_array_index (plan->changes, i);

      if (change->kind != TESSERA_SETUP_SHOW)
        return FALSE;
    }
  return TRUE;
}

TesseraSetupText *
tessera_setup_describe (const char *program, const TesseraAccountConfig *account)
{
  TesseraSetupText *self = g_new0 (TesseraSetupText, 1);
  g_autofree char *path = tessera_setup_command_find ();
  g_autofree char *command = tessera_setup_command_choose (path);
  const TesseraSetupOptions options = { NULL, command, path };
  g_autoptr (TesseraSetupPlan) plan = make_plan (program, account, &options, NULL);
  g_autofree char *quoted = tessera_setup_quote (command);
  g_autofree char *name = tessera_setup_quote (tessera_setup_name (account, NULL));

  self->lines = tessera_setup_plan_to_text (plan);
  self->missing = g_strdup (plan->missing);
  self->lacks_host = plan->lacks_host;
  if (!is_only_shown (plan))
    self->apply = g_strdup_printf ("%s setup %s %s --apply", quoted, program, name);
  return self;
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

/* One set-up at a time: each reads a file, and writes what it read with its own lines.
 * (transfer full) (nullable) */
static TesseraLock *
take_lock (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tessera_lock_acquire_async ("setup", NULL, ready_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return tessera_lock_acquire_finish (result, error);
}

gboolean
tessera_setup_apply (const char *program,
                     const TesseraAccountConfig *account,
                     const TesseraSetupOptions *options,
                     char **report,
                     GError **error)
{
  g_autoptr (TesseraSetupPlan) plan = make_plan (program, account, options, error);
  g_autoptr (TesseraLock) lock = plan != NULL ? take_lock (error) : NULL;
  GString *lines = g_string_new (NULL);
  gboolean ok = lock != NULL && tessera_setup_apply_plan (plan, lines, error);

  *report = g_string_free (lines, FALSE);
  return ok;
}
