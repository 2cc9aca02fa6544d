/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "credential.h"

/* A row of the table, and what its functions meet. */

typedef enum
{
  TESSERA_CREDENTIAL_GET,
  TESSERA_CREDENTIAL_ERASE,   /* the program was refused with refused_secret */
  TESSERA_CREDENTIAL_NOTHING, /* nothing to do: the protocol's answer of nothing */
  TESSERA_CREDENTIAL_REPLY,   /* a fixed answer, which the reader has put into @reply */
} TesseraCredentialAction;

/* Whether the program can only be asking for a host that the person set it up for. */
typedef enum
{
  TESSERA_CREDENTIAL_SCOPED,     /* an account without Hosts will do */
  TESSERA_CREDENTIAL_FOR_A_HOST, /* the program names a host, any: it must be listed */
} TesseraCredentialScope;

typedef struct
{
  const char *name;
  TesseraTokenKind token;
  TesseraCredentialScope scope;
  /* How many words the program appends; the last one of them may be left out where optional. */
  guint n_words;
  gboolean last_word_optional;
  const char *verb; /* (nullable) the word that is appended; what follows it is ignored */
  guint margin;     /* seconds: the expiry is announced so much earlier */
  /* The least validity of what is handed out, in seconds; or more for half of its lifetime. */
  guint min_validity;
  gboolean half_a_lifetime;
  /* (nullable) From words, standard input and environment to the request's fields. */
  gboolean (*read) (TesseraCredentialRequest *request, GError **error);
  /* (nullable) Whether somebody sits before the program; NULL: never. */
  gboolean (*person_is_there) (const TesseraCredentialRequest *request);
  /* The answer. (transfer full). Errors: what keeps the token from being written. */
  char *(*write) (const TesseraCredentialRequest *request,
                  const char *token,
                  gint64 expires_at,
                  GError **error);
  /* The answer where there is nothing for this host, or nothing to do; NULL: it is an error. */
  const char *nothing;
  int nothing_status;
  /* (nullable) Fills *answer where there is an error; NULL: nothing on standard output. */
  void (*fail) (const TesseraCredentialRequest *request,
                const GError *error,
                TesseraCredentialAnswer *answer);
  /* (nullable) Where the ID token is exchanged first: whether @exchanged, what is kept of an
   * earlier exchange, has something for @request that lasts. */
  gboolean (*lasts) (const TesseraCredentialRequest *request, const char *exchanged);
} TesseraCredentialProtocol;

struct _TesseraCredentialRequest
{
  const TesseraCredentialProtocol *protocol;
  char *account_name; /* (nullable) */
  char **words;       /* those that the program appended */

  /* Of the command line. */
  char **hosts;
  char *username;
  TesseraTokenKind token;
  gboolean sign_in;
  gboolean go_on;
  gboolean with_name;
  char *role_arn;
  char *session_name;
  guint duration; /* seconds */
  char *region;
  char *sts_endpoint;
  char *policy;

  /* Of the program, by the row's reader. */
  TesseraCredentialAction action;
  char *reply; /* (nullable) */
  int reply_status;
  char *uri;             /* (nullable) where the token is to go: a host or a URL */
  gboolean uri_is_whole; /* the program tells all of the URL, its path, too */
  char *user;            /* (nullable) the user name that the program knows of */
  char *refused_secret;  /* (nullable) */
  char *asker;           /* (nullable) the same one that asks twice was refused */
  gboolean was_refused;  /* the program says that the last answer was of no use */
  gboolean bearer;       /* git takes a Bearer token, and the server too */
  gboolean proactive;    /* git would, and has not asked the server yet */
  gboolean interactive;
  const char *api_version; /* (nullable) kubernetes; static */
  const char *token_type;  /* (nullable) google; static */

  /* Found by the runner. */
  char *host_user;     /* (nullable) the user name that stands beside the host in the account */
  char **header_hosts; /* (nullable) where the account's token may go, for goauth */
  char *subject;       /* (nullable) who is signed in */
  char *email;         /* (nullable) */
};

const TesseraCredentialProtocol *tessera_credential_protocol_find (const char *name);

