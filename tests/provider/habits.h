/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form.h"

#include <libsoup/soup.h>

/* How a provider of the world behaves where it is not as this one is by itself: what its
 * documentation says, written down apart from what Tessera knows of it (presets.conf), so that one
 * can be held against the other. A preset is right if it signs in to a provider with its habits. */

typedef enum
{
  HABITS_REDIRECT_FREE,           /* any loopback address */
  HABITS_REDIRECT_EXACT,          /* the one that is registered, to the character */
  HABITS_REDIRECT_IP_LITERAL,     /* 127.0.0.1 with any port; the path counts; localhost: exact */
  HABITS_REDIRECT_LOCALHOST,      /* localhost with any port; the path counts; no IP literals */
  HABITS_REDIRECT_NO_LOCALHOST,   /* as an IP literal, and never localhost */
  HABITS_REDIRECT_ONLY_LOCALHOST, /* exact, and without https only localhost can be registered */
} HabitsRedirect;

typedef enum
{
  HABITS_REFRESH_OFFLINE_ACCESS, /* with the scope offline_access */
  HABITS_REFRESH_ALWAYS,
  HABITS_REFRESH_NEVER,
  HABITS_REFRESH_PARAMETER, /* with the parameter that is required */
  HABITS_REFRESH_SCOPE,     /* with the scope that is required */
} HabitsRefresh;

typedef enum
{
  HABITS_NAME_ID_TOKEN,
  HABITS_NAME_USERINFO,
  HABITS_NAME_UPN,     /* in the ID token, as "upn" alone; no e-mail address */
  HABITS_NAME_PROFILE, /* at an address of its own; no OpenID Connect */
} HabitsName;

typedef enum
{
  HABITS_LOGOUT_NONE,
  HABITS_LOGOUT_HINT, /* OpenID Connect's, and only with id_token_hint and client_id */
  HABITS_LOGOUT_OWN,  /* with client_id and a parameter of its own */
} HabitsLogout;

typedef struct
{
  const char *name;      /* as the preset's ID */
  const char *issuer;    /* path */
  const char *authorize; /* path */
  const char *token;     /* path */
  HabitsRedirect redirect;
  HabitsRefresh refresh;
  HabitsName person;
  HabitsLogout logout;
  const char *scopes;           /* any other is refused */
  const char *scopes_supported; /* (nullable) in the metadata; NULL: it has no such list */
  const char *refusal;          /* (nullable) the error for another scope; NULL: invalid_scope */
  const char *separator;        /* (nullable) of scopes, instead of a space */
  const char *required;         /* (nullable) "name=value" of the authorization request */
  const char *required_scope;   /* (nullable) among those asked for */
  const char *member;           /* (nullable) that the metadata has, too */
  gboolean secret;              /* the client has to authenticate */
  gboolean no_consent;          /* prompt=consent is refused */
  gboolean no_lifetime;         /* the tokens come without expires_in */
  gboolean says_ok;             /* "ok" in each answer with tokens */
  const char *logout_path;      /* (nullable) */
  const char *logout_parameter; /* (nullable) of HABITS_LOGOUT_OWN */
  const char *profile;          /* (nullable) path of HABITS_NAME_PROFILE */
  const char *profile_json;     /* (nullable) */
  const char *emails_json;      /* (nullable) of the address below */
  gboolean profile_by_post;     /* a POST, and without a content type */
} Habits;

/* (nullable) */
const Habits *habits_find (const char *name);
void habits_print_list (void);

/* The path of this provider that @path stands for. (transfer none) */
const char *habits_resolve (const Habits *self, const char *path);

/* Whether the browser may be sent to @redirect_uri, where @registered is what was registered. */
gboolean
habits_allow_redirect (const Habits *self, const char *redirect_uri, const char *registered);

/* The error with which the request is refused. (nullable) */
const char *habits_find_refusal (const Habits *self, const Form *form, const char **description);

/* The scopes that were asked for, separated by spaces. (transfer full) */
char *habits_dup_scope (const Habits *self, const char *scope);
