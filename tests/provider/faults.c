/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults.h"

typedef struct
{
  const char *name;
  const char *description;
} Fault;

static const Fault list[] = {
  { "metadata-404-oauth", "Only RFC 8414's metadata document is there (a provider may)" },
  { "metadata-deep-nesting", "The metadata nests 20000 arrays" },
  { "metadata-duplicate-issuer", "The metadata has two members issuer" },
  { "metadata-endpoint-http", "The token endpoint is http and not loopback" },
  { "metadata-error-500", "Discovery answers 500" },
  { "metadata-hang", "Discovery never answers" },
  { "metadata-huge", "The metadata is larger than 1 MiB" },
  { "metadata-implicit-only", "response_types_supported lacks code" },
  { "metadata-iss-unadvertised", "iss is sent and right, but not advertised (a provider may)" },
  { "metadata-issuer-trailing-slash", "The metadata's issuer has a slash more" },
  { "metadata-minimal", "Only five members and no iss in the answer (a provider may)" },
  { "metadata-missing", "There is no metadata document of any form" },
  { "metadata-no-end-session", "The metadata has no end_session_endpoint (a provider may)" },
  { "metadata-no-revocation", "The metadata has no revocation_endpoint (a provider may)" },
  { "metadata-no-token-endpoint", "The metadata has no token_endpoint" },
  { "metadata-not-json", "The metadata is an HTML page with status 200" },
  { "metadata-plain-only", "code_challenge_methods_supported lists only plain" },
  { "metadata-redirect", "Discovery redirects once, to the document (a provider may)" },
  { "metadata-redirect-insecure", "Discovery redirects to http that is not loopback" },
  { "metadata-redirect-loop", "Discovery redirects to itself" },
  { "metadata-redirect-scheme", "Discovery redirects to a file" },
  { "metadata-wrong-issuer", "The metadata names another issuer" },
  { "metadata-wrong-type", "authorization_endpoint is a number" },

  { "authorize-denied", "The answer is access_denied, for an e-mail that is not verified" },
  { "authorize-error", "The answer is the error temporarily_unavailable" },
  { "authorize-error-repeated", "The answer has two different errors" },
  { "authorize-error-wrong-iss", "An error answer from another issuer" },
  { "authorize-error-wrong-state", "An error answer with a wrong state" },
  { "authorize-hang", "The authorization endpoint never answers" },
  { "authorize-error-latin-1", "An error's description is in ISO 8859-1 (some providers do)" },
  { "authorize-missing-code", "The answer has no code" },
  { "authorize-missing-iss", "iss is advertised but not sent" },
  { "authorize-missing-state", "The answer has no state" },
  { "authorize-offline-access-refused", "offline_access is an invalid_scope (a provider may)" },
  { "authorize-repeated-code", "The answer has two codes" },
  { "authorize-repeated-iss", "The answer has two iss" },
  { "authorize-repeated-state", "The answer has two states, the first one right" },
  { "authorize-scope-denied", "The answer is access_denied, and speaks of a scope" },
  { "authorize-scope-named", "The answer is access_denied, and names offline_access" },
  { "authorize-wrong-iss", "The answer's iss is another issuer" },
  { "authorize-wrong-state", "The answer's state is not the request's" },

  { "token-access-token-bad-characters", "The access token has a line break in it" },
  { "token-access-token-missing", "The answer has no access_token" },
  { "token-drip", "The token endpoint answers one byte a second" },
  { "token-duplicate-member", "The answer has two members access_token" },
  { "token-error-500", "The token endpoint answers 500" },
  { "token-error-expired-token", "The token endpoint answers 400 with expired_token" },
  { "token-error-expired-token-401", "The token endpoint answers 401 with expired_token" },
  { "token-error-invalid-client", "The token endpoint answers invalid_client" },
  { "token-error-empty", "The tokens come with an error that is empty (some providers do)" },
  { "token-error-invalid-grant", "The token endpoint answers invalid_grant" },
  { "token-error-invalid-token", "The token endpoint answers 400 with invalid_token" },
  { "token-error-invalid-token-401", "The token endpoint answers 401 with invalid_token" },
  { "token-error-latin-1", "invalid_grant comes with a description in ISO 8859-1" },
  { "token-error-no-json", "The token endpoint answers 400 with an HTML page" },
  { "token-error-problem-json", "The token endpoint answers 400 with problem+json" },
  { "token-error-rate-limit", "The token endpoint answers 429 with Retry-After: 7" },
  { "token-error-status-200", "The token endpoint answers an error with status 200" },
  { "token-expires-in-decimal", "expires_in is the string \"3600.0\" (some providers do)" },
  { "token-expires-in-huge", "expires_in is 1e18" },
  { "token-expires-in-missing", "The answer has no expires_in (a provider may)" },
  { "token-expires-in-negative", "expires_in is negative (some providers do)" },
  { "token-expires-in-string", "expires_in is a string (some providers do)" },
  { "token-expires-in-zero", "expires_in is 0 (some providers do)" },
  { "token-form-encoded", "The answer is form-encoded (some providers do)" },
  { "token-held", "The answer to a code is held until the faults are cleared" },
  { "token-hang", "The token endpoint never answers" },
  { "token-huge", "The answer is larger than 1 MiB" },
  { "token-id-token-missing", "The answer has no id_token although openid was asked for" },
  { "token-long", "The tokens are longer than 4 kB (a provider may)" },
  { "token-not-json", "The answer is an HTML page with status 200" },
  { "token-offline-access-refused", "The exchange refuses offline_access (Keycloak may)" },
  { "token-redirect", "The token endpoint redirects with 307 to /elsewhere" },
  { "token-reset", "The token endpoint resets the connection" },
  { "token-type-lower-case", "token_type is bearer in lower case (a provider may)" },
  { "token-type-mac", "token_type is MAC" },
  { "token-type-missing", "The answer has no token_type (some providers do)" },

  { "id-token-alg-hs256", "The ID token is HS256 with the public key as the secret" },
  { "id-token-alg-hs256-secret", "The ID token is HS256 with the client secret (a provider may)" },
  { "id-token-alg-none", "The ID token is alg none, unsigned" },
  { "id-token-aud-missing", "aud is missing" },
  { "id-token-auth-time-missing", "auth_time is missing (a provider may, without max_age)" },
  { "id-token-auth-time-old", "auth_time is ten minutes ago (a provider may, without max_age)" },
  { "id-token-bad-at-hash", "at_hash is of another access token" },
  { "id-token-bad-signature", "The signature is wrong by one bit" },
  { "id-token-crit", "The header has a crit that nobody knows" },
  { "id-token-email-list", "email is a list (some providers do)" },
  { "id-token-empty-sub", "sub is empty" },
  { "id-token-exp-missing", "exp is missing" },
  { "id-token-exp-string", "exp is a string" },
  { "id-token-expired", "exp is ten minutes ago" },
  { "id-token-future-iat", "iat is in ten minutes" },
  { "id-token-future-nbf", "nbf is in ten minutes" },
  { "id-token-jwk-in-header", "Signed by a stranger's key, which the header brings along" },
  { "id-token-long-sub", "sub has 256 characters" },
  { "id-token-missing-iat", "iat is missing" },
  { "id-token-missing-nonce", "nonce is missing" },
  { "id-token-missing-sub", "sub is missing" },
  { "id-token-no-kid", "The header has no kid (a provider may)" },
  { "id-token-not-a-jwt", "The ID token is no JWT" },
  { "id-token-number-huge", "A claim is a number beyond 64 bits (a provider may)" },
  { "id-token-several-aud", "Several audiences without azp" },
  { "id-token-several-aud-azp", "Several audiences and the right azp (a provider may)" },
  { "id-token-unknown-kid", "The kid is never in the key set" },
  { "id-token-username-number", "preferred_username is a number (some providers do)" },
  { "id-token-wrong-aud", "aud is another client" },
  { "id-token-wrong-azp", "azp is another client" },
  { "id-token-wrong-iss", "iss is another issuer" },
  { "id-token-wrong-nonce", "nonce is another request's" },

  { "jwks-empty", "The key set has no key" },
  { "jwks-encryption-key", "The key's use is enc" },
  { "jwks-error-500", "The key set's endpoint answers 500" },
  { "jwks-hang", "The key set's endpoint never answers" },
  { "jwks-huge", "The key set is larger than 8 MiB" },
  { "jwks-not-json", "The key set is an HTML page with status 200" },
  { "jwks-once", "The key set is served once; after that, 500" },
  { "jwks-other-alg", "The key is for another algorithm" },
  { "jwks-rotate-late", "The signing key appears with the second fetch (a provider may)" },
  { "jwks-unusable-keys", "Broken keys beside the right one (a provider may)" },
  { "jwks-weak-key", "The signing key is RSA of 1024 bits" },

  { "refresh-answer-lost", "A renewal goes through, and its answer is reset away" },
  { "refresh-no-id-token", "A renewal brings no ID token (a provider may)" },
  { "refresh-no-rotation", "A renewal keeps the refresh token and sends none (a provider may)" },
  { "refresh-no-scope", "A renewal's answer has no scope (a provider may)" },
  { "refresh-wrong-sub", "A renewal's ID token is about somebody else" },

  { "userinfo-error-500", "UserInfo answers 500" },
  { "userinfo-hang", "UserInfo never answers" },
  { "userinfo-jwt", "UserInfo is a signed JWT (a provider may)" },
  { "userinfo-jwt-bad-signature", "UserInfo is a JWT whose signature is wrong" },
  { "userinfo-jwt-bare", "UserInfo is a signed JWT without iss and aud (a provider may)" },
  { "userinfo-jwt-wrong-aud", "UserInfo is a signed JWT for another client" },
  { "userinfo-jwt-wrong-iss", "UserInfo is a signed JWT of another issuer" },
  { "userinfo-jwt-wrong-sub", "UserInfo is a signed JWT about somebody else" },
  { "userinfo-missing-sub", "UserInfo has no sub" },
  { "userinfo-not-json", "UserInfo is an HTML page with status 200" },
  { "userinfo-redirect", "UserInfo redirects to /elsewhere" },
  { "userinfo-wrong-sub", "UserInfo is about somebody else" },

  { "revoke-error-500", "The revocation endpoint answers 500" },
  { "revoke-hang", "The revocation endpoint never answers" },
  { "revoke-refused", "The revocation endpoint refuses every token" },
  { "revoke-access-token-refused", "Only refresh tokens can be revoked (a provider may)" },
  { "revoke-reset", "The revocation endpoint resets the connection" },

  { "end-session-no-state", "The browser is sent back after a logout without state" },
  { "end-session-other-state", "The browser is sent back after a logout with another state" },
  { "end-session-own-page", "The browser is not sent back after a logout (a provider may)" },

  { "profile-in-userinfo", "Name and email are only in UserInfo (a provider may)" },
  { "profile-hostile-text", "Name and error_description hold HTML, control and bidi characters" },
  { "profile-long-text", "Name and email are longer than a line (a provider may)" },
};

struct _Faults
{
  gboolean active[G_N_ELEMENTS (list)];
};

static int
find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (list); i++)
    if (g_str_equal (list[i].name, name))
      return (int) i;
  return -1;
}

Faults *
faults_new (void)
{
  return g_new0 (Faults, 1);
}

void
faults_free (Faults *self)
{
  g_free (self);
}

gboolean
faults_add (Faults *self, const char *name)
{
  int index = find (name);
  if (index < 0)
    return FALSE;
  self->active[index] = TRUE;
  return TRUE;
}

void
faults_clear (Faults *self)
{
  *self = (Faults){ 0 };
}

gboolean
faults_has (const Faults *self, const char *name)
{
  int index = find (name);
  g_assert_cmpint (index, >=, 0);
  return self->active[index];
}

void
faults_print_list (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (list); i++)
    g_print ("%s\t%s\n", list[i].name, list[i].description);
}
