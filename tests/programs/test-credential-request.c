/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "credential-protocol.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* @line: words with blanks between them. */
static TesseraCredentialRequest *
parse (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  TesseraCredentialOptions options = { 0 };

  return tessera_credential_request_new ((const char *const *) words, &options, NULL);
}

static void
assert_words (const char *line, const char *account, const char *appended)
{
  g_autoptr (TesseraCredentialRequest) request = parse (line);
  g_autofree char *found = NULL;

  g_assert_nonnull (request);
  found = g_strjoinv (" ", request->words);
  g_assert_cmpstr (request->account_name, ==, account);
  g_assert_cmpstr (found, ==, appended);
}

static void
test_words (void)
{
  assert_words ("kubernetes", NULL, "");
  assert_words ("kubernetes Work", "Work", "");
  assert_words ("git get", NULL, "get");
  assert_words ("git Work erase", "Work", "erase");
  assert_words ("docker get", NULL, "get");
  assert_words ("terraform get h.example", NULL, "get h.example");
  assert_words ("terraform Work get h.example", "Work", "get h.example");
  assert_words ("goauth", NULL, "");
  assert_words ("goauth Work", "Work", "");
  assert_words ("goauth https://h.example/x", NULL, "https://h.example/x");
  assert_words ("goauth Work https://h.example/x", "Work", "https://h.example/x");
  assert_words ("bazel get", NULL, "get");
  assert_words ("bazel get more words", NULL, "get more words");
  assert_words ("bazel Work get more", "Work", "get more");
}

static void
test_wrong_words (void)
{
  static const char *const lines[] = { "frobnicate",
                                       "git",
                                       "git Work get more",
                                       "docker",
                                       "bazel",
                                       "bazel Work",
                                       "terraform get",
                                       "kubernetes Work more",
                                       "goauth a b",
                                       "goauth a b https://h.example" };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_null (parse (lines[i]));
}

/* A protocol is of use only if it can be read, written and said to have failed. */
static void
test_table (void)
{
  const char *const *names = tessera_credential_get_protocols ();

  g_assert_cmpuint (g_strv_length ((char **) names), ==, 10);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      const TesseraCredentialProtocol *row = tessera_credential_protocol_find (names[i]);

      g_assert_nonnull (row->write);
      g_assert_nonnull (row->read);
      g_assert_cmpuint (row->min_validity, >=, 60 + row->margin);
    }
}

static char *
read_typed (const char *input, gsize length, gboolean until_blank)
{
  static const TesseraCredentialRequest request;
  int file = memfd_create ("input", 0);
  char *text;

  g_assert_cmpint (write (file, input, length), ==, (gssize) length);
  lseek (file, 0, SEEK_SET);
  dup2 (file, STDIN_FILENO);
  close (file);
  text = tessera_credential_read_input (&request, until_blank, NULL);
  return text;
}

static void
test_input (void)
{
  g_autofree char *large = g_strnfill (1048577, 'x');
  g_autofree char *text = read_typed ("a=b\n\n", 5, TRUE);
  static const TesseraCredentialRequest request;
  g_autofree char *again = tessera_credential_read_input (&request, TRUE, NULL);

  g_assert_cmpstr (text, ==, "a=b\n\n");
  /* The program that this one becomes reads it too. */
  g_assert_cmpstr (again, ==, text);
  g_assert_null (read_typed ("a\0b", 3, FALSE));
  g_assert_null (read_typed ("\xff", 1, FALSE));
  g_assert_null (read_typed (large, strlen (large), FALSE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/credential-request/words", test_words);
  g_test_add_func ("/credential-request/wrong-words", test_wrong_words);
  g_test_add_func ("/credential-request/table", test_table);
  g_test_add_func ("/credential-request/input", test_input);
  return g_test_run ();
}