/* Standard input up to its end, or with @until_blank up to an empty line. It can be read again
 * afterwards, by this process and by one that it becomes. (transfer full). Errors: G_OPTION_ERROR
 * where it is no text, or too long. */
char *tessera_credential_read_input (gboolean until_blank, GError **error);

/* The user name to send beside the token: the one of the command line, of the account's host, of
 * the program, or @fallback. */
const char *tessera_credential_request_get_user (const TesseraCredentialRequest *self,
                                                 const char *fallback);

/* Whether a display is set and standard error is a terminal. */
gboolean tessera_credential_person_at_terminal (const TesseraCredentialRequest *request);

/* A word for the process that started this one, which no other has. (transfer full) (nullable) */
char *tessera_credential_name_parent (void);

/* "2026-11-27T17:00:00Z". (transfer full) */
char *tessera_credential_format_time (gint64 wall);

/* @object as JSON and a newline. Takes @object. (transfer full) */
char *tessera_credential_print_object (JsonObject *object);

/* The functions of the rows. */
gboolean tessera_credential_git_read (TesseraCredentialRequest *request, GError **error);
gboolean tessera_credential_git_person (const TesseraCredentialRequest *request);
char *tessera_credential_git_write (const TesseraCredentialRequest *request,
                                    const char *token,
                                    gint64 expires_at,
                                    GError **error);
void tessera_credential_git_fail (const TesseraCredentialRequest *request,
                                  const GError *error,
                                  TesseraCredentialAnswer *answer);

gboolean tessera_credential_kubernetes_read (TesseraCredentialRequest *request, GError **error);
gboolean tessera_credential_kubernetes_person (const TesseraCredentialRequest *request);
char *tessera_credential_kubernetes_write (const TesseraCredentialRequest *request,
                                           const char *token,
                                           gint64 expires_at,
                                           GError **error);

gboolean tessera_credential_header_read (TesseraCredentialRequest *request, GError **error);
char *tessera_credential_header_write (const TesseraCredentialRequest *request,
                                       const char *token,
                                       gint64 expires_at,
                                       GError **error);
gboolean tessera_credential_mcp_read (TesseraCredentialRequest *request, GError **error);
char *tessera_credential_mcp_write (const TesseraCredentialRequest *request,
                                    const char *token,
                                    gint64 expires_at,
                                    GError **error);

gboolean tessera_credential_docker_read (TesseraCredentialRequest *request, GError **error);
char *tessera_credential_docker_write (const TesseraCredentialRequest *request,
                                       const char *token,
                                       gint64 expires_at,
                                       GError **error);
void tessera_credential_docker_fail (const TesseraCredentialRequest *request,
                                     const GError *error,
                                     TesseraCredentialAnswer *answer);

gboolean tessera_credential_google_read (TesseraCredentialRequest *request, GError **error);
char *tessera_credential_google_write (const TesseraCredentialRequest *request,
                                       const char *token,
                                       gint64 expires_at,
                                       GError **error);
void tessera_credential_google_fail (const TesseraCredentialRequest *request,
                                     const GError *error,
                                     TesseraCredentialAnswer *answer);

gboolean tessera_credential_bazel_read (TesseraCredentialRequest *request, GError **error);
char *tessera_credential_bazel_write (const TesseraCredentialRequest *request,
                                      const char *token,
                                      gint64 expires_at,
                                      GError **error);

gboolean tessera_credential_goauth_read (TesseraCredentialRequest *request, GError **error);
char *tessera_credential_goauth_write (const TesseraCredentialRequest *request,
                                       const char *token,
                                       gint64 expires_at,
                                       GError **error);

gboolean tessera_credential_terraform_read (TesseraCredentialRequest *request, GError **error);
char *tessera_credential_terraform_write (const TesseraCredentialRequest *request,
                                          const char *token,
                                          gint64 expires_at,
                                          GError **error);

gboolean tessera_credential_aws_read (TesseraCredentialRequest *request, GError **error);
gboolean tessera_credential_aws_lasts (const TesseraCredentialRequest *request,
                                       const char *exchanged);
char *tessera_credential_aws_write (const TesseraCredentialRequest *request,
                                    const char *exchanged,
                                    gint64 expires_at,
                                    GError **error);
