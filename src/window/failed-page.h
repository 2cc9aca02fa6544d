/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

/* The page of a session whose last task failed: what happened and what to do. Below it stands
 * what the session's other pages show. */

#define TESSERA_TYPE_FAILED_PAGE (tessera_failed_page_get_type ())
G_DECLARE_FINAL_TYPE (TesseraFailedPage, tessera_failed_page, TESSERA, FAILED_PAGE, TesseraPage)
