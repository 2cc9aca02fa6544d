/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

/* How other programs are made to ask Tessera for a session's access token: the lines that
 * `tessera setup` prints for each (programs/setup.h). Nothing is written from here. */

#define TESSERA_TYPE_PROGRAMS_PAGE (tessera_programs_page_get_type ())
G_DECLARE_FINAL_TYPE (TesseraProgramsPage,
                      tessera_programs_page,
                      TESSERA,
                      PROGRAMS_PAGE,
                      TesseraPage)
