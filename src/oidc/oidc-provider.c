/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-provider.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-error.h"
#include "oidc-uri.h"
#include "oidc-json.h"
#include "text-escape.h"

#define MAX_SAID 200 /* characters of the provider's issuer in a message */

typedef struct
{
  const char *name; /* in the metadata */
  gsize offset;
} List;

static const List lists[] = {
  { "scopes_supported", G_STRUCT_OFFSET (OidcProvider, scopes_supported) },
  { "token_endpoint_auth_methods_supported",
    G_STRUCT_OFFSET (OidcProvider, token_endpoint_auth_methods_supported) },
  { "prompt_values_supported", G_STRUCT_OFFSET (OidcProvider, prompt_values_supported) },
  { "response_types_supported", G_STRUCT_OFFSET (OidcProvider, response_types_supported) },
  { "grant_types_supported", G_STRUCT_OFFSET (OidcProvider, grant_types_supported) },
  { "code_challenge_methods_supported",
    G_STRUCT_OFFSET (OidcProvider, code_challenge_methods_supported) },
  { "id_token_signing_alg_values_supported",
    G_STRUCT_OFFSET (OidcProvider, id_token_signing_alg_values_supported) },
};

static char ***
get_list (OidcProvider *self, const List *list)
{
  return &G_STRUCT_MEMBER (char **, self, list->offset);
}

OidcProvider *
oidc_provider_new (void)
{
  return g_atomic_rc_box_new0 (OidcProvider);
}

static void
provider_clear (OidcProvider *self)
{
  g_free (self->issuer);
  g_free (self->authorization_endpoint);
  g_free (self->token_endpoint);
  g_free (self->jwks_uri);
  g_free (self->userinfo_endpoint);
  g_free (self->revocation_endpoint);
  g_free (self->end_session_endpoint);
  g_clear_pointer (&self->problems, g_hash_table_unref);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    g_strfreev (*get_list (self, &lists[i]));
  g_strfreev (self->members);
}

void
oidc_provider_unref (OidcProvider *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) provider_clear);
}

/* @said: the issuer that the metadata names. */
static GError *
make_mismatch (const char *issuer, const char *said)
{
  g_autofree char *safe = tessera_text_escape_start (said, MAX_SAID);
  GError *mismatch;

  /* Microsoft's metadata for "common" and "organizations". */
  if (strchr (said, '{') != NULL)
    return g_error_new (
      OIDC_ERROR, OIDC_ERROR_ISSUER_MISMATCH,
      _ ("“%s” is for all tenants (“%s”). Use your own issuer, which contains your tenant ID."),
      issuer, safe);
  mismatch = g_error_new (OIDC_ERROR, OIDC_ERROR_ISSUER_MISMATCH,
                          _ ("The provider’s issuer is “%s”, not “%s”."), safe, issuer);
  if (oidc_uri_check_issuer (said, NULL))
    oidc_error_set_issuer (mismatch, said);
  return mismatch;
}

static gboolean
check_issuer (JsonObject *metadata, const char *issuer, GError **error)
{
  const char *said;

  if (!oidc_json_require_string (metadata, "issuer", &said, error))
    return FALSE;
  if (strcmp (said, issuer) == 0)
    return TRUE;
  g_propagate_error (error, make_mismatch (issuer, said));
  return FALSE;
}

/* A list that is missing, or of the wrong type, says nothing; one without @value says that it is
 * not supported. */
static gboolean
check_listed (JsonObject *metadata,
              const char *member,
              const char *value,
              const char *complaint,
              GError **error)
{
  g_auto (GStrv) values = NULL;

  values = oidc_json_find_strings (metadata, member);
  if (values == NULL || values[0] == NULL || g_strv_contains ((const char *const *) values, value))
    return TRUE;
  g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED, complaint);
  return FALSE;
}

typedef struct
{
  const char *name; /* in the metadata, and in messages */
  gsize offset;
} Endpoint;

static const Endpoint endpoints[] = {
  { "authorization_endpoint", G_STRUCT_OFFSET (OidcProvider, authorization_endpoint) },
  { "token_endpoint", G_STRUCT_OFFSET (OidcProvider, token_endpoint) },
  { "jwks_uri", G_STRUCT_OFFSET (OidcProvider, jwks_uri) },
  { "userinfo_endpoint", G_STRUCT_OFFSET (OidcProvider, userinfo_endpoint) },
  { "revocation_endpoint", G_STRUCT_OFFSET (OidcProvider, revocation_endpoint) },
  { "end_session_endpoint", G_STRUCT_OFFSET (OidcProvider, end_session_endpoint) },
};

