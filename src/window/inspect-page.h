/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

/* What the tokens of a session say: their claims and header in words, what the ID token was
 * compared with, and all of it as JSON. Follows the tokens of the session. */

#define TESSERA_TYPE_INSPECT_PAGE (tessera_inspect_page_get_type ())
G_DECLARE_FINAL_TYPE (TesseraInspectPage, tessera_inspect_page, TESSERA, INSPECT_PAGE, TesseraPage)
