/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "jws.h"
#include "provider-flow.h"

/* How this provider renews: rotation, leeway, and what tests set. */
#define SCOPES "openid offline_access"
#define ARGS(...)                                                                                  \
  (const char *const[]) { __VA_ARGS__, NULL }

static char *
sign_in (ProviderProcess *provider)
{
  g_autoptr (JsonObject) tokens = flow_sign_in (provider, SCOPES);

  return g_strdup (json_object_get_string_member (tokens, "refresh_token"));
}

/* Returns: (transfer full) the new refresh token. */
static char *
renew (ProviderProcess *provider, const char *refresh_token)
{
  g_autoptr (Fetched) answer = flow_refresh (provider, refresh_token);
  g_autoptr (JsonObject) tokens = fetched_read_json (answer);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_true (json_object_has_member (tokens, "access_token"));
  return g_strdup (json_object_get_string_member_with_default (tokens, "refresh_token", NULL));
}

static void
assert_ended (ProviderProcess *provider, const char *refresh_token)
{
  g_autoptr (Fetched) answer = flow_refresh (provider, refresh_token);

  flow_assert_error (answer, 400, "invalid_grant");
}

/* Whose answer was lost asks again, once; and what was lost is no good to whoever finds it. */
static void
test_leeway (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto", "--leeway"));
  g_autofree char *first = sign_in (provider);
  g_autofree char *lost = renew (provider, first);
  g_autofree char *second = renew (provider, first);
  g_autofree char *third = renew (provider, second);

  g_assert_cmpstr (lost, !=, second);
  assert_ended (provider, lost);
  assert_ended (provider, third);
}

static void
test_leeway_once (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto", "--leeway"));
  g_autofree char *first = sign_in (provider);
  g_autofree char *lost = renew (provider, first);
  g_autofree char *second = renew (provider, first);

  assert_ended (provider, first);
  assert_ended (provider, second);
}

static void
test_leeway_is_over (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto", "--leeway"));
  g_autofree char *first = sign_in (provider);
  g_autofree char *second = renew (provider, first);
  g_autofree char *third = renew (provider, second);

  assert_ended (provider, first);
  assert_ended (provider, third);
}

static void
test_no_rotation (void)
{
  g_autoptr (ProviderProcess) provider
    = provider_process_start (ARGS ("--auto", "--fault", "refresh-no-rotation"));
  g_autofree char *token = sign_in (provider);

  g_assert_null (renew (provider, token));
  g_assert_null (renew (provider, token));
}

/* What was sent is gone, and was done all the same. */
static void
test_answer_lost (void)
{
  g_autoptr (ProviderProcess) provider
    = provider_process_start (ARGS ("--auto", "--fault", "refresh-answer-lost"));
  g_autofree char *token = sign_in (provider);
  g_autoptr (Fetched) answer = flow_refresh (provider, token);

  g_assert_cmpuint (answer->status, ==, 0);
  assert_ended (provider, token);
}

static void
test_clock_and_lifetime (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (ARGS ("--auto"));
  g_autoptr (JsonObject) tokens = NULL;
  g_autoptr (JsonObject) claims = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 issued;

  provider_process_set_clock (provider, 1000000);
  provider_process_set_lifetime (provider, 77);
  tokens = flow_sign_in (provider, SCOPES);
  g_assert_cmpint (json_object_get_int_member (tokens, "expires_in"), ==, 77);
  claims = jws_read_part (json_object_get_string_member (tokens, "id_token"), 1);
  issued = json_object_get_int_member (claims, "iat");
  g_assert_cmpint (issued, >=, now + 1000000);
  g_assert_cmpint (json_object_get_int_member (claims, "exp"), ==, issued + 77);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/renewals/leeway", test_leeway);
  g_test_add_func ("/renewals/leeway-once", test_leeway_once);
  g_test_add_func ("/renewals/leeway-is-over", test_leeway_is_over);
  g_test_add_func ("/renewals/no-rotation", test_no_rotation);
  g_test_add_func ("/renewals/answer-lost", test_answer_lost);
  g_test_add_func ("/renewals/clock-and-lifetime", test_clock_and_lifetime);
  return g_test_run ();
}
