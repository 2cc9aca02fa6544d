/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "credential-protocol.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* What git was recorded to write, by version, and what it is answered. */

#define HOST           "protocol=https\nhost=git.example.com:8443\n"
#define NEW            "capability[]=authtype\ncapability[]=state\n" HOST
#define PASSWORD(user) "username=" user "\npassword=TOKEN\npassword_expiry_utc=1900000000\n"
#define BEARER                                                                                     \
  "capability[]=authtype\nauthtype=Bearer\ncredential=TOKEN\nephemeral=1\n"                        \
  "password_expiry_utc=1900000000\n"

static const struct
{
  const char *name;
  const char *input;
  const char *answer;
} recorded[] = {
  { "2.39", HOST "\n", PASSWORD ("oauth2") },
  { "2.39 with a user", HOST "username=zoe\n\n", PASSWORD ("zoe") },
  { "2.39 without an empty line", HOST, PASSWORD ("oauth2") },
  { "2.41", HOST "wwwauth[]=Bearer realm=\"x\"\n\n", PASSWORD ("oauth2") },
  { "2.46, Basic", NEW "wwwauth[]=Basic realm=\"x\"\n\n", PASSWORD ("oauth2") },
  { "2.46, Bearer", NEW "wwwauth[]=Bearer realm=\"x\"\n\n", BEARER },
  { "2.46, both", NEW "wwwauth[]=Basic realm=\"x\"\nwwwauth[]=bearer\n\n", BEARER },
  { "2.46, another scheme", NEW "wwwauth[]=BearerX realm=\"x\"\n\n", PASSWORD ("oauth2") },
  { "2.46, proactive", NEW "\n", BEARER },
  { "2.47, Basic", NEW "wwwauth[]=Basic realm=\"x\"\n", PASSWORD ("oauth2") },
  { "2.47, Bearer", NEW "wwwauth[]=Bearer realm=\"x\"\n", BEARER },
  { "2.47, both", NEW "wwwauth[]=Basic realm=\"x\"\nwwwauth[]=Bearer realm=\"x\"\n", BEARER },
  { "2.47, http.proactiveAuth=auto", NEW, BEARER },
  { "2.47, http.proactiveAuth=basic", NEW "wwwauth[]=Basic\n", PASSWORD ("oauth2") },
  { "send-email", "capability[]=authtype\nprotocol=smtp\nhost=mail.example.com\n\n",
    PASSWORD ("oauth2") },
};

static void
type (const char *input)
{
  int file = memfd_create ("input", 0);

  g_assert_cmpint (write (file, input, strlen (input)), ==, (gssize) strlen (input));
  lseek (file, 0, SEEK_SET);
  dup2 (file, STDIN_FILENO);
  close (file);
}

static TesseraCredentialRequest *
read_request (const char *operation, const char *input)
{
  const char *const words[] = { "git", "Work", operation, NULL };
  TesseraCredentialOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  TesseraCredentialRequest *request = tessera_credential_request_new (words, &options, &error);

  g_assert_no_error (error);
  type (input);
  g_assert_true (request->protocol->read (request, &error));
  g_assert_no_error (error);
  return request;
}

static void
test_recorded (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (recorded); i++)
    {
      g_autoptr (TesseraCredentialRequest) request = read_request ("get", recorded[i].input);
      g_autofree char *answer = request->protocol->write (request, "TOKEN", 1900000000, NULL);

      g_test_message ("%s", recorded[i].name);
      g_assert_cmpint (request->action, ==, TESSERA_CREDENTIAL_GET);
      g_assert_cmpstr (answer, ==, recorded[i].answer);
    }
}

static void
test_unknown_expiry (void)
{
  g_autoptr (TesseraCredentialRequest) request = read_request ("get", HOST "\n");
  g_autofree char *answer = request->protocol->write (request, "TOKEN", 0, NULL);

  g_assert_cmpstr (answer, ==, "username=oauth2\npassword=TOKEN\n");
}

static void
test_where (void)
{
  g_autoptr (TesseraCredentialRequest) plain = read_request ("get", HOST "\n");
  g_autoptr (TesseraCredentialRequest) path = read_request ("get", HOST "path=group/a.git\n\n");
  g_autoptr (TesseraCredentialRequest) http = read_request ("get", "protocol=http\nhost=x\n\n");

  g_assert_cmpstr (plain->uri, ==, "https://git.example.com:8443/");
  g_assert_cmpstr (path->uri, ==, "https://git.example.com:8443/group/a.git");
  g_assert_cmpstr (http->uri, ==, "http://x/");
}

static void
test_other_operations (void)
{
  g_autoptr (TesseraCredentialRequest) erase = read_request ("erase", HOST "password=hush\n\n");
  g_autoptr (TesseraCredentialRequest) bearer = read_request ("erase", NEW "credential=hush\n\n");
  g_autoptr (TesseraCredentialRequest) store = read_request ("store", HOST "password=hush\n\n");
  g_autoptr (TesseraCredentialRequest) unknown = read_request ("frobnicate", "");

  g_assert_cmpint (erase->action, ==, TESSERA_CREDENTIAL_ERASE);
  g_assert_cmpstr (erase->refused_secret, ==, "hush");
  g_assert_cmpstr (bearer->refused_secret, ==, "hush");
  g_assert_cmpint (store->action, ==, TESSERA_CREDENTIAL_NOTHING);
  g_assert_cmpint (unknown->action, ==, TESSERA_CREDENTIAL_NOTHING);
}

/* What git 2.47 says of a Bearer token that was taken, and of one that was refused. */
#define ANSWERED                                                                                   \
  "capability[]=authtype\nauthtype=Bearer\ncredential=hush\nephemeral=1\n" HOST                    \
  "password_expiry_utc=1900000000\n"

static void
test_bearer_afterwards (void)
{
  g_autoptr (TesseraCredentialRequest) store = read_request ("store", ANSWERED);
  g_autoptr (TesseraCredentialRequest) erase
    = read_request ("erase",
                    ANSWERED "wwwauth[]=Basic realm=\"x\"\nwwwauth[]=Bearer realm=\"x\"\n");

  g_assert_cmpint (store->action, ==, TESSERA_CREDENTIAL_NOTHING);
  g_assert_cmpint (erase->action, ==, TESSERA_CREDENTIAL_ERASE);
  g_assert_cmpstr (erase->refused_secret, ==, "hush");
  g_assert_cmpstr (erase->uri, ==, "https://git.example.com:8443/");
}

static void
test_no_host (void)
{
  static const char *const hosts[]
    = { "a.example/group", "a.example?x", "a.example#x", "zoe@a.example", "a.example\\x" };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *input = g_strdup_printf ("protocol=https\nhost=%s\n\n", hosts[i]);
      g_autoptr (TesseraCredentialRequest) request = read_request ("get", input);

      g_assert_cmpint (request->action, ==, TESSERA_CREDENTIAL_NOTHING);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/credential-git/recorded", test_recorded);
  g_test_add_func ("/credential-git/unknown-expiry", test_unknown_expiry);
  g_test_add_func ("/credential-git/where", test_where);
  g_test_add_func ("/credential-git/other-operations", test_other_operations);
  g_test_add_func ("/credential-git/bearer-afterwards", test_bearer_afterwards);
  g_test_add_func ("/credential-git/no-host", test_no_host);
  return g_test_run ();
}
