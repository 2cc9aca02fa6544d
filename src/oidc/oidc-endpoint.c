/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-endpoint.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-error.h"

OidcForm *
oidc_endpoint_parse_query (const char *uri)
{
  const char *query = strchr (uri, '?');

  return oidc_form_parse (query != NULL ? query + 1 : "", -1);
}

static gboolean
share_a_parameter (const OidcForm *a, const OidcForm *b)
{
  g_autofree const char **names = oidc_form_get_names (a);

  for (gsize i = 0; names[i] != NULL; i++)
    if (oidc_form_count (b, names[i]) > 0)
      return TRUE;
  return FALSE;
}

static const char *
choose_separator (const char *uri)
{
  const char *query = strchr (uri, '?');

  if (query == NULL)
    return "?";
  return query[1] == '\0' || g_str_has_suffix (query, "&") ? "" : "&";
}

char *
oidc_endpoint_add_form (const char *uri, const char *name, const char *form, GError **error)
{
  g_autoptr (OidcForm) own = oidc_endpoint_parse_query (uri);
  g_autoptr (OidcForm) added = oidc_form_parse (form, -1);

  if (strchr (uri, '#') == NULL && !share_a_parameter (added, own))
    return g_strconcat (uri, choose_separator (uri), form, NULL);
  oidc_endpoint_set_clash (error, name);
  return NULL;
}

void
oidc_endpoint_set_clash (GError **error, const char *name)
{
  g_set_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG,
               /* Translators: the endpoint's name in the metadata, authorization_endpoint say. */
               _ ("“%s” contains a fragment (#), or a parameter that Tessera sets itself."), name);
}
