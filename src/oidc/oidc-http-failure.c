/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-http-failure.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#include "oidc-error.h"

#define PROXY_AUTHENTICATION_REQUIRED 407 /* RFC 9110 §15.5.8 */

typedef struct
{
  GTlsCertificateFlags flag;
  OidcError code;
  const char *reason;
} CertificateProblem;

/* The first that applies is reported: a wrong host or date explains more than an unknown
 * issuer. */
static const CertificateProblem certificate_problems[] = {
  { G_TLS_CERTIFICATE_EXPIRED, OIDC_ERROR_CERTIFICATE, N_ ("the certificate has expired") },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, OIDC_ERROR_CERTIFICATE,
    N_ ("the certificate is not valid yet; check this computer’s clock") },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, OIDC_ERROR_CERTIFICATE,
    N_ ("the certificate is for another host") },
  { G_TLS_CERTIFICATE_REVOKED, OIDC_ERROR_CERTIFICATE, N_ ("the certificate has been revoked") },
  { G_TLS_CERTIFICATE_INSECURE, OIDC_ERROR_CERTIFICATE,
    N_ ("the certificate is too weak to be trusted") },
  { G_TLS_CERTIFICATE_UNKNOWN_CA, OIDC_ERROR_UNKNOWN_CA,
    N_ ("the certificate was issued by an unknown authority") },
  { ~(guint) 0, OIDC_ERROR_CERTIFICATE, N_ ("the certificate is not trusted") },
};

/* @flags: not 0. */
static const CertificateProblem *
find_problem (GTlsCertificateFlags flags)
{
  const CertificateProblem *problem = certificate_problems;

  while (!(flags & problem->flag))
    problem++;
  return problem;
}

static const char *
describe_io (const GError *cause)
{
  switch (cause->code)
    {
    case G_IO_ERROR_HOST_NOT_FOUND:
      return _ ("there is no host with this name; check the address");
    case G_IO_ERROR_CONNECTION_REFUSED:
      return _ ("there is no answer at this address");
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_HOST_UNREACHABLE:
      return _ ("there is no connection to this address; check the network");
    case G_IO_ERROR_TIMED_OUT:
      return _ ("the answer took too long");
    case G_IO_ERROR_CONNECTION_CLOSED:
    case G_IO_ERROR_PARTIAL_INPUT:
      return _ ("the connection was closed");
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
      return _ ("it requires a valid user name and password");
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return _ ("it does not allow the connection");
    default:
      return cause->message;
    }
}

static const char *
describe (const GError *cause)
{
  if (g_error_matches (cause, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    return _ ("there is no host with this name; check the address");
  if (cause->domain == G_RESOLVER_ERROR)
    return _ ("the name cannot be looked up; check the network");
  if (cause->domain == G_TLS_ERROR)
    return _ ("a secure connection cannot be established");
  if (cause->domain == SOUP_SESSION_ERROR)
    return _ ("the answer is not HTTP");
  return cause->domain == G_IO_ERROR ? describe_io (cause) : cause->message;
}

char *
oidc_http_failure_name_host (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  gboolean literal = strchr (host, ':') != NULL;
  gboolean secure = g_str_equal (g_uri_get_scheme (uri), "https");
  int port = g_uri_get_port (uri);

  if (port < 0 || port == (secure ? 443 : 80))
    return g_strdup (host);
  return literal ? g_strdup_printf ("[%s]:%d", host, port) : g_strdup_printf ("%s:%d", host, port);
}

static void
set (GError **error, OidcError code, const char *host, const char *reason)
{
  g_set_error (error, OIDC_ERROR, code, _ ("%s cannot be reached: %s."), host, reason);
}

void
oidc_http_failure_set (GError **error,
                       const char *host,
                       const GError *cause,
                       GTlsCertificateFlags certificate)
{
  const CertificateProblem *problem = certificate != 0 ? find_problem (certificate) : NULL;

  if (cause->domain == OIDC_ERROR)
    g_propagate_error (error, g_error_copy (cause));
  else if (problem != NULL)
    set (error, problem->code, host, _ (problem->reason));
  else
    set (error, OIDC_ERROR_UNREACHABLE, host, describe (cause));
}

void
oidc_http_failure_set_certificate_wanted (GError **error, const char *host)
{
  set (error, OIDC_ERROR_CLIENT_CERTIFICATE, host, _ ("it requires a valid client certificate"));
}

void
oidc_http_failure_set_proxy (GError **error, const char *proxy, const GError *cause)
{
  if (cause->domain == OIDC_ERROR)
    return g_propagate_error (error, g_error_copy (cause));
  g_set_error (error, OIDC_ERROR, OIDC_ERROR_PROXY, _ ("The proxy %s cannot be used: %s."), proxy,
               describe (cause));
}

void
oidc_http_failure_set_proxy_refused (GError **error,
                                     const char *proxy,
                                     const char *host,
                                     guint status)
{
  if (status == PROXY_AUTHENTICATION_REQUIRED)
    g_set_error (error, OIDC_ERROR, OIDC_ERROR_PROXY,
                 _ ("The proxy %s requires a valid user name and password (HTTP status %u)."),
                 proxy, status);
  else
    g_set_error (error, OIDC_ERROR, OIDC_ERROR_PROXY,
                 _ ("The proxy %s does not allow a connection to %s (HTTP status %u)."), proxy,
                 host, status);
}

static char *
describe_busy (const char *host, guint status, guint seconds)
{
  if (seconds == 0)
    return g_strdup_printf (_ ("%s is temporarily unavailable (HTTP status %u)."), host, status);
  return g_strdup_printf (
    ngettext ("%s is temporarily unavailable (HTTP status %u). Try again in %u second.",
              "%s is temporarily unavailable (HTTP status %u). Try again in %u seconds.", seconds),
    host, status, seconds);
}

void
oidc_http_failure_set_busy (GError **error, const char *host, guint status, gint64 retry_after)
{
  g_autofree char *message = describe_busy (host, status, (guint) CLAMP (retry_after, 0, G_MAXINT));
  GError *busy = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_BUSY, message);

  oidc_error_set_retry_after (busy, retry_after);
  g_propagate_error (error, busy);
}
