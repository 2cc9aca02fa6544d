/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "claim.h"

#include <glib/gi18n.h>
#include <string.h>

#include "expiry-text.h"
#include "presets.h"
#include "text-escape.h"

typedef enum
{
  KIND_PLAIN,
  KIND_TIME,   /* seconds since 1970 */
  KIND_WORDS,  /* a text that is a list, with blanks between */
  KIND_ISSUER, /* of a token */
} Kind;

/* RFC 7519 §4.1, RFC 7515 §4.1, RFC 7800, RFC 8693 §4, RFC 9068 §2.2; OpenID Connect Core §2, §5.1;
 * Front-Channel Logout §3. "scp" is what some providers call the scope. */
static const struct
{
  const char *name;
  const char *meaning;
  Kind kind;
} meanings[] = {
  { "iss", N_ ("Issuer"), KIND_ISSUER },
  { "sub", N_ ("Subject"), KIND_PLAIN },
  { "aud", N_ ("Audience"), KIND_PLAIN },
  { "exp", N_ ("Expires"), KIND_TIME },
  { "nbf", N_ ("Not Valid Before"), KIND_TIME },
  { "iat", N_ ("Issued"), KIND_TIME },
  { "jti", N_ ("Token ID"), KIND_PLAIN },
  { "azp", N_ ("Authorized Party"), KIND_PLAIN },
  { "nonce", N_ ("Nonce"), KIND_PLAIN },
  { "auth_time", N_ ("Time of Sign-In"), KIND_TIME },
  { "acr", N_ ("Authentication Class"), KIND_PLAIN },
  { "amr", N_ ("Authentication Methods"), KIND_PLAIN },
  { "at_hash", N_ ("Access Token Hash"), KIND_PLAIN },
  { "c_hash", N_ ("Code Hash"), KIND_PLAIN },
  { "sid", N_ ("Session ID"), KIND_PLAIN },
  { "scope", N_ ("Scopes"), KIND_WORDS },
  { "scp", N_ ("Scopes"), KIND_WORDS },
  { "client_id", N_ ("Client ID"), KIND_PLAIN },
  { "groups", N_ ("Groups"), KIND_PLAIN },
  { "roles", N_ ("Roles"), KIND_PLAIN },
  { "entitlements", N_ ("Entitlements"), KIND_PLAIN },
  { "cnf", N_ ("Confirmation Key"), KIND_PLAIN },
  { "act", N_ ("Actor"), KIND_PLAIN },
  { "may_act", N_ ("Allowed Actor"), KIND_PLAIN },
  { "name", N_ ("Full Name"), KIND_PLAIN },
  { "given_name", N_ ("Given Name"), KIND_PLAIN },
  { "family_name", N_ ("Family Name"), KIND_PLAIN },
  { "middle_name", N_ ("Middle Name"), KIND_PLAIN },
  { "nickname", N_ ("Nickname"), KIND_PLAIN },
  { "preferred_username", N_ ("User Name"), KIND_PLAIN },
  { "profile", N_ ("Profile Page"), KIND_PLAIN },
  { "picture", N_ ("Picture"), KIND_PLAIN },
  { "website", N_ ("Website"), KIND_PLAIN },
  { "email", N_ ("Email Address"), KIND_PLAIN },
  { "email_verified", N_ ("Email Address Verified"), KIND_PLAIN },
  { "gender", N_ ("Gender"), KIND_PLAIN },
  { "birthdate", N_ ("Date of Birth"), KIND_PLAIN },
  { "zoneinfo", N_ ("Time Zone"), KIND_PLAIN },
  { "locale", N_ ("Language"), KIND_PLAIN },
  { "phone_number", N_ ("Phone Number"), KIND_PLAIN },
  { "phone_number_verified", N_ ("Phone Number Verified"), KIND_PLAIN },
  { "address", N_ ("Postal Address"), KIND_PLAIN },
  { "updated_at", N_ ("Updated"), KIND_TIME },
  { "alg", N_ ("Algorithm"), KIND_PLAIN },
  { "typ", N_ ("Type"), KIND_PLAIN },
  { "cty", N_ ("Content Type"), KIND_PLAIN },
  { "kid", N_ ("Key ID"), KIND_PLAIN },
  { "enc", N_ ("Encryption"), KIND_PLAIN },
  { "jku", N_ ("Key Set URL"), KIND_PLAIN },
  { "jwk", N_ ("Public Key"), KIND_PLAIN },
  { "x5t", N_ ("Certificate Thumbprint"), KIND_PLAIN },
  { "x5t#S256", N_ ("Certificate Thumbprint"), KIND_PLAIN },
  { "x5c", N_ ("Certificates"), KIND_PLAIN },
  { "x5u", N_ ("Certificate URL"), KIND_PLAIN },
  { "crit", N_ ("Critical Extensions"), KIND_PLAIN },
};

