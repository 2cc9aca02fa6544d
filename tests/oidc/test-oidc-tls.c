/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-tls.h"

#include <glib/gstdio.h>
#include <gnutls/pkcs11.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fetch.h"
#include "oidc-error.h"
#include "raw.h"
#include "stub.h"

#define LIMIT 4096 /* bytes */
#define HOUR  3600 /* seconds */

#define SOFTHSM "/usr/lib/softhsm/libsofthsm2.so"

static char *directory;

/* (transfer full) The path of a new file with this text. */
static char *
put (const char *name, const char *text)
{
  char *path = g_build_filename (directory, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* (transfer full) */
static char *
get_pem (GTlsCertificate *certificate, const char *property)
{
  char *pem = NULL;

  g_object_get (certificate, property, &pem, NULL);
  g_assert_nonnull (pem);
  return pem;
}

/* (transfer full) */
static char *
put_certificate (const char *name, GTlsCertificate *certificate)
{
  g_autofree char *pem = get_pem (certificate, "certificate-pem");

  return put (name, pem);
}

/* (transfer full) */
static char *
put_key (const char *name, GTlsCertificate *certificate)
{
  g_autofree char *pem = get_pem (certificate, "private-key-pem");

  return put (name, pem);
}

static void
use (OidcHttp *http, const char *ca, const char *certificate, const char *key)
{
  g_autoptr (GError) error = NULL;

  oidc_http_use_certificates (http, ca, certificate, key, &error);
  g_assert_no_error (error);
}

static void
assert_answers (OidcHttp *http, const char *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OidcHttpAnswer) answer = fetch_get (http, uri, NULL, LIMIT, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (answer->status, ==, 200);
}

static void
assert_fails (OidcHttp *http, const char *uri, OidcError code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fetch_get (http, uri, NULL, LIMIT, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, OIDC_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, words));
}

static Stub *
serve (GTlsCertificate *certificate, char **uri)
{
  Stub *stub = stub_new (certificate);

  stub_answer (stub, "/a", 200, NULL, "{}");
  *uri = stub_make_uri (stub, "/a");
  return stub;
}

static void
test_authority (void)
{
  g_autoptr (GTlsCertificate) own = stub_make_certificate ("127.0.0.1", -HOUR, HOUR, NULL);
  g_autoptr (GTlsCertificate) other = stub_make_certificate ("127.0.0.1", -HOUR, HOUR, NULL);
  g_autofree char *ca = put_certificate ("ca.pem", own);
  g_autofree char *other_ca = put_certificate ("other.pem", other);
  g_autofree char *uri = NULL;
  g_autoptr (Stub) stub = serve (own, &uri);
  g_autoptr (OidcHttp) trusting = oidc_http_new ();
  g_autoptr (OidcHttp) mistaken = oidc_http_new ();

  use (trusting, ca, NULL, NULL);
  assert_answers (trusting, uri);
  assert_answers (trusting, uri);
  g_assert_cmpuint (stub_count_connections (stub), ==, 1);
  use (mistaken, other_ca, NULL, NULL);
  assert_fails (mistaken, uri, OIDC_ERROR_UNKNOWN_CA, "unknown authority");
}

/* What is the system's to trust stays trusted. */
static void
test_beside_the_system (void)
{
  g_autoptr (GTlsDatabase) system = NULL;
  g_autoptr (GTlsCertificate) known = stub_make_certificate ("127.0.0.1", -HOUR, HOUR, &system);
  g_autoptr (GTlsCertificate) own = stub_make_certificate ("127.0.0.1", -HOUR, HOUR, NULL);
  g_autofree char *ca = put_certificate ("ca.pem", own);
  g_autofree char *known_uri = NULL;
  g_autofree char *own_uri = NULL;
  g_autoptr (Stub) known_stub = serve (known, &known_uri);
  g_autoptr (Stub) own_stub = serve (own, &own_uri);
  g_autoptr (OidcHttp) http = oidc_http_new ();

  oidc_http_set_tls_database (http, system);
  use (http, ca, NULL, NULL);
  assert_answers (http, known_uri);
  assert_answers (http, own_uri);
}

/* An authority of one's own vouches for neither a date nor a name. */
static void
test_still_wrong (void)
{
  static const struct
  {
    const char *host;
    int from, until;
    const char *words;
  } cases[] = {
    { "127.0.0.1", -2 * HOUR, -HOUR, "has expired" },
    { "127.0.0.1", HOUR, 2 * HOUR, "is not valid yet" },
    { "idp.example.com", -HOUR, HOUR, "is for another host" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTlsCertificate) certificate
        = stub_make_certificate (cases[i].host, cases[i].from, cases[i].until, NULL);
      g_autofree char *ca = put_certificate ("ca.pem", certificate);
      g_autofree char *uri = NULL;
      g_autoptr (Stub) stub = serve (certificate, &uri);
      g_autoptr (OidcHttp) trusting = oidc_http_new ();
      g_autoptr (OidcHttp) ignorant = oidc_http_new ();

      use (trusting, ca, NULL, NULL);
      assert_fails (trusting, uri, OIDC_ERROR_CERTIFICATE, cases[i].words);
      assert_fails (ignorant, uri, OIDC_ERROR_CERTIFICATE, cases[i].words);
    }
}

/* Through a proxy that wants a password, with a certificate for the host's name. */
static void
test_through_proxy (void)
{
  g_autoptr (GTlsCertificate) own = stub_make_certificate ("idp.example.com", -HOUR, HOUR, NULL);
  g_autofree char *ca = put_certificate ("ca.pem", own);
  g_autofree char *uri = NULL;
  g_autoptr (Stub) stub = serve (own, &uri);
  guint16 port = (guint16) atoi (strrchr (stub_get_origin (stub), ':') + 1);
  g_autoptr (Raw) proxy = raw_new_tunnel (port);
  g_autofree char *setting
    = g_strconcat ("http://me:pass@", raw_get_uri (proxy) + strlen ("http://"), NULL);
  g_autoptr (OidcHttp) http = NULL;
  g_autoptr (OidcHttp) ignorant = NULL;
  g_autofree char *header = NULL;

  g_setenv ("https_proxy", setting, TRUE);
  http = oidc_http_new ();
  ignorant = oidc_http_new ();
  g_unsetenv ("https_proxy");
  use (http, ca, NULL, NULL);
  assert_answers (http, "https://idp.example.com/a");
  assert_answers (http, "https://idp.example.com/a");
  header = raw_get_header (proxy, "Proxy-Authorization");
  g_assert_cmpstr (header, ==, "Basic bWU6cGFzcw==");
  g_assert_cmpuint (raw_count_connections (proxy), ==, 1);
  g_assert_null (stub_get_header (stub, "Proxy-Authorization"));
  /* The proxy has done its part: this is the host's. */
  assert_fails (ignorant, "https://idp.example.com/a", OIDC_ERROR_UNKNOWN_CA, "idp.example.com");
}

/* Shows @certificate with @key, and is the one that was seen. */
static void
assert_shown (const char *certificate, const char *key, GTlsCertificate *expected)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GTlsCertificate) server = stub_make_certificate ("127.0.0.1", -HOUR, HOUR, &database);
  g_autofree char *uri = NULL;
  g_autoptr (Stub) stub = serve (server, &uri);
  g_autoptr (OidcHttp) http = oidc_http_new ();

  stub_want_certificate (stub);
  oidc_http_set_tls_database (http, database);
  use (http, NULL, certificate, key);
  assert_answers (http, uri);
  g_assert_true (g_tls_certificate_is_same (stub_get_certificate (stub), expected));
}

