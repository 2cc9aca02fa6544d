/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "flow.h"

#include <libsecret/secret.h>
#include <string.h>

#include "session-record.h"

void
flow_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **ended = user_data;

  *ended = g_object_ref (result);
}

void
flow_wait (gpointer pointer)
{
  gpointer *waited_for = pointer;

  while (!*waited_for)
    g_main_context_iteration (NULL, TRUE);
}

TesseraAccountConfig *
flow_make_config (const char *issuer)
{
  TesseraAccountConfig *config = tessera_account_config_new ();

  config->issuer = g_strdup (issuer);
  config->client_id = g_strdup ("tessera-demo");
  return config;
}

Flow *
flow_new (const TesseraAccountConfig *config)
{
  static guint number;
  Flow *self = g_new0 (Flow, 1);
  g_autoptr (TesseraAccountConfig) named = tessera_account_config_copy (config);
  g_autoptr (GError) error = NULL;

  g_free (named->name);
  named->name = g_strdup_printf ("Account %u", ++number);
  self->accounts = tessera_accounts_new (FALSE, &error);
  g_assert_no_error (error);
  self->account = tessera_accounts_add (self->accounts, named, &error);
  g_assert_no_error (error);
  g_object_ref (self->account);
  self->cancellable = g_cancellable_new ();
  self->sign_in = tessera_sign_in_new (self->account);
  return self;
}

