/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-error.h"

/* With underscores: clang-format would put spaces into "oidc-error-quark". */
G_DEFINE_QUARK (oidc_error, oidc_error)