static void
test_client_certificate (void)
{
  g_autoptr (GTlsCertificate) own = stub_make_certificate ("client", -HOUR, HOUR, NULL);
  g_autofree char *certificate = put_certificate ("client.pem", own);
  g_autofree char *key = put_key ("client.key", own);
  g_autofree char *certificate_pem = get_pem (own, "certificate-pem");
  g_autofree char *key_pem = get_pem (own, "private-key-pem");
  g_autofree char *both_pem = g_strconcat (certificate_pem, key_pem, NULL);
  g_autofree char *both = put ("both.pem", both_pem);

  assert_shown (certificate, key, own);
  assert_shown (both, NULL, own);
}

/* Whoever vouches for the server. */
static void
test_client_certificate_missing (void)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GTlsCertificate) server = stub_make_certificate ("127.0.0.1", -HOUR, HOUR, &database);
  g_autofree char *ca = put_certificate ("ca.pem", server);
  g_autofree char *uri = NULL;
  g_autoptr (Stub) stub = serve (server, &uri);
  g_autoptr (OidcHttp) known = oidc_http_new ();
  g_autoptr (OidcHttp) own = oidc_http_new ();

  stub_want_certificate (stub);
  oidc_http_set_tls_database (known, database);
  use (own, ca, NULL, NULL);
  assert_fails (known, uri, OIDC_ERROR_CLIENT_CERTIFICATE, "client certificate");
  assert_fails (own, uri, OIDC_ERROR_CLIENT_CERTIFICATE, "client certificate");
}

