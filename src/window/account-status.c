/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-status.h"

#include "expiry-text.h"

#include <glib/gi18n.h>

#define MINUTE 60 /* seconds */

typedef struct
{
  const char *view;
  const char *text; /* (nullable) to be translated */
  const char *icon;
  const char *css_class;
} Row;

static const Row rows[] = {
  { "signed-in", NULL, "tessera-signed-in-symbolic", "success" },
  { "signed-out", N_ ("Not signed in"), "tessera-signed-out-symbolic", "dim-label" },
  { "signing-in", N_ ("Signing in…"), "content-loading-symbolic", "accent" },
  { "expired", N_ ("Session ended"), "tessera-signed-out-symbolic", "dim-label" },
  { "locked", N_ ("Keyring locked"), "channel-secure-symbolic", "warning" },
  { "unknown", N_ ("Session cannot be read"), "dialog-warning-symbolic", "error" },
  { "failed", N_ ("Sign-in failed"), "dialog-warning-symbolic", "error" },
};

static const Row expiring_row = { "signed-in", NULL, "tessera-ending-symbolic", "warning" };

static const Row *
find_row (TesseraSession *session)
{
  gboolean expiring = FALSE;
  gsize i = 0;

  g_object_get (session, "expiring", &expiring, NULL);
  if (expiring)
    return &expiring_row;
  while (i + 1 < G_N_ELEMENTS (rows)
         && !g_str_equal (rows[i].view, tessera_session_get_view (session)))
    i++;
  return &rows[i];
}

static char *
describe_end (gint64 left)
{
  int count = (int) left;

  if (left < 2 * MINUTE)
    return g_strdup_printf (ngettext ("Ends in %d second", "Ends in %d seconds", count), count);
  count = (int) (left / MINUTE);
  return g_strdup_printf (ngettext ("Ends in %d minute", "Ends in %d minutes", count), count);
}

static char *
describe_signed_in (TesseraSession *session, gboolean expiring)
{
  TesseraAccount *account = tessera_session_get_account (session);
  gint64 left = tessera_account_get_seconds_left (account);
  g_autofree char *left_text = tessera_expiry_text_left (left);

  if (left <= 0)
    return g_strdup (_ ("The access token has expired"));
  if (left_text == NULL)
    return g_strdup (_ ("Signed in"));
  if (expiring)
    return describe_end (left);
  if (tessera_account_can_renew (account))
    /* Translators: "59 minutes left · renews itself": of an access token */
    return g_strdup_printf (_ ("%s · renews itself"), left_text);
  return g_steal_pointer (&left_text);
}

char *
tessera_account_status_describe (TesseraSession *session)
{
  const Row *row = find_row (session);
  TesseraAccount *account = tessera_session_get_account (session);
  g_autofree char *text = row->text != NULL ? g_strdup (_ (row->text))
                                            : describe_signed_in (session, row == &expiring_row);

  if (!tessera_account_get_config (account)->read_only)
    return g_steal_pointer (&text);
  /* Translators: the state of an account that the administrator has set up: "Not signed in ·
   * managed" */
  return g_strdup_printf (_ ("%s · managed"), text);
}

guint
tessera_account_status_next (TesseraSession *session)
{
  TesseraAccount *account = tessera_session_get_account (session);

  if (!g_str_equal (tessera_session_get_view (session), "signed-in"))
    return 0;
  return tessera_expiry_text_next (tessera_account_get_seconds_left (account));
}

const char *
tessera_account_status_get_icon (TesseraSession *session)
{
  return find_row (session)->icon;
}

const char *
tessera_account_status_get_class (TesseraSession *session)
{
  return find_row (session)->css_class;
}

gboolean
tessera_account_status_has_token (TesseraSession *session)
{
  TesseraAccount *account = tessera_session_get_account (session);

  return g_str_equal (tessera_session_get_view (session), "signed-in")
         && (tessera_account_get_seconds_left (account) > 0 || tessera_account_can_renew (account));
}
