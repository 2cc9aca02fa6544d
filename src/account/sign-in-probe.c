/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "issuer-entry.h"
#include "oidc-error.h"
#include "oidc-provider.h"
#include "preset-marks.h"
#include "presets.h"
#include "sign-in.h"

/* A path has so many parents that are asked; an issuer's has three or four. */
#define MAX_CANDIDATES 8

typedef struct
{
  OidcHttp *http;
  TesseraIssuerEntry *entry;
  guint next;                  /* the candidate to ask */
  char *issuer;                /* (nullable) whose metadata is under way */
  gboolean named;              /* @issuer is what other metadata named */
  char *sentence;              /* (nullable) what was found */
  const TesseraPreset *preset; /* (nullable) of what was found */
  GError *failure; /* (nullable) of the first candidate: that one is what the person meant */
} Probe;

static void
probe_free (Probe *self)
{
  g_clear_object (&self->http);
  g_clear_pointer (&self->entry, tessera_issuer_entry_free);
  g_clear_pointer (&self->issuer, g_free);
  g_clear_pointer (&self->sentence, g_free);
  g_clear_error (&self->failure);
  g_free (self);
}

static char *
describe (const OidcProvider *provider, const TesseraPreset *preset)
{
  g_autoptr (GUri) uri = g_uri_parse (provider->issuer, G_URI_FLAGS_NONE, NULL);
  const char *host = uri ? g_uri_get_host (uri) : provider->issuer;

  if (!provider->jwks_uri)
    return g_strdup_printf (_ ("Found %s. It issues access tokens but no ID tokens."), host);
  if (preset)
    /* Translators: the name of a provider, and its host. */
    return g_strdup_printf (_ ("Found %s: %s supports OpenID Connect."), preset->title, host);
  return g_strdup_printf (_ ("Found %s. It supports OpenID Connect."), host);
}

static void ask (GTask *task, const char *issuer, gboolean named);

/* Takes @task. */
static void
ask_next (GTask *task)
{
  g_autoptr (GTask) own = task;
  Probe *self = g_task_get_task_data (own);
  const char *candidate = self->entry->candidates[self->next];

  if (candidate == NULL || self->next == MAX_CANDIDATES)
    {
      g_task_return_error (own, g_steal_pointer (&self->failure));
      return;
    }
  self->next++;
  ask (g_steal_pointer (&own), candidate, FALSE);
}

/* Whether another path of the same host may answer what this one did not. */
static gboolean
may_be_elsewhere (const GError *error)
{
  return g_error_matches (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS)
         || g_error_matches (error, OIDC_ERROR, OIDC_ERROR_MALFORMED)
         || g_error_matches (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE);
}

static void
keep_failure (Probe *self, GError *error)
{
  g_clear_error (&self->failure);
  self->failure = error;
}

/* Metadata that names another issuer is believed only if that issuer's own says the same. Takes
 * @task and @error. */
static void
go_on (GTask *task, GError *error)
{
  g_autoptr (GTask) own = task;
  g_autoptr (GError) failure = error;
  Probe *self = g_task_get_task_data (own);
  g_autofree char *issuer = g_strdup (oidc_error_get_issuer (failure));

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (own, g_steal_pointer (&failure));
  else if (self->named)
    g_task_return_error (own, g_steal_pointer (&self->failure));
  else if (issuer != NULL)
    {
      keep_failure (self, g_steal_pointer (&failure));
      ask (g_steal_pointer (&own), issuer, TRUE);
    }
  else if (may_be_elsewhere (failure))
    {
      if (self->failure == NULL)
        keep_failure (self, g_steal_pointer (&failure));
      ask_next (g_steal_pointer (&own));
    }
  else
    g_task_return_error (own, g_steal_pointer (&failure));
}

static void
discovered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Probe *self = g_task_get_task_data (task);
  g_autoptr (OidcProvider) by_hand = oidc_provider_new ();
  g_autoptr (OidcProvider) found = NULL;
  g_autoptr (OidcProvider) provider = NULL;
  GError *error = NULL;

  found = oidc_provider_discover_finish (result, &error);
  if (found)
    provider = oidc_provider_combine (found, by_hand, &error);
  if (!provider)
    {
      go_on (g_steal_pointer (&task), error);
      return;
    }
  self->preset = tessera_presets_find (NULL, provider->issuer);
  if (!self->preset)
    self->preset = tessera_preset_find_by_metadata (provider);
  self->sentence = describe (provider, self->preset);
  g_task_return_boolean (task, TRUE);
}

/* Takes @task. */
static void
ask (GTask *task, const char *issuer, gboolean named)
{
  Probe *self = g_task_get_task_data (task);

  g_clear_pointer (&self->issuer, g_free);
  self->issuer = g_strdup (issuer);
  self->named = named;
  oidc_provider_discover_async (self->http, self->issuer, g_task_get_cancellable (task),
                                discovered_cb, task);
}

void
tessera_sign_in_probe_async (const char *text,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Probe *self = g_new0 (Probe, 1);

  g_task_set_source_tag (task, tessera_sign_in_probe_async);
  g_task_set_task_data (task, self, (GDestroyNotify) probe_free);
  self->http = oidc_http_new ();
  self->entry = tessera_issuer_entry_parse (text);
  if (self->entry == NULL)
    g_task_return_new_error (task, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG,
                             _ ("An issuer is an address such as https://example.com/."));
  else
    ask_next (g_steal_pointer (&task));
}

char *
tessera_sign_in_probe_finish (GAsyncResult *result, char **issuer, GError **error)
{
  Probe *self = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (issuer != NULL)
    *issuer = g_steal_pointer (&self->issuer);
  return g_steal_pointer (&self->sentence);
}

const TesseraPreset *
tessera_sign_in_probe_get_preset (GAsyncResult *result)
{
  return ((Probe *) g_task_get_task_data (G_TASK (result)))->preset;
}
