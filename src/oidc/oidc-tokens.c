/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-tokens.h"

#include <glib/gi18n.h>
#include <string.h>

#include "clock.h"
#include "oidc-error.h"
#include "oidc-json.h"

#define VERSION  1
#define MAX_TIME (G_GINT64_CONSTANT (1) << 50) /* seconds */
#define JITTER   2 /* seconds by which two clocks, each cut to seconds, may differ */

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
  g_free (self->response_issuer);
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
  FIELD (access_token),   FIELD (token_type),      FIELD (refresh_token), FIELD (id_token),
  FIELD (scope),          FIELD (got_boot_id),     FIELD (issuer),        FIELD (client_id),
  FIELD (token_endpoint), FIELD (subject),         FIELD (name),          FIELD (email),
  FIELD (first_id_token), FIELD (response_issuer),
};
static const Field integer_fields[] = {
  FIELD (expires_in), FIELD (got_wall), FIELD (got_boot), FIELD (got_boot_ms), FIELD (renewals),
};
#undef FIELD

static void
copy_string (OidcTokens *to, const OidcTokens *from, gsize offset)
{
  G_STRUCT_MEMBER (char *, to, offset) = g_strdup (G_STRUCT_MEMBER (char *, from, offset));
}

OidcTokens *
oidc_tokens_without_refresh_token (const OidcTokens *self)
{
  OidcTokens *copy = oidc_tokens_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (string_fields); i++)
    if (string_fields[i].offset != G_STRUCT_OFFSET (OidcTokens, refresh_token))
      copy_string (copy, self, string_fields[i].offset);
  for (gsize i = 0; i < G_N_ELEMENTS (integer_fields); i++)
    G_STRUCT_MEMBER (gint64, copy, integer_fields[i].offset)
      = G_STRUCT_MEMBER (gint64, self, integer_fields[i].offset);
  copy->ended = self->ended;
  copy->unknown = self->unknown != NULL ? json_object_ref (self->unknown) : NULL;
  return copy;
}

OidcTokens *
oidc_tokens_ended (const OidcTokens *self)
{
  static const gsize kept[] = {
    G_STRUCT_OFFSET (OidcTokens, id_token),       G_STRUCT_OFFSET (OidcTokens, first_id_token),
    G_STRUCT_OFFSET (OidcTokens, issuer),         G_STRUCT_OFFSET (OidcTokens, client_id),
    G_STRUCT_OFFSET (OidcTokens, token_endpoint), G_STRUCT_OFFSET (OidcTokens, subject),
    G_STRUCT_OFFSET (OidcTokens, name),           G_STRUCT_OFFSET (OidcTokens, email),
  };
  OidcTokens *ended = oidc_tokens_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    copy_string (ended, self, kept[i]);
  ended->ended = TRUE;
  return ended;
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

  if (self->ended)
    return 0;
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
  if (self->ended)
    json_object_set_boolean_member (object, "ended", TRUE);
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

  if (!oidc_json_optional_integer (object, "version", &present, &version, error))
    return FALSE;
  if (version > VERSION)
    g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_UNSUPPORTED,
                         _ ("The stored session was written by a newer Tessera. Update this one, "
                            "or sign out with the newer one."));
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

      if (!oidc_json_optional_integer (object, integer_fields[i].member, &present, &number, error))
        return FALSE;
      if (present)
        G_STRUCT_MEMBER (gint64, self, integer_fields[i].offset) = CLAMP (number, -1, MAX_TIME);
      json_object_remove_member (object, integer_fields[i].member);
    }
  return TRUE;
}

static gboolean
check_tokens (const OidcTokens *self, GError **error)
{
  gboolean has_access_token = self->access_token != NULL && *self->access_token != '\0';

  if (has_access_token != self->ended && (!self->ended || self->refresh_token == NULL))
    return TRUE;
  g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                       self->ended ? _ ("The stored session has ended but still contains tokens.")
                                   : _ ("The stored session has no access token."));
  return FALSE;
}

OidcTokens *
oidc_tokens_load (const char *text, GError **error)
{
  g_autoptr (OidcTokens) self = oidc_tokens_new ();
  g_autoptr (JsonObject) object
    = oidc_json_parse_object (text, strlen (text), OIDC_JSON_MAX_SIZE, error);

  if (object == NULL || !check_version (object, error) || !load_fields (self, object, error))
    return NULL;
  self->ended = oidc_json_find_boolean (object, "ended");
  if (!check_tokens (self, error))
    return NULL;
  json_object_remove_member (object, "version");
  json_object_remove_member (object, "ended");
  if (json_object_get_size (object) > 0)
    self->unknown = g_steal_pointer (&object);
  return g_steal_pointer (&self);
}