void
tessera_claim_free (TesseraClaim *self)
{
  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/* A text may have lines of its own; each is escaped. */
static char *
escape_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line; line++)
    {
      char *escaped = tessera_text_escape (*line);

      g_free (*line);
      *line = escaped;
    }
  return g_strjoinv ("\n", lines);
}

/* "Today 15:53 (in 42 minutes)" */
static char *
describe_time (gint64 wall, gint64 now)
{
  g_autofree char *date = tessera_expiry_text_local (wall, now);
  gint64 distance;
  g_autofree char *relative = NULL;

  if (__builtin_sub_overflow (wall, now, &distance))
    return g_steal_pointer (&date);
  relative = tessera_expiry_text_distance (distance);
  /* Translators: a date and time, and how far off it is: "Today 15:53 (in 42 minutes)" */
  return g_strdup_printf (_ ("%s (%s)"), date, relative);
}

static char *
describe_issuer (const char *issuer)
{
  const TesseraPreset *preset = tessera_presets_find (NULL, issuer);
  g_autofree char *escaped = tessera_text_escape (issuer);

  if (!preset)
    return g_steal_pointer (&escaped);
  /* Translators: an address, and the name of the provider that has it. */
  return g_strdup_printf (_ ("%s (%s)"), escaped, preset->title);
}

static char *
describe_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autofree char *lines = g_strjoinv ("\n", words);

  return escape_lines (lines);
}

/* Returns: (transfer full) (nullable), NULL where it is no list of texts alone; *n_values: how many
 * these are */
static char *
describe_list (JsonNode *node, guint *n_values)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint length = array ? json_array_get_length (array) : 0;
  g_autoptr (GString) lines = g_string_new (NULL);

  if (length == 0)
    return NULL;
  for (guint i = 0; i < length; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autofree char *escaped = NULL;

      if (!holds (element, G_TYPE_STRING))
        return NULL;
      escaped = tessera_text_escape (json_node_get_string (element));
      g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", escaped);
    }
  *n_values = length;
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static char *
describe (Kind kind, JsonNode *node, const char *source, gint64 now)
{
  if (kind == KIND_TIME && (holds (node, G_TYPE_INT64) || holds (node, G_TYPE_DOUBLE)))
    return describe_time (json_node_get_int (node), now);
  if (holds (node, G_TYPE_BOOLEAN))
    return g_strdup (json_node_get_boolean (node) ? _ ("Yes") : _ ("No"));
  if (!holds (node, G_TYPE_STRING))
    return escape_lines (source);
  if (kind == KIND_ISSUER)
    return describe_issuer (json_node_get_string (node));
  if (kind == KIND_WORDS)
    return describe_words (json_node_get_string (node));
  return escape_lines (json_node_get_string (node));
}

TesseraClaim *
tessera_claim_new (const char *name, JsonNode *node, const char *source, gint64 now)
{
  TesseraClaim *self = g_new0 (TesseraClaim, 1);
  Kind kind = KIND_PLAIN;

  self->name = tessera_text_escape (name);
  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (g_str_equal (meanings[i].name, name))
      {
        self->meaning = _ (meanings[i].meaning);
        kind = meanings[i].kind;
        break;
      }
  self->text = describe_list (node, &self->n_values);
  if (!self->text)
    self->text = describe (kind, node, source, now);
  return self;
}

gboolean
tessera_claim_has (const TesseraClaim *self, const char *words)
{
  g_autofree char *sought = g_utf8_casefold (words ? words : "", -1);
  const char *const texts[] = { self->name, self->meaning, self->text };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = texts[i] ? g_utf8_casefold (texts[i], -1) : NULL;

      if (text && strstr (text, sought))
        return TRUE;
    }
  return FALSE;
}
