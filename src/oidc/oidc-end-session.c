/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-end-session.h"

#include <string.h>

#include "oidc-client.h"
#include "oidc-endpoint.h"

/* Takes @form. */
static char *
make_uri (const char *endpoint, GString *form, GError **error)
{
  char *uri = oidc_endpoint_add_form (endpoint, "end_session_endpoint", form->str, error);

  g_string_free (form, TRUE);
  return uri;
}

char *
oidc_end_session_uri (const char *endpoint,
                      const char *client_id,
                      const char *id_token,
                      const char *post_logout_redirect_uri,
                      const char *state,
                      GError **error)
{
  GString *form = g_string_new (NULL);

  oidc_client_append_parameter (form, "id_token_hint", id_token);
  oidc_client_append_parameter (form, "client_id", client_id);
  oidc_client_append_parameter (form, "post_logout_redirect_uri", post_logout_redirect_uri);
  oidc_client_append_parameter (form, "state", state);
  return make_uri (endpoint, form, error);
}

char *
oidc_end_session_own_uri (const char *endpoint,
                          const char *client_id,
                          const char *name,
                          const char *uri,
                          GError **error)
{
  GString *form = g_string_new (NULL);

  oidc_client_append_parameter (form, "client_id", client_id);
  oidc_client_append_parameter (form, name, uri);
  return make_uri (endpoint, form, error);
}
