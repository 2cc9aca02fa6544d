/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "authorize-redirect.h"

#include "answer.h"
#include "person.h"

#include <string.h>

#define ANOTHER_ISSUER "https://issuer.example"

static void
append (GString *query, const char *name, const char *value)
{
  g_string_append_printf (query, "%s%s=", query->len > 0 ? "&" : "", name);
  g_string_append_uri_escaped (query, value, NULL, FALSE);
}

static void
append_state (const Faults *faults, GString *query, const char *state, gboolean is_error)
{
  gboolean wrong = faults_has (faults, "authorize-wrong-state")
                   || (is_error && faults_has (faults, "authorize-error-wrong-state"));

  if (state == NULL || faults_has (faults, "authorize-missing-state"))
    return;
  append (query, "state", wrong ? "not-the-state-of-this-request" : state);
  if (faults_has (faults, "authorize-repeated-state"))
    append (query, "state", "another-state");
}

static void
append_issuer (const Provider *provider, GString *query, gboolean is_error)
{
  const Faults *faults = provider->faults;
  gboolean wrong = faults_has (faults, "authorize-wrong-iss")
                   || (is_error && faults_has (faults, "authorize-error-wrong-iss"));

  if (faults_has (faults, "authorize-missing-iss") || faults_has (faults, "metadata-minimal"))
    return;
  append (query, "iss", wrong ? ANOTHER_ISSUER : provider->issuer);
  if (faults_has (faults, "authorize-repeated-iss"))
    append (query, "iss", ANOTHER_ISSUER);
}

static void
redirect (SoupServerMessage *message, const char *redirect_uri, const GString *query)
{
  g_autofree char *location
    = g_strconcat (redirect_uri, strchr (redirect_uri, '?') != NULL ? "&" : "?", query->str, NULL);
  answer_redirect (message, 303, location);
}

void
authorize_redirect_error (Provider *provider,
                          SoupServerMessage *message,
                          const char *redirect_uri,
                          const char *state,
                          const char *error,
                          const char *description)
{
  g_autoptr (GString) query = g_string_new (NULL);

  if (faults_has (provider->faults, "profile-hostile-text"))
    description = PERSON_HOSTILE_TEXT;
  append (query, "error", error);
  if (faults_has (provider->faults, "authorize-error-repeated"))
    append (query, "error", "server_error");
  if (faults_has (provider->faults, "authorize-error-latin-1"))
    g_string_append (query, "&error_description=Zugriff+f%FCr+Zo%EB+verweigert");
  else
    append (query, "error_description", description);
  append_state (provider->faults, query, state, TRUE);
  append_issuer (provider, query, TRUE);
  redirect (message, redirect_uri, query);
}

static gboolean
must_fail (const Faults *faults)
{
  return faults_has (faults, "authorize-error") || faults_has (faults, "authorize-error-latin-1")
         || faults_has (faults, "authorize-error-repeated")
         || faults_has (faults, "authorize-error-wrong-state")
         || faults_has (faults, "authorize-error-wrong-iss");
}

/* Why the person is not allowed in; NULL if they are. */
static const char *
describe_denial (const Faults *faults)
{
  if (faults_has (faults, "authorize-denied"))
    return "Your email is not verified: see your profile.";
  if (faults_has (faults, "authorize-scope-denied"))
    return "The scope profile is not allowed.";
  return faults_has (faults, "authorize-scope-named") ? "You may not have offline_access." : NULL;
}

void
authorize_redirect_code (Provider *provider,
                         SoupServerMessage *message,
                         const char *redirect_uri,
                         const char *state,
                         const char *code)
{
  g_autoptr (GString) query = g_string_new (NULL);
  const char *denied;

  denied = describe_denial (provider->faults);
  if (denied != NULL)
    {
      authorize_redirect_error (provider, message, redirect_uri, state, "access_denied", denied);
      return;
    }
  if (must_fail (provider->faults))
    {
      authorize_redirect_error (provider, message, redirect_uri, state, "temporarily_unavailable",
                                "The provider has its hands full.");
      return;
    }
  if (!faults_has (provider->faults, "authorize-missing-code"))
    append (query, "code", code);
  if (faults_has (provider->faults, "authorize-repeated-code"))
    append (query, "code", "another-code");
  append_state (provider->faults, query, state, FALSE);
  append_issuer (provider, query, FALSE);
  redirect (message, redirect_uri, query);
}
