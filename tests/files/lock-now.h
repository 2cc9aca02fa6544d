/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lock.h"

/* For tests: takes the lock, waiting for it in the caller's thread. Returns: (transfer full)
 * (nullable) */
TesseraLock *tessera_lock_acquire (const char *id, GError **error);
