/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account.h"

#include <adwaita.h>

/* Puts @text into the clipboard of @widget's display, and says @toast (translated, plain text) in
 * the toast overlay around @widget. */
void tessera_clipboard_copy (GtkWidget *widget, const char *text, const char *toast);

/* What a secret is. */
typedef enum
{
  TESSERA_CLIPBOARD_ACCESS_TOKEN,
  TESSERA_CLIPBOARD_PART, /* of an access token */
  TESSERA_CLIPBOARD_HEADER,
  TESSERA_CLIPBOARD_ID_TOKEN,
} TesseraClipboardSecret;

/* Puts @text, of @account, there as a secret (secret-clipboard.h), for as long as the person's
 * settings say, and says so. */
void tessera_clipboard_copy_secret (GtkWidget *widget,
                                    const char *text,
                                    TesseraClipboardSecret secret,
                                    TesseraAccount *account);

/* Says @text (translated, plain) there. */
void tessera_clipboard_confirm (GtkWidget *widget, const char *text);