static char **
get_endpoint (OidcProvider *self, const Endpoint *endpoint)
{
  return &G_STRUCT_MEMBER (char *, self, endpoint->offset);
}

/* Nobody can sign in without these two. */
static gboolean
is_needed (const Endpoint *endpoint)
{
  return g_str_equal (endpoint->name, "authorization_endpoint")
         || g_str_equal (endpoint->name, "token_endpoint");
}

static gboolean
read_endpoint (OidcProvider *self, const Endpoint *endpoint, JsonObject *metadata, GError **error)
{
  const char *uri = NULL;

  if (!oidc_json_optional_string (metadata, endpoint->name, &uri, error)
      || (uri != NULL && !oidc_uri_check (uri, endpoint->name, error)))
    return FALSE;
  *get_endpoint (self, endpoint) = g_strdup (uri);
  return TRUE;
}

static gboolean
read_endpoints (OidcProvider *self, JsonObject *metadata, GError **error)
{
  self->problems = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      g_autoptr (GError) problem = NULL;

      if (read_endpoint (self, &endpoints[i], metadata, &problem))
        continue;
      if (is_needed (&endpoints[i]))
        {
          /* The provider is at fault here, not the configuration. */
          g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED, problem->message);
          return FALSE;
        }
      g_hash_table_insert (self->problems, (char *) endpoints[i].name, g_strdup (problem->message));
    }
  return TRUE;
}

void
oidc_provider_set_missing (const OidcProvider *self, const char *name, GError **error)
{
  const char *problem = self->problems ? g_hash_table_lookup (self->problems, name) : NULL;

  if (problem != NULL)
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED, problem);
  else
    g_set_error (error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED, _ ("The provider has no “%s”."), name);
}

static char **
dup_members (JsonObject *metadata)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GList) names = json_object_get_members (metadata);

  for (GList *name = names; name != NULL; name = name->next)
    g_strv_builder_add (builder, name->data);
  return g_strv_builder_end (builder);
}

/* These are not needed: a value of the wrong type counts as absent. */
static void
read_lists (OidcProvider *self, JsonObject *metadata)
{
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    *get_list (self, &lists[i]) = oidc_json_find_strings (metadata, lists[i].name);
  self->iss_parameter_supported
    = oidc_json_find_boolean (metadata, "authorization_response_iss_parameter_supported");
  self->members = dup_members (metadata);
}

OidcProvider *
oidc_provider_parse (const char *issuer, GBytes *document, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (document, &length);
  g_autoptr (JsonObject) metadata
    = oidc_json_parse_object (text, length, OIDC_JSON_MAX_SIZE, error);
  g_autoptr (OidcProvider) self = oidc_provider_new ();

  if (metadata == NULL || !check_issuer (metadata, issuer, error)
      || !check_listed (metadata, "code_challenge_methods_supported", "S256",
                        _ ("The provider does not support PKCE with S256."), error)
      || !check_listed (metadata, "response_types_supported", "code",
                        _ ("The provider does not support the authorization code flow."), error)
      || !read_endpoints (self, metadata, error))
    return NULL;
  read_lists (self, metadata);
  self->issuer = g_strdup (issuer);
  return g_steal_pointer (&self);
}

OidcProvider *
oidc_provider_combine (OidcProvider *discovered, OidcProvider *by_hand, GError **error)
{
  g_autoptr (OidcProvider) self = oidc_provider_new ();
  OidcProvider *from = discovered != NULL ? discovered : by_hand;

  self->issuer = g_strdup (by_hand->issuer != NULL ? by_hand->issuer : from->issuer);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    *get_list (self, &lists[i]) = g_strdupv (*get_list (from, &lists[i]));
  self->members = g_strdupv (from->members);
  self->iss_parameter_supported = from->iss_parameter_supported;
  self->problems = from->problems != NULL ? g_hash_table_ref (from->problems) : NULL;
  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      const char *own = *get_endpoint (by_hand, &endpoints[i]);

      if (own != NULL && !oidc_uri_check (own, endpoints[i].name, error))
        return NULL;
      *get_endpoint (self, &endpoints[i])
        = g_strdup (own != NULL ? own : *get_endpoint (from, &endpoints[i]));
    }
  if (self->authorization_endpoint != NULL && self->token_endpoint != NULL)
    return g_steal_pointer (&self);
  g_set_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG,
               _ (
                 "“%s” is not known. Neither the provider’s metadata nor the account contains it."),
               self->token_endpoint == NULL ? "token_endpoint" : "authorization_endpoint");
  return NULL;
}

