/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session.h"

/* What a row of the list says of a session, in one line. */

/* "59 minutes left · renews itself", "Not signed in · managed", …: translated. Returns: (transfer
 * full) */
char *tessera_account_status_describe (TesseraSession *session);

/* In how many seconds that says something else. 0: not before the session changes. */
guint tessera_account_status_next (TesseraSession *session);

/* The name of its icon. Each has a shape of its own: a colour alone tells nothing to some. */
const char *tessera_account_status_get_icon (TesseraSession *session);

/* The CSS class of the icon. */
const char *tessera_account_status_get_class (TesseraSession *session);

/* Whether there is an access token, or one that a renewal brings. */
gboolean tessera_account_status_has_token (TesseraSession *session);
