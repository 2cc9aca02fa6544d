/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-error.h"

/* GLib's macro returns NULL for an error of another domain, and gcc follows that path into the
 * functions below, which are only called for errors of this one. */
#pragma GCC diagnostic ignored "-Wnull-dereference"
/* clang does not see that GLib aligns the private data. */
#pragma GCC diagnostic ignored "-Wcast-align"

typedef struct
{
  gint64 retry_after; /* seconds; -1: unknown */
  char *oauth_code;   /* (nullable) */
  char *issuer;       /* (nullable) */
  char *reason;       /* (nullable) */
} OidcErrorPrivate;

static void
oidc_error_private_init (OidcErrorPrivate *self)
{
  self->retry_after = -1;
}

static void
oidc_error_private_copy (const OidcErrorPrivate *from, OidcErrorPrivate *to)
{
  to->retry_after = from->retry_after;
  to->oauth_code = g_strdup (from->oauth_code);
  to->issuer = g_strdup (from->issuer);
  to->reason = g_strdup (from->reason);
}

static void
oidc_error_private_clear (OidcErrorPrivate *self)
{
  g_free (self->oauth_code);
  g_free (self->issuer);
  g_free (self->reason);
}

G_DEFINE_EXTENDED_ERROR (OidcError, oidc_error)

gint64
oidc_error_get_retry_after (const GError *error)
{
  if (error == NULL || error->domain != OIDC_ERROR)
    return -1;
  return oidc_error_get_private (error)->retry_after;
}

void
oidc_error_set_retry_after (GError *error, gint64 seconds)
{
  g_return_if_fail (error->domain == OIDC_ERROR);
  oidc_error_get_private (error)->retry_after = seconds;
}

const char *
oidc_error_get_oauth_code (const GError *error)
{
  if (error == NULL || error->domain != OIDC_ERROR)
    return NULL;
  return oidc_error_get_private (error)->oauth_code;
}

void
oidc_error_set_oauth_code (GError *error, const char *code)
{
  OidcErrorPrivate *self;

  g_return_if_fail (error->domain == OIDC_ERROR);
  self = oidc_error_get_private (error);
  g_free (self->oauth_code);
  self->oauth_code = g_strdup (code);
}

const char *
oidc_error_get_reason (const GError *error)
{
  if (error == NULL || error->domain != OIDC_ERROR)
    return NULL;
  return oidc_error_get_private (error)->reason;
}

void
oidc_error_set_reason (GError *error, const char *reason)
{
  OidcErrorPrivate *self;

  g_return_if_fail (error->domain == OIDC_ERROR);
  self = oidc_error_get_private (error);
  g_free (self->reason);
  self->reason = g_strdup (reason);
}

gboolean
oidc_error_is_unreachable (const GError *error)
{
  if (error == NULL || error->domain != OIDC_ERROR)
    return FALSE;
  switch (error->code)
    {
    case OIDC_ERROR_UNREACHABLE:
    case OIDC_ERROR_PROXY:
    case OIDC_ERROR_CERTIFICATE:
    case OIDC_ERROR_UNKNOWN_CA:
    case OIDC_ERROR_CLIENT_CERTIFICATE:
      return TRUE;
    default:
      return FALSE;
    }
}

const char *
oidc_error_get_issuer (const GError *error)
{
  if (error == NULL || error->domain != OIDC_ERROR)
    return NULL;
  return oidc_error_get_private (error)->issuer;
}

void
oidc_error_set_issuer (GError *error, const char *issuer)
{
  OidcErrorPrivate *self;

  g_return_if_fail (error->domain == OIDC_ERROR);
  self = oidc_error_get_private (error);
  g_free (self->issuer);
  self->issuer = g_strdup (issuer);
}