static void
assert_unusable (const char *ca, const char *certificate, const char *key, const char *words)
{
  g_autoptr (OidcHttp) http = oidc_http_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (oidc_http_use_certificates (http, ca, certificate, key, &error));
  g_assert_error (error, OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_unusable (void)
{
  g_autoptr (GTlsCertificate) own = stub_make_certificate ("client", -HOUR, HOUR, NULL);
  g_autofree char *certificate = put_certificate ("client.pem", own);
  g_autofree char *key = put_key ("client.key", own);
  g_autofree char *text = put ("text", "no PEM");

  assert_unusable ("/nowhere/ca.pem", NULL, NULL, "/nowhere/ca.pem");
  assert_unusable (text, NULL, NULL, text);
  assert_unusable (key, NULL, NULL, key);
  assert_unusable (NULL, "/nowhere/client.pem", NULL, "“/nowhere/client.pem”");
  assert_unusable (NULL, text, NULL, text);
  assert_unusable (NULL, certificate, NULL, "without its private key");
  assert_unusable (NULL, certificate, "/nowhere/key.pem", "“/nowhere/key.pem”");
  assert_unusable (NULL, certificate, text, text);
  assert_unusable (NULL, "pkcs11:token=nowhere;object=nothing", NULL, "pkcs11:token=nowhere");
}

/* A pipe that nobody writes to would be waited for, and a device has no end. */
static void
test_no_certificate_file (void)
{
  g_autoptr (GTlsCertificate) own = stub_make_certificate ("me", -HOUR, HOUR, NULL);
  g_autofree char *certificate = put_certificate ("client.pem", own);
  g_autofree char *large = put ("large.pem", "");
  g_autofree char *pipe = g_build_filename (directory, "pipe", NULL);
  const struct
  {
    const char *name, *words;
  } files[] = {
    { pipe, "” cannot be used: it is not a regular file." },
    { "/dev/zero", "“/dev/zero” cannot be used: it is not a regular file." },
    { large, "it is too large" },
  };

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (truncate (large, 1024 * 1024 + 1), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      assert_unusable (files[i].name, NULL, NULL, files[i].words);
      assert_unusable (NULL, files[i].name, NULL, files[i].words);
      assert_unusable (NULL, certificate, files[i].name, files[i].words);
    }
}

static void
copy_to_token (const char *path)
{
  g_autofree char *pem = NULL;
  gnutls_datum_t data;
  gnutls_x509_crt_t certificate;

  g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));
  data.data = (guchar *) pem;
  data.size = (guint) strlen (pem);
  gnutls_x509_crt_init (&certificate);
  g_assert_cmpint (gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_PEM), ==, 0);
  g_assert_cmpint (gnutls_pkcs11_copy_x509_crt ("pkcs11:token=tessera;pin-value=1234", certificate,
                                                "k", GNUTLS_PKCS11_OBJ_FLAG_LOGIN),
                   ==, 0);
  gnutls_x509_crt_deinit (certificate);
}

