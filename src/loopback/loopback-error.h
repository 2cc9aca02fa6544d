/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* In a file of its own so that naming the domain does not load libsoup. */
#define TESSERA_LOOPBACK_ERROR (tessera_loopback_error_quark ())
GQuark tessera_loopback_error_quark (void);

typedef enum
{
  TESSERA_LOOPBACK_ERROR_INVALID_URI, /* not a loopback redirect URI */
  TESSERA_LOOPBACK_ERROR_PORT_IN_USE, /* names the port, and who can change it */
  TESSERA_LOOPBACK_ERROR_FAILED,
} TesseraLoopbackError;
