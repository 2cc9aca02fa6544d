/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-tokens.h"

#include <glib/gi18n.h>
#include <string.h>

#include "clock.h"
#include "oidc-error.h"
#include "oidc-form.h"
#include "oidc-json.h"
#include "oidc-refusal.h"

#define VERSION      1
#define MAX_LIFETIME (G_GINT64_CONSTANT (100) * 366 * 24 * 60 * 60) /* seconds */
#define MAX_TIME     (G_GINT64_CONSTANT (1) << 50)                  /* seconds */
#define JITTER       2 /* seconds by which two clocks, each cut to seconds, may differ */

OidcTokens *
oidc_tokens_new (void)
{
  OidcTokens *self = g_atomic_rc_box_new0 (OidcTokens);

  self->expires_in = -1;
  return self;
}

OidcTokens *
oidc_tokens_ref (OidcTokens *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  OidcTokens *self = data;

  g_free (self->access_token);
  g_free (self->token_type);
  g_free (self->refresh_token);
  g_free (self->id_token);
  g_free (self->first_id_token);
  g_free (self->scope);
  g_free (self->got_boot_id);
  g_free (self->issuer);
  g_free (self->client_id);
  g_free (self->token_endpoint);
  g_free (self->subject);
  g_free (self->name);
  g_free (self->email);
  g_clear_pointer (&self->unknown, json_object_unref);
}

void
oidc_tokens_unref (OidcTokens *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static void
set_member_cb (const char *name, const char *value, gpointer user_data)
{
  json_object_set_string_member (user_data, name, value);
}

static JsonObject *
parse_form (const char *text, gsize length, GError **error)
{
  g_autoptr (OidcForm) form = NULL;
  g_autoptr (JsonObject) object = json_object_new ();

  if (length > OIDC_JSON_MAX_SIZE)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE, _ ("The answer is too large."));
      return NULL;
    }
  form = oidc_form_parse (text, (gssize) length);
  if (oidc_form_is_malformed (form) || oidc_form_has_repeated (form))
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("The answer is not encoded right."));
      return NULL;
    }
  oidc_form_foreach (form, set_member_cb, object);
  return g_steal_pointer (&object);
}

static JsonObject *
parse_body (const char *content_type, GBytes *body, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);

  if (text == NULL)
    text = "";
  if (g_strcmp0 (content_type, "application/x-www-form-urlencoded") == 0)
    return parse_form (text, length, error);
  return oidc_json_parse_object (text, length, OIDC_JSON_MAX_SIZE, error);
}

static gboolean
check_refusal (JsonObject *object, GError **error)
{
  const char *code = NULL;
  const char *description = NULL;

  if (!oidc_json_optional_string (object, "error", &code, NULL) || code == NULL)
    return TRUE;
  (void) oidc_json_optional_string (object, "error_description", &description, NULL);
  oidc_refusal_set (error, code, description);
  return FALSE;
}

gboolean
oidc_tokens_check_refusal (const char *content_type, GBytes *body, GError **error)
{
  g_autoptr (JsonObject) object = parse_body (content_type, body, NULL);

  return object == NULL || check_refusal (object, error);
}

/* Takes a token out of @object; an empty one counts as missing. */
static gboolean
take_token (JsonObject *object, const char *member, char first, char **value, GError **error)
{
  const char *token = NULL;

  if (!oidc_json_optional_string (object, member, &token, error))
    return FALSE;
  for (const char *p = token; p != NULL && *p != '\0'; p++)
    if (*p < first || *p > '~')
      {
        g_set_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                     _ ("The member “%s” of the answer has characters that are not allowed."),
                     member);
        return FALSE;
      }
  *value = token != NULL && *token != '\0' ? g_strdup (token) : NULL;
  return TRUE;
}

