/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "jws.h"
#include "jwt-check.h"
#include "person.h"
#include "provider-flow.h"

#include <string.h>

#define SCOPES "openid profile email offline_access"

/* Random values and signed tokens are told apart by what they are, not by what is in them. No \b:
 * there is none before a value that begins with a hyphen. */
static char *
mask (const char *text)
{
  g_autoptr (GRegex) jwt = g_regex_new ("eyJ[A-Za-z0-9_-]*\\.[A-Za-z0-9_.-]*", 0, 0, NULL);
  g_autoptr (GRegex) random
    = g_regex_new ("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])", 0, 0, NULL);
  g_autofree char *once = g_regex_replace_literal (jwt, text, -1, 0, "JWT", 0, NULL);
  return g_regex_replace_literal (random, once != NULL ? once : text, -1, 0, "RANDOM", 0, NULL);
}

static void
test_mask (void)
{
  const char *right = "{\"token\":\"RANDOM\"}";
  g_autofree char *letter = mask ("{\"token\":\"mvfKOOBEFeOFNc6EDKW5vKDCAlbXmmAhEI1PmOTfZwU\"}");
  g_autofree char *hyphen = mask ("{\"token\":\"-vfKOOBEFeOFNc6EDKW5vKDCAlbXmmAhEI1PmOTfZw-\"}");
  g_autofree char *longer = mask ("{\"token\":\"-vfKOOBEFeOFNc6EDKW5vKDCAlbXmmAhEI1PmOTfZw-U\"}");

  g_assert_cmpstr (letter, ==, right);
  g_assert_cmpstr (hyphen, ==, right);
  g_assert_cmpstr (longer, !=, right);
}

static void
note (GString *notes, const Fetched *fetched)
{
  g_autofree char *body = mask (fetched->body);
  g_autofree char *location = mask (fetched->location != NULL ? fetched->location : "");
  g_string_append_printf (notes, "%u %s %s\n", fetched->status, location, body);
}

/* Of the time at which the person signed in, which nobody need look at who did not ask for max_age.
 */
static const char *
judge_auth_time (JsonObject *claims)
{
  gint64 iat = json_object_get_int_member (claims, "iat");

  if (!json_object_has_member (claims, "auth_time"))
    return "right, but without auth_time";
  if (json_object_get_int_member (claims, "auth_time") < iat - 300)
    return "right, but of an old sign-in";
  return "right";
}

static const char *
judge_id_token (ProviderProcess *provider, JsonObject *tokens, const Fetched *keys)
{
  g_autoptr (JsonObject) jwks = fetched_read_json (keys);
  g_autoptr (JsonObject) claims = NULL;
  const char *id_token, *wrong;

  if (jwks == NULL || !json_object_has_member (tokens, "id_token"))
    return "cannot be checked";
  id_token = json_object_get_string_member (tokens, "id_token");
  wrong = jwt_check_id_token (id_token, jwks, provider_process_get_issuer (provider), FLOW_NONCE,
                              json_object_get_string_member (tokens, "access_token"));
  claims = jws_read_part (id_token, 1);
  if (wrong == NULL && strcmp (json_object_get_string_member (claims, "sub"), PERSON_SUBJECT) != 0)
    return "about somebody else";
  if (wrong == NULL && !json_object_has_member (claims, "name"))
    return "right, but without a name";
  if (wrong == NULL
      && !json_object_get_string_member_with_default (claims, "preferred_username", NULL))
    return "right, but with a numeric preferred_username";
  return wrong != NULL ? wrong : judge_auth_time (claims);
}

/* Which claims there are, and of which type. */
static void
note_claims (GString *notes, JsonObject *tokens)
{
  const char *id_token = json_object_get_string_member_with_default (tokens, "id_token", NULL);
  g_autoptr (JsonObject) claims = id_token != NULL ? jws_read_part (id_token, 1) : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (claims == NULL)
    return;
  json_object_iter_init_ordered (&iter, claims);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    g_string_append_printf (notes, "%s: %s\n", name, json_node_type_name (node));
}

static void
note_tokens (ProviderProcess *provider, GString *notes, const Fetched *answer, const Fetched *keys)
{
  g_autoptr (JsonObject) tokens = fetched_read_json (answer);
  g_autofree char *bearer = NULL;
  g_autoptr (Fetched) person = NULL;

  if (answer->status != 200 || tokens == NULL || !json_object_has_member (tokens, "access_token"))
    return;
  g_string_append_printf (notes, "ID token: %s\n", judge_id_token (provider, tokens, keys));
  note_claims (notes, tokens);
  bearer = g_strconcat ("Bearer ", json_object_get_string_member (tokens, "access_token"), NULL);
  g_strdelimit (bearer, "\r\n", ' ');
  person = flow_fetch (provider, "/userinfo", NULL, bearer);
  note (notes, person);
}

static void
note_revocation (ProviderProcess *provider, GString *notes, JsonObject *tokens, const char *hint)
{
  g_autofree char *form
    = g_strdup_printf ("client_id=tessera-demo&token_type_hint=%s&token=%s", hint,
                       json_object_get_string_member_with_default (tokens, hint, "none"));
  g_autoptr (Fetched) answer = flow_fetch (provider, "/revoke", form, NULL);

  note (notes, answer);
}

