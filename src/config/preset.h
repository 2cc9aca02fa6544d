/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What is known of a provider: one group of presets.conf, which tells what each key means. Plain
 * data that never changes; all of it is NULL or empty where the file is silent. */

typedef enum
{
  TESSERA_PRESET_TEXT,
  TESSERA_PRESET_SERVER, /* an address, of which scheme and host count */
  TESSERA_PRESET_SECRET, /* never shown, never in accounts.conf */
} TesseraPresetKind;

/* What a preset asks the person for. */
typedef struct
{
  char *key;   /* "domain"; "client_id", "client_secret", "audience" go into the account as such */
  char *label; /* in the words of the provider; to be translated with _() */
  char *hint;  /* (nullable) what to type; to be translated with _() */
  TesseraPresetKind kind;
  gboolean optional;
  char *fallback;  /* (nullable) the value where none is given */
  char *pattern;   /* (nullable) a regular expression that a right value fits */
  char *derive;    /* (nullable) one whose named groups are more variables */
  char *suffix;    /* (nullable) of a server: what a name without a dot lacks */
  char *keep_path; /* (nullable) of a server: a path that belongs to it */
  char **values;   /* "TYPED=MEANT" */
} TesseraPresetField;

/* What a person may paste, without its scheme. */
typedef struct
{
  char *pattern; /* a regular expression; its named groups are values of fields */
  char **set;    /* "KEY=TEMPLATE" */
  char *advice;  /* (nullable) to be translated with _() */
} TesseraPresetPaste;

typedef enum
{
  TESSERA_PRESET_SECRET_NO,
  TESSERA_PRESET_SECRET_MAYBE,
  TESSERA_PRESET_SECRET_YES,
} TesseraPresetSecret;

typedef struct
{
  char *id;          /* "auth0": what an account and the command line call it */
  char *title;       /* "Auth0" */
  char **names;      /* (nullable) what else people call it, in small letters */
  GPtrArray *fields; /* of TesseraPresetField */
  GPtrArray *pastes; /* of TesseraPresetPaste */
  char **hosts;
  char **metadata_marks;

  /* Templates. */
  char *issuer;
  char *authorization_endpoint;
  char *token_endpoint;
  char *device_authorization_endpoint;
  char *userinfo_endpoint;
  char *revocation_endpoint;

  TesseraPresetSecret secret;
  char *client_auth; /* "none", "basic", "post" */
  char **redirect_uris;
  gboolean redirect_is_free; /* nothing to register: any loopback address will do */
  char **scopes;
  gboolean scopes_from_metadata; /* ask only for what scopes_supported lists */
  char *scope_separator;
  char *offline_access; /* "ask", "never" */
  char **auth_params;   /* "name=value"; "prompt=" sends no prompt */
  char *audience;       /* "audience", "resource", "scope" */
  char *audience_scope; /* template with {audience} */
  char *default_audience;
  char **profile; /* subject, name, e-mail: members of the answer of userinfo_endpoint */
  gboolean profile_by_post;
  char *emails_path;
  gboolean no_logout;     /* nothing signs the browser out */
  char *logout_path;      /* "/v2/logout"; both or none */
  char *logout_parameter; /* "returnTo" */
  char *logout_list;      /* (nullable) the provider's name for where to come back to from one */
  gboolean revokes_grant; /* revoking one token ends all that this client has of the person */
  char *register_at;      /* URL */
  char *register_how;     /* to be translated with _() */
} TesseraPreset;

void tessera_preset_free (TesseraPreset *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraPreset, tessera_preset_free)
void tessera_preset_field_free (TesseraPresetField *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraPresetField, tessera_preset_field_free)
void tessera_preset_paste_free (TesseraPresetPaste *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraPresetPaste, tessera_preset_paste_free)

/* The field @key. Returns: (transfer none) (nullable) */
const TesseraPresetField *tessera_preset_get_field (const TesseraPreset *self, const char *key);

/* What the account adds to the authorization request, and of the preset's parameters those whose
 * names it does not use. @auth_params: (nullable) "name=value". (transfer full) (nullable) */
char **tessera_preset_merge_auth_params (const TesseraPreset *self, char **auth_params);

/* Puts the variables of @variables (name → value) in the place of each {name} of @template.
 * Returns: (transfer full) (nullable): NULL if one is not there. */
char *tessera_preset_expand (const char *template, GHashTable *variables);

/* Whether @text fits the regular expression @pattern; letters of either case are the same. What its
 * named groups stand for is put into @groups (nullable; name → text). */
gboolean tessera_preset_match (const char *pattern, const char *text, GHashTable *groups);

/* What @list, of "NAME=VALUE", has for @name. Returns: (transfer none) (nullable) */
const char *tessera_preset_look_up (char **list, const char *name);
