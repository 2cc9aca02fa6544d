/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* One configured account: a group of accounts.conf. Plain data; NULL and empty mean "not
 * configured". */
typedef struct
{
  char *id;           /* the group: generated, never changes; the key in the Secret Service too */
  char *name;         /* the label that people see and type; unique */
  gboolean read_only; /* from /etc/xdg (any of XDG_CONFIG_DIRS) */
  char *issuer;
  char *client_id;
  char *client_auth; /* "none", "basic", "post"; NULL: none, or basic where a secret is stored */
  char **scopes;
  char **redirect_uris; /* as configured; see tessera_account_config_get_redirect_uris() */
  char *audience;
  char **resources;
  char **auth_params; /* "name=value" */
  char *authorization_endpoint;
  char *token_endpoint;
  char *jwks_uri;
  char *userinfo_endpoint;
  char *revocation_endpoint;
  char *end_session_endpoint;
} TesseraAccountConfig;

TesseraAccountConfig *tessera_account_config_new (void);
TesseraAccountConfig *tessera_account_config_copy (const TesseraAccountConfig *self);
gboolean tessera_account_config_equal (const TesseraAccountConfig *a,
                                       const TesseraAccountConfig *b);
void tessera_account_config_free (TesseraAccountConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraAccountConfig, tessera_account_config_free)

/* Whether @self could ever work: name, client ID, issuer or the two endpoints, URIs, redirect URIs,
 * parameters. Contacts nobody. Errors: TESSERA_CONFIG_ERROR_INVALID, naming what is wrong. */
gboolean tessera_account_config_check (const TesseraAccountConfig *self, GError **error);

/* Parts of it: a group's name, which is also a file's and so has no "/" in it; and a label: one
 * line of UTF-8 without control characters, neither empty nor with a space at either end. */
gboolean tessera_account_config_check_id (const char *id, GError **error);
gboolean tessera_account_config_check_name (const char *name, GError **error);

/* Whether two labels are the same to a person: equal after Unicode normalisation (NFC). */
gboolean tessera_account_config_same_name (const char *a, const char *b);

/* Which redirect URIs a sign-in tries, in order: those configured, else the preset's for the issuer
 * (Auth0, Okta and Cognito compare to the character: http://localhost:6363/), else
 * http://127.0.0.1/ with any free port. These are also the ones to register. (transfer full) */
char **tessera_account_config_get_redirect_uris (const TesseraAccountConfig *self);

/* Reads and writes one group. Reading checks the group's and the account's name only, so that an
 * account that cannot work can still be seen, edited and removed: TESSERA_CONFIG_ERROR_INVALID.
 * Writing leaves keys that it does not know alone. */
TesseraAccountConfig *
tessera_account_config_from_key_file (GKeyFile *file, const char *group, GError **error);
void tessera_account_config_to_key_file (const TesseraAccountConfig *self, GKeyFile *file);
