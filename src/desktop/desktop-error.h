/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The error domain of this room. */
#define TESSERA_DESKTOP_ERROR (tessera_desktop_error_quark ())
GQuark tessera_desktop_error_quark (void);

typedef enum
{
  TESSERA_DESKTOP_ERROR_NO_BROWSER,   /* nothing opens an http link */
  TESSERA_DESKTOP_ERROR_NO_AUTOSTART, /* the portal, the desktop or the person does not want it */
} TesseraDesktopError;