static gboolean
take_tokens (OidcTokens *self, JsonObject *object, GError **error)
{
  if (!take_token (object, "access_token", '!', &self->access_token, error)
      || !take_token (object, "refresh_token", ' ', &self->refresh_token, error)
      || !take_token (object, "id_token", '!', &self->id_token, error))
    return FALSE;
  if (self->access_token == NULL)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("The provider’s answer has no access token."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_type (OidcTokens *self, JsonObject *object, GError **error)
{
  const char *token_type = NULL;

  if (!oidc_json_require_string (object, "token_type", &token_type, error))
    return FALSE;
  if (g_ascii_strcasecmp (token_type, "Bearer") != 0)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("The provider sent an access token that is not a bearer token."));
      return FALSE;
    }
  self->token_type = g_strdup (token_type);
  return TRUE;
}

static gboolean
take_lifetime (OidcTokens *self, JsonObject *object, GError **error)
{
  gboolean present = FALSE;
  gint64 seconds = 0;

  if (!oidc_json_optional_integer (object, "expires_in", TRUE, &present, &seconds, error))
    return FALSE;
  if (present && seconds < 0)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("The provider sent an access token with a negative lifetime."));
      return FALSE;
    }
  self->expires_in = present ? MIN (seconds, MAX_LIFETIME) : -1;
  return TRUE;
}

static gboolean
take_scope (OidcTokens *self, JsonObject *object, GError **error)
{
  g_auto (GStrv) scopes = NULL;

  /* By the letter a string; Twitch sends an array. */
  if (!oidc_json_optional_strings (object, "scope", TRUE, &scopes, error))
    return FALSE;
  if (scopes == NULL)
    return TRUE;
  self->scope = g_strjoinv (" ", scopes);
  for (const char *p = self->scope; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      {
        g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                             _ ("The granted scopes hold a control character."));
        return FALSE;
      }
  return TRUE;
}

OidcTokens *
oidc_tokens_parse (const char *content_type, GBytes *body, GError **error)
{
  g_autoptr (OidcTokens) self = oidc_tokens_new ();
  g_autoptr (JsonObject) object = parse_body (content_type, body, error);

  if (object == NULL || !check_refusal (object, error) || !take_tokens (self, object, error)
      || !take_type (self, object, error) || !take_lifetime (self, object, error)
      || !take_scope (self, object, error))
    return NULL;
  self->got_wall = tessera_clock_wall ();
  self->got_boot_ms = tessera_clock_boot_ms ();
  self->got_boot = self->got_boot_ms / 1000;
  self->got_boot_id = g_strdup (tessera_clock_boot_id ());
  return g_steal_pointer (&self);
}

gboolean
oidc_tokens_came_since (const OidcTokens *self, gint64 boot_ms)
{
  return self->got_boot_ms >= boot_ms && self->got_boot_id != NULL && *self->got_boot_id != '\0'
         && strcmp (self->got_boot_id, tessera_clock_boot_id ()) == 0;
}

gint64
oidc_tokens_seconds_left (const OidcTokens *self)
{
  const char *boot_id = tessera_clock_boot_id ();
  gint64 elapsed = 0;

  if (self->expires_in < 0)
    return G_MAXINT64;
  if (*boot_id != '\0' && g_strcmp0 (self->got_boot_id, boot_id) == 0)
    elapsed = tessera_clock_boot () - self->got_boot;
  else
    elapsed = tessera_clock_wall () - self->got_wall;
  /* A clock set back must not lengthen the token's life. */
  return self->expires_in - MAX (elapsed, 0);
}

gint64
oidc_tokens_expires_at (const OidcTokens *self)
{
  gint64 as_got = self->got_wall + self->expires_in;
  gint64 as_left = 0;

  if (self->expires_in < 0)
    return 0;
  as_left = tessera_clock_wall () + oidc_tokens_seconds_left (self);
  return ABS (as_left - as_got) > JITTER ? as_left : as_got;
}

typedef struct
{
  const char *member;
  gsize offset;
} Field;

