/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider.h"

/* Answers with a new token set for @session (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3). */
void
issue_tokens (Provider *provider, SoupServerMessage *message, Session *session, const char *scope);
