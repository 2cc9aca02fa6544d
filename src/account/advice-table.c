/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "advice-table.h"

#include <glib/gi18n.h>

#define CONTACTING "Contacting the provider"
#define WAITING    "Waiting for the browser"
#define FETCHING   "Fetching the keys"
#define EXCHANGING "Exchanging the code"
#define CHECKING   "Checking who you are"

/* How providers name a redirect URI that is not registered. */
#define REDIRECT "redirect_uri|redirect uri|redirect url|redirecturi|callback|reply url"

#define REGISTER_TERMINAL                                                                          \
  N_ ("Register exactly {redirect_uri} as a redirect URI at the provider, or use the "             \
      "registered one: “tessera edit {name} --redirect-uri URI”.")
#define REGISTER_WINDOW                                                                            \
  N_ ("Register exactly {redirect_uri} as a redirect URI at the provider, or choose "              \
      "“Edit Account” and enter the registered one.")
#define SCOPES_TERMINAL                                                                            \
  N_ ("Allow the scopes {scopes} at the provider, or keep only those that it allows: "             \
      "“tessera edit {name} --scope SCOPE”, with one --scope for each.")
#define SCOPES_WINDOW                                                                              \
  N_ ("Allow the scopes {scopes} at the provider, or choose “Edit Account” and "               \
      "remove those that it refuses.")
#define CLIENT_TERMINAL                                                                            \
  N_ ("Compare the client ID with the registered one. If the application has a secret, "           \
      "store it: “tessera edit {name} --client-secret-stdin”.")
#define CLIENT_WINDOW                                                                              \
  N_ ("Choose “Edit Account” and compare the client ID with the registered one. If "           \
      "the application has a secret, enter it there.")
#define AGAIN_TERMINAL N_ ("Sign in again: “tessera login {name}”.")
#define AGAIN_WINDOW   N_ ("Sign in again.")
#define NO_PROMPT_TERMINAL                                                                         \
  N_ ("The provider needs to show you a page. Remove “{prompt}” from the "                     \
      "account: “tessera edit {name} --unset auth-param”. {again}")
#define NO_PROMPT_WINDOW                                                                           \
  N_ ("The provider needs to show you a page. Choose “Edit Account” and remove "               \
      "“{prompt}” from the extra parameters. {again}")
#define LATER N_ ("The problem is at the provider. Wait a few minutes. {again}")

#define BROKEN                                                                                     \
  N_ ("The provider’s answer violates the protocol. Show this message to the "                   \
      "provider’s administrator.")

#define OFFLINE_WINDOW                                                                             \
  N_ ("Allow the scopes {scopes} at the provider, or sign in without "                             \
      "“offline_access”. The session then ends when its access token expires.")

