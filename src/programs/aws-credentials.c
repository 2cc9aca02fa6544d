/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "aws-credentials.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-error.h"
#include "oidc-json.h"

#define MAX_STORED 262144 /* bytes */

void
tessera_aws_credentials_free (TesseraAwsCredentials *self)
{
  g_free (self->access_key_id);
  g_free (self->secret_access_key);
  g_free (self->session_token);
  g_free (self);
}

/* What of the XML counts, by the names of the elements. */
static const char *const elements[]
  = { "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "Code", "Message" };

enum
{
  ACCESS_KEY_ID,
  SECRET_ACCESS_KEY,
  SESSION_TOKEN,
  EXPIRATION,
  CODE,
  MESSAGE,
  N_ELEMENTS
};

typedef struct
{
  char *texts[N_ELEMENTS]; /* (nullable) */
} Answer;

static void
answer_clear (Answer *self)
{
  for (gsize i = 0; i < N_ELEMENTS; i++)
    g_clear_pointer (&self->texts[i], g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static void
text_cb (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer user_data,
         GError **error)
{
  Answer *answer = user_data;
  const char *element = g_markup_parse_context_get_element (context);

  for (gsize i = 0; i < N_ELEMENTS; i++)
    if (answer->texts[i] == NULL && g_strcmp0 (element, elements[i]) == 0)
      answer->texts[i] = g_strstrip (g_strndup (text, length));
}

static gboolean
is_graphic (const char *text)
{
  if (text == NULL || text[0] == '\0')
    return FALSE;
  for (; *text != '\0'; text++)
    if (!g_ascii_isgraph (*text))
      return FALSE;
  return TRUE;
}

static gint64
parse_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

/* Takes the texts of @answer. (transfer full) (nullable) */
static TesseraAwsCredentials *
take_credentials (Answer *answer)
{
  TesseraAwsCredentials *self;
  gint64 expires_at = parse_time (answer->texts[EXPIRATION]);

  if (!is_graphic (answer->texts[ACCESS_KEY_ID]) || !is_graphic (answer->texts[SECRET_ACCESS_KEY])
      || !is_graphic (answer->texts[SESSION_TOKEN]) || expires_at <= 0)
    return NULL;
  self = g_new0 (TesseraAwsCredentials, 1);
  self->access_key_id = g_steal_pointer (&answer->texts[ACCESS_KEY_ID]);
  self->secret_access_key = g_steal_pointer (&answer->texts[SECRET_ACCESS_KEY]);
  self->session_token = g_steal_pointer (&answer->texts[SESSION_TOKEN]);
  self->expires_at = expires_at;
  return self;
}

/* STS could not fetch the provider's keys: that passes. */
static gboolean
is_passing (const char *code)
{
  return g_str_has_prefix (code, "IDPCommunicationError") || g_str_equal (code, "Throttling");
}

TesseraAwsCredentials *
tessera_aws_credentials_parse (const char *xml, gsize length, GError **error)
{
  static const GMarkupParser parser = { .text = text_cb };
  g_auto (Answer) answer = { 0 };
  g_autoptr (GMarkupParseContext) context
    = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &answer, NULL);
  gboolean well_formed = g_markup_parse_context_parse (context, xml, length, NULL)
                         && g_markup_parse_context_end_parse (context, NULL);
  TesseraAwsCredentials *self = NULL;

  if (well_formed && answer.texts[CODE] != NULL)
    {
      gboolean passing = is_passing (answer.texts[CODE]);
      const char *message = answer.texts[MESSAGE];

      g_set_error (error, OIDC_ERROR, passing ? OIDC_ERROR_UNREACHABLE : OIDC_ERROR_REFUSED,
                   _ ("AWS did not issue credentials: %s (%s)."), message != NULL ? message : "",
                   answer.texts[CODE]);
      return NULL;
    }
  self = well_formed ? take_credentials (&answer) : NULL;
  if (self == NULL)
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                         _ ("The answer from AWS contains no credentials."));
  return self;
}

/* The stored text: {"subject": …, "credentials": {KEY: {…}}}. */

static JsonObject *
find_object (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* (transfer full) (nullable) those of @subject */
static JsonObject *
parse_stored (const char *text, const char *subject)
{
  g_autoptr (JsonObject) object
    = text != NULL ? oidc_json_parse_object (text, strlen (text), MAX_STORED, NULL) : NULL;
  JsonObject *credentials = find_object (object, "credentials");

  if (credentials == NULL || g_strcmp0 (oidc_json_find_string (object, "subject"), subject) != 0)
    return NULL;
  return json_object_ref (credentials);
}

TesseraAwsCredentials *
tessera_aws_credentials_find (const char *text, const char *subject, const char *key)
{
  g_autoptr (JsonObject) credentials = parse_stored (text, subject);
  JsonObject *entry = find_object (credentials, key);
  g_auto (Answer) answer = { 0 };

  for (gsize i = 0; entry != NULL && i <= EXPIRATION; i++)
    answer.texts[i] = g_strdup (oidc_json_find_string (entry, elements[i]));
  return entry != NULL ? take_credentials (&answer) : NULL;
}

JsonObject *
tessera_aws_credentials_to_json (const TesseraAwsCredentials *self)
{
  JsonObject *object = json_object_new ();
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (self->expires_at);
  g_autofree char *expiration = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");

  json_object_set_int_member (object, "Version", 1);
  json_object_set_string_member (object, "AccessKeyId", self->access_key_id);
  json_object_set_string_member (object, "SecretAccessKey", self->secret_access_key);
  json_object_set_string_member (object, "SessionToken", self->session_token);
  json_object_set_string_member (object, "Expiration", expiration);
  return object;
}

/* What has expired would stay for ever. */
static void
copy_unexpired (JsonObject *from, JsonObject *to, gint64 now)
{
  g_autoptr (GList) keys = json_object_get_members (from);

  for (GList *link = keys; link != NULL; link = link->next)
    {
      JsonObject *entry = find_object (from, link->data);

      if (entry != NULL && parse_time (oidc_json_find_string (entry, "Expiration")) > now)
        json_object_set_object_member (to, link->data, json_object_ref (entry));
    }
}

char *
tessera_aws_credentials_put (const TesseraAwsCredentials *self,
                             const char *text,
                             const char *subject,
                             const char *key,
                             gint64 now)
{
  g_autoptr (JsonObject) before = parse_stored (text, subject);
  g_autoptr (JsonObject) stored = json_object_new ();
  JsonObject *credentials = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), stored);

  if (before != NULL)
    copy_unexpired (before, credentials, now);
  json_object_set_object_member (credentials, key, tessera_aws_credentials_to_json (self));
  if (subject != NULL)
    json_object_set_string_member (stored, "subject", subject);
  json_object_set_object_member (stored, "credentials", credentials);
  return json_to_string (node, FALSE);
}
