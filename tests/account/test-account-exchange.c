/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-exchange.h"

#include "config-error.h"

#include <string.h>

#define HEAD "[Tessera Accounts]\nVersion=1\n"
#define WORK "[a]\nName=Work\nIssuer=https://login.example.org/\nClientId=desktop\n"

static TesseraAccountExchange *
read_file (const char *text)
{
  g_autoptr (GError) error = NULL;
  TesseraAccountExchange *file = tessera_account_exchange_read (text, strlen (text), &error);

  g_assert_no_error (error);
  return file;
}

static void
assert_refused (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tessera_account_exchange_read (text, length, &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
}

static void
assert_refused_shortly (const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tessera_account_exchange_read (text, strlen (text), &error));
  g_assert_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_INVALID);
  g_assert_cmpuint (strlen (error->message), <, 200);
}

static void
test_goes_round (void)
{
  g_autoptr (TesseraAccountExchange) file = read_file (HEAD WORK "Scopes=openid;a,b;\n");
  g_autofree char *text = tessera_account_exchange_write (file->configs);
  g_autoptr (TesseraAccountExchange) again = read_file (text);

  g_assert_cmpuint (again->configs->len, ==, 1);
  g_assert_true (tessera_account_config_equal (file->configs->pdata[0], again->configs->pdata[0]));
  g_assert_null (again->dropped[0]);
}

static void
test_leaves_files (void)
{
  g_autoptr (TesseraAccountExchange) file
    = read_file (HEAD WORK "CaFile=/etc/ssl/ca.pem\nClientKey=\nUnknown=x\n");
  const TesseraAccountConfig *config = file->configs->pdata[0];

  g_assert_null (config->ca_file);
  g_assert_null (config->id);
  g_assert_cmpstrv (file->dropped, ((const char *const[]){ "CaFile", "Unknown", NULL }));
}

static void
test_other_hosts (void)
{
  g_autoptr (TesseraAccountExchange) file
    = read_file (HEAD WORK "TokenEndpoint=https://b.example/t\nJwksUri=https://a.example/k\n"
                           "UserinfoEndpoint=https://login.example.org/u\n"
                           "RevocationEndpoint=https://c.example/%ff\n"
                           "EndSessionEndpoint=https://login.example.org:444/\n");
  g_auto (GStrv) hosts = tessera_account_exchange_find_other_hosts (file->configs->pdata[0]);

  g_assert_cmpstrv (hosts, ((const char *const[]){ "a.example", "b.example", "c.example",
                                                   "login.example.org:444", NULL }));
}

/* Each beginning of a file, and each with a byte changed, is read or refused. */
static void
test_damaged (void)
{
  static const char whole[] = HEAD WORK "Hosts=git.example.com;\nAudience=x\n";

  for (gsize i = 0; i < strlen (whole); i++)
    for (guint c = 0; c < 256; c += 5)
      {
        g_autofree char *text = g_strdup (whole);
        g_autoptr (GError) error = NULL;
        g_autoptr (TesseraAccountExchange) file = NULL;
        g_autoptr (TesseraAccountExchange) part = tessera_account_exchange_read (whole, i, NULL);

        text[i] = (char) c;
        file = tessera_account_exchange_read (text, strlen (whole), &error);
        g_assert_true ((file == NULL) == (error != NULL));
      }
}

/* What would stop the window while it is laid out, in the dialog or in a message, is not read. */
static void
test_long (void)
{
  g_autofree char *word = g_strnfill (256, 'a');
  g_autofree char *words = g_strnfill (5000, 'a');
  g_autoptr (GString) keys = g_string_new (HEAD WORK);
  const char *const formats[]
    = { "Name=%s", "Hosts=git.example.com;%s.example", "%s=x", "Preset=%s", "AuthParams=%s" };

  for (gsize i = 0; i < 5000; i += 4)
    words[i] = ' ';
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GString) text = g_string_new (HEAD WORK);

      g_string_append (text, formats[i]);
      g_string_replace (text, "%s", i == 4 ? words : word, 0);
      assert_refused_shortly (text->str);
    }
  for (guint i = 0; i <= 50; i++)
    g_string_append_printf (keys, "Key%u=x\n", i);
  assert_refused_shortly (keys->str);
  g_string_assign (keys, HEAD WORK);
  g_string_replace (keys, "[a]", "[%s]", 0);
  g_string_replace (keys, "%s", word, 0);
  assert_refused_shortly (keys->str);
}

static void
test_refused (void)
{
  assert_refused ("\xff", 1);
  assert_refused ("a\0b", 3);
  assert_refused (HEAD, strlen (HEAD));
  assert_refused (WORK, strlen (WORK));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-exchange/goes-round", test_goes_round);
  g_test_add_func ("/account-exchange/leaves-files", test_leaves_files);
  g_test_add_func ("/account-exchange/other-hosts", test_other_hosts);
  g_test_add_func ("/account-exchange/damaged", test_damaged);
  g_test_add_func ("/account-exchange/long", test_long);
  g_test_add_func ("/account-exchange/refused", test_refused);
  return g_test_run ();
}
