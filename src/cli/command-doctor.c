/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "commands.h"
#include "doctor.h"
#include "terminal.h"
#include "text-escape.h"

static const char *
say_severity (TesseraFindingSeverity severity)
{
  static const char *const words[] = { N_ ("OK"), N_ ("Warning"), N_ ("Problem") };

  return _ (words[severity]);
}

static guint
measure_severities (void)
{
  guint width = 0;

  for (guint i = TESSERA_FINDING_OK; i <= TESSERA_FINDING_PROBLEM; i++)
    width = MAX (width, tessera_terminal_width (say_severity (i)));
  return width;
}

/* A line below the finding, under its text. @text: (nullable) */
static void
append_below (GString *lines, const char *text, guint width)
{
  g_autofree char *escaped = tessera_text_escape (text);

  if (escaped[0] == '\0')
    return;
  tessera_terminal_append_column (lines, "", width);
  g_string_append_printf (lines, "  %s\n", escaped);
}

static void
append_finding (GString *lines, const TesseraFinding *finding, guint width)
{
  static const TesseraTerminalColour colours[]
    = { TESSERA_TERMINAL_GOOD, TESSERA_TERMINAL_WARNING, TESSERA_TERMINAL_BAD };
  g_autoptr (GString) severity = g_string_new (NULL);
  g_autofree char *text = tessera_text_escape (finding->text);

  tessera_terminal_append_column (severity, say_severity (finding->severity), width);
  tessera_terminal_append_coloured (lines, severity->str, colours[finding->severity]);
  /* Translators: what was looked at ("Keyring"), and what was found, a sentence. */
  g_string_append_printf (lines, _ ("  %s: %s\n"), finding->title, text);
  append_below (lines, finding->advice, width);
  for (char **value = finding->values; value != NULL && *value != NULL; value++)
    append_below (lines, *value, width);
}

static JsonObject *
describe (const TesseraFinding *finding)
{
  JsonObject *object = json_object_new ();
  JsonArray *values = NULL;

  json_object_set_string_member (object, "check", finding->check);
  json_object_set_string_member (object, "severity",
                                 tessera_finding_severity_to_string (finding->severity));
  json_object_set_string_member (object, "message", finding->text);
  if (finding->advice != NULL)
    json_object_set_string_member (object, "hint", finding->advice);
  if (finding->values != NULL)
    {
      values = json_array_new ();
      for (char **value = finding->values; *value != NULL; value++)
        json_array_add_string_element (values, *value);
      json_object_set_array_member (object, "values", values);
    }
  return object;
}

static void
answer (TesseraCall *call, TesseraAccount *account, const GPtrArray *findings)
{
  JsonArray *array = json_array_new ();
  guint width = measure_severities ();
  TesseraErrorKind kind;
  TesseraFindingSeverity verdict = tessera_finding_get_worst (findings, &kind);

  for (guint i = 0; i < findings->len; i++)
    {
      append_finding (call->text, findings->pdata[i], width);
      json_array_add_object_element (array, describe (findings->pdata[i]));
    }
  json_object_set_string_member (call->object, "name", tessera_account_get_name (account));
  json_object_set_string_member (call->object, "verdict",
                                 tessera_finding_severity_to_string (verdict));
  json_object_set_int_member (call->object, "exit_code", kind);
  json_object_set_array_member (call->object, "findings", array);
  call->status = (int) kind;
}

gboolean
tessera_command_doctor (TesseraCall *call, GError **error)
{
  g_autoptr (TesseraAccounts) accounts = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  TesseraAccount *account = tessera_call_find_account (call, &accounts, error);

  if (account == NULL)
    return FALSE;
  tessera_call_watch_signals (call);
  tessera_doctor_run_async (account, TESSERA_ADVICE_TERMINAL, call->cancellable,
                            tessera_call_ready_cb, &result);
  findings = tessera_doctor_run_finish (account, tessera_call_wait (&result), error);
  if (findings == NULL)
    return FALSE;
  answer (call, account, findings);
  return TRUE;
}
