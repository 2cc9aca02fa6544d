/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-copy.h"

#include "clipboard.h"
#include "clock.h"
#include "setup.h"

#include <glib/gi18n.h>

void
tessera_session_copy_link (TesseraSession *session, GtkWidget *widget)
{
  tessera_clipboard_copy (widget, tessera_activity_get_uri (tessera_session_get_activity (session)),
                          _ ("Link copied"));
}

void
tessera_session_copy_details (TesseraSession *session, GtkWidget *widget)
{
  TesseraFailure *failure = tessera_activity_get_failure (tessera_session_get_activity (session));

  tessera_clipboard_copy (widget, tessera_failure_get_details (failure), _ ("Details copied"));
}

void
tessera_session_copy_redirect_uri (TesseraSession *session, GtkWidget *widget)
{
  g_auto (GStrv) uris = tessera_account_config_get_redirect_uris (
    tessera_account_get_config (tessera_session_get_account (session)));
  g_autofree char *text = g_strjoinv ("\n", uris);

  tessera_clipboard_copy (widget, text,
                          _ ("Address copied; register it as a redirect URI at the provider"));
}

/* The access token, while it is valid; else says why not. Returns: (nullable) */
static const char *
find_token (TesseraAccount *account, GtkWidget *widget)
{
  if (tessera_account_get_seconds_left (account) > 0)
    return tessera_account_get_access_token (account);
  tessera_clipboard_confirm (widget, _ ("The access token has expired"));
  return NULL;
}

void
tessera_session_copy_token (TesseraSession *session, GtkWidget *widget)
{
  TesseraAccount *account = tessera_session_get_account (session);
  const char *token = find_token (account, widget);

  if (token != NULL)
    tessera_clipboard_copy_secret (widget, token, TESSERA_CLIPBOARD_ACCESS_TOKEN, account);
}

void
tessera_session_copy_header (TesseraSession *session, GtkWidget *widget)
{
  TesseraAccount *account = tessera_session_get_account (session);
  const char *token = find_token (account, widget);
  g_autofree char *header
    = token != NULL ? g_strconcat ("Authorization: Bearer ", token, NULL) : NULL;

  if (header != NULL)
    tessera_clipboard_copy_secret (widget, header, TESSERA_CLIPBOARD_HEADER, account);
}

void
tessera_session_copy_id_token (TesseraSession *session, GtkWidget *widget)
{
  TesseraAccount *account = tessera_session_get_account (session);
  const char *token = tessera_account_get_id_token (account);
  gint64 expires_at = tessera_account_get_id_token_expires_at (account);

  if (token == NULL)
    return;
  if (expires_at != 0 && expires_at <= tessera_clock_wall ())
    tessera_clipboard_confirm (widget, _ ("The ID token has expired"));
  else
    tessera_clipboard_copy_secret (widget, token, TESSERA_CLIPBOARD_ID_TOKEN, account);
}

void
tessera_session_copy_lines (TesseraSession *session, GtkWidget *widget, const char *program)
{
  TesseraAccount *account = tessera_session_get_account (session);
  g_autoptr (TesseraSetupText) text
    = tessera_setup_describe (program, tessera_account_get_config (account));
  g_autofree char *toast
    /* Translators: the name of a program, in whose lines words in capitals are to be replaced */
    = g_strdup_printf (text->missing != NULL
                         ? _ ("Lines for %s copied; replace the words in capital letters")
                         /* Translators: the name of a program */
                         : _ ("Lines for %s copied"),
                       tessera_setup_get_title (program));

  tessera_clipboard_copy (widget, text->lines, toast);
}
