/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider-client.h"

/* For the provider's own tests: a client that does every step by hand, and waits for each answer
 * (the provider is a process of its own). */

/* RFC 7636 appendix B. */
#define FLOW_VERIFIER     "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define FLOW_CHALLENGE    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
#define FLOW_REDIRECT_URI "http://127.0.0.1:5/"
#define FLOW_STATE        "state-1"
#define FLOW_NONCE        "nonce-1"

typedef struct
{
  guint status;   /* 0: there was no answer */
  char *location; /* (nullable) */
  char *body;
} Fetched;

void fetched_free (Fetched *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetched, fetched_free)

/* The body as JSON; NULL if it is none. */
JsonObject *fetched_read_json (const Fetched *self);

/* The first value of @name in the location's query. Returns: (nullable) */
char *fetched_read_location (const Fetched *self, const char *name);

/* How long to wait for each next byte, in seconds, and how many bytes to take. */
void flow_set_patience (guint seconds, gsize limit);

/* A GET, or a POST of @form. No redirect is followed. @authorization: (nullable) */
Fetched *flow_fetch (ProviderProcess *provider,
                     const char *path,
                     const char *form,
                     const char *authorization);

/* The parts of a sign-in. */
Fetched *flow_authorize (ProviderProcess *provider, const char *scope, const char *more);
Fetched *flow_exchange (ProviderProcess *provider, const char *code);
Fetched *flow_refresh (ProviderProcess *provider, const char *refresh_token);

/* A whole sign-in. Returns: (transfer full) the token endpoint's answer. */
JsonObject *flow_sign_in (ProviderProcess *provider, const char *scope);

/* Whether the answer is this OAuth error. */
void flow_assert_error (const Fetched *answer, guint status, const char *error);
