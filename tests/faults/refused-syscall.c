/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "refused-syscall.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>

void
refused_syscall_set (guint call, guint argument, guint value, guint error)
{
  struct sock_filter code[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, call, 0, 3),
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS,
              (guint) (offsetof (struct seccomp_data, args) + argument * sizeof (guint64)
                       + (G_BYTE_ORDER == G_BIG_ENDIAN ? sizeof (guint32) : 0))),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = { G_N_ELEMENTS (code), code };

  g_assert_cmpint (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), ==, 0);
  g_assert_cmpint (prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0), ==, 0);
}
