/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider.h"

/* Listens on 127.0.0.1, on @port or any (0), and sets the provider's issuer. */
gboolean server_start (Provider *provider, guint port, GError **error);
