/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The error domain of this room. */
#define TESSERA_CONFIG_ERROR (tessera_config_error_quark ())
GQuark tessera_config_error_quark (void);

typedef enum
{
  TESSERA_CONFIG_ERROR_UNKNOWN, /* no account of that name */
  TESSERA_CONFIG_ERROR_EXISTS,  /* the name is taken */
  /* A configuration that cannot work; a broken accounts.conf, with file and line. */
  TESSERA_CONFIG_ERROR_INVALID,
  TESSERA_CONFIG_ERROR_READ_ONLY, /* deployed by the administrator */
  TESSERA_CONFIG_ERROR_FAILED,    /* a file cannot be read or written */
} TesseraConfigError;
