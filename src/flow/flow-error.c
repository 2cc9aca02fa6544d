/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow-error.h"

G_DEFINE_QUARK (tessera_flow_error, tessera_flow_error)
