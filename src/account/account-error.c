/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-error.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "keyring.h"
#include "loopback-error.h"
#include "oidc-error.h"

G_DEFINE_QUARK (tessera - account - error - quark, tessera_account_error)

typedef struct
{
  int code;
  int exit_code;
  const char *id;
  const char *hint;
} Meaning;

typedef struct
{
  GQuark (*domain) (void);
  const Meaning *meanings;
  gsize n_meanings;
} Room;

static const Meaning account_meanings[] = {
  { TESSERA_ACCOUNT_ERROR_UNKNOWN, 2, "unknown_account",
    N_ ("“tessera list” shows the accounts that there are.") },
  { TESSERA_ACCOUNT_ERROR_EXISTS, 2, "account_exists", N_ ("Choose another name.") },
  { TESSERA_ACCOUNT_ERROR_INVALID, 2, "invalid_configuration", NULL },
  { TESSERA_ACCOUNT_ERROR_READ_ONLY, 2, "read_only",
    N_ ("It was set up by the administrator of this computer, who can change it.") },
  { TESSERA_ACCOUNT_ERROR_NOT_SIGNED_IN, 3, "not_signed_in", N_ ("Sign in first.") },
  { TESSERA_ACCOUNT_ERROR_ENDED, 3, "session_ended", N_ ("Sign in again.") },
  { TESSERA_ACCOUNT_ERROR_NO_ID_TOKEN, 3, "no_id_token",
    N_ ("Sign in again, with “openid” among the scopes.") },
  { TESSERA_ACCOUNT_ERROR_DEADLINE, 4, "deadline", N_ ("Try again, and allow more time.") },
  { TESSERA_ACCOUNT_ERROR_NO_BROWSER, 1, "no_browser",
    N_ ("Choose a default web browser, or copy the link into one.") },
  { TESSERA_ACCOUNT_ERROR_LOCKED, 8, "keyring_locked", N_ ("Unlock the keyring and try again.") },
  { TESSERA_ACCOUNT_ERROR_FAILED, 1, "failed", NULL },
};

static const Meaning oidc_meanings[] = {
  { OIDC_ERROR_INVALID_CONFIG, 2, "invalid_configuration", N_ ("Correct the account.") },
  { OIDC_ERROR_UNREACHABLE, 7, "unreachable",
    N_ ("Check the network connection and the address, and try again.") },
  { OIDC_ERROR_BUSY, 7, "busy", N_ ("Wait a moment and try again.") },
  { OIDC_ERROR_REFUSED, 5, "refused",
    N_ ("Compare the account with what is registered at the provider.") },
  { OIDC_ERROR_INVALID_GRANT, 5, "invalid_grant", N_ ("Sign in again.") },
  { OIDC_ERROR_HTTP_STATUS, 6, "http_status", N_ ("Check the address of the provider.") },
  { OIDC_ERROR_MALFORMED, 6, "malformed", NULL },
  { OIDC_ERROR_TOO_LARGE, 6, "too_large", NULL },
  { OIDC_ERROR_ISSUER_MISMATCH, 6, "issuer_mismatch",
    N_ ("The account’s issuer must equal the provider’s to the character, a slash at its end "
        "included.") },
  { OIDC_ERROR_UNSUPPORTED, 6, "unsupported", NULL },
  { OIDC_ERROR_FOREIGN_REQUEST, 6, "state_mismatch", N_ ("Sign in again.") },
  { OIDC_ERROR_INVALID_RESPONSE, 6, "invalid_response", N_ ("Sign in again.") },
  { OIDC_ERROR_SIGNATURE, 6, "invalid_signature", NULL },
  { OIDC_ERROR_UNKNOWN_KEY, 6, "unknown_key", NULL },
  { OIDC_ERROR_CLAIMS, 6, "invalid_claims",
    N_ ("Check the account’s issuer and client ID, and the computer’s clock.") },
};

static const Meaning loopback_meanings[] = {
  { TESSERA_LOOPBACK_ERROR_INVALID_URI, 2, "invalid_redirect_uri",
    N_ ("A redirect URI looks like http://127.0.0.1/ or http://localhost:6363/.") },
  { TESSERA_LOOPBACK_ERROR_PORT_IN_USE, 1, "port_in_use", NULL },
  { TESSERA_LOOPBACK_ERROR_FAILED, 1, "failed", NULL },
};

static const Meaning keyring_meanings[] = {
  { TESSERA_KEYRING_ERROR_ABSENT, 8, "keyring_absent",
    N_ ("Start a keyring, such as GNOME Keyring, in this session.") },
  { TESSERA_KEYRING_ERROR_LOCKED, 8, "keyring_locked", N_ ("Unlock the keyring and try again.") },
  { TESSERA_KEYRING_ERROR_FAILED, 8, "keyring_failed", NULL },
};

static const Meaning io_meanings[] = {
  { G_IO_ERROR_CANCELLED, 4, "cancelled", NULL },
};

static const Room rooms[] = {
  { tessera_account_error_quark, account_meanings, G_N_ELEMENTS (account_meanings) },
  { oidc_error_quark, oidc_meanings, G_N_ELEMENTS (oidc_meanings) },
  { tessera_loopback_error_quark, loopback_meanings, G_N_ELEMENTS (loopback_meanings) },
  { tessera_keyring_error_quark, keyring_meanings, G_N_ELEMENTS (keyring_meanings) },
  { g_io_error_quark, io_meanings, G_N_ELEMENTS (io_meanings) },
};

static const Meaning usage = { 0, 2, "usage", NULL };
static const Meaning unknown = { 0, 1, "failed", NULL };

static const Meaning *
find_meaning (const GError *error)
{
  if (error->domain == G_OPTION_ERROR)
    return &usage;
  for (gsize i = 0; i < G_N_ELEMENTS (rooms); i++)
    {
      if (error->domain != rooms[i].domain ())
        continue;
      for (gsize j = 0; j < rooms[i].n_meanings; j++)
        if (rooms[i].meanings[j].code == error->code)
          return &rooms[i].meanings[j];
    }
  return &unknown;
}

int
tessera_error_exit_code (const GError *error)
{
  return error == NULL ? 0 : find_meaning (error)->exit_code;
}

const char *
tessera_error_id (const GError *error)
{
  return find_meaning (error)->id;
}

const char *
tessera_error_hint (const GError *error)
{
  const char *hint = find_meaning (error)->hint;

  return hint != NULL ? _ (hint) : NULL;
}