/* In a token of softhsm2, made for this test. Returns: (transfer full) the file of its PIN. */
static char *
make_token (const char *certificate, const char *key)
{
  g_autofree char *tokens = g_build_filename (directory, "tokens", NULL);
  g_autofree char *setting = g_strdup_printf ("directories.tokendir = %s\n", tokens);
  g_autofree char *conf = put ("softhsm2.conf", setting);
  g_autofree char *script = g_strdup_printf (
    "{ softhsm2-util --init-token --free --label tessera --pin 1234 --so-pin 1234 && "
    "softhsm2-util --import %s --token tessera --label k --id 01 --pin 1234; } >&2",
    key);
  const char *argv[] = { "sh", "-c", script, NULL };
  int status;

  g_assert_cmpint (g_mkdir (tokens, 0700), ==, 0);
  g_setenv ("SOFTHSM2_CONF", conf, TRUE);
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  copy_to_token (certificate);
  return put ("pin", "1234");
}

static void
test_pkcs11 (void)
{
  g_autoptr (GTlsCertificate) own = NULL;
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;
  g_autofree char *pin = NULL;
  g_autofree char *certificate_uri = NULL;
  g_autofree char *key_uri = NULL;
  g_autofree char *both_uri = NULL;
  g_autofree char *program = g_find_program_in_path ("softhsm2-util");

  if (program == NULL || !g_file_test (SOFTHSM, G_FILE_TEST_EXISTS))
    return g_test_skip ("softhsm2 is not installed");
  own = stub_make_certificate ("client", -HOUR, HOUR, NULL);
  certificate = put_certificate ("client.pem", own);
  key = put_key ("client.key", own);
  pin = make_token (certificate, key);
  certificate_uri = g_strdup ("pkcs11:token=tessera;object=k;type=cert");
  key_uri = g_strdup_printf ("pkcs11:token=tessera;object=k;type=private?pin-source=%s", pin);
  both_uri = g_strdup_printf ("pkcs11:token=tessera;object=k?pin-source=%s", pin);
  assert_shown (certificate, key_uri, own);
  assert_shown (certificate_uri, key_uri, own);
  assert_shown (both_uri, NULL, own);
}

static void
remove_all (void)
{
  const char *argv[] = { "rm", "-r", directory, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (directory);
}

int
main (int argc, char *argv[])
{
  int status;

  directory = g_dir_make_tmp ("tessera-tls-XXXXXX", NULL);
  g_test_init (&argc, &argv, NULL);
  /* GnuTLS looks for tokens once: before any other test asks for one. */
  g_test_add_func ("/oidc/tls/pkcs11", test_pkcs11);
  g_test_add_func ("/oidc/tls/authority", test_authority);
  g_test_add_func ("/oidc/tls/beside-the-system", test_beside_the_system);
  g_test_add_func ("/oidc/tls/still-wrong", test_still_wrong);
  g_test_add_func ("/oidc/tls/through-proxy", test_through_proxy);
  g_test_add_func ("/oidc/tls/client-certificate", test_client_certificate);
  g_test_add_func ("/oidc/tls/client-certificate-missing", test_client_certificate_missing);
  g_test_add_func ("/oidc/tls/unusable", test_unusable);
  g_test_add_func ("/oidc/tls/no-certificate-file", test_no_certificate_file);
  status = g_test_run ();
  remove_all ();
  return status;
}
