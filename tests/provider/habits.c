/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "habits.h"

#include <string.h>

#define OPENID  "openid profile email"
#define OFFLINE OPENID " offline_access"
#define UUID    "11111111-2222-3333-4444-555555555555"
/* As a profile has them; person.h. */
#define NAME  "Zoë O’Hara"
#define EMAIL "zoe@example.org"

static const Habits list[] = {
  { .name = "auth0",
    .issuer = "/",
    .authorize = "/authorize",
    .token = "/oauth/token",
    .redirect = HABITS_REDIRECT_EXACT,
    .logout = HABITS_LOGOUT_HINT,
    .logout_path = "/oidc/logout",
    .scopes = OFFLINE,
    .scopes_supported = OFFLINE,
    .member = "mfa_challenge_endpoint" },
  /* A tenant from before November 2023. */
  { .name = "auth0-old",
    .issuer = "/",
    .authorize = "/authorize",
    .token = "/oauth/token",
    .redirect = HABITS_REDIRECT_EXACT,
    .logout = HABITS_LOGOUT_OWN,
    .logout_path = "/v2/logout",
    .logout_parameter = "returnTo",
    .scopes = OFFLINE,
    .scopes_supported = OFFLINE,
    .member = "mfa_challenge_endpoint" },
  { .name = "okta",
    .issuer = "/oauth2/default",
    .authorize = "/oauth2/default/v1/authorize",
    .token = "/oauth2/default/v1/token",
    .redirect = HABITS_REDIRECT_EXACT,
    .logout = HABITS_LOGOUT_HINT,
    .logout_path = "/oauth2/default/v1/logout",
    .scopes = OFFLINE,
    .scopes_supported = OFFLINE },
  { .name = "cognito",
    .issuer = "/eu-west-1_AbCdEfGhI",
    .authorize = "/oauth2/authorize",
    .token = "/oauth2/token",
    .redirect = HABITS_REDIRECT_EXACT,
    .refresh = HABITS_REFRESH_ALWAYS,
    .logout = HABITS_LOGOUT_OWN,
    .logout_path = "/logout",
    .logout_parameter = "logout_uri",
    .scopes = OPENID,
    .scopes_supported = "openid email phone profile" },
  { .name = "microsoft",
    .issuer = "/" UUID "/v2.0",
    .authorize = "/" UUID "/oauth2/v2.0/authorize",
    .token = "/" UUID "/oauth2/v2.0/token",
    .redirect = HABITS_REDIRECT_LOCALHOST,
    .logout = HABITS_LOGOUT_HINT,
    .logout_path = "/" UUID "/oauth2/v2.0/logout",
    .scopes = OFFLINE " api://1/read",
    .required_scope = "api://1/read",
    .scopes_supported = OFFLINE,
    .no_consent = TRUE },
  { .name = "google",
    .issuer = "",
    .authorize = "/o/oauth2/v2/auth",
    .token = "/token",
    .redirect = HABITS_REDIRECT_FREE,
    .refresh = HABITS_REFRESH_PARAMETER,
    .required = "access_type=offline",
    .scopes = OPENID,
    .scopes_supported = OPENID,
    .secret = TRUE },
  { .name = "keycloak",
    .issuer = "/realms/work",
    .authorize = "/realms/work/protocol/openid-connect/auth",
    .token = "/realms/work/protocol/openid-connect/token",
    .redirect = HABITS_REDIRECT_IP_LITERAL,
    .refresh = HABITS_REFRESH_ALWAYS,
    .logout = HABITS_LOGOUT_HINT,
    .logout_path = "/realms/work/protocol/openid-connect/logout",
    /* It lists offline_access, and refuses it without the role. */
    .scopes = OPENID,
    .scopes_supported = OFFLINE },
  { .name = "github",
    .issuer = "",
    .authorize = "/login/oauth/authorize",
    .token = "/login/oauth/access_token",
    .redirect = HABITS_REDIRECT_IP_LITERAL,
    .refresh = HABITS_REFRESH_NEVER,
    .person = HABITS_NAME_PROFILE,
    .profile = "/user",
    .profile_json = "{\"id\":42,\"login\":\"zoe\",\"name\":\"" NAME "\",\"email\":null}",
    .emails_json = "[{\"email\":\"zoe@other.example\",\"primary\":false},"
                   "{\"email\":\"" EMAIL "\",\"primary\":true}]",
    .scopes = "read:user user:email",
    .secret = TRUE,
    .no_consent = TRUE },
  { .name = "github-enterprise",
    .issuer = "",
    .authorize = "/login/oauth/authorize",
    .token = "/login/oauth/access_token",
    .redirect = HABITS_REDIRECT_IP_LITERAL,
    .refresh = HABITS_REFRESH_NEVER,
    .person = HABITS_NAME_PROFILE,
    .profile = "/api/v3/user",
    .profile_json = "{\"id\":42,\"login\":\"" NAME "\",\"name\":null,\"email\":\"" EMAIL "\"}",
    .scopes = "read:user user:email",
    .secret = TRUE,
    .no_consent = TRUE },
  { .name = "gitlab",
    .issuer = "",
    .authorize = "/oauth/authorize",
    .token = "/oauth/token",
    .redirect = HABITS_REDIRECT_IP_LITERAL,
    .refresh = HABITS_REFRESH_ALWAYS,
    .person = HABITS_NAME_USERINFO,
    .scopes = OPENID,
    .scopes_supported = "api read_user " OPENID,
    .no_consent = TRUE },
  { .name = "authentik",
    .issuer = "/application/o/app/",
    .authorize = "/application/o/authorize/",
    .token = "/application/o/token/",
    .redirect = HABITS_REDIRECT_EXACT,
    .logout = HABITS_LOGOUT_HINT,
    .logout_path = "/application/o/app/end-session/",
    .scopes = OFFLINE,
    .scopes_supported = OFFLINE },
  { .name = "zitadel",
    .issuer = "",
    .authorize = "/oauth/v2/authorize",
    .token = "/oauth/v2/token",
    .redirect = HABITS_REDIRECT_IP_LITERAL,
    .person = HABITS_NAME_USERINFO,
    .logout = HABITS_LOGOUT_HINT,
    .logout_path = "/oidc/v1/end_session",
    .scopes = OFFLINE " urn:zitadel:iam:org:project:id:77:aud",
    .required_scope = "urn:zitadel:iam:org:project:id:77:aud",
    .scopes_supported = OFFLINE },
  { .name = "ory",
    .issuer = "",
    .authorize = "/oauth2/auth",
    .token = "/oauth2/token",
    .redirect = HABITS_REDIRECT_IP_LITERAL,
    .logout = HABITS_LOGOUT_HINT,
    .logout_path = "/oauth2/sessions/logout",
    .scopes = OFFLINE,
    .scopes_supported = "offline_access offline openid" },
  { .name = "pingone",
    .issuer = "/" UUID "/as",
    .authorize = "/" UUID "/as/authorize",
    .token = "/" UUID "/as/token",
    .redirect = HABITS_REDIRECT_FREE,
    .refresh = HABITS_REFRESH_ALWAYS,
    .logout = HABITS_LOGOUT_HINT,
    .logout_path = "/" UUID "/as/signoff",
    .scopes = OPENID,
    .scopes_supported = OPENID },
  { .name = "forgejo",
    .issuer = "",
    .authorize = "/login/oauth/authorize",
    .token = "/login/oauth/access_token",
    .redirect = HABITS_REDIRECT_IP_LITERAL,
    .refresh = HABITS_REFRESH_ALWAYS,
    .person = HABITS_NAME_USERINFO,
    .scopes = OPENID,
    .scopes_supported = "openid profile email groups" },
  { .name = "authelia",
    .issuer = "",
    .authorize = "/api/oidc/authorization",
    .token = "/api/oidc/token",
    .redirect = HABITS_REDIRECT_IP_LITERAL,
    .person = HABITS_NAME_USERINFO,
    .scopes = OFFLINE,
    .scopes_supported = OFFLINE },
  { .name = "kanidm",
    .issuer = "/oauth2/openid/tessera-demo",
    .authorize = "/ui/oauth2",
    .token = "/oauth2/token",
    .redirect = HABITS_REDIRECT_FREE,
    .refresh = HABITS_REFRESH_ALWAYS,
    .scopes = "openid profile",
    .scopes_supported = "openid profile",
    .refusal = "access_denied",
    .no_consent = TRUE },
  { .name = "pocket-id",
    .issuer = "",
    .authorize = "/authorize",
    .token = "/api/oidc/token",
    .redirect = HABITS_REDIRECT_IP_LITERAL,
    .refresh = HABITS_REFRESH_ALWAYS,
    .logout = HABITS_LOGOUT_HINT,
    .logout_path = "/api/oidc/end-session",
    .scopes = OPENID,
    .scopes_supported = "openid profile email groups" },
  { .name = "spotify",
    .issuer = "",
    .authorize = "/authorize",
    .token = "/api/token",
    .redirect = HABITS_REDIRECT_NO_LOCALHOST,
    .refresh = HABITS_REFRESH_ALWAYS,
    .person = HABITS_NAME_PROFILE,
    .profile = "/v1/me",
    .profile_json = "{\"id\":\"zoe\",\"display_name\":\"" NAME "\",\"email\":\"" EMAIL "\"}",
    .scopes = "user-read-email" },
  { .name = "linear",
    .issuer = "",
    .authorize = "/oauth/authorize",
    .token = "/oauth/token",
    .redirect = HABITS_REDIRECT_EXACT,
    .refresh = HABITS_REFRESH_ALWAYS,
    .scopes = "read issues:create",
    .separator = "," },
  { .name = "discord",
    .issuer = "",
    .authorize = "/oauth2/authorize",
    .token = "/api/oauth2/token",
    .redirect = HABITS_REDIRECT_EXACT,
    .refresh = HABITS_REFRESH_ALWAYS,
    .person = HABITS_NAME_PROFILE,
    .profile = "/api/users/@me",
    .profile_json = "{\"id\":\"42\",\"username\":\"zoe\",\"global_name\":\"" NAME "\","
                    "\"email\":\"" EMAIL "\"}",
    .scopes = "identify email" },
  { .name = "dropbox",
    .issuer = "",
    .authorize = "/oauth2/authorize",
    .token = "/oauth2/token",
    .redirect = HABITS_REDIRECT_EXACT,
    .refresh = HABITS_REFRESH_PARAMETER,
    .required = "token_access_type=offline",
    .person = HABITS_NAME_PROFILE,
    .profile = "/2/users/get_current_account",
    .profile_by_post = TRUE,
    .profile_json = "{\"account_id\":\"dbid:42\",\"name\":{\"display_name\":\"" NAME "\"},"
                    "\"email\":\"" EMAIL "\"}",
    .scopes = "account_info.read" },
  { .name = "bitbucket",
    .issuer = "",
    .authorize = "/site/oauth2/authorize",
    .token = "/site/oauth2/access_token",
    .redirect = HABITS_REDIRECT_EXACT,
    .refresh = HABITS_REFRESH_ALWAYS,
    .person = HABITS_NAME_PROFILE,
    .profile = "/2.0/user",
    .profile_json = "{\"uuid\":\"{42}\",\"display_name\":\"" NAME "\"}",
    .emails_json = "{\"values\":[{\"email\":\"zoe@other.example\",\"is_primary\":false},"
                   "{\"email\":\"" EMAIL "\",\"is_primary\":true}]}",
    .scopes = "",
    .secret = TRUE },
  { .name = "atlassian",
    .issuer = "",
    .authorize = "/authorize",
    .token = "/oauth/token",
    .redirect = HABITS_REDIRECT_EXACT,
    .required = "audience=api.atlassian.com",
    .person = HABITS_NAME_PROFILE,
    .profile = "/me",
    .profile_json = "{\"account_id\":\"42\",\"name\":\"" NAME "\",\"email\":\"" EMAIL "\"}",
    .scopes = "read:me offline_access",
    .secret = TRUE },
};

