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
  N_ ("Register exactly {redirect_uri} as a redirect URI at the provider, or give the "            \
      "account the one that is registered: “tessera edit {name} --redirect-uri URI”.")
#define REGISTER_WINDOW                                                                            \
  N_ ("Register exactly {redirect_uri} as a redirect URI at the provider, or choose "              \
      "“Edit Account” and enter the one that is registered.")
#define SCOPES_TERMINAL                                                                            \
  N_ ("Allow the scopes {scopes} at the provider, or leave out the one that it refuses: "          \
      "“tessera edit {name} --scope SCOPE”, once for each that stays.")
#define SCOPES_WINDOW                                                                              \
  N_ ("Allow the scopes {scopes} at the provider, or choose “Edit Account” and leave out "     \
      "the one that it refuses.")
#define AGAIN_TERMINAL N_ ("Sign in again: “tessera login {name}”.")
#define AGAIN_WINDOW   N_ ("Sign in again.")
#define NO_PROMPT_TERMINAL                                                                         \
  N_ ("The provider wants to show you a page: take “prompt=none” out of the account with "     \
      "“tessera edit {name} --unset auth-param”, and sign in again.")
#define NO_PROMPT_WINDOW                                                                           \
  N_ ("The provider wants to show you a page: choose “Edit Account”, take “prompt=none” "  \
      "out of the extra parameters, and try again.")
#define LATER_TERMINAL                                                                             \
  N_ ("The trouble is the provider’s: wait a few minutes, then type “tessera login {name}”.")
#define LATER_WINDOW N_ ("The trouble is the provider’s: wait a few minutes, then try again.")

#define BROKEN                                                                                     \
  N_ ("The provider’s answer breaks the rules of the protocol: tell its administrator what is "  \
      "said here.")

#define OFFLINE_WINDOW                                                                             \
  N_ ("Allow the scopes {scopes} at the provider, or sign in without “offline_access”: the "   \
      "session then ends with its access token.")

