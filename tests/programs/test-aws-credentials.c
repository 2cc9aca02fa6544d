/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "aws-credentials.h"

#include <string.h>

#include "oidc-error.h"

#define ANSWER(expiration)                                                                         \
  "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"        \
  "<AssumeRoleWithWebIdentityResult><AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/dev/zoe"     \
  "</Arn></AssumedRoleUser><Credentials><SessionToken>tok/en+==</SessionToken>"                    \
  "<SecretAccessKey>secret</SecretAccessKey><Expiration>" expiration "</Expiration>"               \
  "<AccessKeyId>ASIA1</AccessKeyId></Credentials></AssumeRoleWithWebIdentityResult>"               \
  "</AssumeRoleWithWebIdentityResponse>"

static TesseraAwsCredentials *
parse (const char *xml, GError **error)
{
  return tessera_aws_credentials_parse (xml, strlen (xml), error);
}

static void
test_answer (void)
{
  static const char *const answers[]
    = { ANSWER ("2030-01-01T00:00:00Z"), ANSWER (" 2030-01-01T00:00:00.123456Z\n"),
        ANSWER ("2030-01-01T01:00:00+01:00") };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TesseraAwsCredentials) credentials = parse (answers[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (credentials->access_key_id, ==, "ASIA1");
      g_assert_cmpstr (credentials->secret_access_key, ==, "secret");
      g_assert_cmpstr (credentials->session_token, ==, "tok/en+==");
      g_assert_cmpint (credentials->expires_at, ==, 1893456000);
    }
}

static void
test_no_answer (void)
{
  static const char *const answers[] = { "",
                                         "nonsense",
                                         "<a><b></a></b>",
                                         "<a/>",
                                         ANSWER ("tomorrow"),
                                         ANSWER (""),
                                         "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>" };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (answers[i], &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
    }
}

static void
test_refusal (void)
{
  g_autoptr (GError) refused = NULL;
  g_autoptr (GError) passing = NULL;

  g_assert_null (parse ("<E><Error><Code>AccessDenied</Code><Message>no &amp; no</Message>"
                        "</Error></E>",
                        &refused));
  g_assert_error (refused, OIDC_ERROR, OIDC_ERROR_REFUSED);
  g_assert_nonnull (strstr (refused->message, "no & no (AccessDenied)"));
  g_assert_null (parse ("<E><Code>IDPCommunicationError</Code></E>", &passing));
  g_assert_error (passing, OIDC_ERROR, OIDC_ERROR_UNREACHABLE);
}

static void
test_stored (void)
{
  g_autoptr (TesseraAwsCredentials) one = parse (ANSWER ("2030-01-01T00:00:00Z"), NULL);
  g_autoptr (TesseraAwsCredentials) old = parse (ANSWER ("2020-01-01T00:00:00Z"), NULL);
  g_autofree char *first = tessera_aws_credentials_put (old, NULL, "zoe", "a", 0);
  g_autofree char *second = tessera_aws_credentials_put (one, first, "zoe", "b", 1700000000);
  g_autofree char *others = tessera_aws_credentials_put (one, second, "max", "c", 0);
  g_autoptr (TesseraAwsCredentials) found = tessera_aws_credentials_find (second, "zoe", "b");

  g_assert_cmpstr (found->session_token, ==, one->session_token);
  g_assert_cmpint (found->expires_at, ==, one->expires_at);
  /* What had expired is gone, and nobody gets what is another's. */
  g_assert_null (tessera_aws_credentials_find (second, "zoe", "a"));
  g_assert_null (tessera_aws_credentials_find (second, "max", "b"));
  g_assert_null (tessera_aws_credentials_find (second, NULL, "b"));
  g_assert_null (tessera_aws_credentials_find (others, "max", "b"));
  g_assert_null (tessera_aws_credentials_find (NULL, "zoe", "b"));
  g_assert_null (tessera_aws_credentials_find ("nonsense", "zoe", "b"));
  g_assert_null (tessera_aws_credentials_find ("{\"credentials\":{\"b\":1}}", NULL, "b"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/aws-credentials/answer", test_answer);
  g_test_add_func ("/aws-credentials/no-answer", test_no_answer);
  g_test_add_func ("/aws-credentials/refusal", test_refusal);
  g_test_add_func ("/aws-credentials/stored", test_stored);
  return g_test_run ();
}
