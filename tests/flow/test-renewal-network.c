/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "renew.h"
#include "account-renew.h"

/* No failure but the provider's word ends a session: the next renewal tries again with the same
 * refresh token, at a provider with the leeway for an answer that was lost. */

static ProviderProcess *provider;

static Renew *
new_renew (const char *fault)
{
  Renew *renew;

  provider_process_set_fault (provider, NULL);
  renew = renew_new (provider, NULL);
  if (fault)
    provider_process_set_fault (provider, fault);
  return renew;
}

typedef struct
{
  const char *fault;
  int exit_code;
  guint requests;                /* for tokens */
  gboolean brings_refresh_token; /* which is kept, since the one before is spent */
} Failure;

static const Failure failures[] = {
  { "metadata-error-500", 7, 0, FALSE },
  { "metadata-missing", 6, 0, FALSE },
  { "metadata-wrong-issuer", 6, 0, FALSE },
  { "metadata-endpoint-http", 6, 0, FALSE },
  { "metadata-redirect-insecure", 6, 0, FALSE },
  { "jwks-error-500", 7, 0, FALSE },
  { "jwks-not-json", 6, 0, FALSE },
  { "token-error-500", 7, 1, FALSE },
  { "token-error-rate-limit", 7, 1, FALSE },
  { "token-reset", 7, 1, FALSE },
  { "token-not-json", 6, 1, FALSE },
  { "token-redirect", 6, 1, FALSE },
  { "token-error-no-json", 6, 1, FALSE },
  { "token-error-problem-json", 6, 1, FALSE },
  { "token-error-status-200", 5, 1, FALSE },
  { "token-access-token-missing", 6, 1, TRUE },
  { "token-access-token-bad-characters", 6, 1, TRUE },
  { "token-type-mac", 6, 1, TRUE },
  { "token-duplicate-member", 6, 1, FALSE },
  { "token-huge", 6, 1, FALSE },
  { "refresh-answer-lost", 7, 1, FALSE },
};

static void
test_failure (gconstpointer data)
{
  const Failure *failure = data;
  g_autoptr (Renew) renew = new_renew (failure->fault);
  g_autoptr (GError) error = NULL;

  g_assert_false (renew_run (renew, &error));
  if (failure->brings_refresh_token)
    renew_assert_refused (renew, error, failure->exit_code);
  else
    renew_assert_kept (renew, error, failure->exit_code);
  g_assert_cmpuint (renew_count (renew), ==, failure->requests);
  g_assert_cmpint (renew->retry_after, ==,
                   strcmp (failure->fault, "token-error-rate-limit") == 0 ? 7 : -1);
  g_assert_cmpuint (provider_process_count (provider, "/elsewhere"), ==, 0);
  g_clear_error (&error);

  provider_process_set_fault (provider, NULL);
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
  g_assert_cmpuint (renew_count (renew), ==, failure->requests + 1);
}

/* Many in a row change nothing. */
static void
test_again_and_again (void)
{
  g_autoptr (Renew) renew = new_renew ("token-error-500");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_assert_false (renew_run (renew, &error));
      renew_assert_kept (renew, error, 7);
      g_clear_error (&error);
    }
  provider_process_set_fault (provider, NULL);
  renew_run (renew, &error);
  renew_assert_renewed (renew, error);
}

static void
test_no_network (void)
{
  const char *args[] = { "--auto", NULL };
  g_autoptr (ProviderProcess) other = provider_process_start (args);
  g_autoptr (Renew) renew = renew_new (other, NULL);
  g_autoptr (GError) error = NULL;

  provider_process_stop (g_steal_pointer (&other));
  g_assert_false (renew_run (renew, &error));
  renew_assert_kept (renew, error, 7);
}

/* A provider that never answers: the request has an end of its own, and cancel does not tear it
 * from what follows. */
static void
test_timeout (void)
{
  g_autoptr (Renew) renew = new_renew ("token-hang");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tessera_account_renew_async (renew->account, tessera_account_renew_get_now (), TRUE,
                               renew->cancellable, flow_ready_cb, &result);
  while (!result && renew_count (renew) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (renew->cancellable);
  flow_wait (&result);
  g_assert_false (tessera_account_renew_finish (renew->account, result, NULL, &error));
  renew_assert_kept (renew, error, 7);
}

int
main (int argc, char *argv[])
{
  const char *args[] = { "--auto", "--leeway", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  provider = provider_process_start (args);
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *path = g_strconcat ("/renewal-network/", failures[i].fault, NULL);

      g_test_add_data_func (path, &failures[i], test_failure);
    }
  g_test_add_func ("/renewal-network/again-and-again", test_again_and_again);
  g_test_add_func ("/renewal-network/no-network", test_no_network);
  g_test_add_func ("/renewal-network/timeout", test_timeout);
  status = g_test_run ();
  provider_process_stop (provider);
  return status;
}
