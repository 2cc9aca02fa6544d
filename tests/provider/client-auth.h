/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form.h"
#include "provider.h"

/* Whether the client authenticated as it has to (RFC 6749 §2.3): a public client by its ID alone,
 * a confidential one with client_secret_basic or client_secret_post, and never with both. */
gboolean client_auth_check (const Provider *provider, SoupServerMessage *message, const Form *form);
