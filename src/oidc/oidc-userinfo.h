/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "oidc-http.h"
#include "oidc-provider.h"

/* UserInfo (OpenID Connect Core §5.3). */
typedef struct
{
  char *subject;
  char *name;  /* (nullable): name, else preferred_username */
  char *email; /* (nullable) */
} OidcUserinfo;

void oidc_userinfo_free (OidcUserinfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcUserinfo, oidc_userinfo_free)

/* Asks the UserInfo endpoint with @access_token. @subject: (nullable) the ID token's, which the
 * answer's sub must equal (§5.3.2). A signed answer (application/jwt) is OIDC_ERROR_UNSUPPORTED. */
void oidc_userinfo_fetch_async (OidcHttp *http,
                                const OidcProvider *provider,
                                const char *access_token,
                                const char *subject,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
OidcUserinfo *oidc_userinfo_fetch_finish (GAsyncResult *result, GError **error);
