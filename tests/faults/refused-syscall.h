/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* From here on, in this thread and those that it starts, the kernel refuses what @call (SYS_socket
 * or SYS_bind) asks for where its argument number @argument is @value. For a
 * g_test_trap_subprocess(): it cannot be taken back. @error: an errno. */
void refused_syscall_set (guint call, guint argument, guint value, guint error);
