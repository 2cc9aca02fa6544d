/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "setup-plan.h"

#include <glib/gi18n.h>

#include "setup-words.h"

static void
change_free (TesseraSetupChange *self)
{
  g_free (self->path);
  g_strfreev (self->argv);
  g_free (self->text);
  g_free (self->object);
  g_free (self->key);
  g_free (self->value);
  g_free (self);
}

TesseraSetupPlan *
tessera_setup_plan_new (void)
{
  TesseraSetupPlan *self = g_new0 (TesseraSetupPlan, 1);

  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);
  return self;
}

void
tessera_setup_plan_free (TesseraSetupPlan *self)
{
  g_ptr_array_unref (self->changes);
  g_free (self->missing);
  g_free (self);
}

static TesseraSetupChange *
add (TesseraSetupPlan *self, TesseraSetupKind kind, const char *path)
{
  TesseraSetupChange *change = g_new0 (TesseraSetupChange, 1);

  change->kind = kind;
  change->path = g_strdup (path);
  g_ptr_array_add (self->changes, change);
  return change;
}

void
tessera_setup_plan_check (TesseraSetupPlan *self,
                          const char *path,
                          const char *const *argv,
                          const char *name,
                          const char *mark)
{
  TesseraSetupChange *change = add (self, TESSERA_SETUP_CHECK, path);

  change->argv = g_strdupv ((char **) argv);
  change->key = g_strdup (name);
  change->value = g_strdup (mark);
}

void
tessera_setup_plan_run (TesseraSetupPlan *self, const char *path, const char *const *argv)
{
  add (self, TESSERA_SETUP_COMMAND, path)->argv = g_strdupv ((char **) argv);
}

void
tessera_setup_plan_append (TesseraSetupPlan *self, const char *path, const char *text)
{
  add (self, TESSERA_SETUP_APPEND, path)->text = g_strdup (text);
}

void
tessera_setup_plan_put_section (TesseraSetupPlan *self,
                                const char *path,
                                const char *section,
                                const char *mark)
{
  TesseraSetupChange *change = add (self, TESSERA_SETUP_SECTION, path);

  change->text = g_strdup (section);
  change->value = g_strdup (mark);
}

void
tessera_setup_plan_put_block (TesseraSetupPlan *self, const char *path, const char *block)
{
  add (self, TESSERA_SETUP_BLOCK, path)->text = g_strdup (block);
}

void
tessera_setup_plan_set_member (TesseraSetupPlan *self,
                               const char *path,
                               const char *object,
                               const char *key,
                               const char *value)
{
  TesseraSetupChange *change = add (self, TESSERA_SETUP_MEMBER, path);

  change->object = g_strdup (object);
  change->key = g_strdup (key);
  change->value = g_strdup (value);
}

void
tessera_setup_plan_show (TesseraSetupPlan *self, const char *text)
{
  add (self, TESSERA_SETUP_SHOW, NULL)->text = g_strdup (text);
}

static void
append_command (GString *text, char **argv)
{
  for (gsize i = 0; argv[i] != NULL; i++)
    {
      g_autofree char *word = tessera_setup_quote (argv[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", word);
    }
  g_string_append_c (text, '\n');
}

static void
append_change (GString *text, const TesseraSetupChange *change)
{
  switch (change->kind)
    {
    case TESSERA_SETUP_CHECK:
      break;
    case TESSERA_SETUP_COMMAND:
      append_command (text, change->argv);
      break;
    case TESSERA_SETUP_APPEND:
      /* Translators: a comment before lines that belong into a file. */
      g_string_append_printf (text, _ ("# At the end of %s:\n"), change->path);
      g_string_append (text, change->text);
      break;
    case TESSERA_SETUP_SECTION:
    case TESSERA_SETUP_BLOCK:
      g_string_append_printf (text, _ ("# In %s:\n"), change->path);
      g_string_append (text, change->text);
      break;
    case TESSERA_SETUP_MEMBER:
      /* Translators: a comment before a part of a JSON file. */
      g_string_append_printf (text, _ ("# In %s:\n"), change->path);
      g_string_append_printf (text, "{ \"%s\": { \"%s\": \"%s\" } }\n", change->object, change->key,
                              change->value);
      break;
    case TESSERA_SETUP_SHOW:
    default:
      g_string_append (text, change->text);
    }
}

char *
tessera_setup_plan_to_text (const TesseraSetupPlan *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->changes->len; i++)
    append_change (text, g_ptr_array_index (self->changes, i));
  return g_string_free (text, FALSE);
}
