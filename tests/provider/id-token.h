/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider.h"

/* An ID token (OpenID Connect Core §2) that goes with @access_token, and all that can be wrong in
 * it. */
char *id_token_create (Provider *provider, Session *session, const char *access_token);

/* Makes a token with these claims longer than 4 kB. */
void id_token_lengthen (JsonObject *claims);
