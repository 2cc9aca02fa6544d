/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "id-token.h"

#include "jws.h"
#include "person.h"

#include <string.h>

#define TEN_MINUTES  600
#define LONG_SUBJECT 256 /* characters; 255 are allowed */

/* What a fault puts in place of a claim. */
typedef struct
{
  const char *fault;
  const char *claim;
  const char *json; /* NULL: takes the claim away, or see @offset */
  int offset;       /* seconds from now, if not 0 */
} WrongClaim;

static const WrongClaim wrong_claims[] = {
  { "id-token-wrong-iss", "iss", "\"https://issuer.example\"", 0 },
  { "id-token-wrong-aud", "aud", "\"another-client\"", 0 },
  { "id-token-aud-missing", "aud", NULL, 0 },
  { "id-token-several-aud", "aud", "[\"" PROVIDER_CLIENT_ID "\",\"another-client\"]", 0 },
  { "id-token-several-aud-azp", "aud", "[\"" PROVIDER_CLIENT_ID "\",\"another-client\"]", 0 },
  { "id-token-several-aud-azp", "azp", "\"" PROVIDER_CLIENT_ID "\"", 0 },
  { "id-token-wrong-azp", "azp", "\"another-client\"", 0 },
  { "id-token-expired", "exp", NULL, -TEN_MINUTES },
  { "id-token-exp-missing", "exp", NULL, 0 },
  { "id-token-exp-string", "exp", "\"tomorrow\"", 0 },
  { "id-token-future-iat", "iat", NULL, TEN_MINUTES },
  { "id-token-missing-iat", "iat", NULL, 0 },
  { "id-token-future-nbf", "nbf", NULL, TEN_MINUTES },
  { "id-token-wrong-nonce", "nonce", "\"nonce-of-another-request\"", 0 },
  { "id-token-missing-nonce", "nonce", NULL, 0 },
  { "id-token-bad-at-hash", "at_hash", "\"AAAAAAAAAAAAAAAAAAAAAA\"", 0 },
  { "id-token-auth-time-missing", "auth_time", NULL, 0 },
  { "id-token-auth-time-old", "auth_time", NULL, -TEN_MINUTES },
  { "id-token-email-list", "email", "[\"zoe@example.org\",\"zoe@work.example\"]", 0 },
  { "id-token-username-number", "preferred_username", "5", 0 },
  { "id-token-empty-sub", "sub", "\"\"", 0 },
  { "id-token-missing-sub", "sub", NULL, 0 },
};

void
id_token_lengthen (JsonObject *claims)
{
  g_autofree char *filling = g_strnfill (3072, 'g');

  json_object_set_string_member (claims, "groups", filling);
}

static void
distort_claims (const Provider *provider, const Session *session, JsonObject *claims, gint64 now)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrong_claims); i++)
    {
      const WrongClaim *wrong = &wrong_claims[i];
      if (!faults_has (provider->faults, wrong->fault))
        continue;
      if (wrong->offset != 0)
        json_object_set_int_member (claims, wrong->claim, now + wrong->offset);
      else if (wrong->json != NULL)
        json_object_set_member (claims, wrong->claim, json_from_string (wrong->json, NULL));
      else
        json_object_remove_member (claims, wrong->claim);
    }
  if (faults_has (provider->faults, "token-long"))
    id_token_lengthen (claims);
  if (session->renewals > 0 && faults_has (provider->faults, "refresh-wrong-sub"))
    json_object_set_string_member (claims, "sub", "somebody-else");
  if (faults_has (provider->faults, "id-token-long-sub"))
    {
      g_autofree char *subject = g_strnfill (LONG_SUBJECT, 's');
      json_object_set_string_member (claims, "sub", subject);
    }
}

