/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-error.h"

G_DEFINE_QUARK (tessera - loopback - error - quark, tessera_loopback_error)
