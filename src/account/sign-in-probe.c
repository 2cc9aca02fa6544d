/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "presets.h"
#include "oidc-provider.h"
#include "sign-in.h"

static char *
describe (const OidcProvider *provider)
{
  const TesseraPreset *preset = tessera_presets_find (NULL, provider->issuer);
  g_autoptr (GUri) uri = g_uri_parse (provider->issuer, G_URI_FLAGS_NONE, NULL);
  const char *host = uri ? g_uri_get_host (uri) : provider->issuer;

  if (!provider->jwks_uri)
    return g_strdup_printf (_ ("Found %s, which gives access tokens but no ID tokens."), host);
  if (preset)
    /* Translators: the name of a provider, and its host. */
    return g_strdup_printf (_ ("Found %s: %s signs people in with OpenID Connect."), preset->title,
                            host);
  return g_strdup_printf (_ ("Found %s, which signs people in with OpenID Connect."), host);
}

static void
discovered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (OidcProvider) found = NULL;
  g_autoptr (OidcProvider) by_hand = oidc_provider_new ();
  g_autoptr (OidcProvider) provider = NULL;
  GError *error = NULL;

  found = oidc_provider_discover_finish (result, &error);
  if (found)
    provider = oidc_provider_combine (found, by_hand, &error);
  if (provider)
    g_task_return_pointer (task, describe (provider), g_free);
  else
    g_task_return_error (task, error);
}

void
tessera_sign_in_probe_async (const char *issuer,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  OidcHttp *http = oidc_http_new ();

  g_task_set_source_tag (task, tessera_sign_in_probe_async);
  g_task_set_task_data (task, http, g_object_unref);
  oidc_provider_discover_async (http, issuer, cancellable, discovered_cb, task);
}

char *
tessera_sign_in_probe_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
