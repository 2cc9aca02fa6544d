/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-end-session.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-client.h"
#include "oidc-error.h"
#include "oidc-form.h"

/* Any parameter that is there already would be sent twice. */
static gboolean
check_endpoint (const char *endpoint, const char *const *names, GError **error)
{
  const char *query = strchr (endpoint, '?');
  g_autoptr (OidcForm) existing = query ? oidc_form_parse (query + 1, -1) : NULL;
  gboolean clash = strchr (endpoint, '#') != NULL;

  for (; existing && *names; names++)
    clash = clash || oidc_form_count (existing, *names) > 0;
  if (clash)
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG,
                         _ ("The end session endpoint has a fragment, or a parameter that the "
                            "request itself sends."));
  return !clash;
}

/* The endpoint with its own query, then @form, which is taken. */
static char *
make_uri (const char *endpoint, GString *form)
{
  const char *query = strchr (endpoint, '?');
  const char *glue = "";
  char *uri;

  if (!query)
    glue = "?";
  else if (query[1] != '\0' && !g_str_has_suffix (query, "&"))
    glue = "&";
  uri = g_strconcat (endpoint, glue, form->str, NULL);
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
  static const char *const names[]
    = { "id_token_hint", "client_id", "post_logout_redirect_uri", "state", NULL };
  GString *form;

  if (!check_endpoint (endpoint, names, error))
    return NULL;
  form = g_string_new (NULL);
  oidc_client_append_parameter (form, "id_token_hint", id_token);
  oidc_client_append_parameter (form, "client_id", client_id);
  oidc_client_append_parameter (form, "post_logout_redirect_uri", post_logout_redirect_uri);
  oidc_client_append_parameter (form, "state", state);
  return make_uri (endpoint, form);
}

char *
oidc_end_session_own_uri (const char *endpoint,
                          const char *client_id,
                          const char *name,
                          const char *uri,
                          GError **error)
{
  const char *const names[] = { "client_id", name, NULL };
  GString *form;

  if (!check_endpoint (endpoint, names, error))
    return NULL;
  form = g_string_new (NULL);
  oidc_client_append_parameter (form, "client_id", client_id);
  oidc_client_append_parameter (form, name, uri);
  return make_uri (endpoint, form);
}
