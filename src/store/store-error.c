/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-error.h"

G_DEFINE_QUARK (tessera_store_error, tessera_store_error)
