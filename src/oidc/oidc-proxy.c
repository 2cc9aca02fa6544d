/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-proxy.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-error.h"

#define DEFAULT_PORT 1080 /* as for curl */
#define DIRECT       "direct://"

struct _OidcProxy
{
  GObject parent_instance;
  GProxyResolver *resolver; /* (nullable) NULL: the default one, not asked for yet */
  char *unusable;           /* (nullable) the variable whose value is no proxy */
  GHashTable *found;        /* "host:port" to the proxy's URI */
};

static void implement_resolver (GProxyResolverInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OidcProxy,
                               oidc_proxy,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, implement_resolver))

static char *
make_key (GUri *uri)
{
  int port = g_uri_get_port (uri);

  return g_strdup_printf ("%s:%d", g_uri_get_host (uri), port > 0 ? port : 443);
}

/* Where a connection without a proxy may be tried too, no failure is the proxy's alone. */
static void
note_proxies (OidcProxy *self, const char *uri, char **proxies)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);
  gboolean direct = FALSE;

  if (parsed == NULL || proxies == NULL)
    return;
  for (char **proxy = proxies; *proxy != NULL; proxy++)
    direct = direct || g_str_has_prefix (*proxy, DIRECT);
  g_hash_table_replace (self->found, make_key (parsed), direct ? NULL : g_strdup (proxies[0]));
}

static gboolean
fail_if_unusable (OidcProxy *self, GError **error)
{
  if (self->unusable == NULL)
    return FALSE;
  g_set_error (
    error, OIDC_ERROR, OIDC_ERROR_PROXY,
    _ ("The environment variable “%s” is not a proxy such as http://proxy.example.com:3128."),
    self->unusable);
  return TRUE;
}

/* The default one is made when a connection needs it: that loads half a desktop. */
static GProxyResolver *
get_resolver (OidcProxy *self)
{
  if (self->resolver == NULL)
    self->resolver = g_object_ref (g_proxy_resolver_get_default ());
  return self->resolver;
}

static gboolean
is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
look_up (GProxyResolver *resolver, const char *uri, GCancellable *cancellable, GError **error)
{
  OidcProxy *self = OIDC_PROXY (resolver);
  char **proxies = NULL;

  if (!fail_if_unusable (self, error))
    proxies = g_proxy_resolver_lookup (get_resolver (self), uri, cancellable, error);
  note_proxies (self, uri, proxies);
  return proxies;
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char **proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  note_proxies (g_task_get_source_object (task), g_task_get_task_data (task), proxies);
  if (proxies != NULL)
    g_task_return_pointer (task, proxies, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
look_up_async (GProxyResolver *resolver,
               const char *uri,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  OidcProxy *self = OIDC_PROXY (resolver);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, look_up_async);
  g_task_set_task_data (task, g_strdup (uri), g_free);
  if (fail_if_unusable (self, &error))
    return g_task_return_error (task, error);
  g_proxy_resolver_lookup_async (get_resolver (self), uri, cancellable, looked_up_cb,
                                 g_steal_pointer (&task));
}

static char **
look_up_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
implement_resolver (GProxyResolverInterface *interface)
{
  interface->is_supported = is_supported;
  interface->lookup = look_up;
  interface->lookup_async = look_up_async;
  interface->lookup_finish = look_up_finish;
}

static void
oidc_proxy_finalize (GObject *object)
{
  OidcProxy *self = OIDC_PROXY (object);

  g_clear_object (&self->resolver);
  g_clear_pointer (&self->unusable, g_free);
  g_clear_pointer (&self->found, g_hash_table_unref);
  G_OBJECT_CLASS (oidc_proxy_parent_class)->finalize (object);
}

static void
oidc_proxy_class_init (OidcProxyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = oidc_proxy_finalize;
}

static void
oidc_proxy_init (OidcProxy *self)
{
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* Returns: the value of the first variable that is set; NULL if none is. *@name: which it is. */
static const char *
read_environment (const char *const *names, const char **name)
{
  for (; *names != NULL; names++)
    if (g_getenv (*names) != NULL)
      {
        *name = *names;
        return g_getenv (*names);
      }
  return NULL;
}

/* The scheme as GIO knows it; NULL where it knows none such. GIO lets a SOCKS proxy look names up
 * wherever the protocol can, which is all that the "h" of "socks5h" asks for. */
static const char *
find_scheme (const char *scheme)
{
  static const char *const known[] = { "http", "https", "socks", "socks4", "socks4a", "socks5" };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (scheme, known[i]))
      return known[i];
  return g_str_equal (scheme, "socks5h") ? "socks5" : NULL;
}

/* GIO unescapes a proxy's URI, and where it cannot it connects without the proxy. */
static gboolean
is_readable (const char *uri)
{
  return g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL)
         && g_uri_is_valid (uri, G_URI_FLAGS_HAS_PASSWORD, NULL);
}

/* Adds what curl lets people leave out: the scheme and the port. Returns: (transfer full)
 * (nullable) */
