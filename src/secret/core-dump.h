/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Keeps tokens out of core dumps, whether those go to a file or to a program (systemd-coredump);
 * for every program that holds a token, first thing in its main().
 *
 * @private: nobody but root may look into the process (/proc, ptrace) either. That is not for a
 * program that asks portals: xdg-desktop-portal refuses every call of a process whose
 * /proc/PID/root it cannot open, and libadwaita asks it for the person's style. Nothing changes in
 * a Flatpak, where even the keyring's password comes from a portal. */
void tessera_core_dump_disable (gboolean private);