const Habits *
habits_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (list); i++)
    if (strcmp (list[i].name, name) == 0)
      return &list[i];
  return NULL;
}

void
habits_print_list (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (list); i++)
    g_print ("%s\n", list[i].name);
}

static const char *
resolve_profile (const Habits *self, const char *path)
{
  if (self->profile == NULL || !g_str_has_prefix (path, self->profile))
    return path;
  path += strlen (self->profile);
  return *path == '\0' ? "/profile" : g_str_equal (path, "/emails") ? "/profile/emails" : path;
}

const char *
habits_resolve (const Habits *self, const char *path)
{
  gsize length = strlen (self->issuer);

  if (g_str_equal (path, self->authorize))
    return "/authorize";
  if (g_str_equal (path, self->token))
    return "/token";
  if (self->logout_path != NULL && g_str_equal (path, self->logout_path))
    return "/logout";
  if (g_str_has_suffix (self->issuer, "/"))
    length--;
  if (strncmp (path, self->issuer, length) == 0 && g_str_has_prefix (path + length, "/.well-known"))
    return path + length;
  return resolve_profile (self, path);
}

/* Whether both are the same but for the port, on @host; NULL: on any. */
static gboolean
fits_without_port (const char *redirect_uri, const char *registered, const char *host)
{
  g_autoptr (GUri) asked = g_uri_parse (redirect_uri, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GUri) known = g_uri_parse (registered, G_URI_FLAGS_NONE, NULL);

  return g_str_equal (g_uri_get_host (asked), host) && g_str_equal (g_uri_get_host (known), host)
         && g_uri_get_port (known) < 0
         && g_str_equal (g_uri_get_path (asked), g_uri_get_path (known));
}