static char *
complete (const char *value)
{
  const GUriFlags flags
    = G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE;
  g_autofree char *text
    = strstr (value, "://") != NULL ? g_strdup (value) : g_strconcat ("http://", value, NULL);
  /* Without normalisation, which would leave out a port that is the scheme's own. */
  g_autoptr (GUri) uri = g_uri_parse (text, flags & ~(guint) G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  const char *scheme = uri != NULL ? find_scheme (g_uri_get_scheme (uri)) : NULL;
  g_autofree char *completed = NULL;

  if (scheme == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  completed = g_uri_join_with_user (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED, scheme,
                                    g_uri_get_user (uri), g_uri_get_password (uri), NULL,
                                    g_uri_get_host (uri),
                                    g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : DEFAULT_PORT,
                                    "", NULL, NULL);
  return is_readable (completed) ? g_steal_pointer (&completed) : NULL;
}

static gboolean
is_number (const char *text)
{
  return text[strspn (text, "0123456789")] == '\0';
}

/* @word as GSimpleProxyResolver takes it: a host, host:port, an address, [address]:port, or a
 * network. It warns about anything else. Returns: (transfer full) (nullable) */
static char *
read_ignored_host (const char *word)
{
  gsize length = strlen (word);
  g_autoptr (GInetAddressMask) network = g_inet_address_mask_new_from_string (word, NULL);
  g_autofree char *bare
    = word[0] == '[' && word[length - 1] == ']' ? g_strndup (word + 1, length - 2) : NULL;
  const char *colon = word[0] == '[' ? strstr (word, "]:") : strchr (word, ':');

  if (network != NULL)
    return g_strdup (word);
  if (bare != NULL)
    return g_hostname_is_ip_address (bare) ? g_steal_pointer (&bare) : NULL;
  if (strchr (word, '/') != NULL || (word[0] == '[' && colon == NULL))
    return NULL;
  if (colon != NULL && !is_number (strrchr (colon, ':') + 1))
    return NULL;
  return word[0] == '[' || colon == NULL || strchr (colon + 1, ':') == NULL ? g_strdup (word)
                                                                            : NULL;
}

/* The hosts that no_proxy leaves out, as GSimpleProxyResolver takes them. Returns: (transfer full)
 * (nullable): NULL where it leaves out all. */
static char **
read_ignored_hosts (void)
{
  static const char *const names[] = { "no_proxy", "NO_PROXY", NULL };
  const char *name;
  const char *value = read_environment (names, &name);
  g_auto (GStrv) words = g_strsplit_set (value != NULL ? value : "", ", \t", -1);
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();

  for (char **word = words; *word != NULL; word++)
    {
      g_autofree char *host = **word != '\0' ? read_ignored_host (*word) : NULL;

      if (g_str_equal (*word, "*"))
        return NULL;
      if (host != NULL)
        g_strv_builder_add (hosts, host);
    }
  return g_strv_builder_end (hosts);
}

OidcProxy *
oidc_proxy_new (void)
{
  static const char *const names[]
    = { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", NULL };
  OidcProxy *self = g_object_new (OIDC_TYPE_PROXY, NULL);
  g_auto (GStrv) ignored = read_ignored_hosts ();
  g_autofree char *proxy = NULL;
  const char *name;
  const char *value = read_environment (names, &name);

  if (value == NULL)
    return self;
  proxy = *value == '\0' || ignored == NULL ? g_strdup (DIRECT) : complete (value);
  if (proxy == NULL)
    self->unusable = g_strdup (name);
  self->resolver = g_simple_proxy_resolver_new (proxy, ignored);
  return self;
}

/* Of the proxy that @self gave to @uri. (transfer full) (nullable) */
static GUri *
find (OidcProxy *self, GUri *uri)
{
  g_autofree char *key = make_key (uri);
  const char *proxy = g_hash_table_lookup (self->found, key);

  return proxy != NULL ? g_uri_parse (proxy, G_URI_FLAGS_HAS_PASSWORD, NULL) : NULL;
}

/* libsoup asks a proxy for a tunnel by a message of its own. Basic (RFC 7617 §2) is what a user
 * name and a password in a URI mean. */
static void
queued_cb (SoupSession *session, SoupMessage *message, OidcProxy *self)
{
  g_autoptr (GUri) proxy = NULL;
  g_autofree char *credentials = NULL;
  g_autofree char *encoded = NULL;
  g_autofree char *value = NULL;

  if (soup_message_get_method (message) != SOUP_METHOD_CONNECT)
    return;
  proxy = find (self, soup_message_get_uri (message));
  if (proxy == NULL || g_uri_get_user (proxy) == NULL)
    return;
  credentials
    = g_strdup_printf ("%s:%s", g_uri_get_user (proxy),
                       g_uri_get_password (proxy) != NULL ? g_uri_get_password (proxy) : "");
  encoded = g_base64_encode ((const guchar *) credentials, strlen (credentials));
  value = g_strconcat ("Basic ", encoded, NULL);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Proxy-Authorization",
                                value);
}

void
oidc_proxy_attach (OidcProxy *self, SoupSession *session)
{
  soup_session_set_proxy_resolver (session, G_PROXY_RESOLVER (self));
  g_signal_connect_object (session, "request-queued", G_CALLBACK (queued_cb), self, 0);
}

char *
oidc_proxy_name (SoupSession *session, GUri *uri)
{
  GProxyResolver *resolver = soup_session_get_proxy_resolver (session);
  g_autoptr (GUri) proxy = OIDC_IS_PROXY (resolver) ? find (OIDC_PROXY (resolver), uri) : NULL;
  gboolean literal = proxy != NULL && strchr (g_uri_get_host (proxy), ':') != NULL;

  if (proxy == NULL)
    return NULL;
  if (g_uri_get_port (proxy) < 0)
    return g_strdup (g_uri_get_host (proxy));
  return g_strdup_printf (literal ? "[%s]:%d" : "%s:%d", g_uri_get_host (proxy),
                          g_uri_get_port (proxy));
}
