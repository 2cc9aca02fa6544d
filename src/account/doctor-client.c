/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "doctor-checks.h"
#include "sign-out-rows.h"
#include "text-escape.h"

#define MAX_OFFERED 200 /* characters that are shown */

static gboolean
contains (char **list, const char *item)
{
  return list && g_strv_contains ((const char *const *) list, item);
}

/* The scopes of an API are its own business, and seldom listed. */
static gboolean
is_of_api (const char *scope)
{
  return strstr (scope, "://") || g_str_has_prefix (scope, "urn:");
}

/* Returns: (transfer full) (nullable) */
static char *
join_unlisted (char **scopes, char **supported)
{
  g_autoptr (GStrvBuilder) unlisted = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (char **scope = scopes; *scope; scope++)
    if (!contains (supported, *scope) && !is_of_api (*scope))
      g_strv_builder_add (unlisted, *scope);
  list = g_strv_builder_end (unlisted);
  return list[0] ? g_strjoinv (", ", list) : NULL;
}

void
tessera_doctor_check_scopes (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  g_autofree char *asked = facts->scopes ? g_strjoinv (", ", facts->scopes) : NULL;
  g_autofree char *unlisted = NULL;
  g_autofree char *text = NULL;

  if (!asked || asked[0] == '\0')
    return;
  if (facts->party.provider->scopes_supported)
    unlisted = join_unlisted (facts->scopes, facts->party.provider->scopes_supported);
  if (!unlisted)
    {
      finding->text = g_strdup_printf (_ ("The account requests the scopes %s."), asked);
      return;
    }
  text = g_strdup_printf (_ ("The account requests scopes that the provider does not list: %s."),
                          unlisted);
  tessera_doctor_checks_warn (finding, text,
                              _ ("If the sign-in is refused, allow these scopes at the provider, "
                                 "or remove them from the account."));
}

void
tessera_doctor_check_offline_access (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  if (!tessera_doctor_facts_is_openid (facts))
    return;
  if (contains (facts->scopes, "offline_access"))
    finding->text
      = g_strdup (_ ("The account requests “offline_access”, so that the session can be renewed."));
  else
    finding->text = g_strdup (_ ("The account does not request “offline_access”. The provider "
                                 "decides whether the session can be renewed."));
}

static const char *
name_method (OidcClientAuth auth)
{
  return auth == OIDC_CLIENT_AUTH_POST    ? "client_secret_post"
         : auth == OIDC_CLIENT_AUTH_BASIC ? "client_secret_basic"
                                          : "none";
}

static gboolean
needs_secret (const TesseraDoctorFacts *facts)
{
  const TesseraAccountConfig *config = facts->party.config;
  const TesseraPreset *preset = tessera_doctor_facts_get_preset (facts);

  if (config->client_auth)
    return !g_str_equal (config->client_auth, "none");
  return preset && preset->secret == TESSERA_PRESET_SECRET_YES;
}

static void
miss_secret (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  g_autofree char *text
    = g_strdup_printf (_ ("The keyring has no client secret for “%s”."), facts->party.config->name);

  tessera_doctor_checks_refuse (finding, TESSERA_ERROR_USAGE, text,
                                facts->reader == TESSERA_ADVICE_TERMINAL
                                  ? _ ("Store it with “tessera edit NAME --client-secret-stdin”.")
                                  : _ ("Enter it in the account’s settings."));
}

void
tessera_doctor_check_client_authentication (const TesseraDoctorFacts *facts,
                                            TesseraFinding *finding)
{
  const OidcClient *client = facts->party.client;
  const char *method;
  g_autofree char *list = NULL;
  g_autofree char *offered = NULL;
  g_autofree char *text = NULL;
  char **methods;

  /* Where the keyring is locked, nobody knows whether there is a secret. */
  if (!client || (facts->keyring && !client->client_secret))
    return;
  if (!client->client_secret && needs_secret (facts))
    {
      miss_secret (facts, finding);
      return;
    }
  methods = facts->party.provider->token_endpoint_auth_methods_supported;
  method = name_method (client->auth);
  /* Providers that take clients without a secret seldom list "none". */
  if (!client->client_secret)
    {
      finding->text
        = g_strdup (_ ("The account has no client secret, as is right for a native application."));
      return;
    }
  if (!methods || contains (methods, method))
    {
      /* Translators: client_secret_basic or client_secret_post. */
      finding->text = g_strdup_printf (_ ("The account sends its client secret as %s."), method);
      return;
    }
  list = g_strjoinv (", ", methods);
  offered = tessera_text_escape_start (list, MAX_OFFERED);
  text = g_strdup_printf (
    _ ("The account sends its client secret as %s, but the provider lists only %s."), method,
    offered);
  tessera_doctor_checks_warn (
    finding, text, _ ("If the sign-in is refused, choose another client authentication."));
}

/* Whether one of them stands for any port, because it has none. */
static gboolean
any_port (char **uris)
{
  for (char **uri = uris; *uri; uri++)
    {
      g_autoptr (GUri) parsed = g_uri_parse (*uri, G_URI_FLAGS_NONE, NULL);

      if (parsed && g_uri_get_port (parsed) == -1)
        return TRUE;
    }
  return FALSE;
}

void
tessera_doctor_check_sign_in_uris (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  const TesseraPreset *preset = tessera_doctor_facts_get_preset (facts);
  g_auto (GStrv) uris = tessera_account_config_get_redirect_uris (facts->party.config);

  if (preset && preset->redirect_is_free)
    {
      finding->text = g_strdup (_ ("No redirect URI needs to be registered."));
      return;
    }
  finding->text = g_strdup (
    any_port (uris)
      ? _ ("Register these redirect URIs at the provider. Each sign-in uses a free port.")
      : _ ("Register exactly these redirect URIs at the provider."));
  finding->values = g_steal_pointer (&uris);
}

void
tessera_doctor_check_sign_out_uris (const TesseraDoctorFacts *facts, TesseraFinding *finding)
{
  const TesseraPreset *preset = tessera_doctor_facts_get_preset (facts);
  g_autofree char *own_parameter = NULL;
  g_autofree char *endpoint = NULL;

  if (!tessera_doctor_facts_is_openid (facts))
    return;
  endpoint = tessera_sign_out_find_endpoint (preset, facts->party.provider, &own_parameter);
  if (!endpoint)
    {
      finding->text = g_strdup (_ ("The provider has no end-session endpoint. Signing out ends the "
                                   "session only on this computer."));
      finding->advice
        = g_strdup (_ ("On a shared computer, also sign out on the provider’s pages."));
      return;
    }
  if (preset && preset->redirect_is_free)
    return;
  finding->values = tessera_account_config_get_redirect_uris (facts->party.config);
  if (preset && preset->logout_list)
    /* Translators: what the provider calls a list of addresses. */
    finding->text = g_strdup_printf (_ ("Add these to the provider’s list “%s”, so that the "
                                        "browser can return after you sign out."),
                                     preset->logout_list);
  else
    finding->text = g_strdup (
      _ ("If the provider has a list of post-logout redirect URIs, register these there."));
}