/* How the session ends. */
static void
note_end (ProviderProcess *provider, GString *notes, const Fetched *answer)
{
  g_autoptr (JsonObject) tokens = fetched_read_json (answer);
  g_autofree char *path = NULL;
  g_autoptr (Fetched) logout = NULL;

  if (answer->status != 200 || tokens == NULL)
    return;
  note_revocation (provider, notes, tokens, "refresh_token");
  note_revocation (provider, notes, tokens, "access_token");
  path = g_strdup_printf ("/logout?post_logout_redirect_uri=http%%3A%%2F%%2F127.0.0.1%%3A5%%2F"
                          "&state=asked&id_token_hint=%s",
                          json_object_get_string_member_with_default (tokens, "id_token", ""));
  logout = flow_fetch (provider, path, NULL, NULL);
  note (notes, logout);
}

/* A renewal with the refresh token that @answer brought. */
static void
note_renewal (ProviderProcess *provider, GString *notes, const Fetched *answer, const Fetched *keys)
{
  g_autoptr (JsonObject) tokens = fetched_read_json (answer);
  g_autoptr (Fetched) renewed = NULL;

  if (tokens == NULL || !json_object_has_member (tokens, "refresh_token"))
    return;
  renewed = flow_refresh (provider, json_object_get_string_member (tokens, "refresh_token"));
  note (notes, renewed);
  note_tokens (provider, notes, renewed, keys);
}

/* All that a client gets to see from the sign-in to the sign-out. */
static char *
describe_sign_in (ProviderProcess *provider)
{
  g_autoptr (GString) notes = g_string_new (NULL);
  g_autoptr (Fetched) metadata
    = flow_fetch (provider, "/.well-known/openid-configuration", NULL, NULL);
  g_autoptr (Fetched) keys = flow_fetch (provider, "/jwks", NULL, NULL);
  g_autoptr (Fetched) redirect = flow_authorize (provider, SCOPES, NULL);
  g_autoptr (Fetched) keys_again = flow_fetch (provider, "/jwks", NULL, NULL);
  g_autofree char *code = fetched_read_location (redirect, "code");

  note (notes, metadata);
  note (notes, keys);
  note (notes, keys_again);
  note (notes, redirect);
  if (code != NULL)
    {
      g_autoptr (Fetched) answer = flow_exchange (provider, code);
      note (notes, answer);
      note_tokens (provider, notes, answer, keys);
      note_renewal (provider, notes, answer, keys);
      note_end (provider, notes, answer);
    }
  return g_string_free (g_steal_pointer (&notes), FALSE);
}

static GStrv
list_faults (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  const char *argv[] = { TESSERA_PROVIDER, "--list-faults", NULL };
  g_auto (GStrv) lines = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  lines = g_strsplit (g_strchomp (output), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *tab = strchr (lines[i], '\t');
      g_assert_nonnull (tab);
      g_assert_cmpuint (strlen (tab + 1), >, 10);
      *tab = '\0';
    }
  return g_steal_pointer (&lines);
}

static void
test_every_fault_shows (void)
{
  g_autoptr (ProviderProcess) provider
    = provider_process_start ((const char *const[]){ "--auto", NULL });
  g_autofree char *right = describe_sign_in (provider);
  g_autofree char *again = describe_sign_in (provider);
  g_auto (GStrv) faults = list_faults ();

  g_assert_cmpstr (right, ==, again);
  g_assert_nonnull (strstr (right, "ID token: right\n"));
  for (guint i = 0; faults[i] != NULL; i++)
    {
      g_autofree char *wrong = NULL;
      gboolean silent = g_str_has_suffix (faults[i], "-hang")
                        || g_str_has_suffix (faults[i], "-drip")
                        || g_str_has_suffix (faults[i], "-held");

      g_test_message ("%s", faults[i]);
      provider_process_set_fault (provider, faults[i]);
      if (silent)
        flow_set_patience (1, 1);
      wrong = describe_sign_in (provider);
      flow_set_patience (60, 8 * 1024 * 1024);
      if (g_str_equal (wrong, right))
        g_test_fail_printf ("%s does not show", faults[i]);
      provider_process_set_fault (provider, NULL);
    }
}

static void
test_cleared (void)
{
  g_autoptr (ProviderProcess) provider = provider_process_start (
    (const char *const[]){ "--auto", "--fault", "token-error-500", "--fault", "jwks-empty", NULL });
  g_autoptr (JsonObject) tokens = NULL;
  g_autoptr (Fetched) broken = flow_exchange (provider, "any");

  g_assert_cmpuint (broken->status, ==, 500);
  provider_process_set_fault (provider, NULL);
  tokens = flow_sign_in (provider, "openid");
  g_assert_true (json_object_has_member (tokens, "id_token"));
}

static void
test_unknown_fault (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  const char *argv[] = { TESSERA_PROVIDER, "--fault", "no-such-fault", NULL };
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, NULL, &message, &status, &error);
  g_assert_no_error (error);
  g_assert_false (g_spawn_check_wait_status (status, NULL));
  g_assert_nonnull (strstr (message, "no-such-fault"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/mask", test_mask);
  g_test_add_func ("/faults/every-one-shows", test_every_fault_shows);
  g_test_add_func ("/faults/cleared", test_cleared);
  g_test_add_func ("/faults/unknown", test_unknown_fault);
  return g_test_run ();
}
