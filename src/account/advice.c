/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "advice.h"

#include <glib/gi18n.h>
#include <string.h>

#include "oidc-error.h"
#include "presets.h"

/* A row fits where all that it names is so; the first that fits is taken. What stands in braces is
 * filled in, and a row does not fit where that is not known:
 *   {name}          the account's name, quoted for a shell
 *   {issuer}        the issuer that the provider's metadata names, quoted for a shell, where the
 *                   account can be changed
 *   {redirect_uri}  the redirect URIs
 *   {to_register}   the same, where they have to be registered
 *   {client_id}     the client ID
 *   {scopes}        the account's scopes
 *   {audience}      its audience and resources */
typedef struct
{
  const char *id;       /* tessera_error_reason() where there is one, else tessera_error_id() */
  const char *code;     /* (nullable) the OAuth error code */
  const char *words;    /* (nullable) part of the message, in small letters; "|" between several */
  const char *step;     /* (nullable) the sign-in's step */
  const char *provider; /* (nullable) the ID of the preset */
  const char *terminal;
  const char *window; /* (nullable) where it is not the same */
  gboolean again;     /* a second sentence says to sign in again */
} Advice;

#define CONTACTING "Contacting the provider"
#define WAITING    "Waiting for the browser"
#define FETCHING   "Fetching the keys"
#define EXCHANGING "Exchanging the code"
#define CHECKING   "Checking who you are"

/* How providers name a redirect URI that is not registered. */
#define REDIRECT "redirect_uri|redirect uri|redirect url|redirecturi|callback|reply url"

/* For a person who looks at the provider's page. */
#define PAGE_AND_URI                                                                               \
  N_ ("If the browser shows an error, compare the client ID “{client_id}” with the "           \
      "registered one, and register {to_register} as a redirect URI.")
#define PAGE                                                                                       \
  N_ ("If the browser shows an error, compare the client ID “{client_id}” with the "           \
      "registered one.")
#define REGISTER_TERMINAL                                                                          \
  N_ ("Register exactly {redirect_uri} as a redirect URI at the provider, or use the "             \
      "registered one: “tessera edit {name} --redirect-uri URI”.")
#define REGISTER_WINDOW                                                                            \
  N_ ("Register exactly {redirect_uri} as a redirect URI at the provider, or choose "              \
      "“Edit…” and enter the registered one.")
#define SCOPES_TERMINAL                                                                            \
  N_ ("Allow the scopes {scopes} at the provider, or keep only those that it allows: "             \
      "“tessera edit {name} --scope SCOPE”, with one --scope for each.")
#define SCOPES_WINDOW                                                                              \
  N_ ("Allow the scopes {scopes} at the provider, or choose “Edit…” and remove "             \
      "those that it refuses.")
#define AGAIN_TERMINAL N_ ("Sign in again: “tessera login {name}”.")
#define AGAIN_WINDOW   N_ ("Sign in again.")
#define NO_PROMPT_TERMINAL                                                                         \
  N_ ("The provider needs to show you a page. Remove “prompt=none” from the account: "         \
      "“tessera edit {name} --unset auth-param”.")
#define NO_PROMPT_WINDOW                                                                           \
  N_ ("The provider needs to show you a page. Choose “Edit…” and remove "                    \
      "“prompt=none” from the extra parameters.")
#define LATER N_ ("The problem is at the provider. Wait a few minutes.")
#define NATIVE                                                                                     \
  N_ ("At the provider, register a native application with the authorization code flow "           \
      "(response type “code”) and PKCE.")
#define BROKEN                                                                                     \
  N_ ("The provider’s answer violates the protocol. Show this message to the "                   \
      "provider’s administrator.")

