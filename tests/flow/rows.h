/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "flow.h"
#include "revocation.h"

/* For tests of single rows: a relying party of its own, and a flow that is made of the rows of one
 * test. */
typedef struct
{
  Flow *flow; /* whose account it is */
  TesseraRelyingParty *party;
} Rows;

/* @config: that of the account to add. */
Rows *rows_new (const TesseraAccountConfig *config);
void rows_free (Rows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rows, rows_free)

/* Runs @steps up to the end. @cancellable: (nullable) */
gboolean rows_run (Rows *self,
                   const TesseraStep *steps,
                   guint n_steps,
                   GCancellable *cancellable,
                   GError **error);
