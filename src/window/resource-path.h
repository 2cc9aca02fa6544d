/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The path of the window's resources. It is the same for every build profile. */
#define RESOURCE_BASE_PATH "/io/github/tessera_app/Tessera"
#define RESOURCE(file)     RESOURCE_BASE_PATH "/" file
