/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts.h"

/* The room programs: what other programs ask a credential helper for, and how they are made to ask.
 *
 *   credential            one call of `tessera credential`: what was asked, and the answer
 *   credential-protocols  the table: one row a protocol
 *   credential-run        the rules that hold for every row: which account, which host, how long a
 *                         token has to last, who may be asked for a password or to sign in
 *   credential-NAME       a row's functions: reader of the request, writer of the answer
 *   credential-online     what needs the network: renewal, sign-in, the exchange for AWS
 *   setup                 the lines that make a program ask
 *
 * An eleventh protocol is a row and its two functions. Knows account, files (what is read and
 * replaced on the disk) and oidc (strict JSON, and HTTP for the exchange). */

typedef struct _TesseraCredentialRequest TesseraCredentialRequest;

/* What the command line says besides the words. Strings are copied. */
typedef struct
{
  const char *const *hosts; /* (nullable) --host */
  const char *username;     /* (nullable) --username */
  gboolean access_token;    /* instead of the token that the protocol asks for */
  gboolean id_token;
  gboolean sign_in; /* where a person is there */
  gboolean go_on;   /* git: leave it to the next helper where there is no token */
  gboolean name;    /* header: the field's name too */
  /* aws */
  const char *role_arn;     /* (nullable) */
  const char *session_name; /* (nullable) */
  const char *duration;     /* (nullable) seconds */
  const char *region;       /* (nullable) */
  const char *sts_endpoint; /* (nullable) */
  const char *policy;       /* (nullable) */
} TesseraCredentialOptions;

/* @words: the protocol, perhaps an account, and what the program appends; ends with NULL. Errors:
 * G_OPTION_ERROR. (transfer full) */
TesseraCredentialRequest *tessera_credential_request_new (const char *const *words,
                                                          const TesseraCredentialOptions *options,
                                                          GError **error);
void tessera_credential_request_free (TesseraCredentialRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraCredentialRequest, tessera_credential_request_free)

/* The names of the protocols. Static, ends with NULL. */
const char *const *tessera_credential_get_protocols (void);

/* What has to be done with the network, by a program that has it. Each waits for its end. */
typedef struct
{
  gboolean (*renew) (TesseraAccount *account, GCancellable *cancellable, GError **error);
  gboolean (*sign_in) (TesseraAccount *account, GCancellable *cancellable, GError **error);
  /* Exchanges @id_token, and stores what comes of it. Returns: (transfer full) the text that is
   * stored */
  char *(*exchange) (const TesseraCredentialRequest *request,
                     TesseraAccount *account,
                     const char *id_token,
                     GCancellable *cancellable,
                     GError **error);
} TesseraCredentialOnline;

typedef struct
{
  char *output;          /* (nullable) all of standard output */
  gboolean quiet;        /* the error is told in @output, and nowhere else */
  int status;            /* exit status; -1: as the error has it, else 0 */
  gboolean needs_online; /* nothing else counts: it takes a TesseraCredentialOnline */
} TesseraCredentialAnswer;

void tessera_credential_answer_clear (TesseraCredentialAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TesseraCredentialAnswer, tessera_credential_answer_clear)

/* Answers @request: reads what the program says on standard input or in its environment, finds the
 * account and its token, and writes the whole answer into *answer, which is filled on failure, too.
 * @online: (nullable) NULL: what needs the network is not done, and *answer says so. Errors: any
 * room's; TESSERA_ACCOUNT_ERROR_HOST_NOT_LISTED. */
gboolean tessera_credential_run (TesseraCredentialRequest *request,
                                 const TesseraCredentialOnline *online,
                                 GCancellable *cancellable,
                                 TesseraCredentialAnswer *answer,
                                 GError **error);
