/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "doctor-checks.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *id;
  const char *title;
  TesseraDoctorCheck *check;
} Row;

static void
check_account (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  if (facts->account)
    tessera_doctor_checks_take_error (facts, facts->account, finding);
}

static const Row rows[] = {
  { "account", N_ ("Account"), check_account },
  { "metadata", N_ ("Metadata"), tessera_doctor_check_metadata },
  { "issuer", N_ ("Issuer"), tessera_doctor_check_issuer },
  { "endpoints", N_ ("Endpoints"), tessera_doctor_check_endpoints },
  { "token_endpoint", N_ ("Token Endpoint"), tessera_doctor_check_token_endpoint },
  { "keys", N_ ("Keys"), tessera_doctor_check_keys },
  { "signing_algorithms", N_ ("Signing Algorithms"), tessera_doctor_check_signing_algorithms },
  { "pkce", N_ ("PKCE"), tessera_doctor_check_pkce },
  { "grants", N_ ("Grants"), tessera_doctor_check_grants },
  { "client_authentication", N_ ("Client Authentication"),
    tessera_doctor_check_client_authentication },
  { "scopes", N_ ("Scopes"), tessera_doctor_check_scopes },
  { "offline_access", N_ ("Offline Access"), tessera_doctor_check_offline_access },
  { "iss_parameter", N_ ("Issuer in the Answer"), tessera_doctor_check_iss_parameter },
  { "revocation", N_ ("Revocation"), tessera_doctor_check_revocation },
  { "sign_in_uris", N_ ("Sign-In Addresses"), tessera_doctor_check_sign_in_uris },
  { "sign_out_uris", N_ ("Sign-Out Addresses"), tessera_doctor_check_sign_out_uris },
  { "listener", N_ ("Port"), tessera_doctor_check_listener },
  { "browser", N_ ("Browser"), tessera_doctor_check_browser },
  { "keyring", N_ ("Keyring"), tessera_doctor_check_keyring },
  { "clock", N_ ("Clock"), tessera_doctor_check_clock },
};

GPtrArray *
tessera_doctor_checks_run (const TesseraDoctorFacts *facts)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) tessera_finding_free);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TesseraFinding) finding = tessera_finding_new ();

      finding->check = rows[i].id;
      finding->title = _ (rows[i].title);
      rows[i].check (facts, finding);
      if (finding->text)
        g_ptr_array_add (findings, g_steal_pointer (&finding));
    }
  return findings;
}

void
tessera_doctor_checks_take_error (const TesseraDoctorFacts *facts,
                                  const GError *error,
                                  TesseraFinding *finding)
{
  const TesseraAdviceContext context = { facts->reader, facts->party.config, NULL };
  g_autofree char *advice = tessera_advice_make (error, &context);

  tessera_doctor_checks_refuse (finding, tessera_error_kind (error), error->message, advice);
  if (!finding->advice && finding->kind == TESSERA_ERROR_INVALID)
    finding->advice = g_strdup (_ ("Show this message to the provider’s administrator."));
}

void
tessera_doctor_checks_warn (TesseraFinding *finding, const char *text, const char *advice)
{
  finding->severity = TESSERA_FINDING_WARNING;
  finding->text = g_strdup (text);
  finding->advice = g_strdup (advice);
}

void
tessera_doctor_checks_refuse (TesseraFinding *finding,
                              TesseraErrorKind kind,
                              const char *text,
                              const char *advice)
{
  tessera_doctor_checks_warn (finding, text, advice);
  finding->severity = TESSERA_FINDING_PROBLEM;
  finding->kind = kind;
}
