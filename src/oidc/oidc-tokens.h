/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* A token set (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3), with what is needed to use it again.
 * Reference counted. */
typedef struct
{
  char *access_token;
  char *token_type;    /* as sent; compared without case */
  char *refresh_token; /* (nullable) */
  char *id_token;      /* (nullable) the one of the sign-in, or of the last renewal that sent one */
  char *first_id_token; /* (nullable) the one of the sign-in, where a renewal has replaced it */
  char *scope;          /* (nullable) granted scopes, space-separated; not sent: as asked for */
  gint64 expires_in;    /* seconds; -1: unknown */
  gint64 got_wall;      /* tessera_clock_wall() when the answer came, seconds */
  gint64 got_boot;      /* tessera_clock_boot() at that moment, seconds, in the boot
                           got_boot_id */
  gint64 got_boot_ms;   /* the same in milliseconds; 0 in a set stored by an older version */
  char *got_boot_id;
  gint64 renewals; /* since the sign-in */
  gboolean ended;  /* made by oidc_tokens_ended(): has neither access nor refresh token */
  /* Whom it belongs to. If the account's values differ, the refresh token is not sent anywhere. */
  char *issuer;          /* (nullable) */
  char *response_issuer; /* (nullable) the same, where the authorization response said it, too (RFC
                            9207); not in an ended set */
  char *client_id;       /* (nullable until stored, as those below) */
  char *token_endpoint;
  /* Who signed in. */
  char *subject;       /* (nullable): plain OAuth 2.0 */
  char *name;          /* (nullable) */
  char *email;         /* (nullable) */
  JsonObject *unknown; /* (nullable) members of a stored set that this version does not know */
} OidcTokens;

OidcTokens *oidc_tokens_new (void);
OidcTokens *oidc_tokens_ref (OidcTokens *self);
void oidc_tokens_unref (OidcTokens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcTokens, oidc_tokens_unref)

/* Reads a token endpoint's answer with a 2xx status: JSON, or form-encoded if @content_type
 * (nullable) says so (GitHub). The clock is read as the time of the answer.
 *
 * Refused: an OAuth error that comes with such a status (GitHub; an empty "error" is none); a
 * token_type other than Bearer (any case; a missing one is Bearer); an access or refresh token with
 * characters outside VSCHAR (RFC 6749 appendix A.12, A.17); an access token with a space, which
 * would split a header (RFC 6750 §2.1). An expires_in or scope that cannot be used counts as not
 * sent, and so does an ID token that is no string. What is in an ID token is not checked here.
 *
 * @leftover: (out) (optional) (nullable) (transfer full): if the answer is refused, a set with
 * its well-formed access_token, refresh_token or both, and the time; NULL if it has none, and on
 * success. Errors: OIDC_ERROR_MALFORMED, _TOO_LARGE, _REFUSED, _INVALID_GRANT. */
OidcTokens *
oidc_tokens_parse (const char *content_type, GBytes *body, OidcTokens **leftover, GError **error);

/* Whether a token endpoint's answer, of whatever status, is no OAuth error (RFC 6749 §5.2); FALSE
 * with OIDC_ERROR_REFUSED or OIDC_ERROR_INVALID_GRANT if it is one. It may be in ISO 8859-1. */
gboolean oidc_tokens_check_refusal (const char *content_type, GBytes *body, GError **error);

/* Whether the set came at @boot_ms (tessera_clock_boot_ms()) of this boot or later. */
gboolean oidc_tokens_came_since (const OidcTokens *self, gint64 boot_ms);

/* Copies of @self. (transfer full) */

/* Everything but the refresh token, for code that only hands tokens out. */
OidcTokens *oidc_tokens_without_refresh_token (const OidcTokens *self);

/* What to keep of an ended session, so that the browser can still be signed out at the
 * provider: the ID tokens, whom the set belongs to and who signed in. */
OidcTokens *oidc_tokens_ended (const OidcTokens *self);

/* Seconds that the access token is still valid, 0 or less when it has expired; G_MAXINT64 if its
 * lifetime is unknown, 0 in an ended set. Within the boot it was got in, reckoned by boot time
 * (suspend counts, a changed wall clock does not); else by the wall clock. */
gint64 oidc_tokens_seconds_left (const OidcTokens *self);

/* When the access token expires by the wall clock as it is set now, in seconds; 0 if unknown. */
gint64 oidc_tokens_expires_at (const OidcTokens *self);

/* The stored form: a JSON object with "version": 1. A set without an access token is one that says
 * "ended": true, and has no refresh token either. oidc_tokens_store: (transfer full).
 * oidc_tokens_load: OIDC_ERROR_UNSUPPORTED for a newer version (it is never overwritten),
 * OIDC_ERROR_MALFORMED. */
char *oidc_tokens_store (const OidcTokens *self);
OidcTokens *oidc_tokens_load (const char *text, GError **error);
