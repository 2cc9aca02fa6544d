/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* A warning that stays in view until its reason is gone. (AdwBanner came with libadwaita 1.3.)
 *
 * Property:
 *   "text"  string, nullable: without it the notice is hidden */

#define TESSERA_TYPE_NOTICE (tessera_notice_get_type ())
G_DECLARE_FINAL_TYPE (TesseraNotice, tessera_notice, TESSERA, NOTICE, AdwBin)
