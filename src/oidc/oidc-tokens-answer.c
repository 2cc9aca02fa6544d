/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-tokens.h"

#include <glib/gi18n.h>
#include <string.h>

#include "clock.h"
#include "oidc-error.h"
#include "oidc-form.h"
#include "oidc-json.h"
#include "oidc-refusal.h"
#include "text-escape.h"

#define MAX_LIFETIME (G_GINT64_CONSTANT (100) * 366 * 24 * 60 * 60) /* seconds */
#define MAX_TYPE     64 /* characters of a token_type in a message */

static JsonObject *
parse_form (const char *text, gsize length, GError **error)
{
  g_autoptr (OidcForm) form = NULL;
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree const char **names = NULL;

  if (length > OIDC_JSON_MAX_SIZE)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_TOO_LARGE,
                           _ ("The provider’s answer is too large."));
      return NULL;
    }
  form = oidc_form_parse (text, (gssize) length);
  if (oidc_form_is_malformed (form) || oidc_form_has_repeated (form))
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("The provider’s answer is not encoded correctly."));
      return NULL;
    }
  names = oidc_form_get_names (form);
  for (gsize i = 0; names[i] != NULL; i++)
    if (oidc_form_get (form, names[i]) != NULL)
      json_object_set_string_member (object, names[i], oidc_form_get (form, names[i]));
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
  const char *code = oidc_json_find_string (object, "error");

  if (code == NULL)
    return TRUE;
  oidc_refusal_set (error, code, oidc_json_find_string (object, "error_description"));
  return FALSE;
}

/* @body, or what it means in ISO 8859-1 where it is not UTF-8. */
static GBytes *
convert_to_utf8 (GBytes *body)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);
  char *converted = NULL;

  if (length == 0 || length > OIDC_JSON_MAX_SIZE || g_utf8_validate_len (text, length, NULL))
    return g_bytes_ref (body);
  converted = g_convert (text, (gssize) length, "UTF-8", "ISO-8859-1", NULL, &length, NULL);
  return converted != NULL ? g_bytes_new_take (converted, length) : g_bytes_ref (body);
}

gboolean
oidc_tokens_check_refusal (const char *content_type, GBytes *body, GError **error)
{
  g_autoptr (GBytes) text = convert_to_utf8 (body);
  g_autoptr (JsonObject) object = parse_body (content_type, text, NULL);

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
                     _ ("The member “%s” of the provider’s answer contains invalid characters."),
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
      || !take_token (object, "refresh_token", ' ', &self->refresh_token, error))
    return FALSE;
  /* Not checked here: it is verified later, and a bad one must not cost the other tokens. */
  self->id_token = g_strdup (oidc_json_find_string (object, "id_token"));
  if (self->access_token == NULL)
    {
      g_set_error_literal (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                           _ ("The provider’s answer has no access token."));
      return FALSE;
    }
  return TRUE;
}

/* A missing token_type means Bearer. */
static gboolean
take_type (OidcTokens *self, JsonObject *object, GError **error)
{
  const char *token_type = NULL;
  g_autofree char *safe = NULL;

  if (!oidc_json_optional_string (object, "token_type", &token_type, error))
    return FALSE;
  if (token_type == NULL || *token_type == '\0')
    token_type = "Bearer";
  if (g_ascii_strcasecmp (token_type, "Bearer") != 0)
    {
      safe = tessera_text_escape_start (token_type, MAX_TYPE);
      g_set_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED,
                   _ ("The provider sent an access token of the type “%s” instead of a bearer "
                      "token."),
                   safe);
      return FALSE;
    }
  self->token_type = g_strdup (token_type);
  return TRUE;
}

/* A lifetime that cannot be used is unknown. */
static void
take_lifetime (OidcTokens *self, JsonObject *object)
{
  gint64 seconds = -1;

  if (oidc_json_find_integer (object, "expires_in", &seconds) && seconds > 0)
    self->expires_in = MIN (seconds, MAX_LIFETIME);
}

/* RFC 6749 §5.1 wants a string; Twitch sends a list. Scopes that cannot be used count as not
 * sent. */
static void
take_scope (OidcTokens *self, JsonObject *object)
{
  g_auto (GStrv) scopes = oidc_json_find_strings (object, "scope");
  g_autofree char *scope = scopes != NULL ? g_strjoinv (" ", scopes) : NULL;

  for (const char *p = scope; p != NULL && *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return;
  if (scope != NULL && *scope != '\0')
    self->scope = g_steal_pointer (&scope);
}

static void
stamp (OidcTokens *self)
{
  self->got_wall = tessera_clock_wall ();
  self->got_boot_ms = tessera_clock_boot_ms ();
  self->got_boot = self->got_boot_ms / 1000;
  self->got_boot_id = g_strdup (tessera_clock_boot_id ());
}

/* (nullable): the well-formed tokens of an answer that is refused. */
static OidcTokens *
salvage (JsonObject *object)
{
  g_autoptr (OidcTokens) self = oidc_tokens_new ();

  (void) take_token (object, "access_token", '!', &self->access_token, NULL);
  (void) take_token (object, "refresh_token", ' ', &self->refresh_token, NULL);
  stamp (self);
  return self->access_token || self->refresh_token ? g_steal_pointer (&self) : NULL;
}

OidcTokens *
oidc_tokens_parse (const char *content_type, GBytes *body, OidcTokens **leftover, GError **error)
{
  g_autoptr (OidcTokens) self = oidc_tokens_new ();
  g_autoptr (GError) problem = NULL;
  g_autoptr (JsonObject) object = NULL;

  if (leftover != NULL)
    *leftover = NULL;
  object = parse_body (content_type, body, &problem);
  if (object == NULL)
    {
      if (oidc_tokens_check_refusal (content_type, body, error))
        g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  if (!check_refusal (object, error) || !take_tokens (self, object, error)
      || !take_type (self, object, error))
    {
      if (leftover != NULL)
        *leftover = salvage (object);
      return NULL;
    }
  take_lifetime (self, object);
  take_scope (self, object);
  stamp (self);
  return g_steal_pointer (&self);
}
