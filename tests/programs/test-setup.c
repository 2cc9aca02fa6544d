/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "setup.h"

#include <glib/gstdio.h>
#include <string.h>

/* The files of two programs are in a folder of the test's. */
typedef struct
{
  TesseraAccountConfig *account;
  char *folder;
  char *git;
  char *docker;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->account = tessera_account_config_new ();
  self->account->id = g_strdup ("6f0e1b9e-2a0c-4c6e-9d59-0f6b3a1f7c11");
  self->account->name = g_strdup ("My Work");
  self->folder = g_dir_make_tmp (NULL, &error);
  g_assert_no_error (error);
  self->git = g_build_filename (self->folder, "git", NULL);
  self->docker = g_build_filename (self->folder, "config.json", NULL);
  g_setenv ("GIT_CONFIG_GLOBAL", self->git, TRUE);
  g_setenv ("DOCKER_CONFIG", self->folder, TRUE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_unlink (self->git);
  g_unlink (self->docker);
  g_rmdir (self->folder);
  tessera_account_config_free (self->account);
  g_free (self->folder);
  g_free (self->git);
  g_free (self->docker);
}

static gboolean
is_configured (Fixture *self, const char *program, const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return tessera_setup_is_configured_for (program, self->account);
}

static void
test_configured_for_an_account (Fixture *self, gconstpointer data)
{
  g_assert_false (tessera_setup_is_configured_for ("git", self->account));
  g_assert_true (is_configured (self, "git", self->git,
                                "[credential]\nhelper = !tessera credential git 'My Work'\n"));
  g_assert_true (is_configured (
    self, "git", self->git,
    "[credential]\nhelper = !tessera credential git 6f0e1b9e-2a0c-4c6e-9d59-0f6b3a1f7c11\n"));
  g_assert_true (is_configured (self, "git", self->git, "[credential]\nhelper = tessera my-work"));
  /* What git cannot read is read here. */
  g_assert_true (is_configured (self, "git", self->git, "[broken\n!tessera my-work"));
}

static void
test_configured_for_another (Fixture *self, gconstpointer data)
{
  g_assert_false (is_configured (self, "git", self->git,
                                 "[credential]\nhelper = !tessera credential git Other\n"));
  g_assert_false (is_configured (self, "git", self->git,
                                 "[credential]\nhelper = !tessera credential git My Workshop\n"));
  g_assert_false (is_configured (self, "git", self->git, "[user] name = My Work\n"));
  g_assert_false (is_configured (self, "git", self->git,
                                 "[user] name = My Work\n[safe]\ndirectory = /tessera\n"));
  g_assert_true (tessera_setup_get_title ("git") != NULL);
}

/* Docker's file names hosts. */
static void
test_configured_for_hosts (Fixture *self, gconstpointer data)
{
  const char *text = "{ \"credHelpers\": { \"a.test\": \"tessera\" } }";

  g_assert_false (is_configured (self, "docker", self->docker, text));
  self->account->hosts = g_strsplit ("a.test", " ", -1);
  g_assert_true (is_configured (self, "docker", self->docker, text));
  g_strfreev (self->account->hosts);
  self->account->hosts = g_strsplit ("a.test b.test", " ", -1);
  g_assert_false (is_configured (self, "docker", self->docker, text));
}

static void
test_needs_a_host (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraSetupText) without = tessera_setup_describe ("git", self->account);
  g_autoptr (TesseraSetupText) with = NULL;

  g_assert_true (without->lacks_host);
  g_assert_nonnull (without->missing);
  self->account->hosts = g_strsplit ("a.test", " ", -1);
  with = tessera_setup_describe ("git", self->account);
  g_assert_false (with->lacks_host);
  g_assert_null (with->missing);
  g_assert_nonnull (strstr (with->lines, "credential.https://a.test.helper"));
}

/* What the terminal can write has the command for it. */
static void
test_apply (Fixture *self, gconstpointer data)
{
  g_autoptr (TesseraSetupText) git = tessera_setup_describe ("git", self->account);
  g_autoptr (TesseraSetupText) mcp = tessera_setup_describe ("mcp", self->account);

  g_assert_true (g_str_has_suffix (git->apply, " setup git 'My Work' --apply"));
  g_assert_null (mcp->apply);
}

static void
test_titles (Fixture *self, gconstpointer data)
{
  const char *const *programs = tessera_setup_get_programs ();

  for (gsize i = 0; programs[i] != NULL; i++)
    g_assert_nonnull (tessera_setup_get_title (programs[i]));
  g_assert_cmpstr (tessera_setup_get_title ("kubernetes"), ==, "kubectl");
}

static void
add (const char *path, void (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/setup/configured-for-an-account", test_configured_for_an_account);
  add ("/setup/configured-for-another", test_configured_for_another);
  add ("/setup/configured-for-hosts", test_configured_for_hosts);
  add ("/setup/needs-a-host", test_needs_a_host);
  add ("/setup/apply", test_apply);
  add ("/setup/titles", test_titles);
  return g_test_run ();
}
