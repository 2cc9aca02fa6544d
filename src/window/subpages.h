/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "navigation.h"
#include "session.h"

/* Pushes the page called @name ("scopes", …: the table in subpages.c), about @session, unless it is
 * the uppermost one already. */
void
tessera_subpages_show (TesseraNavigation *navigation, const char *name, TesseraSession *session);