gboolean
habits_allow_redirect (const Habits *self, const char *redirect_uri, const char *registered)
{
  if (self->redirect == HABITS_REDIRECT_FREE || g_str_equal (redirect_uri, registered))
    return TRUE;
  if (self->redirect == HABITS_REDIRECT_EXACT)
    return FALSE;
  return fits_without_port (redirect_uri, registered,
                            self->redirect == HABITS_REDIRECT_LOCALHOST ? "localhost"
                                                                        : "127.0.0.1");
}

char *
habits_dup_scope (const Habits *self, const char *scope)
{
  char *text = g_strdup (scope != NULL ? scope : "");

  if (self->separator != NULL)
    g_strdelimit (text, self->separator, ' ');
  return text;
}

static gboolean
allows_scopes (const Habits *self, const char *scope)
{
  g_auto (GStrv) allowed = g_strsplit (self->scopes, " ", -1);
  g_auto (GStrv) asked
    = g_strsplit (scope != NULL ? scope : "", self->separator != NULL ? self->separator : " ", -1);

  for (gsize i = 0; asked[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) allowed, asked[i]))
      return FALSE;
  return TRUE;
}

static gboolean
has_required (const Habits *self, const Form *form)
{
  g_auto (GStrv) pair = NULL;
  const char *scope = form_get (form, "scope");

  if (self->required_scope != NULL
      && (scope == NULL || strstr (scope, self->required_scope) == NULL))
    return FALSE;
  if (self->required == NULL)
    return TRUE;
  pair = g_strsplit (self->required, "=", 2);
  return g_strcmp0 (form_get (form, pair[0]), pair[1]) == 0;
}

const char *
habits_find_refusal (const Habits *self, const Form *form, const char **description)
{
  *description = "A scope is not allowed for this client.";
  if (!allows_scopes (self, form_get (form, "scope")))
    return self->refusal != NULL ? self->refusal : "invalid_scope";
  *description = "A parameter is missing that this provider needs.";
  if (!has_required (self, form))
    return "invalid_request";
  *description = "An administrator would have to consent.";
  if (self->no_consent && g_strcmp0 (form_get (form, "prompt"), "consent") == 0)
    return "consent_required";
  *description = NULL;
  return NULL;
}
