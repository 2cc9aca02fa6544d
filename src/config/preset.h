/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What is known of a provider by its host (presets.conf, a resource). Fields are NULL where
 * the preset is silent. Where there is a preset, prompt=consent is not asked for but by it. */
typedef struct
{
  char *title; /* "Auth0" */
  char **redirect_uris;
  char **scopes;
  char **auth_params;
  char *logout_path;      /* "/v2/logout"; both or none */
  char *logout_parameter; /* "returnTo" */
  gboolean revokes_grant; /* revoking one token ends all that this client has of the person */
} TesseraPreset;

/* @uri: (nullable) the issuer, or the authorization endpoint where there is no issuer.
 * Returns: (transfer full) (nullable) */
TesseraPreset *tessera_preset_find (const char *uri);
/* What the account adds to the authorization request, and of the preset's parameters those whose
 * names it does not use. @auth_params: (nullable) "name=value". (transfer full) (nullable) */
char **tessera_preset_merge_auth_params (const TesseraPreset *self, char **auth_params);

void tessera_preset_free (TesseraPreset *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraPreset, tessera_preset_free)
