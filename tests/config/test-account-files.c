/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account-files.h"
#include "account-file.h"
#include "config-error.h"

#include <string.h>

static void
put (const char *path, const char *text)
{
  g_autofree char *directory = g_path_get_dirname (path);

  g_mkdir_with_parents (directory, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
put_own (const char *text)
{
  g_autofree char *path = tessera_account_file_get_path ();

  put (path, text);
}

static void
put_deployed (guint directory, const char *text)
{
  g_auto (GStrv) paths = tessera_account_file_get_system_paths ();

  g_assert_cmpuint (directory, <, g_strv_length (paths));
  put (paths[directory], text);
}

/* "id=name(*) id=name …", with a star where the account cannot be changed. */
static char *
read_all (GError **problem)
{
  g_autoptr (GPtrArray) configs = tessera_account_files_read (problem);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < configs->len; i++)
    {
      const TesseraAccountConfig *config = configs->pdata[i];

      g_string_append_printf (text, "%s%s=%s%s", i > 0 ? " " : "", config->id, config->name,
                              config->read_only ? "*" : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_all (const char *expected, const char *wrong)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *all = read_all (&problem);

  g_assert_cmpstr (all, ==, expected);
  if (wrong == NULL)
    {
      g_assert_no_error (problem);
      return;
    }
  g_assert_error (problem, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
  g_assert_nonnull (strstr (problem->message, wrong));
}

static void
test_order (void)
{
  put_deployed (0, "[company]\nName=Company\n");
  put_own ("[work]\nName=Work\n[home]\nName=Home\n");
  assert_all ("work=Work home=Home company=Company*", NULL);
}

/* What an administrator deploys is not replaced by a file that anybody may write. */
static void
test_id_of_administrator (void)
{
  put_deployed (0, "[company]\nName=Company\n");
  put_own ("[company]\nName=Mine\n[work]\nName=Work\n");
  assert_all ("work=Work company=Company*",
              "“company” belongs to an account set up by the administrator");
}

/* Of several directories the first one counts most, and that is how XDG_CONFIG_DIRS is meant. */
static void
test_several_administrators (void)
{
  put_deployed (0, "[company]\nName=Company\n");
  put_deployed (1, "[company]\nName=Other\n[lab]\nName=Lab\n");
  assert_all ("company=Company* lab=Lab*", NULL);
}

static void
test_same_name (void)
{
  put_own ("[a]\nName=Work\n[b]\nName=Home\n[c]\nName=Work\n");
  assert_all ("a=Work b=Home c=Work", "Two accounts have the name “Work”");
  put_own ("[a]\nName=Work\n[b]\nName=work\n");
  assert_all ("a=Work b=work", NULL);
  /* Composed and decomposed: nobody sees a difference. */
  put_own ("[a]\nName=Zo\xc3\xab\n[b]\nName=Zoe\xcc\x88\n");
  assert_all ("a=Zo\xc3\xab b=Zoe\xcc\x88", "Two accounts have the name");
  put_deployed (0, "[company]\nName=Company\n");
  put_own ("[mine]\nName=Company\n");
  assert_all ("mine=Company company=Company*", "Two accounts have the name “Company”");
}

static TesseraAccountConfig *
make_config (const char *id, const char *name)
{
  TesseraAccountConfig *config = tessera_account_config_new ();

  config->id = g_strdup (id);
  config->name = g_strdup (name);
  config->issuer = g_strdup ("https://id.example.com");
  config->client_id = g_strdup ("client");
  return config;
}

static void
assert_change (gboolean (*change) (const TesseraAccountConfig *config, GError **error),
               const char *id,
               const char *name,
               int code)
{
  g_autoptr (TesseraAccountConfig) config = make_config (id, name);
  g_autoptr (GError) error = NULL;

  if (code < 0)
    {
      g_assert_true (change (config, &error));
      g_assert_no_error (error);
      return;
    }
  g_assert_false (change (config, &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, code);
}

static void
test_changes (void)
{
  put_deployed (0, "[company]\nName=Company\n");
  assert_change (tessera_account_files_add, "work", "Work", -1);
  assert_change (tessera_account_files_add, "home", "Home", -1);
  assert_change (tessera_account_files_add, "third", "Work", TESSERA_CONFIG_ERROR_EXISTS);
  assert_change (tessera_account_files_add, "third", "Company", TESSERA_CONFIG_ERROR_EXISTS);
  assert_change (tessera_account_files_update, "work", "Work", -1);
  assert_change (tessera_account_files_update, "work", "Job", -1);
  assert_change (tessera_account_files_update, "work", "Home", TESSERA_CONFIG_ERROR_EXISTS);
  assert_change (tessera_account_files_update, "gone", "Gone", TESSERA_CONFIG_ERROR_UNKNOWN);
  assert_change (tessera_account_files_update, "company", "Mine", TESSERA_CONFIG_ERROR_READ_ONLY);
  assert_all ("work=Job home=Home company=Company*", NULL);
  g_assert_true (tessera_account_files_remove ("work", NULL));
  g_assert_true (tessera_account_files_remove ("work", NULL));
  assert_all ("home=Home company=Company*", NULL);
}

static TesseraAccountConfig *
read_account (void)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) configs = tessera_account_files_read (&problem);

  g_assert_no_error (problem);
  g_assert_cmpuint (configs->len, ==, 1);
  return tessera_account_config_copy (g_ptr_array_index (configs, 0));
}

/* Two processes that read the same account, and then changed it one after the other. */
static void
test_change_of_what_was_read (void)
{
  const char *const hosts[] = { "h.example.com", NULL };
  g_autoptr (TesseraAccountConfig) before = make_config ("work", "Work");
  g_autoptr (TesseraAccountConfig) audience = tessera_account_config_copy (before);
  g_autoptr (TesseraAccountConfig) host = tessera_account_config_copy (before);
  g_autoptr (TesseraAccountConfig) both = NULL;
  g_autoptr (TesseraAccountConfig) left = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (tessera_account_files_add (before, NULL));
  audience->audience = g_strdup ("a");
  host->hosts = g_strdupv ((char **) hosts);
  g_assert_true (tessera_account_files_apply (before, audience, &error));
  g_assert_true (tessera_account_files_apply (before, host, &error));
  both = read_account ();
  g_assert_cmpstr (both->audience, ==, "a");
  g_assert_cmpstr (both->hosts[0], ==, "h.example.com");
  g_assert_true (tessera_account_files_take_back (before, audience, &error));
  left = read_account ();
  g_assert_null (left->audience);
  g_assert_cmpstr (left->hosts[0], ==, "h.example.com");
}

static void
test_take_back_leaves_what_was_changed_again (void)
{
  g_autoptr (TesseraAccountConfig) before = make_config ("work", "Work");
  g_autoptr (TesseraAccountConfig) after = tessera_account_config_copy (before);
  g_autoptr (TesseraAccountConfig) again = NULL;
  g_autoptr (TesseraAccountConfig) left = NULL;

  g_assert_true (tessera_account_files_add (before, NULL));
  after->audience = g_strdup ("a");
  g_free (after->name);
  after->name = g_strdup ("Job");
  again = tessera_account_config_copy (after);
  g_free (again->audience);
  again->audience = g_strdup ("b");
  g_assert_true (tessera_account_files_apply (before, after, NULL));
  g_assert_true (tessera_account_files_apply (after, again, NULL));
  g_assert_true (tessera_account_files_take_back (before, after, NULL));
  left = read_account ();
  g_assert_cmpstr (left->audience, ==, "b");
  g_assert_cmpstr (left->name, ==, "Work");
}

static void
test_change_of_none (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ("gone", "Gone");
  g_autoptr (GError) error = NULL;

  g_assert_false (tessera_account_files_apply (config, config, &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN);
}

/* A file that nobody understands is left as it is. */
static void
test_broken (void)
{
  static const char broken[] = "[a]\nName=A\nnonsense\n";
  g_autofree char *path = tessera_account_file_get_path ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  put_own (broken);
  assert_change (tessera_account_files_add, "b", "B", TESSERA_CONFIG_ERROR_INVALID);
  assert_change (tessera_account_files_update, "a", "B", TESSERA_CONFIG_ERROR_INVALID);
  g_assert_false (tessera_account_files_remove ("a", &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, broken);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/account-files/order", test_order);
  g_test_add_func ("/account-files/id-of-administrator", test_id_of_administrator);
  g_test_add_func ("/account-files/several-administrators", test_several_administrators);
  g_test_add_func ("/account-files/same-name", test_same_name);
  g_test_add_func ("/account-files/changes", test_changes);
  g_test_add_func ("/account-files/broken", test_broken);
  g_test_add_func ("/account-files/change-of-what-was-read", test_change_of_what_was_read);
  g_test_add_func ("/account-files/take-back", test_take_back_leaves_what_was_changed_again);
  g_test_add_func ("/account-files/change-of-none", test_change_of_none);
  return g_test_run ();
}
