/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "doctor-facts.h"

#include "presets.h"

void
tessera_doctor_facts_init (TesseraDoctorFacts *self,
                           const TesseraAccountConfig *config,
                           TesseraStore *store)
{
  tessera_relying_party_init (&self->party, config, store);
}

void
tessera_doctor_facts_clear (TesseraDoctorFacts *self)
{
  GError **errors[] = { &self->account, &self->discovery, &self->keys,   &self->token_endpoint,
                        &self->keyring, &self->listener,  &self->browser };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    g_clear_error (errors[i]);
  g_clear_pointer (&self->scopes, g_strfreev);
  g_clear_pointer (&self->redirect_uri, g_free);
  g_clear_pointer (&self->browser_name, g_free);
  tessera_relying_party_clear (&self->party);
}

gboolean
tessera_doctor_facts_is_openid (const TesseraDoctorFacts *self)
{
  return self->scopes && g_strv_contains ((const char *const *) self->scopes, "openid");
}

gboolean
tessera_doctor_facts_has_metadata (const TesseraDoctorFacts *self)
{
  return self->party.provider && self->party.config->issuer;
}

const TesseraPreset *
tessera_doctor_facts_get_preset (const TesseraDoctorFacts *self)
{
  const TesseraAccountConfig *config = self->party.config;

  if (self->party.preset)
    return self->party.preset;
  return tessera_presets_find (config->preset,
                               config->issuer ? config->issuer : config->authorization_endpoint);
}

void
tessera_doctor_facts_take_date (TesseraDoctorFacts *self, gint64 date, gint64 sent, gint64 received)
{
  /* The provider looked at its clock between the two, and fractions of a second are unknown. */
  gint64 least = date - (received + 1);
  gint64 most = date + 1 - sent;

  if (date == 0)
    return;
  self->has_clock = TRUE;
  self->clock_ahead = least > 0 ? least : MIN (most, 0);
}
