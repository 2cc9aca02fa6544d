/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

/* Tries the access token out (trial.h): asks an address, or the provider who the person is, and
 * shows what comes back. Before the token goes to a host that is not among the account's hosts, the
 * person is asked, once for each host while the page is there. */

#define TESSERA_TYPE_TRY_IT_PAGE (tessera_try_it_page_get_type ())
G_DECLARE_FINAL_TYPE (TesseraTryItPage, tessera_try_it_page, TESSERA, TRY_IT_PAGE, TesseraPage)
