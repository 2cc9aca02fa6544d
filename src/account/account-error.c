/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-error.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "config-error.h"
#include "desktop-error.h"
#include "files-error.h"
#include "flow-error.h"
#include "keyring.h"
#include "loopback-error.h"
#include "oidc-error.h"
#include "store-error.h"

G_DEFINE_QUARK (tessera - account - error - quark, tessera_account_error)

typedef struct
{
  int code;
  TesseraErrorKind kind;
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
  { TESSERA_ACCOUNT_ERROR_NO_ID_TOKEN, TESSERA_ERROR_NOT_SIGNED_IN, "no_id_token",
    N_ ("Make sure that the account’s scopes include “openid”.") },
  { TESSERA_ACCOUNT_ERROR_SIGN_IN_FAILED, TESSERA_ERROR_NOT_SIGNED_IN, "not_signed_in",
    N_ ("Sign in first.") },
  { TESSERA_ACCOUNT_ERROR_HOST_NOT_LISTED, TESSERA_ERROR_USAGE, "host_not_listed",
    N_ ("To allow a host, run “tessera edit NAME --host HOST”.") },
  { TESSERA_ACCOUNT_ERROR_NOT_ALLOWED, TESSERA_ERROR_USAGE, "not_allowed",
    N_ ("Ask the administrator for the account that you need.") },
  { TESSERA_ACCOUNT_ERROR_FAILED, TESSERA_ERROR_OTHER, "failed", NULL },
};

static const Meaning config_meanings[] = {
  { TESSERA_CONFIG_ERROR_UNKNOWN, TESSERA_ERROR_USAGE, "unknown_account",
    N_ ("Run “tessera list” to see the accounts.") },
  { TESSERA_CONFIG_ERROR_EXISTS, TESSERA_ERROR_USAGE, "account_exists",
    N_ ("Choose another name.") },
  { TESSERA_CONFIG_ERROR_INVALID, TESSERA_ERROR_USAGE, "invalid_configuration", NULL },
  { TESSERA_CONFIG_ERROR_READ_ONLY, TESSERA_ERROR_USAGE, "read_only",
    N_ ("Only the administrator of this computer can change it.") },
  { TESSERA_CONFIG_ERROR_FAILED, TESSERA_ERROR_OTHER, "failed", NULL },
};

static const Meaning store_meanings[] = {
  { TESSERA_STORE_ERROR_NOT_SIGNED_IN, TESSERA_ERROR_NOT_SIGNED_IN, "not_signed_in",
    N_ ("Sign in first.") },
  { TESSERA_STORE_ERROR_ENDED, TESSERA_ERROR_NOT_SIGNED_IN, "session_ended",
    N_ ("Sign in again.") },
  { TESSERA_STORE_ERROR_DAMAGED, TESSERA_ERROR_OTHER, "damaged",
    N_ ("To restore it from the keyring, run “tessera token NAME”.") },
  { TESSERA_STORE_ERROR_FAILED, TESSERA_ERROR_OTHER, "failed",
    N_ ("Make sure that you own the file and that the disk is not full, then try again.") },
};

static const Meaning desktop_meanings[] = {
  { TESSERA_DESKTOP_ERROR_NO_BROWSER, TESSERA_ERROR_OTHER, "no_browser",
    N_ ("Choose a default web browser, or copy the link into a browser.") },
};

static const Meaning flow_meanings[] = {
  { TESSERA_FLOW_ERROR_DEADLINE, TESSERA_ERROR_STOPPED, "deadline",
    N_ ("The provider or the keyring is slow. Try again.") },
  { TESSERA_FLOW_ERROR_NOT_RETURNED, TESSERA_ERROR_OTHER, "not_returned", NULL },
  { TESSERA_FLOW_ERROR_FAILED, TESSERA_ERROR_OTHER, "failed", NULL },
};

