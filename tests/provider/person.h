/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider.h"

/* The one person who has an account here. */
#define PERSON_SUBJECT "zoe-1"
#define PERSON_NAME    "Zoë O’Hara"
#define PERSON_EMAIL   "zoe@example.org"

/* HTML, Pango markup, a terminal's escape sequence, a line break and a bidi override. */
#define PERSON_HOSTILE_TEXT                                                                        \
  "<script>alert(1)</script><b>%s%n</b>&amp;\x1b[31mred\r\nnext \u202egnirts\u202c"

/* With a word that no line has room for. */
#define PERSON_LONG_NAME                                                                           \
  "Zoë Wilhelmina Friederike von und zu Donaudampfschifffahrtsgesellschaftskapitän"
#define PERSON_LONG_EMAIL                                                                          \
  "zoe.wilhelmina.friederike.von.und.zu.donaudampfschifffahrt@"                                    \
  "identity.customers.frankfurt.production.example.org"

/* @user_name, @password: (nullable) */
gboolean person_may_enter (const char *user_name, const char *password);

/* Adds name, preferred_username, email and email_verified, as far as @session's scopes go. */
void person_add_claims (const Provider *provider, const Session *session, JsonObject *claims);
