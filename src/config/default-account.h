/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The account that is meant where none is named: $XDG_CONFIG_HOME/tessera/default, one line with
 * its ID. It is no key of accounts.conf, since it may be an account of the administrator's. */

/* The ID; NULL where none was chosen, or the file holds something else. (transfer full) (nullable)
 */
char *tessera_default_account_read (void);

/* Makes the account with this ID the default; NULL: none is. Errors: TESSERA_CONFIG_ERROR_FAILED.
 */
gboolean tessera_default_account_write (const char *id, GError **error);