void
flow_free (Flow *self)
{
  g_object_unref (self->sign_in);
  g_object_unref (self->cancellable);
  g_object_unref (self->account);
  g_object_unref (self->accounts);
  if (self->steps)
    g_string_free (self->steps, TRUE);
  g_free (self->page);
  g_free (self);
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
step_changed_cb (Flow *self)
{
  const char *step = tessera_sign_in_get_step (self->sign_in);

  g_string_append_printf (self->steps, "%s\n", step ? step : ".");
  if (!self->cancel_at || g_strcmp0 (step, self->cancel_at) != 0)
    return;
  if (self->cancel_later)
    g_idle_add_full (G_PRIORITY_LOW, cancel_cb, g_object_ref (self->cancellable), g_object_unref);
  else
    g_cancellable_cancel (self->cancellable);
}

typedef struct
{
  Flow *flow;
  GCancellable *cancellable;
  GAsyncResult *ended;
  gboolean started;
} Browse;

static void
uri_changed_cb (Browse *browse)
{
  /* The tab of a first request that was refused is sent on to the second one. */
  if (browse->flow->no_answer || (browse->started && !browse->ended))
    return;
  browse->started = TRUE;
  g_clear_object (&browse->ended);
  provider_browse_async (tessera_sign_in_get_uri (browse->flow->sign_in), browse->cancellable,
                         flow_ready_cb, &browse->ended);
}

static void
finish_browsing (Flow *self, Browse *browse)
{
  g_autoptr (GError) error = NULL;

  if (self->no_answer || !tessera_sign_in_get_uri (self->sign_in))
    return;
  if (self->page_hangs)
    g_cancellable_cancel (browse->cancellable);
  flow_wait (&browse->ended);
  self->page = provider_browse_finish (browse->ended, &self->page_status, NULL, &error);
}

/* RFC 8252 §8.3: the port closes with the flow. */
static void
assert_port_closed (Flow *self)
{
  const char *text = tessera_sign_in_get_uri (self->sign_in);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GHashTable) parameters = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GUri) redirect_uri = NULL;
  g_autoptr (GError) error = NULL;

  if (!text)
    return;
  uri = g_uri_parse (text, G_URI_FLAGS_ENCODED_QUERY, NULL);
  parameters = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  redirect_uri
    = g_uri_parse (g_hash_table_lookup (parameters, "redirect_uri"), G_URI_FLAGS_NONE, NULL);
  g_assert_nonnull (redirect_uri);
  connection = g_socket_client_connect_to_host (client, g_uri_get_host (redirect_uri),
                                                g_uri_get_port (redirect_uri), NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

static TesseraSignIn *
prepare (Flow *self)
{
  if (self->steps)
    {
      g_string_free (g_steal_pointer (&self->steps), TRUE);
      g_object_unref (self->sign_in);
      self->sign_in = tessera_sign_in_new (self->account);
    }
  g_clear_pointer (&self->page, g_free);
  self->steps = g_string_new (NULL);
  return self->sign_in;
}

gboolean
flow_run (Flow *self, GError **error)
{
  TesseraSignIn *sign_in = prepare (self);
  g_autoptr (GCancellable) browsing = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  Browse browse = { .flow = self, .cancellable = browsing };
  gboolean ok;

  tessera_sign_in_set_open_browser (sign_in, self->opens_browser);
  tessera_sign_in_set_keep_in_memory (sign_in, !self->no_memory);
  if (self->timeout > 0)
    tessera_sign_in_set_timeout (sign_in, self->timeout);
  g_signal_connect_swapped (sign_in, "notify::step", G_CALLBACK (step_changed_cb), self);
  g_signal_connect_swapped (sign_in, "notify::uri", G_CALLBACK (uri_changed_cb), &browse);
  tessera_sign_in_run_async (sign_in, self->cancellable, flow_ready_cb, &result);
  if (!g_cancellable_is_cancelled (self->cancellable))
    g_assert_cmpint (tessera_account_get_state (self->account), ==, TESSERA_ACCOUNT_SIGNING_IN);
  flow_wait (&result);
  ok = tessera_sign_in_run_finish (sign_in, result, error);
  finish_browsing (self, &browse);
  g_clear_object (&browse.ended);
  g_signal_handlers_disconnect_by_data (sign_in, &browse);
  g_signal_handlers_disconnect_by_data (sign_in, self);
  assert_port_closed (self);
  return ok;
}

guint
flow_count_stored (TesseraAccount *account)
{
  const SecretSchema schema = { .name = "any",
                                .flags = SECRET_SCHEMA_DONT_MATCH_NAME,
                                .attributes = { { "account", 0 }, { "kind", 0 } } };
  g_autoptr (GError) error = NULL;
  GList *items = secret_password_search_sync (&schema, SECRET_SEARCH_ALL, NULL, &error, "account",
                                              tessera_account_get_config (account)->id, "kind",
                                              "tokens", NULL);
  guint count = g_list_length (items);

  g_list_free_full (items, g_object_unref);
  g_assert_no_error (error);
  return count;
}

void
flow_assert_failed (Flow *self, const GError *error, int exit_code)
{
  g_autoptr (TesseraSessionRecord) state
    = tessera_session_record_read (tessera_account_get_config (self->account)->id, NULL);

  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_cmpint (tessera_error_kind (error), ==, exit_code);
  g_assert_cmpint (tessera_account_get_state (self->account), ==, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_null (tessera_account_get_access_token (self->account));
  g_assert_false (state->signed_in);
  g_assert_null (tessera_sign_in_get_step (self->sign_in));
  g_assert_true (!self->page || !strstr (self->page, "You are signed in"));
}

void
flow_assert_signed_in (Flow *self, const GError *error)
{
  g_autoptr (TesseraSessionRecord) state
    = tessera_session_record_read (tessera_account_get_config (self->account)->id, NULL);

  g_assert_no_error (error);
  g_assert_cmpint (tessera_account_get_state (self->account), ==, TESSERA_ACCOUNT_SIGNED_IN);
  g_assert_nonnull (tessera_account_get_access_token (self->account));
  g_assert_true (state->signed_in);
  g_assert_cmpuint (flow_count_stored (self->account), ==, 1);
  g_assert_null (tessera_sign_in_get_warning (self->sign_in));
  g_assert_null (tessera_sign_in_get_step (self->sign_in));
  g_assert_cmpuint (self->page_status, ==, 200);
  g_assert_nonnull (strstr (self->page, "You are signed in to Account"));
}
