/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider-question.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "preset-recognize.h"
#include "presets.h"
#include "question.h"
#include "sign-in.h"
#include "terminal.h"

#define GAP 4 /* columns between two columns of the list */

void
tessera_provider_answer_clear (TesseraProviderAnswer *self)
{
  self->preset = NULL;
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&self->issuer, g_free);
}

/* The last one is none of them. (transfer full) */
static char *
make_entry (guint position)
{
  const GPtrArray *all = tessera_presets_get_all ();
  const TesseraPreset *preset = position < all->len ? all->pdata[position] : NULL;

  return g_strdup_printf ("%3u  %s", position + 1,
                          preset != NULL ? preset->title : _ ("Another provider"));
}

/* In columns, one after the other, as many as fit. */
static void
show_list (void)
{
  guint n = tessera_presets_get_all ()->len + 1;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  guint width = 0;
  guint columns, rows;
  g_autofree char *other = g_strdup_printf (_ ("If your provider is not listed, type %u."), n);

  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (entries, make_entry (i));
      width = MAX (width, tessera_terminal_width (entries->pdata[i]) + GAP);
    }
  columns = MAX (1, (MAX (tessera_terminal_get_columns (), 40) + GAP) / width);
  rows = (n + columns - 1) / columns;
  for (guint row = 0; row < rows; row++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      for (guint i = row; i < n; i += rows)
        tessera_terminal_append_column (line, entries->pdata[i], i + rows < n ? width : 0);
      tessera_question_say (line->str);
    }
  tessera_question_say (other);
}

/* Looks for the metadata of the provider at @address. FALSE with an error only if it was
 * cancelled. */
static gboolean
look_up (TesseraCall *call, const char *address, TesseraProviderAnswer *answer, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *sentence = NULL;

  tessera_question_say (_ ("Looking for the provider…"));
  tessera_sign_in_probe_async (address, call->cancellable, tessera_call_ready_cb, &result);
  sentence = tessera_sign_in_probe_finish (tessera_call_wait (&result), &answer->issuer, &problem);
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("No account was added."));
      return FALSE;
    }
  tessera_question_say (sentence != NULL ? sentence : problem->message);
  if (sentence != NULL)
    answer->preset = tessera_sign_in_probe_get_preset (result);
  return TRUE;
}

static gboolean
ask_address (TesseraCall *call, TesseraProviderAnswer *answer, GError **error)
{
  while (answer->issuer == NULL)
    {
      g_autofree char *address
        = tessera_question_ask (call, _ ("Provider’s address"), "https://login.example.com", NULL,
                                TESSERA_QUESTION_PLAIN, error);

      if (address == NULL || !look_up (call, address, answer, error))
        return FALSE;
    }
  return TRUE;
}

/* The number of a row of the list, from 1; 0: it is none. */
static guint64
read_number (const char *typed)
{
  guint64 number = 0;

  return g_ascii_string_to_unsigned (typed, 10, 1, tessera_presets_get_all ()->len + 1, &number,
                                     NULL)
           ? number
           : 0;
}

/* What a name or something pasted means. FALSE: nothing that is known. */
static gboolean
recognize (const char *typed, TesseraProviderAnswer *answer)
{
  g_autoptr (TesseraPresetMatch) match = NULL;

  answer->preset = tessera_command_presets_find (typed);
  if (answer->preset != NULL)
    return TRUE;
  match = tessera_preset_recognize (typed);
  if (match == NULL)
    return FALSE;
  answer->preset = match->preset;
  answer->values = g_hash_table_ref (match->values);
  if (match->advice != NULL)
    tessera_question_say (_ (match->advice));
  return TRUE;
}

static void
say_unknown (const char *typed)
{
  const char *similar = tessera_command_presets_find_similar (typed);
  g_autofree char *sentence
    = similar != NULL
        ? g_strdup_printf (_ ("There is no preset “%s”. Did you mean “%s”?"), typed, similar)
        : g_strdup (
          _ ("There is no such provider in the list. For another provider, type the last number."));

  tessera_question_say (sentence);
}

static gboolean
is_address (const char *typed)
{
  return strpbrk (typed, "./:") != NULL && strchr (typed, ' ') == NULL;
}

gboolean
tessera_provider_question_ask (TesseraCall *call, TesseraProviderAnswer *answer, GError **error)
{
  const GPtrArray *all = tessera_presets_get_all ();

  show_list ();
  while (answer->preset == NULL && answer->issuer == NULL)
    {
      g_autofree char *typed = tessera_question_ask (
        call, _ ("Your provider (its number, its name, or an address from its pages)"), NULL, NULL,
        TESSERA_QUESTION_PLAIN, error);
      guint64 number = typed != NULL ? read_number (typed) : 0;

      if (typed == NULL)
        return FALSE;
      if (number > all->len)
        return ask_address (call, answer, error);
      if (number > 0)
        answer->preset = all->pdata[number - 1];
      else if (recognize (typed, answer))
        continue;
      else if (!is_address (typed))
        say_unknown (typed);
      else if (!look_up (call, typed, answer, error))
        return FALSE;
    }
  return TRUE;
}
