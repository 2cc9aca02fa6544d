/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

/* The scopes of a session's access token (RFC 6749 §3.3), each on a row. */

#define TESSERA_TYPE_SCOPES_PAGE (tessera_scopes_page_get_type ())
G_DECLARE_FINAL_TYPE (TesseraScopesPage, tessera_scopes_page, TESSERA, SCOPES_PAGE, TesseraPage)
