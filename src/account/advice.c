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
} Advice;

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
      "“Edit…” and enter the one that is registered.")
#define SCOPES_TERMINAL                                                                            \
  N_ ("Allow the scopes {scopes} at the provider, or leave out the one that it refuses: "          \
      "“tessera edit {name} --scope SCOPE”, once for each that stays.")
#define SCOPES_WINDOW                                                                              \
  N_ ("Allow the scopes {scopes} at the provider, or choose “Edit…” and leave out the one "  \
      "that it refuses.")
#define AGAIN_TERMINAL N_ ("Sign in again: “tessera login {name}”.")
#define AGAIN_WINDOW   N_ ("Sign in again.")
#define NO_PROMPT_TERMINAL                                                                         \
  N_ ("The provider wants to show you a page: take “prompt=none” out of the account with "     \
      "“tessera edit {name} --unset auth-param”, and sign in again.")
#define NO_PROMPT_WINDOW                                                                           \
  N_ ("The provider wants to show you a page: choose “Edit…”, take “prompt=none” "       \
      "out of the extra parameters, and try again.")
#define LATER_TERMINAL                                                                             \
  N_ ("The trouble is the provider’s: wait a few minutes, then type “tessera login {name}”.")
#define LATER_WINDOW N_ ("The trouble is the provider’s: wait a few minutes, then try again.")

#define BROKEN                                                                                     \
  N_ ("The provider’s answer breaks the rules of the protocol: tell its administrator what is "  \
      "said here.")

