/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "advice.h"

#include <gio/gio.h>
#include <string.h>

#include "config-error.h"
#include "desktop-error.h"
#include "flow-error.h"
#include "loopback-error.h"
#include "oidc-error.h"
#include "store-error.h"

#define ISSUER "https://idp.example"

typedef enum
{
  OIDC,
  FLOW,
  STORE,
  ACCOUNT,
  DESKTOP,
  LOOPBACK,
  CONFIG,
} Domain;

static GQuark (*const domains[]) (void) = {
  oidc_error_quark,
  tessera_flow_error_quark,
  tessera_store_error_quark,
  tessera_account_error_quark,
  tessera_desktop_error_quark,
  tessera_loopback_error_quark,
  tessera_config_error_quark,
};

/* One for each row of the table, and for each order of rows that matters. */
typedef struct
{
  Domain domain;
  int error;
  const char *oauth_code; /* (nullable) */
  const char *message;    /* (nullable) */
  const char *step;       /* (nullable) */
  const char *issuer;     /* of the account; NULL: ISSUER */
  const char *terminal;   /* the beginning of the advice */
  const char *window;
} Case;

#define CONTACTING "Contacting the provider"
#define FETCHING   "Fetching the keys"
#define WAITING    "Waiting for the browser"
#define EXCHANGING "Exchanging the code"
#define CHECKING   "Checking who you are"
#define LATER      "The problem is at the provider. Wait a few minutes. "
#define NO_PROMPT  "The provider needs to show you a page. "
#define REGISTER   "Register exactly http://127.0.0.1/ as a redirect URI at the provider, or "
#define BROKEN     "The provider’s answer violates the protocol. Show this message"

