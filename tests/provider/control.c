/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"
#include "breakage.h"
#include "endpoints.h"

void
control_answer_log (Provider *provider, SoupServerMessage *message, const Form *form)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autofree char *text = NULL;

  json_node_set_array (node, request_log_get (provider->log));
  text = json_to_string (node, FALSE);
  answer_text (message, 200, "application/json", text);
}

void
control_answer_fault (Provider *provider, SoupServerMessage *message, const Form *form)
{
  const char *name = form_get (form, "name");

  if (name == NULL)
    {
      faults_clear (provider->faults);
      breakage_let_go (provider);
    }
  else if (!faults_add (provider->faults, name))
    {
      answer_text (message, 404, "text/plain", "There is no such fault.\n");
      return;
    }
  provider->jwks_answers = 0;
  soup_server_message_set_status (message, 204, NULL);
}

void
control_answer_rotate (Provider *provider, SoupServerMessage *message, const Form *form)
{
  keys_rotate (provider->keys);
  soup_server_message_set_status (message, 204, NULL);
}

void
control_answer_reset (Provider *provider, SoupServerMessage *message, const Form *form)
{
  request_log_reset (provider->log);
  soup_server_message_set_status (message, 204, NULL);
}

static gint64
get_seconds (const Form *form)
{
  const char *seconds = form_get (form, "seconds");

  return seconds != NULL ? g_ascii_strtoll (seconds, NULL, 10) : 0;
}

/* Of the tokens that are issued from now on. */
void
control_answer_lifetime (Provider *provider, SoupServerMessage *message, const Form *form)
{
  provider->lifetime = (guint) CLAMP (get_seconds (form), 1, G_MAXINT);
  soup_server_message_set_status (message, 204, NULL);
}

/* How far its clock is ahead of the machine's. */
void
control_answer_clock (Provider *provider, SoupServerMessage *message, const Form *form)
{
  provider->clock_offset = get_seconds (form);
  soup_server_message_set_status (message, 204, NULL);
}

/* Of the answers to renewals from now on. */
void
control_answer_delay (Provider *provider, SoupServerMessage *message, const Form *form)
{
  provider->delay = (guint) CLAMP (get_seconds (form), 0, 60) * 1000;
  soup_server_message_set_status (message, 204, NULL);
}