#define FIELD(name)                                                                                \
  {                                                                                                \
#name, G_STRUCT_OFFSET(OidcTokens, name)                                                       \
  }
static const Field string_fields[] = {
  FIELD (access_token),   FIELD (token_type),  FIELD (refresh_token), FIELD (id_token),
  FIELD (scope),          FIELD (got_boot_id), FIELD (issuer),        FIELD (client_id),
  FIELD (token_endpoint), FIELD (subject),     FIELD (name),          FIELD (email),
  FIELD (first_id_token),
};
static const Field integer_fields[] = {
  FIELD (expires_in), FIELD (got_wall), FIELD (got_boot), FIELD (got_boot_ms), FIELD (renewals),
};
#undef FIELD

char *
oidc_tokens_store (const OidcTokens *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_alloc ();
  JsonObjectIter iter;
  const char *member = NULL;
  JsonNode *value = NULL;

  json_object_set_int_member (object, "version", VERSION);
  for (gsize i = 0; i < G_N_ELEMENTS (string_fields); i++)
    {
      const char *text = G_STRUCT_MEMBER (const char *, self, string_fields[i].offset);

      if (text != NULL)
        json_object_set_string_member (object, string_fields[i].member, text);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (integer_fields); i++)
    json_object_set_int_member (object, integer_fields[i].member,
                                G_STRUCT_MEMBER (gint64, self, integer_fields[i].offset));
  if (self->unknown != NULL)
    {
      json_object_iter_init_ordered (&iter, self->unknown);
      while (json_object_iter_next_ordered (&iter, &member, &value))
        if (!json_object_has_member (object, member))
          json_object_set_member (object, member, json_node_copy (value));
    }
  json_node_init_object (node, object);
  return json_to_string (node, FALSE);
}

static gboolean
check_version (JsonObject *object, GError **error)
{
  gboolean present = FALSE;
  gint64 version = 0;

  if (!oidc_json_optional_integer (object, "version", FALSE, &present, &version, error))
    return FALSE;
  if (version > VERSION)
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED,
                         _ ("The stored session was written by a newer Tessera: update it here, "
                            "or sign out there."));
  else if (!present || version < VERSION)
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                         _ ("The stored session has no valid version."));
  return version == VERSION;
}

/* Moves the members that this version knows from @object to @self. */
static gboolean
load_fields (OidcTokens *self, JsonObject *object, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (string_fields); i++)
    {
      const char *text = NULL;

      if (!oidc_json_optional_string (object, string_fields[i].member, &text, error))
        return FALSE;
      G_STRUCT_MEMBER (char *, self, string_fields[i].offset) = g_strdup (text);
      json_object_remove_member (object, string_fields[i].member);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (integer_fields); i++)
    {
      gboolean present = FALSE;
      gint64 number = 0;

      if (!oidc_json_optional_integer (object, integer_fields[i].member, FALSE, &present, &number,
                                       error))
        return FALSE;
      if (present)
        G_STRUCT_MEMBER (gint64, self, integer_fields[i].offset) = CLAMP (number, -1, MAX_TIME);
      json_object_remove_member (object, integer_fields[i].member);
    }
  return TRUE;
}

OidcTokens *
oidc_tokens_load (const char *text, GError **error)
{
  g_autoptr (OidcTokens) self = oidc_tokens_new ();
  g_autoptr (JsonObject) object
    = oidc_json_parse_object (text, strlen (text), OIDC_JSON_MAX_SIZE, error);

  if (object == NULL || !check_version (object, error) || !load_fields (self, object, error))
    return NULL;
  if (self->access_token == NULL || *self->access_token == '\0')
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("The stored session has no access token."));
      return NULL;
    }
  json_object_remove_member (object, "version");
  if (json_object_get_size (object) > 0)
    self->unknown = g_steal_pointer (&object);
  return g_steal_pointer (&self);
}