static const Advice table[] = {
  /* The person, or whoever administers the provider, said no. */
  { "refused", "access_denied", "scope", NULL, NULL, SCOPES_TERMINAL, SCOPES_WINDOW, FALSE },
  { "refused", "access_denied", NULL, NULL, "okta",
    N_ ("Ask your Okta administrator to assign you to the application, or use another user who is "
        "assigned."),
    NULL, TRUE },
  { "refused", "access_denied", "aadsts9009|admin", NULL, "microsoft",
    N_ ("Ask your administrator to approve the application in Microsoft Entra."), NULL, TRUE },
  { "refused", "access_denied", NULL, NULL, NULL,
    N_ ("Allow access when the browser asks for it. If you did, ask the provider’s administrator "
        "to let you use this application."),
    NULL, TRUE },

  { "refused", "redirect_uri_mismatch", NULL, NULL, NULL, REGISTER_TERMINAL, REGISTER_WINDOW,
    FALSE },
  { "refused", "invalid_request", REDIRECT, NULL, NULL, REGISTER_TERMINAL, REGISTER_WINDOW, FALSE },
  { "refused", "invalid_client", REDIRECT, NULL, NULL, REGISTER_TERMINAL, REGISTER_WINDOW, FALSE },
  { "refused", "unauthorized_client", REDIRECT, NULL, NULL, REGISTER_TERMINAL, REGISTER_WINDOW,
    FALSE },
  { "invalid_grant", NULL, REDIRECT, EXCHANGING, NULL, REGISTER_TERMINAL, REGISTER_WINDOW, FALSE },

  { "refused", "invalid_client", NULL, NULL, NULL,
    N_ ("Compare the client ID with the registered one. If the application has a secret, store it: "
        "“tessera edit {name} --client-secret-stdin”."),
    N_ ("Choose “Edit…” and compare the client ID with the registered one. If the application has "
        "a secret, enter it there."),
    FALSE },
  { "refused", "unauthorized_client", NULL, NULL, NULL, NATIVE, NULL, TRUE },
  { "refused", "unsupported_response_type", NULL, NULL, NULL, NATIVE, NULL, TRUE },
  { "refused", "unsupported_grant_type", NULL, NULL, NULL,
    N_ ("At the provider, allow the grants “authorization code” and “refresh token” for this "
        "application."),
    NULL, TRUE },
  { "refused", "invalid_scope", NULL, NULL, NULL, SCOPES_TERMINAL, SCOPES_WINDOW, FALSE },
  /* Keycloak's, for offline_access */
  { "refused", "not_allowed", NULL, NULL, NULL, SCOPES_TERMINAL, SCOPES_WINDOW, FALSE },
  { "refused", "invalid_target", NULL, NULL, NULL,
    N_ ("The provider does not know {audience}. Compare it with the provider’s settings, and "
        "correct it: “tessera edit {name} --audience AUDIENCE” or “--resource URI”."),
    N_ ("The provider does not know {audience}. Compare it with the provider’s settings, and "
        "choose “Edit…” to correct it."),
    FALSE },
  { "refused", "login_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW, TRUE },
  { "refused", "interaction_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW,
    TRUE },
  { "refused", "consent_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW, TRUE },
  { "refused", "account_selection_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW,
    TRUE },
  { "refused", "temporarily_unavailable", NULL, NULL, NULL, LATER, NULL, TRUE },
  { "refused", "server_error", NULL, NULL, NULL, LATER, NULL, TRUE },
  { "refused", NULL, NULL, NULL, NULL,
    N_ ("Compare the output of “tessera show {name}” with the registration at the provider."),
    N_ ("Choose “Edit…” and compare the account with its registration at the provider."), FALSE },
  { "invalid_grant", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW, FALSE },

  /* The provider's page shows its reason to the person, and sends nothing back. */
  { "deadline", NULL, NULL, WAITING, NULL, PAGE_AND_URI, NULL, TRUE },
  { "deadline", NULL, NULL, WAITING, NULL, PAGE, NULL, TRUE },

  { "issuer_mismatch", NULL, NULL, CONTACTING, NULL,
    N_ ("If that is your provider, use its issuer: “tessera edit {name} --issuer {issuer}”."),
    N_ ("If {issuer} is your provider, choose “Use This Issuer”."), FALSE },
  { "issuer_mismatch", NULL, NULL, CONTACTING, NULL,
    N_ (
      "Ask your administrator for the issuer, then enter it: “tessera edit {name} --issuer URL”."),
    N_ ("Ask your administrator for the issuer, then choose “Edit…” to enter it."), FALSE },
  { "issuer_mismatch", NULL, NULL, WAITING, NULL,
    N_ ("The answer was rejected, because someone may have tampered with it. If it happens again, "
        "tell the provider’s administrator that the parameter “iss” of its answer is wrong or "
        "missing (RFC 9207)."),
    NULL, TRUE },

  { "unreachable", NULL, NULL, CONTACTING, NULL,
    N_ ("Check the network connection and the account’s issuer."), NULL, FALSE },
  { "http_status", NULL, NULL, CONTACTING, NULL,
    N_ ("Correct the issuer: “tessera edit {name} --issuer URL”. Or add the endpoints: “tessera "
        "edit --help” lists the options."),
    N_ ("Choose “Edit…” to correct the issuer, or to enter the endpoints."), FALSE },
  { "malformed", NULL, NULL, CONTACTING, NULL,
    N_ ("Check the account’s issuer. There is no working OpenID Connect provider at this address."),
    NULL, FALSE },
  { "malformed", NULL, NULL, FETCHING, NULL, BROKEN, NULL, FALSE },
  { "malformed", NULL, NULL, EXCHANGING, NULL, BROKEN, NULL, FALSE },
  { "malformed", NULL, NULL, CHECKING, NULL, BROKEN, NULL, FALSE },
  { "too_large", NULL, NULL, CONTACTING, NULL, BROKEN, NULL, FALSE },
  { "too_large", NULL, NULL, FETCHING, NULL, BROKEN, NULL, FALSE },
  { "too_large", NULL, NULL, EXCHANGING, NULL, BROKEN, NULL, FALSE },
  { "http_status", NULL, NULL, EXCHANGING, NULL,
    N_ ("Compare the client ID and the token endpoint with the provider’s. If they are right, tell "
        "the provider’s administrator about the HTTP status."),
    NULL, FALSE },
  { "unsupported", NULL, NULL, CONTACTING, NULL,
    N_ ("Tell the provider’s administrator, or add the missing endpoint: “tessera edit --help” "
        "lists the options."),
    N_ ("Tell the provider’s administrator, or choose “Edit…” and enter the missing endpoint."),
    FALSE },
  { "invalid_signature", NULL, NULL, CHECKING, NULL,
    N_ ("The sign-in was rejected. Ask the provider’s administrator which algorithm and key sign "
        "this application’s ID tokens."),
    NULL, FALSE },
  { "unknown_key", NULL, NULL, CHECKING, NULL,
    N_ ("The sign-in was rejected. The provider may be changing its keys: wait a few minutes."),
    NULL, TRUE },

  { "not_signed_in", NULL, NULL, NULL, NULL, N_ ("Sign in: “tessera login {name}”."),
    N_ ("Choose “Sign In”."), FALSE },
  { "session_ended", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW, FALSE },
  { "no_id_token", NULL, NULL, NULL, NULL,
    N_ ("Make sure that the account’s scopes include “openid”."), NULL, TRUE },
  { "state_mismatch", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW, FALSE },
  { "invalid_response", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW, FALSE },
  { "damaged", NULL, NULL, NULL, NULL,
    N_ ("To restore it from the keyring, run “tessera token {name}”."),
    N_ ("To restore it from the keyring, choose “Unlock”."), FALSE },
  { "unknown_ca", NULL, NULL, NULL, NULL,
    N_ ("If you trust the authority that issued it, add the authority’s certificate to the "
        "system’s store, or to the account: “tessera edit {name} --ca FILE”."),
    NULL, FALSE },
  { "client_certificate", NULL, NULL, NULL, NULL,
    N_ ("Add the certificate that was issued to you: “tessera edit {name} --client-cert FILE "
        "--client-key FILE”."),
    NULL, FALSE },
  { "no_browser", NULL, NULL, NULL, NULL,
    N_ ("Choose a default web browser, or run “tessera login {name} --no-browser” and open the "
        "link that it prints."),
    N_ ("Choose a default web browser, or copy the link into a browser."), FALSE },
  { "port_in_use", NULL, NULL, NULL, NULL,
    N_ ("Quit the program that uses the port, or use another port, here and at the provider: "
        "“tessera edit {name} --redirect-uri http://localhost:PORT/”."),
    N_ ("Quit the program that uses the port, or use another port, here (“Edit…”) and at the "
        "provider."),
    FALSE },
  { "invalid_configuration", NULL, NULL, "Looking up the client secret", NULL,
    N_ ("Store the client secret again: “tessera edit {name} --client-secret-stdin”."),
    N_ ("Choose “Edit…” and enter the client secret again."), FALSE },
  { "invalid_configuration", NULL, NULL, NULL, NULL,
    N_ ("Run “tessera edit --help” for the options."),
    N_ ("Choose “Edit…” and correct the account."), FALSE },
};

typedef struct
{
  const GError *error;
  const TesseraAdviceContext *context;
  const TesseraPreset *preset; /* (nullable) */
} Case;

/* What is safe in a shell without quotes stays as it is: it is read more than it is typed. */
static char *
quote (const char *text)
{
  if (text[0] != '\0'
      && text[strspn (text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "._-:/@%+")] == '\0')
    return g_strdup (text);
  return g_shell_quote (text);
}

static char *
join_redirect_uris (const TesseraAccountConfig *config)
{
  g_auto (GStrv) uris = tessera_account_config_get_redirect_uris (config);

  return g_strjoinv (", ", uris);
}

static char *
join_targets (const TesseraAccountConfig *config)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) targets = NULL;

  if (config->audience != NULL)
    g_strv_builder_add (builder, config->audience);
  if (config->resources != NULL)
    g_strv_builder_addv (builder, (const char **) config->resources);
  targets = g_strv_builder_end (builder);
  return targets[0] != NULL ? g_strjoinv (", ", targets) : NULL;
}

