/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config-error.h"
#include "account-file.h"
#include "session-record.h"
#include "inspect.h"
#include "mutation.h"

#include <glib/gstdio.h>

#include "oidc-error.h"

/* As in test-oidc-robustness.c: the files that people edit, and what they paste. */
#define ROUNDS 4000
#define SEED   8252

#define ACCOUNTS                                                                                   \
  "# "                                                                                             \
  "mine\n[one]\nName=Zo\xc3\xab\nIssuer=https://"                                                  \
  "idp.example.com\nClientId=c\nScopes=openid;email;\n"                                            \
  "[two]\nName=Two\nAuthorizationEndpoint=https://a.example/a\nTokenEndpoint=https://a.example/"   \
  "t\n"                                                                                            \
  "ClientId=d\nRedirectUris=http://localhost:6363/;\nAuthParams=a=b;\nUnknown=1\n"

#define STATE                                                                                      \
  "[State]\nSignedIn=true\nExpiresAt=1800000000\nExpiresBoot=77\nBootId=b\nRenewable=true\n"       \
  "Lifetime=3600\nSubject=zo\xc3\xab\\n1\nGeneration=7\n"

#define JWT "eyJhbGciOiJFUzI1NiIsImtpZCI6IjEifQ.eyJpc3MiOiJhIiwiZXhwIjoxfQ.AAAA"

static void
put (const char *path, GBytes *input)
{
  g_autofree char *directory = g_path_get_dirname (path);
  gsize length;
  const char *text = g_bytes_get_data (input, &length);
  FILE *file;

  g_assert_cmpint (g_mkdir_with_parents (directory, 0700), ==, 0);
  /* ext4 writes a truncated file to the disk at once, and g_file_set_contents waits for the disk
   * as well: thousands of times, here. */
  g_unlink (path);
  file = fopen (path, "w");
  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (length > 0 ? text : "", 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
assert_sentence (const GError *error, GQuark domain)
{
  if (error == NULL)
    return;
  g_assert_true (error->domain == domain);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

/* Whatever was read can be written, and read again. */
static void
check_config (const TesseraAccountConfig *config)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (TesseraAccountConfig) again = NULL;

  g_assert_true (tessera_account_config_check_id (config->id, NULL));
  g_assert_true (tessera_account_config_check_name (config->name, NULL));
  tessera_account_config_to_key_file (config, file);
  again = tessera_account_config_from_key_file (file, config->id, NULL);
  g_assert_nonnull (again);
  again->read_only = config->read_only;
  g_assert_true (tessera_account_config_equal (config, again));
}

static void
try_accounts (GBytes *input)
{
  g_autofree char *path = tessera_account_file_get_path ();
  g_autoptr (GPtrArray) configs
    = g_ptr_array_new_with_free_func ((GDestroyNotify) tessera_account_config_free);
  g_autoptr (TesseraAccountFile) file = NULL;
  g_autoptr (GError) broken = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *left = NULL;
  gsize length;

  put (path, input);
  file = tessera_account_file_read (path, &broken);
  g_assert_nonnull (file);
  assert_sentence (broken, TESSERA_CONFIG_ERROR);
  g_assert_true (tessera_account_file_get_configs (file, FALSE, configs, &error)
                 == (error == NULL));
  assert_sentence (error, TESSERA_CONFIG_ERROR);
  for (guint i = 0; i < configs->len; i++)
    check_config (configs->pdata[i]);
  g_assert_true (g_file_get_contents (path, &left, &length, NULL));
  g_assert_cmpmem (left, length, g_bytes_get_data (input, NULL), g_bytes_get_size (input));
}

static void
try_state (GBytes *input)
{
  g_autofree char *path = tessera_session_record_get_path ("one");
  g_autoptr (TesseraSessionRecord) state = NULL;

  put (path, input);
  state = tessera_session_record_read ("one", NULL);
  g_assert_nonnull (state);
  if (state->subject != NULL)
    g_assert_true (g_utf8_validate (state->subject, -1, NULL));
}

static void
try_jwt (GBytes *input)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (input, &length);
  g_autofree char *text = g_strndup (length > 0 ? data : "", length);
  g_autofree char *json = NULL;
  g_autoptr (JsonObject) answer = tessera_inspect (text, NULL, 0, &json, &error);

  g_assert_true ((answer != NULL) == (error == NULL));
  g_assert_true ((json != NULL) == (answer != NULL));
  assert_sentence (error, OIDC_ERROR);
  if (answer != NULL)
    g_assert_false (json_object_has_member (answer, "verified"));
}

static void
mutate (const char *document, void (*try) (GBytes *input))
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (GBytes) input = mutation_make (random, document);

      try (input);
    }
}

static void
test_accounts (void)
{
  mutate (ACCOUNTS, try_accounts);
}

static void
test_state (void)
{
  mutate (STATE, try_state);
}

static void
test_inspect (void)
{
  mutate (JWT, try_jwt);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/account/robustness/accounts", test_accounts);
  g_test_add_func ("/account/robustness/state", test_state);
  g_test_add_func ("/account/robustness/inspect", test_inspect);
  return g_test_run ();
}