static const Case cases[] = {
  { OIDC, OIDC_ERROR_REFUSED, "access_denied", "No (access_denied). The requested scopes were “x”.",
    WAITING, NULL, "Allow the scopes openid calendar at the provider",
    "Allow the scopes openid calendar at the provider" },
  { OIDC, OIDC_ERROR_REFUSED, "access_denied", NULL, WAITING, "https://acme.okta.com",
    "Ask your Okta administrator to assign you to the application, or use another user who is "
    "assigned. Then sign in again: “tessera login Work”.",
    "Ask your Okta administrator to assign you to the application, or use another user who is "
    "assigned. Then try again." },
  { OIDC, OIDC_ERROR_REFUSED, "access_denied", "Policy evaluation failed for this request", WAITING,
    "https://acme.okta.com", "Ask your Okta administrator for an access policy",
    "Ask your Okta administrator for an access policy" },
  { OIDC, OIDC_ERROR_REFUSED, "access_denied", "AADSTS90094: Admin consent is required", WAITING,
    "https://login.microsoftonline.com/t/v2.0",
    "Ask your administrator to approve the application in Microsoft Entra. Then sign in again: "
    "“tessera login Work”.",
    "Ask your administrator to approve the application in Microsoft Entra. Then try again." },
  { OIDC, OIDC_ERROR_REFUSED, "access_denied", "AADSTS65004: The user declined", WAITING,
    "https://login.microsoftonline.com/t/v2.0", "Allow access when the browser asks for it.",
    "Allow access when the browser asks for it." },
  { OIDC, OIDC_ERROR_REFUSED, "access_denied", "The user said no.", WAITING, NULL,
    "Allow access when the browser asks for it.", "Allow access when the browser asks for it." },
  { OIDC, OIDC_ERROR_REFUSED, "redirect_uri_mismatch", NULL, WAITING, NULL,
    REGISTER "use the registered one: “tessera edit Work --redirect-uri URI”.",
    REGISTER "choose “Edit Account” and enter the registered one." },
  { OIDC, OIDC_ERROR_REFUSED, "invalid_request", "Invalid redirect_uri", EXCHANGING, NULL, REGISTER,
    REGISTER },
  { OIDC, OIDC_ERROR_REFUSED, "invalid_client", "The reply URL does not match", EXCHANGING, NULL,
    REGISTER, REGISTER },
  { OIDC, OIDC_ERROR_REFUSED, "unauthorized_client", "Callback mismatch", EXCHANGING, NULL,
    REGISTER, REGISTER },
  { OIDC, OIDC_ERROR_INVALID_GRANT, "invalid_grant", "redirect_uri does not match", EXCHANGING,
    NULL, REGISTER, REGISTER },
  { OIDC, OIDC_ERROR_REFUSED, "invalid_client", "Unknown client", EXCHANGING, NULL,
    "Compare the client ID with the registered one. If the application has a secret, store it: "
    "“tessera edit Work --client-secret-stdin”.",
    "Choose “Edit Account” and compare the client ID" },
  { OIDC, OIDC_ERROR_REFUSED, "incorrect_client_credentials", NULL, EXCHANGING, NULL,
    "Compare the client ID with the registered one. If the application has a secret, store it",
    "Choose “Edit Account” and compare the client ID" },
  { OIDC, OIDC_ERROR_REFUSED, "bad_client_secret", NULL, EXCHANGING, NULL,
    "Compare the client ID with the registered one. If the application has a secret, store it",
    "Choose “Edit Account” and compare the client ID" },
  { OIDC, OIDC_ERROR_REFUSED, "invalid_client_id", NULL, EXCHANGING, NULL,
    "Compare the client ID with the registered one. If the application has a secret, store it",
    "Choose “Edit Account” and compare the client ID" },
  { OIDC, OIDC_ERROR_REFUSED, "unauthorized_client", NULL, WAITING, NULL,
    "At the provider, register a native application with the authorization code flow (response "
    "type “code”) and PKCE. Then sign in again: “tessera login Work”.",
    "At the provider, register a native application with the authorization code flow (response "
    "type “code”) and PKCE. Then try again." },
  { OIDC, OIDC_ERROR_REFUSED, "unsupported_response_type", NULL, WAITING, NULL,
    "At the provider, register a native application with the authorization code flow (response "
    "type “code”) and PKCE. Then sign in again: “tessera login Work”.",
    "At the provider, register a native application with the authorization code flow (response "
    "type “code”) and PKCE. Then try again." },
  { OIDC, OIDC_ERROR_REFUSED, "unsupported_grant_type", NULL, EXCHANGING, NULL,
    "At the provider, allow the grants “authorization code” and “refresh token” for this "
    "application. Then sign in again: “tessera login Work”.",
    "At the provider, allow the grants “authorization code” and “refresh token” for this "
    "application. Then try again." },
  { OIDC, OIDC_ERROR_REFUSED, "invalid_scope",
    "No (invalid_scope). The requested scopes were “openid offline_access”.", WAITING, NULL,
    "Allow the scopes openid calendar at the provider, or keep only those",
    "Allow the scopes openid calendar at the provider, or sign in without “offline_access”" },
  { OIDC, OIDC_ERROR_REFUSED, "not_allowed", "Offline_access is not allowed", EXCHANGING, NULL,
    "Allow the scopes openid calendar at the provider, or keep only those",
    "Allow the scopes openid calendar at the provider, or sign in without “offline_access”" },
  { OIDC, OIDC_ERROR_REFUSED, "invalid_scope", NULL, WAITING, NULL,
    "Allow the scopes openid calendar at the provider, or keep only those that it allows: “tessera "
    "edit Work --scope SCOPE”, with one",
    "Allow the scopes openid calendar at the provider, or choose “Edit Account”" },
  { OIDC, OIDC_ERROR_REFUSED, "not_allowed", NULL, EXCHANGING, NULL,
    "Allow the scopes openid calendar at the provider, or keep only those that it allows: “tessera "
    "edit Work --scope SCOPE”, with one",
    "Allow the scopes openid calendar at the provider, or choose “Edit Account”" },
  { OIDC, OIDC_ERROR_REFUSED, "invalid_target", NULL, WAITING, NULL,
    "The provider does not know https://api.example, https://r.example. Compare it with the "
    "provider’s settings, and correct it: “tessera edit Work --audience AUDIENCE”",
    "The provider does not know https://api.example, https://r.example. Compare" },
  { OIDC, OIDC_ERROR_REFUSED, "login_required", NULL, WAITING, NULL,
    NO_PROMPT "Remove “prompt=none” from the account: “tessera edit Work --unset auth-param”. Then "
              "sign in again: “tessera login Work”.",
    NO_PROMPT
    "Choose “Edit Account” and remove “prompt=none” from the extra parameters. Then try again." },
  { OIDC, OIDC_ERROR_REFUSED, "interaction_required", NULL, WAITING, NULL, NO_PROMPT "Remove",
    NO_PROMPT "Choose" },
  { OIDC, OIDC_ERROR_REFUSED, "consent_required", NULL, WAITING, NULL, NO_PROMPT "Remove",
    NO_PROMPT "Choose" },
  { OIDC, OIDC_ERROR_REFUSED, "account_selection_required", NULL, WAITING, NULL, NO_PROMPT "Remove",
    NO_PROMPT "Choose" },
  { OIDC, OIDC_ERROR_REFUSED, "temporarily_unavailable", NULL, WAITING, NULL,
    LATER "Then sign in again: “tessera login Work”.", LATER "Then try again." },
  { OIDC, OIDC_ERROR_REFUSED, "server_error", NULL, WAITING, NULL,
    LATER "Then sign in again: “tessera login Work”.", LATER "Then try again." },
  { OIDC, OIDC_ERROR_REFUSED, "something_else", NULL, WAITING, NULL,
    "Compare the output of “tessera show Work” with the registration at the provider.",
    "Choose “Edit Account” and compare the account with its registration at the provider." },
  { OIDC, OIDC_ERROR_INVALID_GRANT, "invalid_grant", "Code not valid", EXCHANGING, NULL,
    "Sign in again: “tessera login Work”.", "Sign in again." },

  { FLOW, TESSERA_FLOW_ERROR_DEADLINE, NULL, NULL, WAITING, NULL,
    "If the browser shows an error, compare the client ID “desktop” with the registered one, and "
    "register http://127.0.0.1/ as a redirect URI. Then sign in again: “tessera login Work”.",
    "If the browser shows an error, compare the client ID “desktop” with the registered one, and "
    "register http://127.0.0.1/ as a redirect URI. Then try again." },
  { FLOW, TESSERA_FLOW_ERROR_DEADLINE, NULL, NULL, CONTACTING, NULL,
    "The provider or the keyring is slow. Try again.",
    "The provider or the keyring is slow. Try again." },

  { OIDC, OIDC_ERROR_ISSUER_MISMATCH, NULL, "https://other.example/", CONTACTING, NULL,
    "If that is your provider, use its issuer: “tessera edit Work --issuer "
    "https://other.example/”.",
    "If https://other.example/ is your provider, choose “Use This Issuer”." },
  { OIDC, OIDC_ERROR_ISSUER_MISMATCH, NULL, NULL, CONTACTING, NULL,
    "Ask your administrator for the issuer, then enter it: “tessera edit Work --issuer URL”.",
    "Ask your administrator for the issuer, then choose “Edit Account” to enter it." },
  { OIDC, OIDC_ERROR_ISSUER_MISMATCH, NULL, NULL, WAITING, NULL,
    "The answer was rejected, because someone may have tampered with it.",
    "The answer was rejected, because someone may have tampered with it." },
  { OIDC, OIDC_ERROR_ISSUER_MISMATCH, NULL, NULL, CHECKING, NULL, BROKEN, BROKEN },
  { OIDC, OIDC_ERROR_ISSUER_MISMATCH, NULL, NULL, NULL, NULL,
    "The account’s issuer must match the provider’s exactly",
    "Choose “Edit Account” and compare the issuer with the provider’s" },
  { OIDC, OIDC_ERROR_UNREACHABLE, NULL, NULL, CONTACTING, NULL,
    "Check the network connection and the account’s issuer.",
    "Check the network connection and the account’s issuer." },
  { OIDC, OIDC_ERROR_UNREACHABLE, NULL, NULL, EXCHANGING, NULL,
    "Check the network connection and the address, then try again.",
    "Check the network connection and the address, then try again." },
  { OIDC, OIDC_ERROR_HTTP_STATUS, NULL, NULL, CONTACTING, NULL,
    "Correct the issuer: “tessera edit Work --issuer URL”. Or add the endpoints: “tessera edit "
    "--help”",
    "Choose “Edit Account” to correct the issuer, or to enter the endpoints." },
  { OIDC, OIDC_ERROR_HTTP_STATUS, NULL, NULL, EXCHANGING, NULL,
    "Compare the client ID and the token endpoint with the provider’s",
    "Compare the client ID and the token endpoint with the provider’s" },
  { OIDC, OIDC_ERROR_MALFORMED, NULL, NULL, CONTACTING, NULL,
    "Check the account’s issuer. There is no working OpenID Connect provider",
    "Check the account’s issuer. There is no working OpenID Connect provider" },
  { OIDC, OIDC_ERROR_MALFORMED, NULL, NULL, FETCHING, NULL, BROKEN, BROKEN },
  { OIDC, OIDC_ERROR_MALFORMED, NULL, NULL, EXCHANGING, NULL, BROKEN, BROKEN },
  { OIDC, OIDC_ERROR_MALFORMED, NULL, NULL, CHECKING, NULL, BROKEN, BROKEN },
  { OIDC, OIDC_ERROR_TOO_LARGE, NULL, NULL, CONTACTING, NULL, BROKEN, BROKEN },
  { OIDC, OIDC_ERROR_TOO_LARGE, NULL, NULL, FETCHING, NULL, BROKEN, BROKEN },
  { OIDC, OIDC_ERROR_TOO_LARGE, NULL, NULL, EXCHANGING, NULL, BROKEN, BROKEN },
  { OIDC, OIDC_ERROR_UNSUPPORTED, NULL, NULL, CONTACTING, NULL,
    "Tell the provider’s administrator, or add the missing endpoint: “tessera edit --help”",
    "Tell the provider’s administrator, or choose “Edit Account”" },
  { OIDC, OIDC_ERROR_NO_ID_TOKEN, NULL, NULL, CHECKING, NULL, BROKEN, BROKEN },
  { OIDC, OIDC_ERROR_ENCRYPTED, NULL, NULL, CHECKING, NULL,
    "At the provider, turn off the encryption of ID tokens for this application. Then sign in",
    "At the provider, turn off the encryption of ID tokens for this application. Then try" },
  { OIDC, OIDC_ERROR_SIGNATURE, NULL, NULL, CHECKING, NULL,
    "The sign-in was rejected. Ask the provider’s administrator which algorithm",
    "The sign-in was rejected. Ask the provider’s administrator which algorithm" },
  { OIDC, OIDC_ERROR_UNKNOWN_KEY, NULL, NULL, CHECKING, NULL,
    "The sign-in was rejected. The provider may be changing its keys",
    "The sign-in was rejected. The provider may be changing its keys" },
  { OIDC, OIDC_ERROR_STATE_MISMATCH, NULL, NULL, WAITING, NULL,
    "Sign in again: “tessera login Work”.", "Sign in again." },
  { OIDC, OIDC_ERROR_INVALID_RESPONSE, NULL, NULL, WAITING, NULL,
    "Sign in again: “tessera login Work”.", "Sign in again." },

  { STORE, TESSERA_STORE_ERROR_NOT_SIGNED_IN, NULL, NULL, NULL, NULL,
    "Sign in: “tessera login Work”.", "Choose “Sign In”." },
  { STORE, TESSERA_STORE_ERROR_ENDED, NULL, NULL, NULL, NULL,
    "Sign in again: “tessera login Work”.", "Sign in again." },
  { ACCOUNT, TESSERA_ACCOUNT_ERROR_NO_ID_TOKEN, NULL, NULL, NULL, NULL,
    "Make sure that the account’s scopes include “openid”. Then sign in again: “tessera login "
    "Work”.",
    "Make sure that the account’s scopes include “openid”. Then try again." },
  { STORE, TESSERA_STORE_ERROR_DAMAGED, NULL, NULL, NULL, NULL,
    "To restore it from the keyring, run “tessera token Work”.",
    "To restore it from the keyring, choose “Unlock”." },
  { DESKTOP, TESSERA_DESKTOP_ERROR_NO_BROWSER, NULL, NULL, NULL, NULL,
    "Choose a default web browser, or run “tessera login Work --no-browser”",
    "Choose a default web browser, or copy the link into a browser." },
  { LOOPBACK, TESSERA_LOOPBACK_ERROR_PORT_IN_USE, NULL, NULL, NULL, NULL,
    "Quit the program that uses the port, or use another port, here and at the provider: “tessera "
    "edit Work --redirect-uri http://localhost:PORT/”.",
    "Quit the program that uses the port, or use another port, here (“Edit Account”)" },
  { CONFIG, TESSERA_CONFIG_ERROR_INVALID, NULL, NULL, "Looking up the client secret", NULL,
    "Store the client secret again: “tessera edit Work --client-secret-stdin”.",
    "Choose “Edit Account” and enter the client secret again." },
  { CONFIG, TESSERA_CONFIG_ERROR_INVALID, NULL, NULL, NULL, NULL,
    "Run “tessera edit --help” for the options.",
    "Choose “Edit Account” and correct the account." },
};