/* The scopes that the account asks for. */
static char *
join_scopes (const Case *this)
{
  char **scopes = this->context->config->scopes;

  if (scopes == NULL && this->preset != NULL)
    scopes = this->preset->scopes;
  return scopes != NULL ? g_strjoinv (" ", scopes) : g_strdup ("openid profile email");
}

/* The one that the metadata names. (transfer full) (nullable) */
static char *
dup_issuer (const Case *this)
{
  const TesseraAccountConfig *config = this->context->config;
  const char *issuer = tessera_error_issuer (this->error);

  return issuer != NULL && config != NULL && !config->read_only ? quote (issuer) : NULL;
}

/* What stands for {@name}. Returns: (transfer full) (nullable), NULL where it is not known */
static char *
find_value (const Case *this, const char *name)
{
  const TesseraAccountConfig *config = this->context->config;

  if (g_str_equal (name, "issuer"))
    return dup_issuer (this);
  if (config == NULL)
    return NULL;
  if (g_str_equal (name, "name"))
    return config->name != NULL ? quote (config->name) : NULL;
  if (g_str_equal (name, "redirect_uri"))
    return join_redirect_uris (config);
  if (g_str_equal (name, "to_register"))
    return this->preset != NULL && this->preset->redirect_is_free ? NULL
                                                                  : join_redirect_uris (config);
  if (g_str_equal (name, "client_id"))
    return g_strdup (config->client_id);
  if (g_str_equal (name, "scopes"))
    return join_scopes (this);
  if (g_str_equal (name, "audience"))
    return join_targets (config);
  return NULL;
}

