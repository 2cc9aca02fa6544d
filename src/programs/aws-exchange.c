/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "aws-exchange.h"

#include <string.h>

#define SESSION_NAME_CHARACTERS G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_+=,.@-"
#define MIN_SESSION_NAME        2
#define MAX_SESSION_NAME        64

/* The account's session can have the credentials of several roles at once. */
char *
tessera_aws_exchange_make_key (const TesseraCredentialRequest *request)
{
  g_autofree char *uri = tessera_aws_exchange_make_uri (request);
  g_autofree char *all
    = g_strdup_printf ("%s\n%s\n%u\n%s\n%s", request->role_arn,
                       request->session_name != NULL ? request->session_name : "",
                       request->duration, uri, request->policy != NULL ? request->policy : "");

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);
}

static const char *
find_region (const TesseraCredentialRequest *request)
{
  static const char *const variables[] = { "AWS_REGION", "AWS_DEFAULT_REGION" };

  if (request->region != NULL)
    return request->region;
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      const char *region = g_getenv (variables[i]);

      if (region != NULL && region[0] != '\0'
          && strspn (region, G_CSET_a_2_z G_CSET_DIGITS "-") == strlen (region))
        return region;
    }
  return NULL;
}

char *
tessera_aws_exchange_make_uri (const TesseraCredentialRequest *request)
{
  const char *region = find_region (request);

  if (request->sts_endpoint != NULL)
    return g_strdup (request->sts_endpoint);
  if (region == NULL)
    return g_strdup ("https://sts.amazonaws.com/");
  return g_strdup_printf ("https://sts.%s.amazonaws.com%s/", region,
                          g_str_has_prefix (region, "cn-") ? ".cn" : "");
}

/* What AWS writes into its log for whoever acts. (transfer full) */
static char *
make_session_name (const TesseraCredentialRequest *request)
{
  const char *person = request->email != NULL ? request->email : request->subject;
  GString *name = g_string_new (person);

  for (char *c = name->str; *c != '\0'; c++)
    if (strchr (SESSION_NAME_CHARACTERS, *c) == NULL)
      *c = '-';
  g_string_truncate (name, MIN (name->len, MAX_SESSION_NAME));
  while (name->len < MIN_SESSION_NAME)
    g_string_append_c (name, '-');
  return g_string_free (name, FALSE);
}

static void
append (GString *form, const char *name, const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", name, escaped);
}

char *
tessera_aws_exchange_make_form (const TesseraCredentialRequest *request, const char *id_token)
{
  GString *form = g_string_new (NULL);
  g_autofree char *duration = g_strdup_printf ("%u", request->duration);
  g_autofree char *session_name = request->session_name != NULL ? g_strdup (request->session_name)
                                                                : make_session_name (request);

  append (form, "Action", "AssumeRoleWithWebIdentity");
  append (form, "Version", "2011-06-15");
  append (form, "RoleArn", request->role_arn);
  append (form, "RoleSessionName", session_name);
  append (form, "WebIdentityToken", id_token);
  append (form, "DurationSeconds", duration);
  if (request->policy != NULL)
    append (form, "Policy", request->policy);
  return g_string_free (form, FALSE);
}
