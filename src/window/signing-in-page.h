/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

/* The page of a session that is signing in: the step, and what the person can do meanwhile. */

#define TESSERA_TYPE_SIGNING_IN_PAGE (tessera_signing_in_page_get_type ())
G_DECLARE_FINAL_TYPE (TesseraSigningInPage,
                      tessera_signing_in_page,
                      TESSERA,
                      SIGNING_IN_PAGE,
                      TesseraPage)
