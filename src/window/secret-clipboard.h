/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

#include <gtk/gtk.h>

/* A secret in the clipboard: marked as one, so that clipboard managers that know the mark (KDE's
 * "x-kde-passwordManagerHint") keep no history of it; and taken out again, if it is still there. */

/* Puts @secret, one of @account's, into @clipboard. It is taken out after @seconds (0: not by
 * time), and when @account is signed out or its session ends. */
void tessera_secret_clipboard_put (GdkClipboard *clipboard,
                                   const char *secret,
                                   TesseraAccount *account,
                                   guint seconds);

/* Takes the secret out of @clipboard. Leaves what anybody has put there since. */
void tessera_secret_clipboard_clear (GdkClipboard *clipboard);
