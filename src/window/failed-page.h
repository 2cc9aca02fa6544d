/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

/* What failed and what to do, until it is acted upon; below it, all as before. */

#define TESSERA_TYPE_FAILED_PAGE (tessera_failed_page_get_type ())
G_DECLARE_FINAL_TYPE (TesseraFailedPage, tessera_failed_page, TESSERA, FAILED_PAGE, TesseraPage)