const TesseraAdviceRow tessera_advice_table[] = {
  /* The person, or whoever administers the provider, said no. */
  { "refused", "access_denied", "scope", NULL, NULL,
    N_ ("Allow the scopes {scopes} at the provider, or leave out the one that it refuses: “tessera "
        "edit {name} --scope SCOPE”, once for each that stays."),
    N_ ("Allow the scopes {scopes} at the provider, or choose “Edit Account” and leave out the one "
        "that "
        "it refuses."),
    TESSERA_REPAIR_EDIT },
  { "refused", "access_denied", NULL, NULL, "okta",
    N_ ("Ask your Okta administrator to assign you to the application, or sign in as somebody who "
        "is: “tessera login {name}”."),
    N_ ("Ask your Okta administrator to assign you to the application, or try again as somebody "
        "who is."),
    TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "access_denied", "aadsts9009|admin", NULL, "microsoft",
    N_ ("Ask your administrator to approve the application in Microsoft Entra, then type “tessera "
        "login {name}”."),
    N_ ("Ask your administrator to approve the application in Microsoft Entra, then try again."),
    TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "access_denied", NULL, NULL, NULL,
    N_ ("Type “tessera login {name}” and allow it in the browser. If you did allow it, ask the "
        "provider’s administrator to let you use this application."),
    N_ ("Try again and allow it in the browser. If you did allow it, ask the provider’s "
        "administrator to let you use this application."),
    TESSERA_REPAIR_TRY_AGAIN },

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

  { "refused", "invalid_client", NULL, NULL, NULL,
    N_ ("Compare the client ID with the registered one; where the application has a secret, store "
        "it with “tessera edit {name} --client-secret-stdin”."),
    N_ ("Choose “Edit Account” and compare the client ID with the registered one; where the "
        "application "
        "has a secret, enter it there."),
    TESSERA_REPAIR_EDIT },
  { "refused", "unauthorized_client", NULL, NULL, NULL,
    N_ ("At the provider, allow this application the authorization code flow with PKCE: register "
        "it as a native application. Then type “tessera login {name}”."),
    N_ ("At the provider, allow this application the authorization code flow with PKCE: register "
        "it as a native application. Then try again."),
    TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "unsupported_response_type", NULL, NULL, NULL,
    N_ ("At the provider, allow this application the response type “code”: register it as a native "
        "application. Then type “tessera login {name}”."),
    N_ ("At the provider, allow this application the response type “code”: register it as a native "
        "application. Then try again."),
    TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "unsupported_grant_type", NULL, NULL, NULL,
    N_ ("At the provider, allow this application the grants “authorization code” and “refresh "
        "token”, then type “tessera login {name}”."),
    N_ ("At the provider, allow this application the grants “authorization code” and “refresh "
        "token”, then try again."),
    TESSERA_REPAIR_TRY_AGAIN },
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
    N_ ("The provider does not know {audience}: compare it with what is registered there, and "
        "correct it with “tessera edit {name} --audience AUDIENCE” or “--resource URI”."),
    N_ ("The provider does not know {audience}: compare it with what is registered there, and "
        "choose “Edit Account” to correct it."),
    TESSERA_REPAIR_EDIT },
  { "refused", "login_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW,
    TESSERA_REPAIR_EDIT },
  { "refused", "interaction_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW,
    TESSERA_REPAIR_EDIT },
  { "refused", "consent_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW,
    TESSERA_REPAIR_EDIT },
  { "refused", "account_selection_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW,
    TESSERA_REPAIR_EDIT },
  { "refused", "temporarily_unavailable", NULL, NULL, NULL, LATER_TERMINAL, LATER_WINDOW,
    TESSERA_REPAIR_TRY_AGAIN },
  { "refused", "server_error", NULL, NULL, NULL, LATER_TERMINAL, LATER_WINDOW,
    TESSERA_REPAIR_TRY_AGAIN },
  { "refused", NULL, NULL, NULL, NULL,
    N_ ("Compare what “tessera show {name}” prints with what is registered at the provider."),
    N_ ("Choose “Edit Account” and compare the account with what is registered at the provider."),
    TESSERA_REPAIR_EDIT },
  { "invalid_grant", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW,
    TESSERA_REPAIR_TRY_AGAIN },

  /* The provider's page shows its reason to the person, and sends nothing back. */
  { "deadline", NULL, NULL, WAITING, NULL,
    N_ ("If the page in the browser shows an error: compare the client ID “{client_id}”, and "
        "register {to_register} as a redirect URI. Then type “tessera login {name}”."),
    N_ ("If the page in the browser shows an error: compare the client ID “{client_id}”, and "
        "register {to_register} as a redirect URI. Then try again."),
    TESSERA_REPAIR_TRY_AGAIN },
  { "deadline", NULL, NULL, WAITING, NULL,
    N_ ("If the page in the browser shows an error: compare the client ID “{client_id}”. Then "
        "type “tessera login {name}”."),
    N_ ("If the page in the browser shows an error: compare the client ID “{client_id}”. Then "
        "try again."),
    TESSERA_REPAIR_TRY_AGAIN },
  { "deadline", NULL, NULL, NULL, NULL, N_ ("The provider or the keyring is slow: try again."),
    NULL, TESSERA_REPAIR_TRY_AGAIN },

  { "issuer_mismatch", NULL, NULL, CONTACTING, NULL,
    N_ ("If that is your provider, type “tessera edit {name} --issuer {issuer}” and sign in "
        "again."),
    N_ ("If {issuer} is your provider, choose “Use This Issuer”."), TESSERA_REPAIR_USE_ISSUER },
  { "issuer_mismatch", NULL, NULL, CONTACTING, NULL,
    N_ ("Ask your administrator for the issuer, then type “tessera edit {name} --issuer URL”."),
    N_ ("Ask your administrator for the issuer, then choose “Edit Account”."),
    TESSERA_REPAIR_EDIT },
  { "issuer_mismatch", NULL, NULL, WAITING, NULL,
    N_ ("Somebody may have interfered, so nothing was accepted: type “tessera login {name}”. If it "
        "happens again, tell the provider’s administrator that the parameter “iss” of its answer "
        "is wrong or missing (RFC 9207)."),
    N_ ("Somebody may have interfered, so nothing was accepted: try again. If it happens again, "
        "tell the provider’s administrator that the parameter “iss” of its answer is wrong or "
        "missing (RFC 9207)."),
    TESSERA_REPAIR_TRY_AGAIN },
  { "issuer_mismatch", NULL, NULL, NULL, NULL,
    N_ ("Compare the issuer that “tessera show {name}” prints with the provider’s, a slash at its "
        "end included."),
    N_ ("Choose “Edit Account” and compare the issuer with the provider’s, a slash at its end "
        "included."),
    TESSERA_REPAIR_EDIT },

  { "unreachable", NULL, NULL, CONTACTING, NULL,
    N_ ("Check the network connection, and the issuer that “tessera show {name}” prints."),
    N_ ("Check the network connection, and the account’s issuer."), TESSERA_REPAIR_TRY_AGAIN },
  { "http_status", NULL, NULL, CONTACTING, NULL,
    N_ ("Correct the issuer: “tessera edit {name} --issuer URL”; or give the account the "
        "endpoints: “tessera edit --help” lists them."),
    N_ ("Choose “Edit Account” to correct the issuer, or to enter the endpoints."),
    TESSERA_REPAIR_EDIT },
  { "malformed", NULL, NULL, CONTACTING, NULL,
    N_ ("Check the issuer that “tessera show {name}” prints: what answers there is no OpenID "
        "Connect provider, or a broken one."),
    N_ ("Check the account’s issuer: what answers there is no OpenID Connect provider, or a broken "
        "one."),
    TESSERA_REPAIR_TRY_AGAIN },
  { "malformed", NULL, NULL, FETCHING, NULL, BROKEN, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "malformed", NULL, NULL, EXCHANGING, NULL, BROKEN, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "malformed", NULL, NULL, CHECKING, NULL, BROKEN, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "too_large", NULL, NULL, CONTACTING, NULL, BROKEN, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "too_large", NULL, NULL, FETCHING, NULL, BROKEN, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "too_large", NULL, NULL, EXCHANGING, NULL, BROKEN, NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "http_status", NULL, NULL, EXCHANGING, NULL,
    N_ ("Compare the client ID and the token endpoint with the provider’s; if they are right, tell "
        "its administrator about the status."),
    NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "unsupported", NULL, NULL, CONTACTING, NULL,
    N_ ("Tell the provider’s administrator, or give the account the missing endpoint: “tessera "
        "edit --help” lists them."),
    N_ ("Tell the provider’s administrator, or choose “Edit Account” and give the account the "
        "missing "
        "endpoint."),
    TESSERA_REPAIR_EDIT },
  { "invalid_signature", NULL, NULL, CHECKING, NULL,
    N_ ("Nothing was accepted: ask the provider’s administrator with which algorithm and key the "
        "ID tokens of this application are signed."),
    NULL, TESSERA_REPAIR_TRY_AGAIN },
  { "unknown_key", NULL, NULL, CHECKING, NULL,
    N_ ("Nothing was accepted: if the provider is exchanging its keys, it helps to sign in again "
        "in a few minutes."),
    NULL, TESSERA_REPAIR_TRY_AGAIN },

  { "not_signed_in", NULL, NULL, NULL, NULL, N_ ("Sign in: “tessera login {name}”."),
    N_ ("Choose “Sign In”."), TESSERA_REPAIR_TRY_AGAIN },
  { "session_ended", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW,
    TESSERA_REPAIR_TRY_AGAIN },
  { "no_id_token", NULL, NULL, NULL, NULL,
    N_ ("Sign in again, with “openid” among the scopes: “tessera login {name}”."), NULL,
    TESSERA_REPAIR_TRY_AGAIN },
  { "state_mismatch", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW,
    TESSERA_REPAIR_TRY_AGAIN },
  { "invalid_response", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW,
    TESSERA_REPAIR_TRY_AGAIN },
  { "damaged", NULL, NULL, NULL, NULL,
    N_ ("“tessera token {name}” looks into the keyring and sets it right."),
    N_ ("“Unlock” looks into the keyring and sets it right."), TESSERA_REPAIR_TRY_AGAIN },
  { "unknown_ca", NULL, NULL, NULL, NULL,
    N_ ("If you trust the authority that issued it, give the account its certificate: “tessera "
        "edit {name} --ca FILE”; or add that to the system’s store."),
    N_ ("If you trust the authority that issued it, add its certificate to the system’s store, or "
        "type in a terminal “tessera edit {name} --ca FILE”."),
    TESSERA_REPAIR_TRY_AGAIN },
  { "client_certificate", NULL, NULL, NULL, NULL,
    N_ ("Give the account the certificate that was issued to you: “tessera edit {name} "
        "--client-cert FILE --client-key FILE”."),
    N_ ("Give the account the certificate that was issued to you: type in a terminal “tessera edit "
        "{name} --client-cert FILE --client-key FILE”."),
    TESSERA_REPAIR_TRY_AGAIN },
  { "no_browser", NULL, NULL, NULL, NULL,
    N_ ("Choose a default web browser, or type “tessera login {name} --no-browser” and open the "
        "link that it prints."),
    N_ ("Choose a default web browser, or copy the link into one."), TESSERA_REPAIR_TRY_AGAIN },
  { "port_in_use", NULL, NULL, NULL, NULL,
    N_ ("Quit the program that uses the port, or choose another one, here and at the provider: "
        "“tessera edit {name} --redirect-uri http://localhost:PORT/”."),
    N_ ("Quit the program that uses the port, or choose another one, here (“Edit Account”) and at "
        "the "
        "provider."),
    TESSERA_REPAIR_EDIT },
  { "invalid_configuration", NULL, NULL, "Looking up the client secret", NULL,
    N_ ("Store the secret again: “tessera edit {name} --client-secret-stdin”."),
    N_ ("Choose “Edit Account” and enter the secret again."), TESSERA_REPAIR_EDIT },
  { "invalid_configuration", NULL, NULL, NULL, NULL,
    N_ ("“tessera edit --help” shows what can be given."),
    N_ ("Choose “Edit Account” and correct the account."), TESSERA_REPAIR_EDIT },
  { 0 },
};
