/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "account-error.h"

#include <gio/gio.h>

#include "keyring.h"
#include "loopback-error.h"
#include "oidc-error.h"
#include "config-error.h"
#include "store-error.h"
#include "desktop-error.h"
#include "flow-error.h"

static void
assert_code (GQuark domain, int code, int exit_code)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "x");

  g_assert_cmpint (tessera_error_kind (error), ==, exit_code);
  g_assert_cmpstr (tessera_error_id (error), !=, "");
}

static void
test_exit_codes (void)
{
  g_assert_cmpint (tessera_error_kind (NULL), ==, 0);
  assert_code (G_FILE_ERROR, G_FILE_ERROR_NOSPC, 1);
  assert_code (TESSERA_LOOPBACK_ERROR, TESSERA_LOOPBACK_ERROR_PORT_IN_USE, 1);
  assert_code (TESSERA_DESKTOP_ERROR, TESSERA_DESKTOP_ERROR_NO_BROWSER, 1);
  assert_code (G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, 2);
  assert_code (TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_UNKNOWN, 2);
  assert_code (TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_READ_ONLY, 2);
  assert_code (OIDC_ERROR, OIDC_ERROR_INVALID_CONFIG, 2);
  assert_code (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN, 3);
  assert_code (TESSERA_ACCOUNT_ERROR, TESSERA_ACCOUNT_ERROR_NO_ID_TOKEN, 3);
  assert_code (G_IO_ERROR, G_IO_ERROR_CANCELLED, 4);
  assert_code (TESSERA_FLOW_ERROR, TESSERA_FLOW_ERROR_DEADLINE, 4);
  assert_code (OIDC_ERROR, OIDC_ERROR_REFUSED, 5);
  assert_code (OIDC_ERROR, OIDC_ERROR_INVALID_GRANT, 5);
  for (int code = OIDC_ERROR_HTTP_STATUS; code <= OIDC_ERROR_CLAIMS; code++)
    assert_code (OIDC_ERROR, code, 6);
  assert_code (OIDC_ERROR, OIDC_ERROR_UNREACHABLE, 7);
  assert_code (OIDC_ERROR, OIDC_ERROR_BUSY, 7);
  for (int code = OIDC_ERROR_PROXY; code <= OIDC_ERROR_CLIENT_CERTIFICATE; code++)
    assert_code (OIDC_ERROR, code, 7);
  assert_code (OIDC_ERROR, OIDC_ERROR_ENCRYPTED, 6);
  assert_code (OIDC_ERROR, OIDC_ERROR_NO_ID_TOKEN, 6);
  assert_code (TESSERA_KEYRING_ERROR, TESSERA_KEYRING_ERROR_LOCKED, 8);
  for (int code = TESSERA_KEYRING_ERROR_ABSENT; code <= TESSERA_KEYRING_ERROR_FAILED; code++)
    assert_code (TESSERA_KEYRING_ERROR, code, 8);
}

/* Scripts compare them: a new code needs an ID of its own, and none may change. */
static void
test_ids (void)
{
  g_autoptr (GError) signed_out
    = g_error_new_literal (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN, "x");
  g_autoptr (GError) foreign = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_STATE_MISMATCH, "x");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpstr (tessera_error_id (signed_out), ==, "not_signed_in");
  g_assert_nonnull (tessera_error_hint (signed_out));
  g_assert_cmpstr (tessera_error_id (foreign), ==, "state_mismatch");
  for (int code = 0; code <= OIDC_ERROR_CLAIMS; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (OIDC_ERROR, code, "x");

      g_assert_cmpstr (tessera_error_id (error), !=, "failed");
      g_assert_true (g_hash_table_add (seen, (gpointer) tessera_error_id (error)));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-error/exit-codes", test_exit_codes);
  g_test_add_func ("/account-error/ids", test_ids);
  return g_test_run ();
}
