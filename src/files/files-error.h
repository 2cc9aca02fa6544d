/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The error domain of this room. The message names the file and what the system said. */
#define TESSERA_FILES_ERROR (tessera_files_error_quark ())
GQuark tessera_files_error_quark (void);

typedef enum
{
  TESSERA_FILES_ERROR_NO_LOCKS, /* the file system has none, whoever asks and however often */
  TESSERA_FILES_ERROR_FAILED,   /* a lock cannot be had now */
} TesseraFilesError;
