/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "aws-credentials.h"
#include "aws-exchange.h"

#include <glib/gi18n.h>
#include <string.h>

#include "clock.h"

/* credential_process of the AWS command line and SDKs. They force new credentials where less than
 * ten minutes are left, and ask for them five minutes before. */

#define LASTS 900 /* seconds */

static gboolean G_GNUC_PRINTF (2, 3) usage (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, arguments);
  va_end (arguments);
  return FALSE;
}

gboolean
tessera_credential_aws_read (TesseraCredentialRequest *request, GError **error)
{
  gsize length = request->session_name != NULL ? strlen (request->session_name) : 2;

  if (request->role_arn == NULL || !g_str_has_prefix (request->role_arn, "arn:"))
    return usage (error,
                  _ ("AWS needs a role. Use --role-arn arn:aws:iam::123456789012:role/NAME."));
  if (length < 2 || length > 64
      || (request->session_name != NULL
          && strspn (request->session_name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_+=,.@-")
               != length))
    return usage (error, _ ("“--session-name” takes 2 to 64 letters, digits and “_+=,.@-”."));
  if (request->region != NULL
      && (request->region[0] == '\0'
          || strspn (request->region, G_CSET_a_2_z G_CSET_DIGITS "-") != strlen (request->region)))
    return usage (error, _ ("“--region” takes the name of a region, such as eu-central-1."));
  if (request->sts_endpoint != NULL && !tessera_accounts_is_secure_host (request->sts_endpoint))
    return usage (error, _ ("“--sts-endpoint” takes an https URL."));
  return TRUE;
}

/* (transfer full) (nullable) */
static TesseraAwsCredentials *
find (const TesseraCredentialRequest *request, const char *exchanged)
{
  g_autofree char *key = tessera_aws_exchange_make_key (request);

  return tessera_aws_credentials_find (exchanged, request->subject, key);
}

gboolean
tessera_credential_aws_lasts (const TesseraCredentialRequest *request, const char *exchanged)
{
  g_autoptr (TesseraAwsCredentials) credentials = find (request, exchanged);

  return credentials != NULL && credentials->expires_at - tessera_clock_wall () > LASTS;
}

char *
tessera_credential_aws_write (const TesseraCredentialRequest *request,
                              const char *exchanged,
                              gint64 expires_at,
                              GError **error)
{
  g_autoptr (TesseraAwsCredentials) credentials = find (request, exchanged);

  if (credentials != NULL && credentials->expires_at > tessera_clock_wall ())
    return tessera_credential_print_object (tessera_aws_credentials_to_json (credentials));
  g_set_error_literal (
    error, TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_FAILED,
    _ ("The credentials from AWS have already expired. Check this computer’s clock."));
  return NULL;
}
