/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "question.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "line-input.h"
#include "terminal.h"
#include "text-escape.h"

void
tessera_question_say (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *escaped = tessera_text_escape (lines[i]);
      g_autofree char *line = g_strconcat (escaped, "\n", NULL);

      tessera_terminal_write_prose (STDERR_FILENO, line);
    }
}

static char *
make_prompt (const char *label, const char *hint, const char *fallback, TesseraQuestionFlags flags)
{
  g_autoptr (GString) prompt = g_string_new (label);
  g_autofree char *escaped = fallback != NULL ? tessera_text_escape (fallback) : NULL;

  if (hint != NULL)
    g_string_append_printf (prompt, " (%s)", hint);
  if (escaped != NULL)
    g_string_append_printf (prompt, " [%s]", escaped);
  else if ((flags & TESSERA_QUESTION_MAY_BE_EMPTY) != 0)
    /* Translators: after the name of what is asked for. */
    g_string_append (prompt, _ (" (optional)"));
  g_string_append (prompt, ": ");
  return g_string_free (g_steal_pointer (&prompt), FALSE);
}

/* (nullable): NULL without an error where the line is to be asked for again. */
static char *
read_answer (TesseraCall *call, const char *prompt, TesseraQuestionFlags flags, GError **error)
{
  g_autoptr (GError) problem = NULL;
  char *line = tessera_line_input_read (prompt, (flags & TESSERA_QUESTION_HIDDEN) != 0,
                                        call->cancellable, &problem);

  if (line != NULL)
    return g_strstrip (line);
  if (g_error_matches (problem, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE))
    tessera_question_say (problem->message);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("No account was added."));
  return NULL;
}

char *
tessera_question_ask (TesseraCall *call,
                      const char *label,
                      const char *hint,
                      const char *fallback,
                      TesseraQuestionFlags flags,
                      GError **error)
{
  g_autofree char *prompt = make_prompt (label, hint, fallback, flags);

  while (TRUE)
    {
      g_autoptr (GError) problem = NULL;
      g_autofree char *line = read_answer (call, prompt, flags, &problem);

      if (problem != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
      if (line != NULL && line[0] == '\0' && fallback != NULL)
        return g_strdup (fallback);
      if (line != NULL && (line[0] != '\0' || (flags & TESSERA_QUESTION_MAY_BE_EMPTY) != 0))
        return g_steal_pointer (&line);
      if (line != NULL)
        tessera_question_say (_ ("This is required."));
    }
}
