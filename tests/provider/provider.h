/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "faults.h"
#include "habits.h"
#include "keys.h"
#include "request-log.h"
#include "sessions.h"

/* A small real identity provider on SoupServer, for the demo and the tests. It has one client and
 * one person, speaks OpenID Connect and OAuth 2.0, and breaks exactly the rules that it is told to
 * break (faults.h).
 *
 *   server ──► /.well-known/…  discovery
 *          ──► /authorize      authorize ──► pages (login, consent) ──► the redirect
 *          ──► /token          token ──► id-token, access-token ──► jws
 *          ──► /jwks           keys
 *          ──► /userinfo, /revoke, /logout
 *          ──► /-/…            control, for tests only: faults, clock, lifetime, …
 */

#define PROVIDER_CLIENT_ID     "tessera-demo"
#define PROVIDER_CLIENT_SECRET "demo-secret"

typedef struct
{
  char *origin; /* of all addresses: scheme, host and port */
  char *issuer;
  const Habits *habits;             /* (nullable) those of a provider of the world */
  char *redirect_uri;               /* (nullable) as registered, where habits ask for it */
  gboolean confidential;            /* the client must authenticate with PROVIDER_CLIENT_SECRET */
  gboolean automatic;               /* no pages: as if the person had signed in and allowed it */
  guint lifetime;                   /* of access and ID tokens, in seconds */
  char **post_logout_redirect_uris; /* those registered; NULL: any loopback one */
  gint64 clock_offset;              /* of its clock from the machine's, in seconds */
  guint delay;                      /* of a renewal's answer, in milliseconds */
  GPtrArray *held;                  /* answers that are held until the faults are cleared */
  Faults *faults;
  Keys *keys;
  Sessions *sessions;
  RequestLog *log;
  guint jwks_answers; /* how often the key set was served since the faults changed */
  SoupServer *server;
} Provider;

/* The address of @path. */
char *provider_uri (const Provider *self, const char *path);

/* Seconds since 1970 by the provider's clock. */
gint64 provider_now (const Provider *self);

/* 256 bits from the system's generator, base64url. */
char *provider_random (void);
