/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session.h"

/* How an account is set up, kept in step with its configuration.
 *
 * Properties, each with notify; all but "session" are read-only. Without a session the values are
 * NULL or FALSE.
 *
 *   "session"         TesseraSession, nullable
 *   "provider-title"  string, translated: what "provider" is
 *   "provider"        string: the issuer, or the authorization endpoint of an account without one
 *   "client-id"       string
 *   "redirect-uris"   string: those to register, one a line
 *   "editable"        boolean: the account is the person's own
 *   "managed"         boolean: the account is the administrator's
 */

#define TESSERA_TYPE_PROVIDER_GROUP (tessera_provider_group_get_type ())
G_DECLARE_FINAL_TYPE (TesseraProviderGroup,
                      tessera_provider_group,
                      TESSERA,
                      PROVIDER_GROUP,
                      AdwPreferencesGroup)
