/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The room oidc: the protocol, OAuth 2.0 and OpenID Connect, for a native app (RFC 8252).
 *
 *   oidc-http, -http-…        one request to a provider, bounded in time and size
 *   oidc-proxy, -tls          the way there: proxy, certificates
 *   oidc-provider             the provider's metadata;  oidc-endpoint, -uri  what a URI must be
 *   oidc-client               what the provider knows this client by
 *   oidc-request, -response   to the browser, and what comes back from it
 *   oidc-grant                the token endpoint: code, refresh; and revocation
 *   oidc-tokens, -refresh     the token set, and what a renewed one keeps of the one before
 *   oidc-jws, -jwk            signatures and keys
 *   oidc-id-token, -claims    who signed in;  oidc-userinfo  their name
 *   oidc-end-session          sign-out in the browser
 *   oidc-json, -form          strict readers of what a stranger sent
 *   oidc-error, -refusal      what went wrong
 *
 * Knows text, secret and clock. No GTK, no libsecret, no display.
 *
 * The one error domain of the protocol. The codes are stable: --json shows their names
 * (account-error.c), and the exit codes of the command line follow from them. Messages are whole
 * sentences for a person, without a token, code, verifier or secret in them. */
#define OIDC_ERROR (oidc_error_quark ())
GQuark oidc_error_quark (void);

typedef enum
{
  OIDC_ERROR_INVALID_CONFIG,     /* what was configured cannot work: a bad URI, plain http, … */
  OIDC_ERROR_UNREACHABLE,        /* network, TLS, a request's own timeout */
  OIDC_ERROR_BUSY,               /* 429 or 5xx: try again later */
  OIDC_ERROR_REFUSED,            /* an OAuth error; error and error_description in the message */
  OIDC_ERROR_INVALID_GRANT,      /* an OAuth error that ends the grant, invalid_grant above all */
  OIDC_ERROR_HTTP_STATUS,        /* a 4xx (or a redirect) without an OAuth error */
  OIDC_ERROR_MALFORMED,          /* not JSON, a member missing or of the wrong type, … */
  OIDC_ERROR_TOO_LARGE,          /* over a bound in bytes, nesting or count */
  OIDC_ERROR_ISSUER_MISMATCH,    /* Discovery §4.3, RFC 9207, the ID token's iss */
  OIDC_ERROR_UNSUPPORTED,        /* the provider lacks what is needed: S256, the code flow, … */
  OIDC_ERROR_STATE_MISMATCH,     /* a request at the listener that is not the provider's answer */
  OIDC_ERROR_INVALID_RESPONSE,   /* the provider's answer (right state) that breaks the rules */
  OIDC_ERROR_SIGNATURE,          /* a JWS whose signature, algorithm or key is not acceptable */
  OIDC_ERROR_UNKNOWN_KEY,        /* no key of the set has the JWS's kid: fetch the set once more */
  OIDC_ERROR_CLAIMS,             /* an ID token's or UserInfo's claim is wrong */
  OIDC_ERROR_PROXY,              /* the proxy cannot be reached, or does not let through */
  OIDC_ERROR_CERTIFICATE,        /* the host's certificate is expired, another's, … */
  OIDC_ERROR_UNKNOWN_CA,         /* nobody here knows who issued the host's certificate */
  OIDC_ERROR_CLIENT_CERTIFICATE, /* the host wants to see one */
  OIDC_ERROR_ENCRYPTED,          /* an ID token that is a JWE (RFC 7516) */
  OIDC_ERROR_NO_ID_TOKEN,        /* the answer lacks one (OpenID Connect Core §3.1.3.3) */
} OidcError;

/* Whether @error (nullable), of any domain, says that no answer can be had from there now: one of
 * UNREACHABLE, PROXY, CERTIFICATE, UNKNOWN_CA, CLIENT_CERTIFICATE. */
gboolean oidc_error_is_unreachable (const GError *error);

/* Seconds to wait before the next try (Retry-After, RFC 9110 §10.2.3), which an OIDC_ERROR_BUSY
 * may carry; -1: none. @error: (nullable), of any domain. Copies of an error carry what it
 * carries. */
gint64 oidc_error_get_retry_after (const GError *error);

/* @error: of this domain. @seconds: -1 for none. */
void oidc_error_set_retry_after (GError *error, gint64 seconds);

/* The OAuth error code (RFC 6749 §4.1.2.1, §5.2) that caused @error, (nullable): NULL if none
 * did. It is as the provider sent it: compare it, do not show it. @error: (nullable), of any
 * domain. */
const char *oidc_error_get_oauth_code (const GError *error);

/* The issuer that the provider's metadata names where it is not the one asked for (an
 * OIDC_ERROR_ISSUER_MISMATCH of the discovery), as it came; NULL if there is none, or it could be
 * nobody's issuer. @error: (nullable), of any domain. */
const char *oidc_error_get_issuer (const GError *error);

/* @error: of this domain. */
void oidc_error_set_issuer (GError *error, const char *issuer);

/* @error: of this domain. */
void oidc_error_set_oauth_code (GError *error, const char *code);

/* Why the provider refused, in its own words, which are in the message too: its error_description,
 * else its error code, escaped, in one line and without a full stop at its end. NULL if @error
 * (nullable, of any domain) is no refusal. */
const char *oidc_error_get_reason (const GError *error);

/* @error: of this domain. */
void oidc_error_set_reason (GError *error, const char *reason);
