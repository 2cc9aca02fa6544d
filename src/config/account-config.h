/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The room config: which accounts there are, and what is known of providers.
 *
 *   accounts.conf ── account-file ──┐
 *   (the person's)                  ├── account-files ── TesseraAccountConfig, checked
 *   accounts.conf ── account-file ──┘
 *   (the administrator's, any number)
 *
 *   account-config   one account as plain data; read from and written to one group of a key file
 *   account-file     one accounts.conf: read as it may be found, and replaced
 *   account-files    all of them together: who wins, which names are free, and each change
 *   host-entry       a host that a token may be sent to, and whether another one is meant by it
 *   default-account  which account is meant where none is named
 *   issuer-entry     an issuer as a person pastes it
 *   preset           what is known of one provider; read from presets.conf by preset-read
 *   presets          all of them: by ID, by host;  preset-marks: by the provider's metadata
 *   preset-recognize what a person pasted from a provider;  preset-fill: an account from its fields
 *
 * Nothing here is secret, contacts anybody, or waits in the main loop: reading takes a moment, and
 * who writes does so in a worker thread, with the lock "accounts". Knows files, and the checks of a
 * URI of oidc and loopback. Errors: TESSERA_CONFIG_ERROR. */

/* One configured account: a group of accounts.conf. Plain data; NULL and an empty list mean "not
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
  char *preset;         /* the ID of the preset that the account was made from */
  char *offline_access; /* "ask", "never", where the scopes do not name offline_access; NULL: as the
                           preset and the metadata say */
  char *id_token_alg;   /* "HS256": the only one that is not accepted unless it is named here */
  char *ca_file;        /* PEM: certificates that are trusted beside the system's */
  char *client_cert;    /* PEM file or PKCS #11 URI, shown to the provider */
  char *client_key;     /* its private key, where it is not in the same file */
  char **hosts;         /* what the token may be sent to: "api.example.org", with a path perhaps */
} TesseraAccountConfig;

TesseraAccountConfig *tessera_account_config_new (void);
TesseraAccountConfig *tessera_account_config_copy (const TesseraAccountConfig *self);
gboolean tessera_account_config_equal (const TesseraAccountConfig *a,
                                       const TesseraAccountConfig *b);
void tessera_account_config_free (TesseraAccountConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraAccountConfig, tessera_account_config_free)

/* Makes the change from @before to @after in @self, which may have changed meanwhile: only the fields
 * that differ between the two are written. */
void tessera_account_config_apply (TesseraAccountConfig *self,
                                   const TesseraAccountConfig *before,
                                   const TesseraAccountConfig *after);

/* Undoes the change from @before to @after in @self, but leaves a field that no longer holds what
 * @after has. */
void tessera_account_config_take_back (TesseraAccountConfig *self,
                                       const TesseraAccountConfig *before,
                                       const TesseraAccountConfig *after);

/* Whether @self could ever work: name, client ID, issuer or the two endpoints, URIs, redirect URIs,
 * parameters. Contacts nobody. Errors: TESSERA_CONFIG_ERROR_INVALID, naming what is wrong. */
gboolean tessera_account_config_check (const TesseraAccountConfig *self, GError **error);

/* Parts of that check. An ID is a group's name and part of a file's name, so it has no "/". A name
 * is one line of UTF-8 without control characters, neither empty nor with a space at either end. */
gboolean tessera_account_config_check_id (const char *id, GError **error);
gboolean tessera_account_config_check_name (const char *name, GError **error);

/* The form of @name in which equal names are equal strings: Unicode's NFC.
 * Returns: (transfer full) (nullable), NULL where @name is not UTF-8 */
char *tessera_account_config_normalize_name (const char *name);

/* Whether two names are the same to a person: equal after normalisation; case counts. */
gboolean tessera_account_config_same_name (const char *a, const char *b);

/* What ca_file, client_cert and client_key hold for @text, which a person gave: an absolute path,
 * or a PKCS #11 URI (RFC 7512) as it is. A relative path begins in the working directory. @text:
 * (nullable). Returns: (transfer full) (nullable): NULL for NULL */
char *tessera_account_config_resolve_file (const char *text);

/* The redirect URIs that a sign-in tries, in order: those configured, else the preset's for the
 * issuer (Auth0, Okta and Cognito compare to the character: http://localhost:6363/), else
 * http://127.0.0.1/ with any free port (RFC 8252 section 7.3). They are also the ones to register
 * at the provider. Returns: (transfer full), never empty */
char **tessera_account_config_get_redirect_uris (const TesseraAccountConfig *self);

/* Reads the group @group of @file. Only ID and name are checked, so that an account that cannot
 * work can still be seen, edited and removed. Returns: (transfer full) (nullable). Errors:
 * TESSERA_CONFIG_ERROR_INVALID. */
TesseraAccountConfig *
tessera_account_config_from_key_file (GKeyFile *file, const char *group, GError **error);

/* Writes the group of @self's ID. Keys of the group that this version does not know stay. */
void tessera_account_config_to_key_file (const TesseraAccountConfig *self, GKeyFile *file);
