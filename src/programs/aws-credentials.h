/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Temporary credentials of AWS (AssumeRoleWithWebIdentity), and what is kept of them in the Secret
 * Service: one text for an account, with the credentials of each role and session. */
typedef struct
{
  char *access_key_id;
  char *secret_access_key;
  char *session_token;
  gint64 expires_at; /* wall clock in seconds */
} TesseraAwsCredentials;

void tessera_aws_credentials_free (TesseraAwsCredentials *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraAwsCredentials, tessera_aws_credentials_free)

/* Reads the answer of STS, XML. Errors: OIDC_ERROR_REFUSED with what STS said,
 * OIDC_ERROR_UNREACHABLE where it could not reach the provider, OIDC_ERROR_MALFORMED. */
TesseraAwsCredentials *
tessera_aws_credentials_parse (const char *xml, gsize length, GError **error);

/* The credentials called @key in the stored @text (nullable) that @subject (nullable) got.
 * (transfer full) (nullable) */
TesseraAwsCredentials *
tessera_aws_credentials_find (const char *text, const char *subject, const char *key);

/* @text (nullable) with @self as those called @key, and without those of others than @subject or
 * that have expired at @now. (transfer full) */
char *tessera_aws_credentials_put (const TesseraAwsCredentials *self,
                                   const char *text,
                                   const char *subject,
                                   const char *key,
                                   gint64 now);

/* The answer of a credential_process. (transfer full) */
JsonObject *tessera_aws_credentials_to_json (const TesseraAwsCredentials *self);
