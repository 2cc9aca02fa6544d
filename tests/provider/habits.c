/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "habits.h"

#include <string.h>

#include "habits-rows.h"

static const Habits *const lists[] = { habits_first, habits_openid, habits_profile };

const Habits *
habits_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    for (const Habits *each = lists[i]; each->name != NULL; each++)
      if (strcmp (each->name, name) == 0)
        return each;
  return NULL;
}

void
habits_print_list (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    for (const Habits *each = lists[i]; each->name != NULL; each++)
      g_print ("%s\n", each->name);
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
  if (self->redirect == HABITS_REDIRECT_ONLY_LOCALHOST
      && !g_str_has_prefix (registered, "http://localhost:"))
    return FALSE;
  if (self->redirect == HABITS_REDIRECT_FREE || g_str_equal (redirect_uri, registered))
    return TRUE;
  if (self->redirect == HABITS_REDIRECT_EXACT || self->redirect == HABITS_REDIRECT_ONLY_LOCALHOST)
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
