/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop-error.h"

G_DEFINE_QUARK (tessera_desktop_error, tessera_desktop_error)
