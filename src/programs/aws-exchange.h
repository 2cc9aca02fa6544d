/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "credential-protocol.h"

/* The request to AWS STS, AssumeRoleWithWebIdentity: where it goes, and what is in it. */

/* Under which key the credentials for @request are kept. (transfer full) */
char *tessera_aws_exchange_make_key (const TesseraCredentialRequest *request);

/* (transfer full) */
char *tessera_aws_exchange_make_uri (const TesseraCredentialRequest *request);

/* The form, with the ID token in it. (transfer full) */
char *tessera_aws_exchange_make_form (const TesseraCredentialRequest *request,
                                      const char *id_token);
