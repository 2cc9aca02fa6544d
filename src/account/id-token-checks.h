/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "finding.h"

/* What the ID token was compared with, for a person to see. */
typedef struct
{
  const TesseraAccountConfig *config;
  const char *subject;         /* (nullable) of the session */
  const char *access_token;    /* (nullable) that the session has now */
  const char *response_issuer; /* (nullable) that came with the code (RFC 9207) */
  gint64 now;                  /* wall clock, in seconds */
} TesseraIdTokenContext;

/* Compares what can be compared of @id_token once more (OpenID Connect Core §3.1.3.7): issuer, also
 * that of the answer that the code came with, audience, authorized party, subject, times, and the
 * hash of the access token. Signature and nonce are not: no ID token is stored whose signature, and
 * nonce at a sign-in, were not right, and this is what they say. Returns: (transfer full)
 * (element-type TesseraFinding) empty where @id_token is no signed token */
GPtrArray *tessera_id_token_checks_make (const char *id_token,
                                         const TesseraIdTokenContext *context);
