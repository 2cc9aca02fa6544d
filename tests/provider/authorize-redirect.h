/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider.h"

/* The authorization endpoint's answer (RFC 6749 §4.1.2, RFC 9207), and all that can be wrong in it.
 * @state: (nullable) */
void authorize_redirect_code (Provider *provider,
                              SoupServerMessage *message,
                              const char *redirect_uri,
                              const char *state,
                              const char *code);
void authorize_redirect_error (Provider *provider,
                               SoupServerMessage *message,
                               const char *redirect_uri,
                               const char *state,
                               const char *error,
                               const char *description);
