/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config-error.h"

G_DEFINE_QUARK (tessera_config_error, tessera_config_error)
