/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The room's error domain, and the only mapping from every room's errors to exit codes, the IDs of
 * --json and hints. */
#define TESSERA_ACCOUNT_ERROR (tessera_account_error_quark ())
GQuark tessera_account_error_quark (void);

typedef enum
{
  TESSERA_ACCOUNT_ERROR_NO_ID_TOKEN,     /* signed in, but the provider gave no ID token, or it has
                                        expired */
  TESSERA_ACCOUNT_ERROR_SIGN_IN_FAILED,  /* a moment ago, and is not begun again */
  TESSERA_ACCOUNT_ERROR_HOST_NOT_LISTED, /* the token is not for the host that a program names */
  TESSERA_ACCOUNT_ERROR_NOT_ALLOWED,     /* by the administrator: see account-policy.h */
  TESSERA_ACCOUNT_ERROR_FAILED,
} TesseraAccountError;

/* The kinds of failure. The numbers are the exit codes of the command line. */
typedef enum
{
  TESSERA_ERROR_NONE = 0,
  TESSERA_ERROR_OTHER = 1,         /* port in use, no browser, disk full */
  TESSERA_ERROR_USAGE = 2,         /* unknown command, option or account; invalid configuration */
  TESSERA_ERROR_NOT_SIGNED_IN = 3, /* or the session has ended */
  TESSERA_ERROR_STOPPED = 4,       /* cancelled, or the deadline passed */
  TESSERA_ERROR_REFUSED = 5,       /* an OAuth error of the provider */
  TESSERA_ERROR_INVALID = 6,       /* an answer failed a check */
  TESSERA_ERROR_UNREACHABLE = 7,   /* network, TLS, 429, 5xx */
  TESSERA_ERROR_KEYRING = 8,       /* locked or absent */
} TesseraErrorKind;

/* The kind of @error (nullable), of any room. */
TesseraErrorKind tessera_error_kind (const GError *error);

/* The stable ID that --json shows ("state_mismatch", "unreachable", "not_signed_in", …). Static. */
const char *tessera_error_id (const GError *error);

/* The "reason" of --json, for an ID that has several causes ("proxy", "unknown_ca", …); otherwise
 * NULL. Static. */
const char *tessera_error_reason (const GError *error);

/* A translated sentence that says what to do next; NULL if the message is sufficient. Static.
 * Programs call tessera_advice_make() instead, which gives more specific advice. */
const char *tessera_error_hint (const GError *error);

/* If @error is that the metadata's issuer differs from the account's: the metadata's issuer, if an
 * account can have it. Otherwise NULL. Owned by @error. */
const char *tessera_error_issuer (const GError *error);

/* Seconds to wait before the next request after @error (Retry-After, RFC 9110 §10.2.3); -1 if the
 * provider gave none. */
gint64 tessera_error_retry_after (const GError *error);
