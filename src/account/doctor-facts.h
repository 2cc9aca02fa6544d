/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice.h"
#include "relying-party.h"

/* What the doctor has found out, for the checks to judge. All errors are (nullable): NULL where it
 * went well, or was not tried. */
typedef struct
{
  TesseraRelyingParty party; /* its provider is NULL where the metadata could not be had */
  TesseraAdviceReader reader;
  GError *account;   /* why the account cannot work at all */
  GError *discovery; /* why its provider is not known */
  GError *keys;
  GError *token_endpoint; /* why it does not answer */
  GError *keyring;
  GError *listener;
  GError *browser;
  char **scopes;      /* (nullable) that a sign-in would ask for; NULL without a provider */
  char *redirect_uri; /* (nullable) with the port that could be had */
  char *browser_name; /* (nullable) NULL without an error: the portal decides */
  gboolean has_clock; /* whether the provider told the time */
  gint64 clock_ahead; /* seconds that the provider's clock is ahead of ours at the least; less than
                         0: behind; 0: it may well be the same */
} TesseraDoctorFacts;

void tessera_doctor_facts_init (TesseraDoctorFacts *self,
                                const TesseraAccountConfig *config,
                                TesseraStore *store);
void tessera_doctor_facts_clear (TesseraDoctorFacts *self);

/* Whether a sign-in would bring an ID token. */
gboolean tessera_doctor_facts_is_openid (const TesseraDoctorFacts *self);

/* Whether the provider was asked for its metadata, and gave it. */
gboolean tessera_doctor_facts_has_metadata (const TesseraDoctorFacts *self);

/* What is known of the provider. (transfer none) (nullable) */
const TesseraPreset *tessera_doctor_facts_get_preset (const TesseraDoctorFacts *self);

/* Takes down a clock that said @date (0: nothing) in answer to a request that was sent at @sent and
 * answered by @received; all in seconds since 1970, cut off. */
void tessera_doctor_facts_take_date (TesseraDoctorFacts *self,
                                     gint64 date,
                                     gint64 sent,
                                     gint64 received);
