/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-http-failure.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#include "oidc-error.h"

typedef struct
{
  GTlsCertificateFlags flag;
  const char *reason;
} CertificateProblem;

/* The first that applies is reported: a wrong host or date explains more than an unknown
 * issuer. */
static const CertificateProblem certificate_problems[] = {
  { G_TLS_CERTIFICATE_EXPIRED, N_ ("its certificate has expired") },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED,
    N_ ("its certificate is not valid yet; check the clock of this computer") },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, N_ ("its certificate is for another host") },
  { G_TLS_CERTIFICATE_REVOKED, N_ ("its certificate has been revoked") },
  { G_TLS_CERTIFICATE_INSECURE, N_ ("its certificate is too weak to be trusted") },
  { G_TLS_CERTIFICATE_UNKNOWN_CA,
    N_ ("its certificate is not trusted, since this computer does not know who issued it") },
};

static const char *
describe_certificate (GTlsCertificateFlags flags)
{
  for (gsize i = 0; i < G_N_ELEMENTS (certificate_problems); i++)
    if (flags & certificate_problems[i].flag)
      return _ (certificate_problems[i].reason);
  return _ ("its certificate is not trusted");
}

static const char *
describe_io (const GError *cause)
{
  switch (cause->code)
    {
    case G_IO_ERROR_HOST_NOT_FOUND:
      return _ ("no host has this name; check the address");
    case G_IO_ERROR_CONNECTION_REFUSED:
      return _ ("nothing answers at this address");
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_HOST_UNREACHABLE:
      return _ ("there is no way to it; check the network");
    case G_IO_ERROR_TIMED_OUT:
      return _ ("it took too long to answer");
    case G_IO_ERROR_CONNECTION_CLOSED:
    case G_IO_ERROR_PARTIAL_INPUT:
      return _ ("it closed the connection");
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return _ ("the proxy does not let the connection through");
    default:
      return cause->message;
    }
}

static const char *
describe (const GError *cause)
{
  if (g_error_matches (cause, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    return _ ("no host has this name; check the address");
  if (cause->domain == G_RESOLVER_ERROR)
    return _ ("its name cannot be looked up; check the network");
  if (cause->domain == G_TLS_ERROR)
    return _ ("no secure connection can be made");
  if (cause->domain == SOUP_SESSION_ERROR)
    return _ ("what answers there does not speak HTTP");
  return cause->domain == G_IO_ERROR ? describe_io (cause) : cause->message;
}

static void
set (GError **error, const char *host, const char *reason)
{
  g_set_error (error, OIDC_ERROR, OIDC_ERROR_UNREACHABLE, _ ("%s cannot be reached: %s."), host,
               reason);
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

void
oidc_http_failure_set (GError **error,
                       const char *host,
                       const GError *cause,
                       GTlsCertificateFlags certificate)
{
  set (error, host, certificate != 0 ? describe_certificate (certificate) : describe (cause));
}

void
oidc_http_failure_set_timed_out (GError **error, const char *host)
{
  set (error, host, _ ("it took too long to answer"));
}

static char *
describe_busy (const char *host, guint status, guint seconds)
{
  if (seconds == 0)
    return g_strdup_printf (_ ("%s cannot serve this now (HTTP status %u): try again later."), host,
                            status);
  return g_strdup_printf (
    ngettext ("%s cannot serve this now (HTTP status %u): try again in %u second.",
              "%s cannot serve this now (HTTP status %u): try again in %u seconds.", seconds),
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
