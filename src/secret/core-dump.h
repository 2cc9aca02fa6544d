/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Keeps tokens out of core dumps; for every program that holds one, first thing in its main().
 * @private: nobody but the kernel may look into the process (/proc, ptrace) either; not for a
 * program that a portal has to recognise by its /proc entry. */
void tessera_core_dump_disable (gboolean private);
