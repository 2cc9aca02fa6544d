/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stub.h"

#include <glib/gstdio.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

typedef struct
{
  guint status;
  char *type;
  GBytes *body;
  GStrv headers; /* name, value, name, value */
} Answer;

struct _Stub
{
  SoupServer *server;
  char *origin;
  GHashTable *answers;
  GString *log;
  GHashTable *ports;
  SoupMessageHeaders *headers;
  char *body;
  GTlsCertificate *certificate; /* (nullable) the last client's */
};

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->type);
  g_bytes_unref (answer->body);
  g_strfreev (answer->headers);
  g_free (answer);
}

static void
remember (Stub *self, SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  GUri *uri = soup_server_message_get_uri (message);

  g_string_append_printf (self->log, "%s %s%s%s\n", soup_server_message_get_method (message),
                          g_uri_get_path (uri), g_uri_get_query (uri) != NULL ? "?" : "",
                          g_uri_get_query (uri) != NULL ? g_uri_get_query (uri) : "");
  g_hash_table_add (self->ports, GUINT_TO_POINTER (g_inet_socket_address_get_port (
                                   G_INET_SOCKET_ADDRESS (address))));
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  self->headers = soup_message_headers_ref (soup_server_message_get_request_headers (message));
  g_set_object (&self->certificate, soup_server_message_get_tls_peer_certificate (message));
  g_free (self->body);
  self->body = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
serve_cb (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer data)
{
  Stub *self = data;
  Answer *answer = g_hash_table_lookup (self->answers, path);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  remember (self, message);
  if (answer == NULL)
    {
      soup_server_message_set_status (message, 404, NULL);
      return;
    }
  soup_server_message_set_status (message, answer->status, NULL);
  for (guint i = 0; answer->headers[i] != NULL; i += 2)
    soup_message_headers_append (headers, answer->headers[i], answer->headers[i + 1]);
  if (answer->type != NULL)
    soup_message_headers_set_content_type (headers, answer->type, NULL);
  if (g_bytes_get_size (answer->body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), answer->body);
}

Stub *
stub_new (GTlsCertificate *certificate)
{
  Stub *self = g_new0 (Stub, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *origin = NULL;
  GSList *uris;

  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, answer_free);
  self->log = g_string_new (NULL);
  self->ports = g_hash_table_new (NULL, NULL);
  self->server = soup_server_new ("tls-certificate", certificate, "raw-paths", TRUE, NULL);
  soup_server_add_handler (self->server, NULL, serve_cb, self, NULL);
  soup_server_listen_local (self->server, 0,
                            SOUP_SERVER_LISTEN_IPV4_ONLY
                              | (certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0),
                            &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  origin = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  origin[strlen (origin) - 1] = '\0';
  self->origin = g_steal_pointer (&origin);
  return self;
}

/* libsoup 3.6 forgets that a handshake is still going on with whoever refused its certificate: a
 * server that speaks TLS lives as long as the program. */
static void
end_server (SoupServer *server)
{
  static GPtrArray *kept = NULL;

  if (kept == NULL)
    kept = g_ptr_array_new ();
  if (!soup_server_is_https (server))
    {
      soup_server_disconnect (server);
      g_object_unref (server);
      return;
    }
  soup_server_remove_handler (server, NULL);
  g_ptr_array_add (kept, server);
}

void
stub_free (Stub *self)
{
  end_server (self->server);
  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->ports);
  g_string_free (self->log, TRUE);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_object (&self->certificate);
  g_free (self->body);
  g_free (self->origin);
  g_free (self);
}

const char *
stub_get_origin (Stub *self)
{
  return self->origin;
}

char *
stub_make_uri (Stub *self, const char *path)
{
  return g_strconcat (self->origin, path, NULL);
}

void
stub_answer_bytes (Stub *self,
                   const char *path,
                   guint status,
                   const char *type,
                   gconstpointer data,
                   gsize length)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->status = status;
  answer->type = g_strdup (type);
  answer->body = g_bytes_new (data, length);
  answer->headers = g_new0 (char *, 1);
  g_hash_table_replace (self->answers, g_strdup (path), answer);
}

