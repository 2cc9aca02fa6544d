/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where the window's resources are: the same for every profile. */
#define RESOURCE_BASE_PATH "/io/github/tessera_app/Tessera"
#define RESOURCE(file)     RESOURCE_BASE_PATH "/" file