static TesseraAccountConfig *
make_config (const char *name, const char *issuer)
{
  TesseraAccountConfig *config = tessera_account_config_new ();

  config->name = g_strdup (name);
  config->issuer = g_strdup (issuer != NULL ? issuer : ISSUER);
  config->client_id = g_strdup ("desktop");
  config->scopes = g_strsplit ("openid calendar", " ", -1);
  config->audience = g_strdup ("https://api.example");
  config->resources = g_strsplit ("https://r.example", " ", -1);
  config->auth_params = g_strsplit ("prompt=none", " ", -1);
  return config;
}

static GError *
make_error (const Case *c)
{
  GError *error
    = g_error_new_literal (domains[c->domain](), c->error, c->message != NULL ? c->message : "x");

  if (c->domain == OIDC)
    oidc_error_set_oauth_code (error, c->oauth_code);
  if (c->domain == OIDC && c->error == OIDC_ERROR_ISSUER_MISMATCH)
    oidc_error_set_issuer (error, c->message);
  return error;
}

static void
assert_advice (const GError *error,
               const TesseraAccountConfig *config,
               const char *step,
               TesseraAdviceReader reader,
               const char *expected)
{
  const TesseraAdviceContext context = { reader, config, step };
  g_autofree char *advice = tessera_advice_make (error, &context);

  if (advice == NULL || !g_str_has_prefix (advice, expected))
    g_assert_cmpstr (advice, ==, expected);
  g_assert_null (strchr (advice, '{'));
}

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (TesseraAccountConfig) config = make_config ("Work", c->issuer);
      g_autoptr (GError) error = make_error (c);

      assert_advice (error, config, c->step, TESSERA_ADVICE_TERMINAL, c->terminal);
      assert_advice (error, config, c->step, TESSERA_ADVICE_WINDOW, c->window);
    }
}

