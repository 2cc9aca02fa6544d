/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "doctor-checks.h"
#include "oidc-id-token.h"

#define UNNOTICED 5 /* seconds */
#define MINUTE    60

void
tessera_doctor_check_listener (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  if (facts->listener)
    tessera_doctor_checks_refuse (
      finding, tessera_error_kind (facts->listener), facts->listener->message,
      _ ("Quit the program that uses this port, or use another port, here and at the provider."));
  else if (facts->redirect_uri)
    finding->text = g_strdup_printf (_ ("Tessera can receive the browser’s answer at %s."),
                                     facts->redirect_uri);
}

void
tessera_doctor_check_browser (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  if (facts->browser)
    tessera_doctor_checks_take_error (facts, facts->browser, finding);
  else if (facts->browser_name)
    /* Translators: the name of a browser. */
    finding->text
      = g_strdup_printf (_ ("“%s” will open the provider’s page."), facts->browser_name);
  else
    finding->text = g_strdup (_ ("The desktop chooses the browser for the provider’s page."));
}

void
tessera_doctor_check_keyring (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  if (facts->keyring)
    tessera_doctor_checks_take_error (facts, facts->keyring, finding);
  else
    finding->text = g_strdup (_ ("The keyring is unlocked and can store the session."));
}

/* @seconds: not 0. */
static char *
describe_offset (gint64 seconds, gboolean is_behind)
{
  int count = (int) MIN (seconds, G_MAXINT);
  int minutes = count / MINUTE;

  if (minutes < 2 && is_behind)
    return g_strdup_printf (
      ngettext ("This computer’s clock is at least %d second behind the provider’s.",
                "This computer’s clock is at least %d seconds behind the provider’s.", count),
      count);
  if (minutes < 2)
    return g_strdup_printf (
      ngettext ("This computer’s clock is at least %d second ahead of the provider’s.",
                "This computer’s clock is at least %d seconds ahead of the provider’s.", count),
      count);
  if (is_behind)
    return g_strdup_printf (
      ngettext ("This computer’s clock is at least %d minute behind the provider’s.",
                "This computer’s clock is at least %d minutes behind the provider’s.", minutes),
      minutes);
  return g_strdup_printf (
    ngettext ("This computer’s clock is at least %d minute ahead of the provider’s.",
              "This computer’s clock is at least %d minutes ahead of the provider’s.", minutes),
    minutes);
}

void
tessera_doctor_check_clock (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  gint64 seconds = ABS (facts->clock_ahead);
  const char *advice = _ ("Turn on automatic date and time on this computer.");
  g_autofree char *text = NULL;

  if (!facts->has_clock)
    return;
  if (seconds <= UNNOTICED)
    {
      finding->text = g_strdup (_ ("This computer’s clock agrees with the provider’s."));
      return;
    }
  text = describe_offset (seconds, facts->clock_ahead > 0);
  if (seconds > OIDC_ID_TOKEN_SKEW)
    tessera_doctor_checks_refuse (finding, TESSERA_ERROR_INVALID, text, advice);
  else
    tessera_doctor_checks_warn (finding, text, advice);
}
