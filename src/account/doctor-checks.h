/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "doctor-facts.h"
#include "finding.h"

/* What the doctor looks at: a table with a row a check. */

/* Judges @facts. A check fills in a finding that is OK and has no text yet; one that leaves the
 * text NULL has nothing to say. */
typedef void TesseraDoctorCheck (const TesseraDoctorFacts *facts, TesseraFinding *finding);

/* Runs all checks. Returns: (transfer full) (element-type TesseraFinding) */
GPtrArray *tessera_doctor_checks_run (const TesseraDoctorFacts *facts);

/* Makes @finding what @error says (a copy), with the advice that there is about it. */
void tessera_doctor_checks_take_error (const TesseraDoctorFacts *facts,
                                       const GError *error,
                                       TesseraFinding *finding);

/* Makes @finding a warning or a problem. @advice: (nullable) translated; both are copied. */
void tessera_doctor_checks_warn (TesseraFinding *finding, const char *text, const char *advice);
void tessera_doctor_checks_refuse (TesseraFinding *finding,
                                   TesseraErrorKind kind,
                                   const char *text,
                                   const char *advice);

/* Those about the provider: doctor-provider.c. */
TesseraDoctorCheck tessera_doctor_check_metadata;
TesseraDoctorCheck tessera_doctor_check_issuer;
TesseraDoctorCheck tessera_doctor_check_endpoints;
TesseraDoctorCheck tessera_doctor_check_token_endpoint;
TesseraDoctorCheck tessera_doctor_check_keys;
TesseraDoctorCheck tessera_doctor_check_signing_algorithms;
TesseraDoctorCheck tessera_doctor_check_pkce;
TesseraDoctorCheck tessera_doctor_check_grants;
TesseraDoctorCheck tessera_doctor_check_iss_parameter;
TesseraDoctorCheck tessera_doctor_check_revocation;

/* Those about what the account wants of it: doctor-client.c. */
TesseraDoctorCheck tessera_doctor_check_scopes;
TesseraDoctorCheck tessera_doctor_check_offline_access;
TesseraDoctorCheck tessera_doctor_check_client_authentication;
TesseraDoctorCheck tessera_doctor_check_sign_in_uris;
TesseraDoctorCheck tessera_doctor_check_sign_out_uris;

/* Those about this computer: doctor-computer.c. */
TesseraDoctorCheck tessera_doctor_check_listener;
TesseraDoctorCheck tessera_doctor_check_browser;
TesseraDoctorCheck tessera_doctor_check_keyring;
TesseraDoctorCheck tessera_doctor_check_clock;
