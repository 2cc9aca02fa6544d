/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The room secret: what keeps a program's credentials to itself.
 *
 *   process-start   the first thing in main(): the two below, and the environment
 *   core-dump       no core dumps
 *   secret-heap     freed memory is overwritten, in the whole process
 *
 * Knows no other room.
 *
 * What every program does first in its main(), before another thread may run.
 *
 * It keeps tokens out of core dumps (core-dump.h has @private), and takes SNAP_NAME out of the
 * environment. Whoever types in the terminal of an editor that came as a snap has that variable,
 * and libsecret 0.20 then takes the program for a snap too: it looks for the tokens in a file of
 * its own instead of the keyring, and waits for ever for a portal that has no key for it. */
void tessera_process_start (gboolean private);
