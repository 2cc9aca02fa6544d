/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the files of the shim: which of the calls that they see are to go wrong. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FAULT_NONE  0
#define FAULT_BLOCK (-1)

/* Counts a call, and sends the signal that is due before it.
 * subject: what a glob is compared with; NULL where there is nothing to compare.
 * Returns: FAULT_NONE if the call is to be made, FAULT_BLOCK, or the errno to fail with. */
int tessera_fault_strike (const char *function, const char *subject);

G_END_DECLS
