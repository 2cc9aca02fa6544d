/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-text.h"

#include "clock.h"
#include "expiry-text.h"

#include <glib/gi18n.h>

static char *
describe_end (TesseraAccount *account)
{
  gint64 expires_at = tessera_account_get_expires_at (account);
  g_autofree char *until = NULL;

  if (expires_at == 0)
    return g_strdup (_ ("Signed in"));
  until = tessera_expiry_text_clock (expires_at, tessera_clock_wall ());
  if (tessera_account_can_renew (account))
    /* Translators: "until 15:53", "until tomorrow 15:53" */
    return g_strdup_printf (_ ("Signed in · until %s, renews itself"), until);
  /* Translators: "until 15:53", "until tomorrow 15:53" */
  return g_strdup_printf (_ ("Signed in · until %s"), until);
}

char *
tessera_session_text_status (TesseraAccount *account, gboolean counts_down)
{
  gint64 seconds = tessera_account_get_seconds_left (account);
  g_autofree char *left = NULL;

  if (seconds <= 0)
    return g_strdup (_ ("Signed in · the access token has expired"));
  left = counts_down ? tessera_expiry_text_left (seconds) : NULL;
  /* Translators: "42 minutes left" */
  return left != NULL ? g_strdup_printf (_ ("Signed in · %s"), left) : describe_end (account);
}

char *
tessera_session_text_ended (TesseraAccount *account)
{
  return g_strdup (tessera_account_has_ended (account) ? _ ("Session ended")
                                                       : _ ("The access token has expired"));
}

char *
tessera_session_text_ending (TesseraAccount *account, const char *reason)
{
  gint64 expires_at = tessera_account_get_expires_at (account);
  g_autofree char *time = NULL;
  g_autofree char *until = NULL;

  if (expires_at == 0)
    return g_strdup (reason);
  time = tessera_expiry_text_local (expires_at, tessera_clock_wall ());
  /* Translators: when the session ended: "Today 14:32" */
  until = g_strdup_printf (_ ("Signed in until: %s"), time);
  return reason != NULL ? g_strconcat (until, "\n", reason, NULL) : g_steal_pointer (&until);
}

char *
tessera_session_text_step (const char *step, gint64 seconds)
{
  g_autofree char *left = tessera_expiry_text_left (seconds);

  /* Translators: what a sign-in is doing, and how much time it has: "Waiting for the browser · 4
   * minutes left" */
  return step != NULL && left != NULL ? g_strdup_printf (_ ("%s · %s"), step, left)
                                      : g_strdup (step);
}