static JsonObject *
create_claims (Provider *provider, Session *session, const char *access_token)
{
  const Key *key = keys_get_current (provider->keys);
  JsonObject *claims = json_object_new ();
  g_autofree char *at_hash = jws_half_hash (key->algorithm, access_token);
  gint64 now = provider_now (provider);

  json_object_set_string_member (claims, "iss", provider->issuer);
  json_object_set_string_member (claims, "sub", PERSON_SUBJECT);
  json_object_set_string_member (claims, "aud", session->client_id);
  json_object_set_int_member (claims, "exp", now + provider->lifetime);
  json_object_set_int_member (claims, "iat", now);
  json_object_set_int_member (claims, "auth_time", session->auth_time);
  json_object_set_string_member (claims, "at_hash", at_hash);
  json_object_set_string_member (claims, "sid", session->id);
  if (session->nonce != NULL)
    json_object_set_string_member (claims, "nonce", session->nonce);
  if (!faults_has (provider->faults, "profile-in-userinfo")
      && (provider->habits == NULL || provider->habits->person == HABITS_NAME_ID_TOKEN))
    person_add_claims (provider, session, claims);
  if (provider->habits != NULL && provider->habits->person == HABITS_NAME_UPN)
    json_object_set_string_member (claims, "upn", PERSON_EMAIL);
  distort_claims (provider, session, claims, now);
  return claims;
}

static void
distort_header (Provider *provider, JsonObject *header)
{
  if (faults_has (provider->faults, "id-token-alg-none"))
    json_object_set_string_member (header, "alg", "none");
  if (faults_has (provider->faults, "id-token-alg-hs256")
      || faults_has (provider->faults, "id-token-alg-hs256-secret"))
    json_object_set_string_member (header, "alg", "HS256");
  if (faults_has (provider->faults, "id-token-unknown-kid"))
    json_object_set_string_member (header, "kid", "nobody-has-this-key");
  if (faults_has (provider->faults, "id-token-no-kid"))
    json_object_remove_member (header, "kid");
  if (faults_has (provider->faults, "id-token-jwk-in-header"))
    json_object_set_object_member (header, "jwk", key_to_jwk (keys_get_stranger (provider->keys)));
  if (faults_has (provider->faults, "id-token-crit"))
    {
      json_object_set_member (header, "crit", json_from_string ("[\"exp-of-mars\"]", NULL));
      json_object_set_boolean_member (header, "exp-of-mars", TRUE);
    }
}

static const Key *
choose_key (Provider *provider)
{
  if (faults_has (provider->faults, "jwks-weak-key"))
    return keys_get_weak (provider->keys);
  return keys_get_current (provider->keys);
}

/* Another first character of the last part is another signature, and still base64url. */
static char *
spoil_signature (char *compact)
{
  char *signature = strrchr (compact, '.') + 1;
  *signature = *signature == 'A' ? 'B' : 'A';
  return compact;
}

static char *
sign (Provider *provider, const Key *key, const char *input)
{
  const Faults *faults = provider->faults;

  if (faults_has (faults, "id-token-alg-none"))
    return g_strconcat (input, ".", NULL);
  if (faults_has (faults, "id-token-alg-hs256"))
    {
      g_autofree char *pem = key_to_pem (key);
      return jws_sign_hs256 (pem, input);
    }
  if (faults_has (faults, "id-token-alg-hs256-secret"))
    return jws_sign_hs256 (PROVIDER_CLIENT_SECRET, input);
  if (faults_has (faults, "id-token-jwk-in-header"))
    return jws_sign (keys_get_stranger (provider->keys), input);
  if (faults_has (faults, "id-token-bad-signature"))
    return spoil_signature (jws_sign (key, input));
  return jws_sign (key, input);
}

/* json-glib has no number beyond 64 bits, so this one goes into the text. */
static char *
write_claims (const Provider *provider, JsonObject *claims)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), claims);
  g_autofree char *text = json_to_string (node, FALSE);

  if (faults_has (provider->faults, "id-token-number-huge"))
    return g_strconcat ("{\"device_id\":18446744073709551615,", text + strlen ("{"), NULL);
  return g_steal_pointer (&text);
}

char *
id_token_create (Provider *provider, Session *session, const char *access_token)
{
  const Key *key = choose_key (provider);
  g_autoptr (JsonObject) header = jws_header (key, "JWT");
  g_autoptr (JsonObject) claims = create_claims (provider, session, access_token);
  g_autofree char *payload = write_claims (provider, claims);
  g_autofree char *input = NULL;

  if (faults_has (provider->faults, "id-token-not-a-jwt"))
    return g_strdup ("this is no token");
  distort_header (provider, header);
  input = jws_signing_input_text (header, payload);
  return sign (provider, key, input);
}
