/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider.h"

/* Ends the connection with RST: nothing of an answer arrives. */
void breakage_reset (SoupServerMessage *message);

/* Holds the answer of @message back until breakage_let_go(). */
void breakage_hold (Provider *provider, SoupServerMessage *message);
void breakage_let_go (Provider *provider);

/* Commits the fault of transport (silence, resets, redirects, garbage) that is asked for at this
 * path. Returns whether there was one: then @message is dealt with. */
gboolean breakage_commit (Provider *provider, SoupServerMessage *message, const char *path);
