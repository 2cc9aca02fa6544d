/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/* What one account has of its own for its TLS connections: certificates that it trusts beside the
 * system's, and a certificate that it shows to a server that asks for one (RFC 8446 §4.4.2).
 * Reference counted: each request keeps it. */
typedef struct _OidcTls OidcTls;

/* Reads the files, and asks the PKCS #11 token. @ca_file: (nullable) PEM, one or more certificates.
 * @certificate: (nullable) a PEM file, also with what links it to a known authority, or a PKCS #11
 * URI (RFC 7512). @key: (nullable) its private key, unencrypted PEM or a PKCS #11 URI; NULL where
 * it is in the same file, or beside the certificate on the token. Paths are absolute. A file is a
 * regular one of no more than 1 MiB.
 * Returns: (transfer full). Errors: OIDC_ERROR_INVALID_CONFIG, naming what cannot be used. */
OidcTls *
oidc_tls_new (const char *ca_file, const char *certificate, const char *key, GError **error);

OidcTls *oidc_tls_ref (OidcTls *self);
void oidc_tls_unref (OidcTls *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcTls, oidc_tls_unref)

/* Makes @message, which has not been sent, use @self. */
void oidc_tls_attach (OidcTls *self, SoupMessage *message);

/* What is wrong with the certificate that the host of @message showed; 0 if nothing. With
 * certificates of the account's own it is what they make of it. */
GTlsCertificateFlags oidc_tls_get_problems (SoupMessage *message);
