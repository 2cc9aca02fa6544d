/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rows.h"

#include "account-session.h"

static TesseraFlow flow = { .cancelled = "Cancelled." };

static void
party_free (TesseraRelyingParty *party)
{
  tessera_relying_party_clear (party);
  g_free (party);
}

Rows *
rows_new (const TesseraAccountConfig *config)
{
  Rows *self = g_new0 (Rows, 1);

  self->flow = flow_new (config);
  self->party = g_new0 (TesseraRelyingParty, 1);
  tessera_relying_party_init (self->party, tessera_account_get_config (self->flow->account),
                              tessera_account_get_store (self->flow->account));
  return self;
}

void
rows_free (Rows *self)
{
  party_free (self->party);
  flow_free (self->flow);
  g_free (self);
}

gboolean
rows_run (Rows *self,
          const TesseraStep *steps,
          guint n_steps,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GTask *task = g_task_new (NULL, cancellable, flow_ready_cb, &result);

  flow.steps = steps;
  flow.n_steps = n_steps;
  g_task_set_source_tag (task, rows_run);
  g_task_set_task_data (task, self->party, NULL);
  tessera_flow_run (&flow, task, 0);
  flow_wait (&result);
  return g_task_propagate_boolean (G_TASK (result), error);
}
