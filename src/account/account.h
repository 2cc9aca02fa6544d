/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "account-config.h"
#include "account-error.h"

/* The room account: the interface for the two programs. Besides the plain data of config and the
 * clock, cli and window include only this room.
 *
 *   accounts       the accounts of all files, a GListModel
 *   account        one of them: its state, and its tokens once they are loaded
 *   sign-in        start and observe a sign-in, sign-out, renewal or removal (accounts); the tables
 *   sign-out       of steps are in the room flow
 *   account-renew
 *   renewer        decides when a session renews itself
 *   account-error  every room's errors as exit codes and IDs
 *   advice         what to do about them, in commands or in buttons
 *   doctor         checks an account for problems: a table of checks
 *   finding        the result of a check
 *   trial          tries the access token out;  redaction  keeps it out of what is shown
 *   expiry-text, inspect   times and token contents as text
 *   inspection, claim      the same for the window, in words;  id-token-checks
 *
 * Knows flow and the rooms below it. No display.
 *
 * TesseraAccount is one account: its configuration, its state and, once loaded, its tokens. It
 * never has the refresh token.
 *
 * Properties, each with notify:
 *   "name"         string
 *   "state"        TesseraAccountState
 *   "subject"      string, nullable
 *   "person-name"  string, nullable
 *   "email"        string, nullable
 *   "scope"        string, nullable: what was granted; known once tokens are loaded
 *   "expires-at"   gint64, wall clock in seconds; 0: unknown or no token
 *
 * Signal "configured": the configuration has changed. */

#define TESSERA_TYPE_ACCOUNT (tessera_account_get_type ())
G_DECLARE_FINAL_TYPE (TesseraAccount, tessera_account, TESSERA, ACCOUNT, GObject)

typedef enum
{
  TESSERA_ACCOUNT_SIGNED_OUT,
  TESSERA_ACCOUNT_SIGNING_IN, /* in this process */
  TESSERA_ACCOUNT_SIGNED_IN,
  TESSERA_ACCOUNT_EXPIRED, /* the token is over and cannot be renewed, or the provider ended it */
  TESSERA_ACCOUNT_LOCKED,  /* signed in, but the keyring is locked */
  TESSERA_ACCOUNT_UNKNOWN, /* what is known of the session cannot be read; see get_problem */
} TesseraAccountState;
GType tessera_account_state_get_type (void);
#define TESSERA_TYPE_ACCOUNT_STATE (tessera_account_state_get_type ())

/* "signed-out", "signing-in", … as --json says it. Static. */
const char *tessera_account_state_to_string (TesseraAccountState state);

/* Reads the state file; never touches the keyring. Watches the state file where @watch. */
TesseraAccount *tessera_account_new (const TesseraAccountConfig *config, gboolean watch);

/* Owned by @self, valid until the configuration changes. */
const TesseraAccountConfig *tessera_account_get_config (TesseraAccount *self);

/* The account was edited (its ID stays): notifies what changed. For TesseraAccounts. */
void tessera_account_set_config (TesseraAccount *self, const TesseraAccountConfig *config);

/* These never touch the keyring, and print no token. */
const char *tessera_account_get_name (TesseraAccount *self);
TesseraAccountState tessera_account_get_state (TesseraAccount *self);
const char *tessera_account_get_subject (TesseraAccount *self);
const char *tessera_account_get_person_name (TesseraAccount *self);
const char *tessera_account_get_email (TesseraAccount *self);
const char *tessera_account_get_scope (TesseraAccount *self);
gint64 tessera_account_get_expires_at (TesseraAccount *self);

/* Why the state is unknown; NULL if it is known. Owned by @self. */
const GError *tessera_account_get_problem (TesseraAccount *self);

/* Seconds until the access token expires (see oidc_tokens_seconds_left()): 0 or less if it has
 * expired, G_MAXINT64 if unknown. From the loaded tokens, otherwise from the state file. */
gint64 tessera_account_get_seconds_left (TesseraAccount *self);

/* The access token's lifetime in seconds when it was issued; 0: unknown. */
gint64 tessera_account_get_lifetime (TesseraAccount *self);

/* Whether the session can be renewed, because there is a refresh token (from the state file). */
gboolean tessera_account_can_renew (TesseraAccount *self);

/* Whether the provider has ended the session, and nobody has signed in since (state file). */
gboolean tessera_account_has_ended (TesseraAccount *self);

/* Loads the token set, asking the person to unlock the keyring if it is locked. Errors: those of
 * tessera_store_load_finish(). */
void tessera_account_load_async (TesseraAccount *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean tessera_account_load_finish (TesseraAccount *self, GAsyncResult *result, GError **error);

/* Whether there is a record of the session. Without one, nobody has signed in yet, or the record is
 * lost and a load checks the keyring. */
gboolean tessera_account_is_recorded (TesseraAccount *self);

/* Whether the token set is loaded, and the tokens in it: NULL until loaded, (transfer none), valid
 * until the state changes. get_access_token gives an expired token too: ask get_seconds_left. */
gboolean tessera_account_is_loaded (TesseraAccount *self);
const char *tessera_account_get_access_token (TesseraAccount *self);
const char *tessera_account_get_id_token (TesseraAccount *self);

/* The issuer that the answer with the code named, which was compared (RFC 9207 §2.4). (transfer
 * none) (nullable): it named none, or the token set is not loaded */
const char *tessera_account_get_response_issuer (TesseraAccount *self);

/* The exp of the loaded ID token (OpenID Connect Core §2), wall clock in seconds; 0: unknown. */
gint64 tessera_account_get_id_token_expires_at (TesseraAccount *self);

/* From now on, this process never shows a prompt: a locked keyring is an error at once. */
void tessera_account_forbid_prompts (void);

/* Loads the tokens and returns one for a script: the access token if it is valid for at least
 * @min_validity seconds or was received after this program started, or the ID token, by its own
 * exp. Does not renew: if this fails although tokens are loaded, try
 * tessera_account_renew_async(). finish returns: (transfer full). Errors: as load,
 * TESSERA_ACCOUNT_ERROR_NO_ID_TOKEN. */
typedef enum
{
  TESSERA_TOKEN_ACCESS,
  TESSERA_TOKEN_ID
} TesseraTokenKind;
void tessera_account_get_token_async (TesseraAccount *self,
                                      TesseraTokenKind kind,
                                      gint64 min_validity,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char *tessera_account_get_token_finish (TesseraAccount *self, GAsyncResult *result, GError **error);

/* Whether a client secret is stored; the keyring may ask for its password. Errors:
 * TESSERA_KEYRING_ERROR, G_IO_ERROR_CANCELLED. */
void tessera_account_has_client_secret_async (TesseraAccount *self,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
gboolean tessera_account_has_client_secret_finish (TesseraAccount *self,
                                                   GAsyncResult *result,
                                                   GError **error);

/* Stores the client secret (NULL: deletes it). */
void tessera_account_set_client_secret_async (TesseraAccount *self,
                                              const char *secret,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
gboolean tessera_account_set_client_secret_finish (TesseraAccount *self,
                                                   GAsyncResult *result,
                                                   GError **error);
