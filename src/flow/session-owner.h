/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-config.h"
#include "oidc-tokens.h"
#include "session-record.h"

/* Whether @tokens belong to the issuer, the client ID and (where one is configured) the token
 * endpoint of @config. If not, they are sent nowhere. In a file of its own, free of libsoup and
 * GnuTLS. */
gboolean tessera_session_owner_is (const TesseraAccountConfig *config, const OidcTokens *tokens);

/* The same of the session that @record tells of. TRUE where the record does not say whose it is. */
gboolean tessera_session_owner_may_be (const TesseraAccountConfig *config,
                                       const TesseraSessionRecord *record);