static const Meaning files_meanings[] = {
  { TESSERA_FILES_ERROR_NO_LOCKS, TESSERA_ERROR_OTHER, "no_locks",
    N_ ("Set XDG_DATA_HOME to a folder on a local disk.") },
  { TESSERA_FILES_ERROR_FAILED, TESSERA_ERROR_OTHER, "failed", NULL },
};

static const Meaning oidc_meanings[] = {
  { OIDC_ERROR_INVALID_CONFIG, TESSERA_ERROR_USAGE, "invalid_configuration",
    N_ ("Correct the account’s settings.") },
  { OIDC_ERROR_UNREACHABLE, TESSERA_ERROR_UNREACHABLE, "unreachable",
    N_ ("Check the network connection and the address, then try again.") },
  { OIDC_ERROR_PROXY, TESSERA_ERROR_UNREACHABLE, "unreachable",
    N_ ("Check the proxy in the system settings, or in the variables https_proxy and no_proxy.") },
  { OIDC_ERROR_CERTIFICATE, TESSERA_ERROR_UNREACHABLE, "unreachable",
    N_ ("Check the address and this computer’s clock. If both are right, tell the host’s "
        "administrator.") },
  { OIDC_ERROR_UNKNOWN_CA, TESSERA_ERROR_UNREACHABLE, "unreachable",
    N_ ("If you trust the authority that issued it, add the authority’s certificate to the "
        "system’s store, or to the account: “tessera edit NAME --ca FILE”.") },
  { OIDC_ERROR_CLIENT_CERTIFICATE, TESSERA_ERROR_UNREACHABLE, "unreachable",
    N_ ("Add the certificate that was issued to you: “tessera edit NAME --client-cert FILE "
        "--client-key FILE”.") },
  { OIDC_ERROR_BUSY, TESSERA_ERROR_UNREACHABLE, "busy", N_ ("Wait a moment, then try again.") },
  { OIDC_ERROR_REFUSED, TESSERA_ERROR_REFUSED, "refused",
    N_ ("Compare the account with its registration at the provider.") },
  { OIDC_ERROR_INVALID_GRANT, TESSERA_ERROR_REFUSED, "invalid_grant", N_ ("Sign in again.") },
  { OIDC_ERROR_HTTP_STATUS, TESSERA_ERROR_INVALID, "http_status",
    N_ ("Check the provider’s address.") },
  { OIDC_ERROR_MALFORMED, TESSERA_ERROR_INVALID, "malformed", NULL },
  { OIDC_ERROR_TOO_LARGE, TESSERA_ERROR_INVALID, "too_large", NULL },
  { OIDC_ERROR_ISSUER_MISMATCH, TESSERA_ERROR_INVALID, "issuer_mismatch",
    N_ (
      "The account’s issuer must match the provider’s exactly, including any slash at the end.") },
  { OIDC_ERROR_UNSUPPORTED, TESSERA_ERROR_INVALID, "unsupported", NULL },
  { OIDC_ERROR_STATE_MISMATCH, TESSERA_ERROR_INVALID, "state_mismatch", N_ ("Sign in again.") },
  { OIDC_ERROR_INVALID_RESPONSE, TESSERA_ERROR_INVALID, "invalid_response", N_ ("Sign in again.") },
  { OIDC_ERROR_SIGNATURE, TESSERA_ERROR_INVALID, "invalid_signature", NULL },
  { OIDC_ERROR_UNKNOWN_KEY, TESSERA_ERROR_INVALID, "unknown_key", NULL },
  { OIDC_ERROR_CLAIMS, TESSERA_ERROR_INVALID, "invalid_claims",
    N_ ("Check the account’s issuer and client ID, and this computer’s clock.") },
  { OIDC_ERROR_ENCRYPTED, TESSERA_ERROR_INVALID, "malformed", NULL },
  { OIDC_ERROR_NO_ID_TOKEN, TESSERA_ERROR_INVALID, "invalid_claims", NULL },
};