const TesseraAdviceRow tessera_advice_table[] = {
  /* The person, or whoever administers the provider, said no. */
  { "refused", "access_denied", "scope", NULL, NULL,
    N_ ("Allow the scopes {scopes} at the provider, or keep only those that it allows: "
        "“tessera edit {name} --scope SCOPE”, with one --scope for each."),
    N_ ("Allow the scopes {scopes} at the provider, or choose “Edit Account” and "
        "remove those that it refuses."),
    TESSERA_REPAIR_EDIT },
  { "refused", "access_denied", "policy", NULL, "okta",
    N_ ("Ask your Okta administrator for an access policy of the authorization server that allows "
        "this application: Security → API. {again}"),
    NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "access_denied", NULL, NULL, "okta",
    N_ ("Ask your Okta administrator to assign you to the application, or use another "
        "user who is assigned. {again}"),
    NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "access_denied", "aadsts9009|admin", NULL, "microsoft",
    N_ ("Ask your administrator to approve the application in Microsoft Entra. {again}"), NULL,
    TESSERA_REPAIR_TRY_AGAIN },
  /* It says so of each scope that is not mapped for the person. */
  { "refused", "access_denied", NULL, NULL, "kanidm", SCOPES_TERMINAL, SCOPES_WINDOW,
    TESSERA_REPAIR_EDIT },
  { "refused", "access_denied", NULL, NULL, NULL,
    N_ ("Allow access when the browser asks for it. If you did, ask the provider’s "
        "administrator to let you use this application. {again}"),
    NULL, TESSERA_REPAIR_TRY_AGAIN },

  { "refused", "redirect_uri_mismatch", NULL, NULL, NULL, REGISTER_TERMINAL, REGISTER_WINDOW,
    TESSERA_REPAIR_REGISTER },
  { "refused", "invalid_request", REDIRECT, NULL, NULL, REGISTER_TERMINAL, REGISTER_WINDOW,
    TESSERA_REPAIR_REGISTER },
  { "refused", "invalid_client", REDIRECT, NULL, NULL, REGISTER_TERMINAL, REGISTER_WINDOW,
    TESSERA_REPAIR_REGISTER },
  { "refused", "unauthorized_client", REDIRECT, NULL, NULL, REGISTER_TERMINAL, REGISTER_WINDOW,
    TESSERA_REPAIR_REGISTER },
  { "invalid_grant", NULL, REDIRECT, EXCHANGING, NULL, REGISTER_TERMINAL, REGISTER_WINDOW,
    TESSERA_REPAIR_REGISTER },

  { "refused", "invalid_client", NULL, NULL, NULL, CLIENT_TERMINAL, CLIENT_WINDOW,
    TESSERA_REPAIR_EDIT },
  /* GitHub’s, and two of Slack’s */
  { "refused", "incorrect_client_credentials", NULL, NULL, NULL, CLIENT_TERMINAL, CLIENT_WINDOW,
    TESSERA_REPAIR_EDIT },
  { "refused", "bad_client_secret", NULL, NULL, NULL, CLIENT_TERMINAL, CLIENT_WINDOW,
    TESSERA_REPAIR_EDIT },
  { "refused", "invalid_client_id", NULL, NULL, NULL, CLIENT_TERMINAL, CLIENT_WINDOW,
    TESSERA_REPAIR_EDIT },
  { "refused", "unauthorized_client", NULL, NULL, NULL,
    N_ ("At the provider, register a native application with the authorization code flow "
        "(response type “code”) and PKCE. {again}"),
    NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "unsupported_response_type", NULL, NULL, NULL,
    N_ ("At the provider, register a native application with the authorization code flow "
        "(response type “code”) and PKCE. {again}"),
    NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "unsupported_grant_type", NULL, NULL, NULL,
    N_ ("At the provider, allow the grants “authorization code” and “refresh "
        "token” for this application. {again}"),
    NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "invalid_scope", "offline_access", NULL, NULL, SCOPES_TERMINAL, OFFLINE_WINDOW,
    TESSERA_REPAIR_NO_OFFLINE_ACCESS },
  { "refused", "invalid_scope", NULL, NULL, NULL, SCOPES_TERMINAL, SCOPES_WINDOW,
    TESSERA_REPAIR_EDIT },
  /* Keycloak's */
  { "refused", "not_allowed", "offline_access", NULL, NULL, SCOPES_TERMINAL, OFFLINE_WINDOW,
    TESSERA_REPAIR_NO_OFFLINE_ACCESS },
  { "refused", "not_allowed", NULL, NULL, NULL, SCOPES_TERMINAL, SCOPES_WINDOW,
    TESSERA_REPAIR_EDIT },
  { "refused", "invalid_target", NULL, NULL, NULL,
    N_ ("The provider does not know {audience}. Compare it with the provider’s "
        "settings, and correct it: “tessera edit {name} --audience AUDIENCE” or "
        "“--resource URI”."),
    N_ ("The provider does not know {audience}. Compare it with the provider’s "
        "settings, and choose “Edit Account” to correct it."),
    TESSERA_REPAIR_EDIT },
  /* Only where the account forbids the page. */
  { "refused", "login_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW,
    TESSERA_REPAIR_EDIT },
  { "refused", "interaction_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW,
    TESSERA_REPAIR_EDIT },
  { "refused", "consent_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW,
    TESSERA_REPAIR_EDIT },
  { "refused", "account_selection_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW,
    TESSERA_REPAIR_EDIT },
  { "refused", "consent_required", NULL, NULL, "microsoft",
    N_ ("Ask your administrator to approve the application in Microsoft Entra. {again}"), NULL,
    TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "login_required", NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW,
    TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "interaction_required", NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW,
    TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "consent_required", NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW,
    TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "account_selection_required", NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW,
    TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "temporarily_unavailable", NULL, NULL, NULL, LATER, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "server_error", NULL, NULL, NULL, LATER, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "refused", NULL, NULL, NULL, NULL,
    N_ ("Compare the output of “tessera show {name}” with the registration at the "
        "provider."),
    N_ ("Choose “Edit Account” and compare the account with its registration at the "
        "provider."),
    TESSERA_REPAIR_EDIT },
  { "invalid_grant", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW,
    TESSERA_REPAIR_TRY_AGAIN },

  /* The provider's page shows its reason to the person, and sends nothing back. */
  { "deadline", NULL, NULL, WAITING, NULL, TESSERA_ADVICE_PAGE_AND_URI, NULL,
    TESSERA_REPAIR_TRY_AGAIN },
  { "deadline", NULL, NULL, WAITING, NULL, TESSERA_ADVICE_PAGE, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "deadline", NULL, NULL, NULL, NULL, N_ ("The provider or the keyring is slow. Try again."),
    NULL, TESSERA_REPAIR_TRY_AGAIN },

  { "issuer_mismatch", NULL, NULL, CONTACTING, NULL,
    N_ ("If that is your provider, use its issuer: “tessera edit {name} --issuer "
        "{issuer}”. {again}"),
    N_ ("If {issuer} is your provider, choose “Use This Issuer”."), TESSERA_REPAIR_USE_ISSUER },
  { "issuer_mismatch", NULL, NULL, CONTACTING, NULL,
    N_ ("Ask your administrator for the issuer, then enter it: “tessera edit {name} "
        "--issuer URL”."),
    N_ ("Ask your administrator for the issuer, then choose “Edit Account” to enter "
        "it."),
    TESSERA_REPAIR_EDIT },
  { "issuer_mismatch", NULL, NULL, WAITING, NULL,
    N_ ("The answer was rejected, because someone may have tampered with it. If it "
        "happens again, tell the provider’s administrator that the parameter “iss” "
        "of its answer is wrong or missing (RFC 9207). {again}"),
    NULL, TESSERA_REPAIR_TRY_AGAIN },
  /* The metadata’s issuer was the account’s. */
  { "issuer_mismatch", NULL, NULL, CHECKING, NULL, BROKEN, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "issuer_mismatch", NULL, NULL, NULL, NULL,
    N_ ("The account’s issuer must match the provider’s exactly, including any slash "
        "at the end."),
    N_ ("Choose “Edit Account” and compare the issuer with the provider’s, including any slash at "
        "the end."),
    TESSERA_REPAIR_EDIT },

  { "unreachable", NULL, NULL, CONTACTING, NULL,
    N_ ("Check the network connection and the account’s issuer."), NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "http_status", NULL, NULL, CONTACTING, NULL,
    N_ ("Correct the issuer: “tessera edit {name} --issuer URL”. Or add the "
        "endpoints: “tessera edit --help” lists the options."),
    N_ ("Choose “Edit Account” to correct the issuer, or to enter the endpoints."),
    TESSERA_REPAIR_EDIT },
  { "malformed", NULL, NULL, CONTACTING, NULL,
    N_ ("Check the account’s issuer. There is no working OpenID Connect provider at "
        "this address."),
    NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "malformed", NULL, NULL, FETCHING, NULL, BROKEN, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "malformed", NULL, NULL, EXCHANGING, NULL, BROKEN, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "malformed", NULL, NULL, CHECKING, NULL, BROKEN, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "too_large", NULL, NULL, CONTACTING, NULL, BROKEN, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "too_large", NULL, NULL, FETCHING, NULL, BROKEN, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "too_large", NULL, NULL, EXCHANGING, NULL, BROKEN, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "http_status", NULL, NULL, EXCHANGING, NULL,
    N_ ("Compare the client ID and the token endpoint with the provider’s. If they are "
        "right, tell the provider’s administrator about the HTTP status."),
    NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "unsupported", NULL, NULL, CONTACTING, NULL,
    N_ ("Tell the provider’s administrator, or add the missing endpoint: “tessera "
        "edit --help” lists the options."),
    N_ ("Tell the provider’s administrator, or choose “Edit Account” and enter the "
        "missing endpoint."),
    TESSERA_REPAIR_EDIT },
  { "id_token_missing", NULL, NULL, NULL, NULL, BROKEN, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "encrypted", NULL, NULL, NULL, NULL,
    N_ ("At the provider, turn off the encryption of ID tokens for this application. {again}"),
    NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "invalid_signature", NULL, NULL, CHECKING, NULL,
    N_ ("The sign-in was rejected. Ask the provider’s administrator which algorithm "
        "and key sign this application’s ID tokens."),
    NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "unknown_key", NULL, NULL, CHECKING, NULL,
    N_ ("The sign-in was rejected. The provider may be changing its keys: wait a few "
        "minutes. {again}"),
    NULL, TESSERA_REPAIR_TRY_AGAIN },

  { "not_signed_in", NULL, NULL, NULL, NULL, N_ ("Sign in: “tessera login {name}”."),
    N_ ("Choose “Sign In”."), TESSERA_REPAIR_TRY_AGAIN },
  { "session_ended", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW,
    TESSERA_REPAIR_TRY_AGAIN },
  { "no_id_token", NULL, NULL, NULL, NULL,
    N_ ("Make sure that the account’s scopes include “openid”. {again}"), NULL,
    TESSERA_REPAIR_TRY_AGAIN },
  { "state_mismatch", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW,
    TESSERA_REPAIR_TRY_AGAIN },
  { "invalid_response", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW,
    TESSERA_REPAIR_TRY_AGAIN },
  { "damaged", NULL, NULL, NULL, NULL,
    N_ ("To restore it from the keyring, run “tessera token {name}”."),
    N_ ("To restore it from the keyring, choose “Unlock”."), TESSERA_REPAIR_TRY_AGAIN },
  { "unknown_ca", NULL, NULL, NULL, NULL,
    N_ ("If you trust the authority that issued it, add the authority’s certificate to "
        "the system’s store, or to the account: “tessera edit {name} --ca FILE”."),
    NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "client_certificate", NULL, NULL, NULL, NULL,
    N_ ("Add the certificate that was issued to you: “tessera edit {name} "
        "--client-cert FILE --client-key FILE”."),
    NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "no_browser", NULL, NULL, NULL, NULL,
    N_ ("Choose a default web browser, or run “tessera login {name} --no-browser” "
        "and open the link that it prints."),
    N_ ("Choose a default web browser, or copy the link into a browser."),
    TESSERA_REPAIR_TRY_AGAIN },
  { "port_in_use", NULL, NULL, NULL, NULL,
    N_ ("Quit the program that uses the port, or use another port, here and at the "
        "provider: “tessera edit {name} --redirect-uri http://localhost:PORT/”."),
    N_ ("Quit the program that uses the port, or use another port, here (“Edit "
        "Account”) and at the provider."),
    TESSERA_REPAIR_EDIT },
  { "invalid_configuration", NULL, NULL, "Looking up the client secret", NULL,
    N_ ("Store the client secret again: “tessera edit {name} --client-secret-stdin”."),
    N_ ("Choose “Edit Account” and enter the client secret again."), TESSERA_REPAIR_EDIT },
  { "invalid_configuration", NULL, NULL, NULL, NULL,
    N_ ("Run “tessera edit --help” for the options."),
    N_ ("Choose “Edit Account” and correct the account."), TESSERA_REPAIR_EDIT },
  { 0 },
};
