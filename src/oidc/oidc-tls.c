/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-tls.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "oidc-error.h"

struct _OidcTls
{
  GTlsDatabase *authorities;    /* (nullable) */
  GTlsCertificate *certificate; /* (nullable) */
};

/* What the account's own certificates make of a host's is kept with the message, with this bit so
 * that 0 is no NULL. */
#define PROBLEMS "oidc-tls-problems"
#define CHECKED  (1u << 31)
#define MAX_SIZE (1024 * 1024) /* bytes */

static void
tls_clear (gpointer data)
{
  OidcTls *self = data;

  g_clear_object (&self->authorities);
  g_clear_object (&self->certificate);
}

OidcTls *
oidc_tls_ref (OidcTls *self)
{
  return g_rc_box_acquire (self);
}

void
oidc_tls_unref (OidcTls *self)
{
  g_rc_box_release_full (self, tls_clear);
}

static gboolean
fail (const char *name, const GError *cause, GError **error)
{
  g_autofree char *reason = g_strdup (cause->message);

  /* Some messages of GIO's end with a dot. */
  if (g_str_has_suffix (reason, "."))
    reason[strlen (reason) - 1] = '\0';
  /* Translators: a file's name or a PKCS #11 URI, and what the system says. */
  g_set_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG, _ ("“%s” cannot be used: %s."), name,
               reason);
  return FALSE;
}

static gboolean
is_pkcs11 (const char *name)
{
  return g_str_has_prefix (name, "pkcs11:");
}

/* Whether GIO, which reads a file to its end in one go, may be given @name (nullable). A pipe would
 * keep it waiting, and a device may have no end. That there is no such file GIO says itself. */
static gboolean
check_readable (const char *name, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GStatBuf status;

  if (name == NULL || is_pkcs11 (name) || g_stat (name, &status) < 0)
    return TRUE;
  if (!S_ISREG (status.st_mode))
    g_set_error_literal (&cause, G_FILE_ERROR, G_FILE_ERROR_INVAL, _ ("it is not a regular file"));
  else if (status.st_size > MAX_SIZE)
    g_set_error_literal (&cause, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                         _ ("it is too large for a certificate file"));
  return cause == NULL || fail (name, cause, error);
}

/* GIO says of a file without a certificate that it trusts nothing, and does not complain. */
static gboolean
read_authorities (OidcTls *self, const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GList *certificates = g_tls_certificate_list_new_from_file (path, &cause);

  if (cause == NULL && certificates == NULL)
    g_set_error_literal (&cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                         _ ("it contains no PEM certificate"));
  g_list_free_full (certificates, g_object_unref);
  if (cause == NULL)
    self->authorities = g_tls_file_database_new (path, &cause);
  return cause == NULL || fail (path, cause, error);
}

/* A certificate in a file whose key is on a token. GIO has no function for the two, but has the
 * properties. */
static GTlsCertificate *
join_file_and_token (const char *path, const char *key, GError **error)
{
  g_autofree char *pem = NULL;

  if (!g_file_get_contents (path, &pem, NULL, error))
    return NULL;
  return g_initable_new (g_tls_backend_get_certificate_type (g_tls_backend_get_default ()), NULL,
                         error, "certificate-pem", pem, "private-key-pkcs11-uri", key, NULL);
}

static GTlsCertificate *
load_certificate (const char *name, const char *key, GError **error)
{
  if (is_pkcs11 (name))
    return g_tls_certificate_new_from_pkcs11_uris (name, key, error);
  if (key == NULL)
    return g_tls_certificate_new_from_file (name, error);
  if (is_pkcs11 (key))
    return join_file_and_token (name, key, error);
  return g_tls_certificate_new_from_files (name, key, error);
}

/* Whether @name alone is in order, so that what fails then is the key's fault. */
static gboolean
check_file (const char *name, GError **error)
{
  g_autoptr (GTlsCertificate) certificate
    = is_pkcs11 (name) ? NULL : g_tls_certificate_new_from_file (name, error);

  return is_pkcs11 (name) || certificate != NULL;
}

static gboolean
has_key (GTlsCertificate *certificate)
{
  g_autofree char *pem = NULL;

  g_object_get (certificate, "private-key-pem", &pem, NULL);
  return pem != NULL;
}

static gboolean
read_certificate (OidcTls *self, const char *name, const char *key, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (!check_file (name, &cause))
    return fail (name, cause, error);
  self->certificate = load_certificate (name, key, &cause);
  if (self->certificate == NULL)
    return fail (key != NULL ? key : name, cause, error);
  if (key != NULL || is_pkcs11 (name) || has_key (self->certificate))
    return TRUE;
  g_set_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG,
               _ ("“%s” contains a certificate without its private key. Give the key’s file, too."),
               name);
  return FALSE;
}

OidcTls *
oidc_tls_new (const char *ca_file, const char *certificate, const char *key, GError **error)
{
  g_autoptr (OidcTls) self = g_rc_box_new0 (OidcTls);

  if (!check_readable (ca_file, error) || !check_readable (certificate, error)
      || !check_readable (key, error))
    return NULL;
  if (ca_file != NULL && !read_authorities (self, ca_file, error))
    return NULL;
  if (certificate != NULL && !read_certificate (self, certificate, key, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Called where the system does not trust @certificate. */
static gboolean
accept_cb (SoupMessage *message,
           GTlsCertificate *certificate,
           GTlsCertificateFlags problems,
           gpointer data)
{
  OidcTls *self = data;
  GUri *uri = soup_message_get_uri (message);
  g_autoptr (GSocketConnectable) host = g_network_address_new (g_uri_get_host (uri), 0);
  GTlsCertificateFlags own
    = g_tls_database_verify_chain (self->authorities, certificate,
                                   G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, host, NULL,
                                   G_TLS_DATABASE_VERIFY_NONE, NULL, NULL);

  /* Another authority of the same name: the system tells more. */
  if (own == G_TLS_CERTIFICATE_GENERIC_ERROR)
    own = problems;
  g_object_set_data (G_OBJECT (message), PROBLEMS, GUINT_TO_POINTER ((guint) own | CHECKED));
  return own == 0;
}

static void
unref_closure (gpointer data, GClosure *closure)
{
  oidc_tls_unref (data);
}

void
oidc_tls_attach (OidcTls *self, SoupMessage *message)
{
  if (self->authorities != NULL)
    g_signal_connect_data (message, "accept-certificate", G_CALLBACK (accept_cb),
                           oidc_tls_ref (self), unref_closure, 0);
  if (self->certificate != NULL)
    soup_message_set_tls_client_certificate (message, self->certificate);
}

GTlsCertificateFlags
oidc_tls_get_problems (SoupMessage *message)
{
  gpointer own = g_object_get_data (G_OBJECT (message), PROBLEMS);

  return own != NULL ? (GTlsCertificateFlags) (GPOINTER_TO_UINT (own) & ~CHECKED)
                     : soup_message_get_tls_peer_certificate_errors (message);
}