static TesseraRepair
find_named_repair (const char *advice)
{
  if (g_str_has_prefix (advice, "Register exactly "))
    return TESSERA_REPAIR_REGISTER;
  if (strstr (advice, "“Edit Account”") != NULL)
    return TESSERA_REPAIR_EDIT;
  if (strstr (advice, "“Use This Issuer”") != NULL)
    return TESSERA_REPAIR_USE_ISSUER;
  if (strstr (advice, "sign in without “offline_access”") != NULL)
    return TESSERA_REPAIR_NO_OFFLINE_ACCESS;
  return TESSERA_REPAIR_TRY_AGAIN;
}

/* The window's button is the one that the advice beside it names. */
static void
test_repairs (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (TesseraAccountConfig) config = make_config ("Work", c->issuer);
      g_autoptr (GError) error = make_error (c);
      const TesseraAdviceContext context = { TESSERA_ADVICE_WINDOW, config, c->step };
      g_autofree char *advice = tessera_advice_make (error, &context);

      g_assert_cmpint (tessera_advice_find_repair (error, &context), ==,
                       find_named_repair (advice));
    }
}

/* Nobody but the administrator can change it; but what is to be registered can be copied. */
static void
test_repairs_of_a_managed_account (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (TesseraAccountConfig) config = make_config ("Work", c->issuer);
      g_autoptr (GError) error = make_error (c);
      const TesseraAdviceContext context = { TESSERA_ADVICE_WINDOW, config, c->step };
      TesseraRepair repair;

      config->read_only = TRUE;
      repair = tessera_advice_find_repair (error, &context);
      g_assert_true (repair == TESSERA_REPAIR_TRY_AGAIN || repair == TESSERA_REPAIR_REGISTER);
    }
}