/* What it is more exactly, where the advice differs. */
static const struct
{
  int code;
  const char *reason;
} oidc_reasons[] = {
  { OIDC_ERROR_PROXY, "proxy" },           { OIDC_ERROR_CERTIFICATE, "certificate" },
  { OIDC_ERROR_UNKNOWN_CA, "unknown_ca" }, { OIDC_ERROR_CLIENT_CERTIFICATE, "client_certificate" },
  { OIDC_ERROR_ENCRYPTED, "encrypted" },   { OIDC_ERROR_NO_ID_TOKEN, "id_token_missing" },
};

static const Meaning loopback_meanings[] = {
  { TESSERA_LOOPBACK_ERROR_INVALID_URI, TESSERA_ERROR_USAGE, "invalid_redirect_uri",
    N_ ("A redirect URI looks like http://127.0.0.1/ or http://localhost:6363/.") },
  { TESSERA_LOOPBACK_ERROR_PORT_IN_USE, TESSERA_ERROR_OTHER, "port_in_use", NULL },
  { TESSERA_LOOPBACK_ERROR_FAILED, TESSERA_ERROR_OTHER, "failed", NULL },
};

static const Meaning keyring_meanings[] = {
  { TESSERA_KEYRING_ERROR_ABSENT, TESSERA_ERROR_KEYRING, "keyring_absent",
    N_ ("Start a keyring, such as GNOME Keyring.") },
  { TESSERA_KEYRING_ERROR_LOCKED, TESSERA_ERROR_KEYRING, "keyring_locked",
    N_ ("Unlock the keyring, then try again.") },
  { TESSERA_KEYRING_ERROR_FAILED, TESSERA_ERROR_KEYRING, "keyring_failed", NULL },
};

static const Meaning io_meanings[] = {
  { G_IO_ERROR_CANCELLED, TESSERA_ERROR_STOPPED, "cancelled", NULL },
};

static const Room rooms[] = {
  { tessera_account_error_quark, account_meanings, G_N_ELEMENTS (account_meanings) },
  { tessera_config_error_quark, config_meanings, G_N_ELEMENTS (config_meanings) },
  { tessera_store_error_quark, store_meanings, G_N_ELEMENTS (store_meanings) },
  { tessera_desktop_error_quark, desktop_meanings, G_N_ELEMENTS (desktop_meanings) },
  { tessera_flow_error_quark, flow_meanings, G_N_ELEMENTS (flow_meanings) },
  { tessera_files_error_quark, files_meanings, G_N_ELEMENTS (files_meanings) },
  { oidc_error_quark, oidc_meanings, G_N_ELEMENTS (oidc_meanings) },
  { tessera_loopback_error_quark, loopback_meanings, G_N_ELEMENTS (loopback_meanings) },
  { tessera_keyring_error_quark, keyring_meanings, G_N_ELEMENTS (keyring_meanings) },
  { g_io_error_quark, io_meanings, G_N_ELEMENTS (io_meanings) },
};

static const Meaning usage = { 0, TESSERA_ERROR_USAGE, "usage", NULL };
static const Meaning unknown = { 0, TESSERA_ERROR_OTHER, "failed", NULL };

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

TesseraErrorKind
tessera_error_kind (const GError *error)
{
  return error == NULL ? TESSERA_ERROR_NONE : find_meaning (error)->kind;
}

const char *
tessera_error_id (const GError *error)
{
  return find_meaning (error)->id;
}

const char *
tessera_error_reason (const GError *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (oidc_reasons); i++)
    if (g_error_matches (error, OIDC_ERROR, oidc_reasons[i].code))
      return oidc_reasons[i].reason;
  return NULL;
}

const char *
tessera_error_hint (const GError *error)
{
  const char *hint = find_meaning (error)->hint;

  /* The message says when to try again. */
  if (tessera_error_retry_after (error) > 0)
    return NULL;
  return hint != NULL ? _ (hint) : NULL;
}

gint64
tessera_error_retry_after (const GError *error)
{
  return oidc_error_get_retry_after (error);
}

const char *
tessera_error_issuer (const GError *error)
{
  return oidc_error_get_issuer (error);
}
