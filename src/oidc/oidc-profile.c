/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-profile.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-error.h"
#include "oidc-json.h"

typedef struct
{
  char *endpoint;
  char *subject;
  char *name;
  char *email;
  char *emails_endpoint;
  char *access_token;
  OidcUserinfo *person; /* once the profile has come */
} Fetch;

static void
fetch_free (Fetch *self)
{
  g_free (self->endpoint);
  g_free (self->subject);
  g_free (self->name);
  g_free (self->email);
  g_free (self->emails_endpoint);
  g_free (self->access_token);
  g_clear_pointer (&self->person, oidc_userinfo_free);
  g_free (self);
}

/* A string, or a number as GitHub's IDs are. Returns: (transfer full) (nullable) */
static char *
dup_value (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node != NULL && json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  return g_strdup (oidc_json_find_string (object, member));
}

/* @path: without "|". */
static char *
find_one (JsonObject *object, const char *path)
{
  g_auto (GStrv) members = g_strsplit (path, ".", -1);
  gsize i = 0;

  for (; members[i] != NULL && members[i + 1] != NULL; i++)
    {
      JsonNode *node = json_object_get_member (object, members[i]);

      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return NULL;
      object = json_node_get_object (node);
    }
  return members[i] != NULL ? dup_value (object, members[i]) : NULL;
}

static char *
find (JsonObject *object, const char *path)
{
  g_auto (GStrv) choices = g_strsplit (path, "|", -1);
  char *value = NULL;

  for (gsize i = 0; choices[i] != NULL && value == NULL; i++)
    value = find_one (object, choices[i]);
  return value;
}

OidcUserinfo *
oidc_profile_parse (const OidcProfileSource *source, GBytes *body, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (JsonObject) object
    = oidc_json_parse_object (text != NULL ? text : "", length, OIDC_JSON_MAX_SIZE, error);
  OidcUserinfo *self;

  if (object == NULL)
    return NULL;
  self = g_new0 (OidcUserinfo, 1);
  self->subject = find (object, source->subject);
  self->name = find (object, source->name);
  self->email = find (object, source->email);
  return self;
}

static gboolean
is_primary (JsonObject *entry)
{
  return oidc_json_find_boolean (entry, "primary") || oidc_json_find_boolean (entry, "is_primary");
}

char *
oidc_profile_parse_emails (GBytes *body)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  /* The reader takes objects only: a bare list becomes the member of one. */
  gboolean bare = length > 0 && text[0] == '[';
  g_autofree char *whole = g_strdup_printf ("%s%.*s%s", bare ? "{\"values\":" : "", (int) length,
                                            text != NULL ? text : "", bare ? "}" : "");
  g_autoptr (JsonObject) object
    = oidc_json_parse_object (whole, strlen (whole), OIDC_JSON_MAX_SIZE, NULL);
  JsonNode *node = object != NULL ? json_object_get_member (object, "values") : NULL;
  JsonArray *list
    = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *entry = json_array_get_element (list, i);

      if (JSON_NODE_HOLDS_OBJECT (entry) && is_primary (json_node_get_object (entry)))
        return g_strdup (oidc_json_find_string (json_node_get_object (entry), "email"));
    }
  return NULL;
}

static void
return_person (GTask *task)
{
  Fetch *self = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&self->person),
                         (GDestroyNotify) oidc_userinfo_free);
}

static void
emails_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *self = g_task_get_task_data (task);
  g_autoptr (OidcHttpAnswer) answer = oidc_http_finish (OIDC_HTTP (source), result, NULL);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (answer != NULL && answer->status == 200)
    self->person->email = oidc_profile_parse_emails (answer->body);
  return_person (task);
}

static OidcUserinfo *
read_answer (const Fetch *self, const OidcHttpAnswer *answer, GError **error)
{
  const OidcProfileSource source
    = { .subject = self->subject, .name = self->name, .email = self->email };

  if (answer->status == 200)
    return oidc_profile_parse (&source, answer->body, error);
  g_set_error (error, OIDC_ERROR, OIDC_ERROR_HTTP_STATUS,
               _ ("The provider answered with HTTP status %u when asked for your name."),
               answer->status);
  return NULL;
}

static void
profile_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcHttpAnswer) answer = oidc_http_finish (OIDC_HTTP (source), result, &error);

  self->person = answer != NULL ? read_answer (self, answer, &error) : NULL;
  if (self->person == NULL)
    return g_task_return_error (task, g_steal_pointer (&error));
  if (self->person->email != NULL || self->emails_endpoint == NULL)
    return return_person (task);
  oidc_http_get_async (OIDC_HTTP (source), self->emails_endpoint, "application/json",
                       self->access_token, OIDC_JSON_MAX_SIZE, cancellable, emails_cb,
                       g_steal_pointer (&task));
}

void
oidc_profile_fetch_async (OidcHttp *http,
                          const OidcProfileSource *source,
                          const char *access_token,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (http, cancellable, callback, user_data);
  g_autofree char *authorization = g_strconcat ("Bearer ", access_token, NULL);
  Fetch *self = g_new0 (Fetch, 1);

  self->endpoint = g_strdup (source->endpoint);
  self->subject = g_strdup (source->subject);
  self->name = g_strdup (source->name);
  self->email = g_strdup (source->email);
  self->emails_endpoint = g_strdup (source->emails_endpoint);
  self->access_token = g_strdup (access_token);
  g_task_set_source_tag (task, oidc_profile_fetch_async);
  g_task_set_task_data (task, self, (GDestroyNotify) fetch_free);
  if (source->by_post)
    oidc_http_post_form_async (http, self->endpoint, "", authorization, OIDC_JSON_MAX_SIZE,
                               cancellable, profile_cb, task);
  else
    oidc_http_get_async (http, self->endpoint, "application/json", access_token, OIDC_JSON_MAX_SIZE,
                         cancellable, profile_cb, task);
}

OidcUserinfo *
oidc_profile_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, oidc_profile_fetch_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
