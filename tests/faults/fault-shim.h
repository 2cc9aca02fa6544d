/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a chosen call of a program under test fail, hang or be the last.
 *
 * A test in C links `fault_dep` and calls tessera_fault_set(). A test of a program sets for it
 *
 *     LD_PRELOAD=_build/tests/faults/libfault-shim.so
 *     TESSERA_TEST_FAULT=FAULT…       what is to happen, separated by blanks
 *     TESSERA_TEST_FAULT_LOG=FILE     a line "PID FUNCTION PATH" is appended when a fault strikes,
 *                                     before anything happens: a test waits for it
 *
 * A FAULT is FUNCTION[@GLOB]:N:ACTION.
 *
 * FUNCTION  flock, fsync, open, rename, unlink or write (each with the variants of its name in
 *           libc, so that the calls of libraries count as well; those inside libc, fopen() for
 *           example, do not), or secret_password_clearv, secret_password_lookupv,
 *           secret_password_searchv or secret_password_storev.
 * GLOB      counts only calls for a path that matches (the destination of rename(), the path of a
 *           descriptor), or, for libsecret, whose attribute "kind" matches.
 * N         the N-th such call of the process, from 1; "N+" is each from there on. A program that
 *           hands on by execv() counts anew.
 * ACTION    errno:NAME  the call fails with this error; a call of libsecret with that of GIO
 *           block       the call never returns; a signal that is handled in this thread makes it
 *                       fail with EINTR. A call of libsecret goes on until it is cancelled
 *           int, kill, stop  the process gets SIGINT, SIGKILL or SIGSTOP, and then makes the call
 *
 * Only programs named tessera… and test-… are concerned: not the browser that one of them starts.
 * A FAULT that cannot be read aborts the program. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* faults: as in TESSERA_TEST_FAULT, NULL or "" for none. Counting begins anew. */
void tessera_fault_set (const char *faults);

/* Returns: how many faults have struck since tessera_fault_set(). */
guint tessera_fault_count (void);

G_END_DECLS