/* Nobody can remove what an account does not have. */
static void
test_no_prompt (void)
{
  static const char *const codes[] = { "login_required", "interaction_required", "consent_required",
                                       "account_selection_required" };
  g_autoptr (TesseraAccountConfig) config = make_config ("Work", NULL);
  g_autoptr (TesseraAccountConfig) microsoft
    = make_config ("Work", "https://login.microsoftonline.com/t/v2.0");
  g_autoptr (GError) consent = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_REFUSED, "x");

  g_clear_pointer (&config->auth_params, g_strfreev);
  g_clear_pointer (&microsoft->auth_params, g_strfreev);
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_REFUSED, "x");

      oidc_error_set_oauth_code (error, codes[i]);
      assert_advice (error, config, WAITING, TESSERA_ADVICE_TERMINAL,
                     "Sign in again: “tessera login Work”.");
      assert_advice (error, config, WAITING, TESSERA_ADVICE_WINDOW, "Sign in again.");
    }
  oidc_error_set_oauth_code (consent, "consent_required");
  assert_advice (consent, microsoft, WAITING, TESSERA_ADVICE_TERMINAL,
                 "Ask your administrator to approve the application in Microsoft Entra.");
}

/* What no host tells, the account's preset does. */
static void
test_preset (void)
{
  g_autoptr (TesseraAccountConfig) kanidm = make_config ("Work", NULL);
  g_autoptr (GError) error = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_REFUSED, "x");

  kanidm->preset = g_strdup ("kanidm");
  oidc_error_set_oauth_code (error, "access_denied");
  assert_advice (error, kanidm, WAITING, TESSERA_ADVICE_TERMINAL,
                 "Allow the scopes openid calendar at the provider, or keep only those");
}

