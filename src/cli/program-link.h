/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Programs that run a helper of a fixed name find a link of that name to `tessera`, which stands
 * for `tessera credential PROTOCOL`: git-credential-tessera, docker-credential-tessera,
 * terraform-credentials-tessera and tessera-bazel.
 *
 * Returns: (transfer full) @argv as it would be without the link */
char **tessera_program_link_expand (char **argv);
