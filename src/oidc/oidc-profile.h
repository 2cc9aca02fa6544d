/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-http.h"
#include "oidc-userinfo.h"

/* Where a provider without ID tokens (OAuth 2.0 alone) tells whose access token it is. A path names
 * a member of its JSON: "name", "name.display" (a member of a member), "name|login" (the first
 * that has a value). */
typedef struct
{
  const char *endpoint;
  gboolean by_post;            /* a POST without a body, instead of a GET */
  const char *subject;         /* path */
  const char *name;            /* path */
  const char *email;           /* path */
  const char *emails_endpoint; /* (nullable) a list of addresses, one marked as primary */
} OidcProfileSource;

/* Asks for the person with @access_token. Where the profile has no e-mail address, the
 * emails_endpoint is asked for the primary one; its failure costs only that address. */
void oidc_profile_fetch_async (OidcHttp *http,
                               const OidcProfileSource *source,
                               const char *access_token,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* Returns: (transfer full) subject (nullable), name and e-mail address. Errors: those of
 * oidc_http_finish(); OIDC_ERROR_HTTP_STATUS, OIDC_ERROR_MALFORMED, OIDC_ERROR_TOO_LARGE. */
OidcUserinfo *oidc_profile_fetch_finish (GAsyncResult *result, GError **error);

/* The parts that need no network. @body: JSON. Returns: (transfer full) */
OidcUserinfo *oidc_profile_parse (const OidcProfileSource *source, GBytes *body, GError **error);

/* The primary address of a list, [{"email": …, "primary": true}] or {"values": [{"email": …,
 * "is_primary": true}]}. Returns: (transfer full) (nullable) */
char *oidc_profile_parse_emails (GBytes *body);