/* A command that can be copied, whatever the account is called. */
static void
test_quotes_names (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ("My Work's $HOME", NULL);
  g_autoptr (GError) error
    = g_error_new_literal (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN, "x");

  assert_advice (error, config, NULL, TESSERA_ADVICE_TERMINAL,
                 "Sign in: “tessera login 'My Work'\\''s $HOME'”.");
}

/* The message says when, and the advice not something else. */
static void
test_retry_after (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ("Work", NULL);
  g_autoptr (GError) error = g_error_new_literal (OIDC_ERROR, OIDC_ERROR_BUSY, "x");
  const TesseraAdviceContext context = { TESSERA_ADVICE_TERMINAL, config, NULL };
  g_autofree char *none = NULL;

  assert_advice (error, config, NULL, TESSERA_ADVICE_TERMINAL, "Wait a moment, then try again.");
  oidc_error_set_retry_after (error, 60);
  none = tessera_advice_make (error, &context);
  g_assert_null (none);
}

/* Without an account no command can name one. */
static void
test_without_account (void)
{
  g_autoptr (GError) error
    = g_error_new_literal (TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_NOT_SIGNED_IN, "x");
  g_autoptr (GError) silent = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
  const TesseraAdviceContext context = { TESSERA_ADVICE_TERMINAL, NULL, NULL };
  g_autofree char *none = tessera_advice_make (silent, &context);

  assert_advice (error, NULL, NULL, TESSERA_ADVICE_TERMINAL, "Sign in first.");
  g_assert_null (none);
}

static void
test_reminder (void)
{
  g_autoptr (TesseraAccountConfig) config = make_config ("Work", "https://acme.auth0.com/");
  g_autofree char *text = tessera_advice_make_reminder (config);

  g_autoptr (TesseraAccountConfig) google = make_config ("Mail", "https://accounts.google.com");
  g_autofree char *free_text = tessera_advice_make_reminder (google);

  g_assert_nonnull (
    strstr (text, "“desktop” with the registered one, and register http://localhost:6363/ as"));
  g_assert_true (
    g_str_has_suffix (free_text, "compare the client ID “desktop” with the registered one."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/advice/rows", test_rows);
  g_test_add_func ("/advice/repairs", test_repairs);
  g_test_add_func ("/advice/repairs-of-a-managed-account", test_repairs_of_a_managed_account);
  g_test_add_func ("/advice/no-prompt", test_no_prompt);
  g_test_add_func ("/advice/preset", test_preset);
  g_test_add_func ("/advice/quotes-names", test_quotes_names);
  g_test_add_func ("/advice/without-account", test_without_account);
  g_test_add_func ("/advice/retry-after", test_retry_after);
  g_test_add_func ("/advice/reminder", test_reminder);
  return g_test_run ();
}
