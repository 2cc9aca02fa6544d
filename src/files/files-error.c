/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files-error.h"

G_DEFINE_QUARK (tessera_files_error, tessera_files_error)
