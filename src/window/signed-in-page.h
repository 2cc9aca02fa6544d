/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

/* The page of a signed-in session: the person, the time left, the access token, and what
 * has a page of its own. */

#define TESSERA_TYPE_SIGNED_IN_PAGE (tessera_signed_in_page_get_type ())
G_DECLARE_FINAL_TYPE (TesseraSignedInPage,
                      tessera_signed_in_page,
                      TESSERA,
                      SIGNED_IN_PAGE,
                      TesseraPage)