/* Returns: (transfer full) (nullable), NULL where something that it names is not known */
static char *
fill_in (const Case *this, const char *sentence)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *open;

  while ((open = strchr (sentence, '{')) != NULL)
    {
      const char *close = open + strcspn (open, "}");
      g_autofree char *name = g_strndup (open + 1, close - open - 1);
      g_autofree char *value = find_value (this, name);

      if (value == NULL)
        return NULL;
      g_string_append_len (text, sentence, open - sentence);
      g_string_append (text, value);
      sentence = *close != '\0' ? close + 1 : close;
    }
  g_string_append (text, sentence);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
has_words (const char *message, const char *words)
{
  g_autofree char *small = g_utf8_strdown (message, -1);
  g_auto (GStrv) each = g_strsplit (words, "|", -1);

  for (gsize i = 0; each[i] != NULL; i++)
    if (strstr (small, each[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
fits (const Case *this, const Advice *row)
{
  const char *reason = tessera_error_reason (this->error);

  return g_str_equal (row->id, reason != NULL ? reason : tessera_error_id (this->error))
         && (row->code == NULL
             || g_strcmp0 (row->code, oidc_error_get_oauth_code (this->error)) == 0)
         && (row->step == NULL || g_strcmp0 (row->step, this->context->step) == 0)
         && (row->provider == NULL
             || (this->preset != NULL && g_str_equal (row->provider, this->preset->id)))
         && (row->words == NULL || has_words (this->error->message, row->words));
}

static const TesseraPreset *
find_preset (const TesseraAccountConfig *config)
{
  if (config == NULL)
    return NULL;
  return tessera_presets_find (config->preset, config->issuer != NULL
                                                 ? config->issuer
                                                 : config->authorization_endpoint);
}

/* (transfer full) (nullable) */
static char *
apply (const Case *this, const Advice *row)
{
  gboolean window = this->context->reader == TESSERA_ADVICE_WINDOW;
  const char *sentence = window && row->window != NULL ? row->window : row->terminal;
  g_autofree char *text = fill_in (this, _ (sentence));
  g_autofree char *again = NULL;

  if (text == NULL || !row->again)
    return g_steal_pointer (&text);
  again = fill_in (this, window ? _ ("Then try again.")
                                : _ ("Then sign in again: “tessera login {name}”."));
  return again != NULL ? g_strdup_printf ("%s %s", text, again) : NULL;
}

char *
tessera_advice_make (const GError *error, const TesseraAdviceContext *context)
{
  const Case this = { error, context, find_preset (context->config) };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      char *advice = fits (&this, &table[i]) ? apply (&this, &table[i]) : NULL;

      if (advice != NULL)
        return advice;
    }
  return g_strdup (tessera_error_hint (error));
}

char *
tessera_advice_make_reminder (const TesseraAccountConfig *config)
{
  const TesseraAdviceContext context = { TESSERA_ADVICE_TERMINAL, config, NULL };
  const Case this = { NULL, &context, find_preset (config) };
  char *text = fill_in (&this, _ (PAGE_AND_URI));

  return text != NULL ? text : fill_in (&this, _ (PAGE));
}
