/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider.h"

/* The pages that the person sees. All text is escaped here. */

/* @error: (nullable) what was wrong with the last try. */
void pages_show_login (Provider *provider,
                       SoupServerMessage *message,
                       const Waiting *waiting,
                       const char *error);
void pages_show_consent (Provider *provider, SoupServerMessage *message, const Waiting *waiting);
void pages_show_signed_out (SoupServerMessage *message);

/* A request that cannot be answered by a redirect; status 400. */
void pages_show_error (SoupServerMessage *message, const char *text);