typedef struct
{
  char *issuer;
  GError *first; /* the error of the first form; set while the second is fetched */
} Discovery;

static void
discovery_free (Discovery *self)
{
  g_free (self->issuer);
  g_clear_error (&self->first);
  g_free (self);
}

/* OpenID Connect Discovery §4: appended to the issuer, with one slash between them. */
static char *
make_openid_uri (const char *issuer)
{
  return g_strconcat (issuer, g_str_has_suffix (issuer, "/") ? "" : "/",
                      ".well-known/openid-configuration", NULL);
}

/* RFC 8414 §3.1: inserted between host and path; a slash at the end of the path is removed. */
static char *
make_rfc8414_uri (const char *issuer)
{
  const char *host = strstr (issuer, "://") + 3;
  const char *path = host + strcspn (host, "/");
  gsize length = strlen (path);

  while (length > 0 && path[length - 1] == '/')
    length--;
  return g_strdup_printf ("%.*s/.well-known/oauth-authorization-server%.*s", (int) (path - issuer),
                          issuer, (int) length, path);
}

static void fetch_metadata (OidcHttp *http, GTask *task);

static OidcProvider *
read_answer (const char *issuer, const OidcHttpAnswer *answer, GError **error)
{
  if (answer->status != 200)
    g_set_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS,
                 _ ("“%s” publishes no provider metadata (HTTP status %u)."), issuer,
                 answer->status);
  else if (!oidc_json_begins_object (answer->body))
    /* Many a server answers with its start page, whatever it is asked for. */
    g_set_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                 _ ("“%s” publishes no provider metadata (the answer is not a JSON object)."),
                 issuer);
  else
    return oidc_provider_parse (issuer, answer->body, error);
  return NULL;
}

/* Whether the error of the second form explains no more than that of the first. */
static gboolean
is_no_news (const GError *first, const GError *second)
{
  return g_error_matches (second, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS)
         || g_error_matches (second, OIDC_ERROR, OIDC_ERROR_BUSY)
         || (g_error_matches (second, OIDC_ERROR, OIDC_ERROR_MALFORMED)
             && g_error_matches (first, OIDC_ERROR, OIDC_ERROR_MALFORMED));
}

static void
metadata_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Discovery *discovery = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcHttpAnswer) answer = oidc_http_finish (OIDC_HTTP (source), result, &error);
  OidcProvider *provider = answer != NULL ? read_answer (discovery->issuer, answer, &error) : NULL;

  if (provider != NULL)
    return g_task_return_pointer (task, provider, (GDestroyNotify) oidc_provider_unref);
  if (discovery->first != NULL)
    return g_task_return_error (task, is_no_news (discovery->first, error)
                                        ? g_steal_pointer (&discovery->first)
                                        : g_steal_pointer (&error));
  /* A single-page application answers every path with its own page and 200. */
  if (answer != NULL
      && (answer->status != 200 || g_error_matches (error, OIDC_ERROR, OIDC_ERROR_MALFORMED)))
    {
      discovery->first = g_steal_pointer (&error);
      return fetch_metadata (OIDC_HTTP (source), g_steal_pointer (&task));
    }
  g_task_return_error (task, g_steal_pointer (&error));
}

/* Takes @task. */
static void
fetch_metadata (OidcHttp *http, GTask *task)
{
  Discovery *discovery = g_task_get_task_data (task);
  g_autofree char *uri = discovery->first != NULL ? make_rfc8414_uri (discovery->issuer)
                                                  : make_openid_uri (discovery->issuer);

  oidc_http_get_async (http, uri, "application/json", NULL, OIDC_JSON_MAX_SIZE,
                       g_task_get_cancellable (task), metadata_fetched_cb, task);
}

void
oidc_provider_discover_async (OidcHttp *http,
                              const char *issuer,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (http, cancellable, callback, user_data);
  Discovery *discovery = g_new0 (Discovery, 1);
  g_autoptr (GError) error = NULL;

  g_task_set_source_tag (task, oidc_provider_discover_async);
  discovery->issuer = g_strdup (issuer);
  g_task_set_task_data (task, discovery, (GDestroyNotify) discovery_free);
  if (oidc_uri_check_issuer (issuer, &error))
    fetch_metadata (http, g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

OidcProvider *
oidc_provider_discover_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, oidc_provider_discover_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