static const Advice table[] = {
  /* The person, or whoever administers the provider, said no. */
  { "refused", "access_denied", "scope", NULL, NULL,
    N_ ("Allow the scopes {scopes} at the provider, or leave out the one that it refuses: “tessera "
        "edit {name} --scope SCOPE”, once for each that stays."),
    N_ ("Allow the scopes {scopes} at the provider, or choose “Edit…” and leave out the one that "
        "it refuses.") },
  { "refused", "access_denied", NULL, NULL, "okta",
    N_ ("Ask your Okta administrator to assign you to the application, or sign in as somebody who "
        "is: “tessera login {name}”."),
    N_ ("Ask your Okta administrator to assign you to the application, or try again as somebody "
        "who is.") },
  { "refused", "access_denied", "aadsts9009|admin", NULL, "microsoft",
    N_ ("Ask your administrator to approve the application in Microsoft Entra, then type “tessera "
        "login {name}”."),
    N_ ("Ask your administrator to approve the application in Microsoft Entra, then try again.") },
  { "refused", "access_denied", NULL, NULL, NULL,
    N_ ("Type “tessera login {name}” and allow it in the browser. If you did allow it, ask the "
        "provider’s administrator to let you use this application."),
    N_ ("Try again and allow it in the browser. If you did allow it, ask the provider’s "
        "administrator to let you use this application.") },

  { "refused", "redirect_uri_mismatch", NULL, NULL, NULL, REGISTER_TERMINAL, REGISTER_WINDOW },
  { "refused", "invalid_request", REDIRECT, NULL, NULL, REGISTER_TERMINAL, REGISTER_WINDOW },
  { "refused", "invalid_client", REDIRECT, NULL, NULL, REGISTER_TERMINAL, REGISTER_WINDOW },
  { "refused", "unauthorized_client", REDIRECT, NULL, NULL, REGISTER_TERMINAL, REGISTER_WINDOW },
  { "invalid_grant", NULL, REDIRECT, EXCHANGING, NULL, REGISTER_TERMINAL, REGISTER_WINDOW },

  { "refused", "invalid_client", NULL, NULL, NULL,
    N_ ("Compare the client ID with the registered one; where the application has a secret, store "
        "it with “tessera edit {name} --client-secret-stdin”."),
    N_ ("Choose “Edit…” and compare the client ID with the registered one; where the application "
        "has a secret, enter it there.") },
  { "refused", "unauthorized_client", NULL, NULL, NULL,
    N_ ("At the provider, allow this application the authorization code flow with PKCE: register "
        "it as a native application. Then type “tessera login {name}”."),
    N_ ("At the provider, allow this application the authorization code flow with PKCE: register "
        "it as a native application. Then try again.") },
  { "refused", "unsupported_response_type", NULL, NULL, NULL,
    N_ ("At the provider, allow this application the response type “code”: register it as a native "
        "application. Then type “tessera login {name}”."),
    N_ ("At the provider, allow this application the response type “code”: register it as a native "
        "application. Then try again.") },
  { "refused", "unsupported_grant_type", NULL, NULL, NULL,
    N_ ("At the provider, allow this application the grants “authorization code” and “refresh "
        "token”, then type “tessera login {name}”."),
    N_ ("At the provider, allow this application the grants “authorization code” and “refresh "
        "token”, then try again.") },
  { "refused", "invalid_scope", NULL, NULL, NULL, SCOPES_TERMINAL, SCOPES_WINDOW },
  /* Keycloak's, for offline_access */
  { "refused", "not_allowed", NULL, NULL, NULL, SCOPES_TERMINAL, SCOPES_WINDOW },
  { "refused", "invalid_target", NULL, NULL, NULL,
    N_ ("The provider does not know {audience}: compare it with what is registered there, and "
        "correct it with “tessera edit {name} --audience AUDIENCE” or “--resource URI”."),
    N_ ("The provider does not know {audience}: compare it with what is registered there, and "
        "choose “Edit…” to correct it.") },
  { "refused", "login_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW },
  { "refused", "interaction_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW },
  { "refused", "consent_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL, NO_PROMPT_WINDOW },
  { "refused", "account_selection_required", NULL, NULL, NULL, NO_PROMPT_TERMINAL,
    NO_PROMPT_WINDOW },
  { "refused", "temporarily_unavailable", NULL, NULL, NULL, LATER_TERMINAL, LATER_WINDOW },
  { "refused", "server_error", NULL, NULL, NULL, LATER_TERMINAL, LATER_WINDOW },
  { "refused", NULL, NULL, NULL, NULL,
    N_ ("Compare what “tessera show {name}” prints with what is registered at the provider."),
    N_ ("Choose “Edit…” and compare the account with what is registered at the provider.") },
  { "invalid_grant", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW },

  /* The provider's page shows its reason to the person, and sends nothing back. */
  { "deadline", NULL, NULL, WAITING, NULL,
    N_ ("If the page in the browser shows an error: compare the client ID “{client_id}”, and "
        "register {to_register} as a redirect URI. Then type “tessera login {name}”."),
    N_ ("If the page in the browser shows an error: compare the client ID “{client_id}”, and "
        "register {to_register} as a redirect URI. Then try again.") },
  { "deadline", NULL, NULL, WAITING, NULL,
    N_ ("If the page in the browser shows an error: compare the client ID “{client_id}”. Then "
        "type “tessera login {name}”."),
    N_ ("If the page in the browser shows an error: compare the client ID “{client_id}”. Then "
        "try again.") },
  { "deadline", NULL, NULL, NULL, NULL, N_ ("The provider or the keyring is slow: try again."),
    NULL },

  { "issuer_mismatch", NULL, NULL, CONTACTING, NULL,
    N_ ("If that is your provider, type “tessera edit {name} --issuer {issuer}” and sign in "
        "again."),
    N_ ("If {issuer} is your provider, choose “Use This Issuer”.") },
  { "issuer_mismatch", NULL, NULL, CONTACTING, NULL,
    N_ ("Ask your administrator for the issuer, then type “tessera edit {name} --issuer URL”."),
    N_ ("Ask your administrator for the issuer, then choose “Edit…”.") },
  { "issuer_mismatch", NULL, NULL, WAITING, NULL,
    N_ ("Somebody may have interfered, so nothing was accepted: type “tessera login {name}”. If it "
        "happens again, tell the provider’s administrator that the parameter “iss” of its answer "
        "is wrong or missing (RFC 9207)."),
    N_ ("Somebody may have interfered, so nothing was accepted: try again. If it happens again, "
        "tell the provider’s administrator that the parameter “iss” of its answer is wrong or "
        "missing (RFC 9207).") },
  { "issuer_mismatch", NULL, NULL, NULL, NULL,
    N_ ("Compare the issuer that “tessera show {name}” prints with the provider’s, a slash at its "
        "end included."),
    N_ ("Choose “Edit…” and compare the issuer with the provider’s, a slash at its end "
        "included.") },

  { "unreachable", NULL, NULL, CONTACTING, NULL,
    N_ ("Check the network connection, and the issuer that “tessera show {name}” prints."),
    N_ ("Check the network connection, and the account’s issuer.") },
  { "http_status", NULL, NULL, CONTACTING, NULL,
    N_ ("Correct the issuer: “tessera edit {name} --issuer URL”; or give the account the "
        "endpoints: “tessera edit --help” lists them."),
    N_ ("Choose “Edit…” to correct the issuer, or to enter the endpoints.") },
  { "malformed", NULL, NULL, CONTACTING, NULL,
    N_ ("Check the issuer that “tessera show {name}” prints: what answers there is no OpenID "
        "Connect provider, or a broken one."),
    N_ ("Check the account’s issuer: what answers there is no OpenID Connect provider, or a broken "
        "one.") },
  { "malformed", NULL, NULL, FETCHING, NULL, BROKEN, NULL },
  { "malformed", NULL, NULL, EXCHANGING, NULL, BROKEN, NULL },
  { "malformed", NULL, NULL, CHECKING, NULL, BROKEN, NULL },
  { "too_large", NULL, NULL, CONTACTING, NULL, BROKEN, NULL },
  { "too_large", NULL, NULL, FETCHING, NULL, BROKEN, NULL },
  { "too_large", NULL, NULL, EXCHANGING, NULL, BROKEN, NULL },
  { "http_status", NULL, NULL, EXCHANGING, NULL,
    N_ ("Compare the client ID and the token endpoint with the provider’s; if they are right, tell "
        "its administrator about the status."),
    NULL },
  { "unsupported", NULL, NULL, CONTACTING, NULL,
    N_ ("Tell the provider’s administrator, or give the account the missing endpoint: “tessera "
        "edit --help” lists them."),
    N_ ("Tell the provider’s administrator, or choose “Edit…” and give the account the missing "
        "endpoint.") },
  { "invalid_signature", NULL, NULL, CHECKING, NULL,
    N_ ("Nothing was accepted: ask the provider’s administrator with which algorithm and key the "
        "ID tokens of this application are signed."),
    NULL },
  { "unknown_key", NULL, NULL, CHECKING, NULL,
    N_ ("Nothing was accepted: if the provider is exchanging its keys, it helps to sign in again "
        "in a few minutes."),
    NULL },

  { "not_signed_in", NULL, NULL, NULL, NULL, N_ ("Sign in: “tessera login {name}”."),
    N_ ("Choose “Sign In”.") },
  { "session_ended", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW },
  { "no_id_token", NULL, NULL, NULL, NULL,
    N_ ("Sign in again, with “openid” among the scopes: “tessera login {name}”."), NULL },
  { "state_mismatch", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW },
  { "invalid_response", NULL, NULL, NULL, NULL, AGAIN_TERMINAL, AGAIN_WINDOW },
  { "damaged", NULL, NULL, NULL, NULL,
    N_ ("“tessera token {name}” looks into the keyring and sets it right."),
    N_ ("“Unlock” looks into the keyring and sets it right.") },
  { "unknown_ca", NULL, NULL, NULL, NULL,
    N_ ("If you trust the authority that issued it, give the account its certificate: “tessera "
        "edit {name} --ca FILE”; or add that to the system’s store."),
    N_ ("If you trust the authority that issued it, add its certificate to the system’s store, or "
        "type in a terminal “tessera edit {name} --ca FILE”.") },
  { "client_certificate", NULL, NULL, NULL, NULL,
    N_ ("Give the account the certificate that was issued to you: “tessera edit {name} "
        "--client-cert FILE --client-key FILE”."),
    N_ ("Give the account the certificate that was issued to you: type in a terminal “tessera edit "
        "{name} --client-cert FILE --client-key FILE”.") },
  { "no_browser", NULL, NULL, NULL, NULL,
    N_ ("Choose a default web browser, or type “tessera login {name} --no-browser” and open the "
        "link that it prints."),
    N_ ("Choose a default web browser, or copy the link into one.") },
  { "port_in_use", NULL, NULL, NULL, NULL,
    N_ ("Quit the program that uses the port, or choose another one, here and at the provider: "
        "“tessera edit {name} --redirect-uri http://localhost:PORT/”."),
    N_ ("Quit the program that uses the port, or choose another one, here (“Edit…”) and at the "
        "provider.") },
  { "invalid_configuration", NULL, NULL, "Looking up the client secret", NULL,
    N_ ("Store the secret again: “tessera edit {name} --client-secret-stdin”."),
    N_ ("Choose “Edit…” and enter the secret again.") },
  { "invalid_configuration", NULL, NULL, NULL, NULL,
    N_ ("“tessera edit --help” shows what can be given."),
    N_ ("Choose “Edit…” and correct the account.") },
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

char *
tessera_advice_make (const GError *error, const TesseraAdviceContext *context)
{
  const Case this = { error, context, find_preset (context->config) };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const char *sentence = context->reader == TESSERA_ADVICE_WINDOW && table[i].window != NULL
                               ? table[i].window
                               : table[i].terminal;
      char *advice = fits (&this, &table[i]) ? fill_in (&this, _ (sentence)) : NULL;

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
  char *text = fill_in (&this, _ ("If the page in the browser shows an error: compare the client "
                                  "ID “{client_id}”, and register {to_register} as a redirect "
                                  "URI."));

  if (text != NULL)
    return text;
  return fill_in (&this, _ ("If the page in the browser shows an error: compare the client ID "
                            "“{client_id}”."));
}