void
stub_answer (Stub *self, const char *path, guint status, const char *type, const char *body)
{
  g_autoptr (GString) text = g_string_new (body);

  g_string_replace (text, "%ORIGIN%", self->origin, 0);
  stub_answer_bytes (self, path, status, type, text->str, text->len);
}

void
stub_add_header (Stub *self, const char *path, const char *name, const char *value)
{
  Answer *answer = g_hash_table_lookup (self->answers, path);
  guint n = g_strv_length (answer->headers);

  answer->headers = g_renew (char *, answer->headers, n + 3);
  answer->headers[n] = g_strdup (name);
  answer->headers[n + 1] = g_strdup (value);
  answer->headers[n + 2] = NULL;
}

const char *
stub_get_log (Stub *self)
{
  return self->log->str;
}

guint
stub_count_connections (Stub *self)
{
  return g_hash_table_size (self->ports);
}

static gboolean
accept_cb (SoupServerMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags problems)
{
  return TRUE;
}

static void
started_cb (SoupServer *server, SoupServerMessage *message)
{
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_cb), NULL);
}

void
stub_want_certificate (Stub *self)
{
  soup_server_set_tls_auth_mode (self->server, G_TLS_AUTHENTICATION_REQUIRED);
  g_signal_connect (self->server, "request-started", G_CALLBACK (started_cb), NULL);
}

GTlsCertificate *
stub_get_certificate (Stub *self)
{
  return self->certificate;
}

const char *
stub_get_header (Stub *self, const char *name)
{
  return soup_message_headers_get_one (self->headers, name);
}

const char *
stub_get_body (Stub *self)
{
  return self->body;
}

static void
set_alternative_name (gnutls_x509_crt_t certificate, const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS,
                                          g_inet_address_to_bytes (address),
                                          (guint) g_inet_address_get_native_size (address),
                                          GNUTLS_FSAN_SET);
  else
    gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, host,
                                          (guint) strlen (host), GNUTLS_FSAN_SET);
}

static char *
make_pem (const char *host, int from, int until)
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t certificate;
  gnutls_datum_t key_pem, certificate_pem;
  char *pem;

  gnutls_x509_privkey_init (&key);
  gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  gnutls_x509_crt_init (&certificate);
  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, "\1", 1);
  gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, "Stub", 4);
  gnutls_x509_crt_set_activation_time (certificate, time (NULL) + from);
  gnutls_x509_crt_set_expiration_time (certificate, time (NULL) + until);
  gnutls_x509_crt_set_basic_constraints (certificate, 1, -1);
  set_alternative_name (certificate, host);
  gnutls_x509_crt_set_key (certificate, key);
  g_assert_cmpint (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0), ==,
                   0);
  gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &key_pem);
  gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &certificate_pem);
  pem = g_strconcat ((char *) key_pem.data, (char *) certificate_pem.data, NULL);
  gnutls_free (key_pem.data);
  gnutls_free (certificate_pem.data);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
  return pem;
}

static void
remove_file (gpointer path)
{
  g_unlink (path);
  g_free (path);
}

GTlsCertificate *
stub_make_certificate (const char *host, int from, int until, GTlsDatabase **database)
{
  g_autofree char *pem = make_pem (host, from, until);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  int fd;

  g_assert_no_error (error);
  if (database == NULL)
    return certificate;
  fd = g_file_open_tmp ("tessera-stub-XXXXXX.pem", &path, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, pem, -1, NULL));
  *database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  /* It reads the file whenever it is asked, and may outlive the test in what libsoup does not let
   * go of: the file goes with the test. */
  g_test_queue_destroy (remove_file, g_steal_pointer (&path));
  return certificate;
}
