/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "keys.h"

/* base64url without padding (RFC 7515 §2). */
char *jws_base64url (gconstpointer data, gsize length);
GBytes *jws_base64url_decode (const char *text);

/* Returns: (nullable): the JSON object in part @index of a compact serialisation. */
JsonObject *jws_read_part (const char *compact, guint index);

/* Left half of @text's hash with the algorithm's hash (OpenID Connect Core §3.1.3.6). */
char *jws_half_hash (const Algorithm *algorithm, const char *text);

/* A header with alg, kid and @typ. */
JsonObject *jws_header (const Key *key, const char *typ);

/* "header.payload", both encoded. */
char *jws_signing_input (JsonObject *header, JsonObject *payload);

/* The same; @payload is JSON. */
char *jws_signing_input_text (JsonObject *header, const char *payload);

/* Signs with @key and its algorithm; returns the compact serialisation. */
char *jws_sign (const Key *key, const char *signing_input);

/* The same with HMAC-SHA-256 and @secret. */
char *jws_sign_hs256 (const char *secret, const char *signing_input);
