/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <libsoup/soup.h>
#include <sys/file.h>
#include <unistd.h>

#include "lock.h"
#include "account-session.h"
#include "flow.h"
#include "sign-out.h"
#include "store-error.h"

/* A sign-in, and the reading of what it stored, beside another process's sign-out. It is another
 * TesseraAccount here; files, locks and keyring are the real ones. */

static ProviderProcess *provider;

static Flow *
new_flow (void)
{
  g_autoptr (TesseraAccountConfig) config
    = flow_make_config (provider_process_get_issuer (provider));

  return flow_new (config);
}

static TesseraAccount *
new_other (Flow *flow)
{
  return tessera_account_new (tessera_account_get_config (flow->account), FALSE);
}

static void
get_without_following (SoupSession *session,
                       const char *uri,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, callback,
                                    user_data);
}

static void
redirected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SoupSession *session = SOUP_SESSION (source);
  SoupMessage *message = soup_session_get_async_result_message (session, result);
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (session, result, NULL);

  g_assert_nonnull (body);
  get_without_following (session,
                         soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                       "Location"),
                         flow_ready_cb, user_data);
}

typedef struct
{
  SoupSession *session;
  GAsyncResult *answered;
} Browser;

/* Brings the answer, and does not come for the page that says how it went. */
static void
uri_changed_cb (TesseraSignIn *sign_in, GParamSpec *pspec, Browser *browser)
{
  get_without_following (browser->session, tessera_sign_in_get_uri (sign_in), redirected_cb,
                         &browser->answered);
}

static void
wait_signed_out (TesseraSignOut *leave, GAsyncResult **left)
{
  g_autoptr (GError) error = NULL;

  flow_wait (left);
  g_assert_true (tessera_sign_out_run_finish (leave, *left, &error));
  g_assert_no_error (error);
}

typedef struct
{
  TesseraSignOut *leave;
  GAsyncResult *left;
} SignOut;

static void
stored_cb (TesseraStore *store, OidcTokens *tokens, SignOut *sign_out)
{
  if (tokens)
    tessera_sign_out_run_async (sign_out->leave, NULL, flow_ready_cb, &sign_out->left);
}

/* The tokens are stored, and the browser is still awaited: who signs out now has the last word. */
static void
test_signed_out_at_the_end (void)
{
  g_autoptr (Flow) flow = new_flow ();
  g_autoptr (TesseraAccount) other = new_other (flow);
  g_autoptr (TesseraSignOut) leave = tessera_sign_out_new (other);
  g_autoptr (SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autoptr (GAsyncResult) signed_in = NULL;
  g_autoptr (GError) error = NULL;
  TesseraStore *store = tessera_account_get_store (flow->account);
  Browser browser = { session, NULL };
  SignOut sign_out = { leave, NULL };

  tessera_sign_in_set_open_browser (flow->sign_in, FALSE);
  g_signal_connect (flow->sign_in, "notify::uri", G_CALLBACK (uri_changed_cb), &browser);
  g_signal_connect (store, "changed", G_CALLBACK (stored_cb), &sign_out);
  tessera_sign_in_run_async (flow->sign_in, NULL, flow_ready_cb, &signed_in);
  wait_signed_out (leave, &sign_out.left);
  g_clear_object (&sign_out.left);
  flow_wait (&signed_in);
  g_assert_true (tessera_sign_in_run_finish (flow->sign_in, signed_in, &error));
  g_assert_no_error (error);
  g_clear_object (&browser.answered);
  g_signal_handlers_disconnect_by_data (store, &sign_out);

  /* As the file monitor of whoever watches does. */
  tessera_store_read (store);
  g_assert_cmpint (tessera_account_get_state (flow->account), ==, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_null (tessera_account_get_access_token (flow->account));
  g_assert_cmpuint (flow_count_stored (flow->account), ==, 0);
}

/* What the keyring gave before it forgot is of no session any more. */
static void
test_signed_out_while_loading (void)
{
  g_autoptr (Flow) flow = new_flow ();
  g_autoptr (TesseraAccount) loading = NULL;
  g_autoptr (TesseraSessionRecord) signed_out = g_new0 (TesseraSessionRecord, 1);
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;

  flow_run (flow, &error);
  flow_assert_signed_in (flow, error);
  loading = new_other (flow);
  tessera_account_load_async (loading, NULL, flow_ready_cb, &loaded);
  g_assert_true (
    tessera_session_record_write (tessera_account_get_config (loading)->id, signed_out, &error));
  flow_wait (&loaded);
  g_assert_false (tessera_account_load_finish (loading, loaded, &error));
  g_assert_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN);
  g_assert_cmpint (tessera_account_get_state (loading), ==, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_false (tessera_account_is_loaded (loading));
}

static void
step_changed_cb (TesseraSignIn *sign_in, GParamSpec *pspec, Flow *flow)
{
  g_autoptr (TesseraAccountConfig) config
    = tessera_account_config_copy (tessera_account_get_config (flow->account));
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (tessera_sign_in_get_step (sign_in), "Exchanging the code") != 0)
    return;
  g_free (config->client_id);
  config->client_id = g_strdup ("another");
  tessera_accounts_update (flow->accounts, config, &error);
  g_assert_no_error (error);
}

/* The account is another client's by now: the tokens are not taken for its own, nor sent
 * anywhere. */
static void
test_changed_meanwhile (void)
{
  g_autoptr (Flow) flow = new_flow ();
  g_autoptr (GError) error = NULL;

  g_signal_connect (flow->sign_in, "notify::step", G_CALLBACK (step_changed_cb), flow);
  flow_run (flow, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tessera_account_get_state (flow->account), ==, TESSERA_ACCOUNT_SIGNED_OUT);
  g_assert_null (tessera_account_get_access_token (flow->account));
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", "--fault", "metadata-no-end-session", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  provider = provider_process_start (args);
  g_test_add_func ("/sign-in-others/signed-out-at-the-end", test_signed_out_at_the_end);
  g_test_add_func ("/sign-in-others/signed-out-while-loading", test_signed_out_while_loading);
  g_test_add_func ("/sign-in-others/changed-meanwhile", test_changed_meanwhile);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
