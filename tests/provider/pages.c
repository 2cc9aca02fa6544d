/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages.h"

#include "answer.h"
#include "person.h"

/* The style is inline, so nothing is allowed but that; forms go wherever the client waits. */
#define POLICY                                                                                     \
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"

static char *
read_resource (const char *name)
{
  g_autofree char *path = g_strconcat ("/provider/", name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert_nonnull (bytes);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Puts a text in place of each {{name}}; all but markup of our own comes escaped. */
static void
fill (GString *page, const char *name, const char *html)
{
  g_autofree char *slot = g_strdup_printf ("{{%s}}", name);
  g_string_replace (page, slot, html, 0);
}

static void
show (SoupServerMessage *message, guint status, const char *content)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *frame = read_resource ("page.html");
  g_autofree char *style = read_resource ("page.css");
  g_autoptr (GString) page = g_string_new (frame);

  fill (page, "style", style);
  fill (page, "content", content);
  answer_text (message, status, "text/html; charset=utf-8", page->str);
  soup_message_headers_replace (headers, "Content-Security-Policy", POLICY);
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
}

void
pages_show_login (Provider *provider,
                  SoupServerMessage *message,
                  const Waiting *waiting,
                  const char *error)
{
  g_autofree char *template = read_resource ("login.html");
  g_autofree char *escaped = error != NULL ? g_markup_escape_text (error, -1) : NULL;
  g_autofree char *alert
    = error != NULL
        ? g_strdup_printf ("<p class=\"error\" role=\"alert\" id=\"error\">%s</p>", escaped)
        : g_strdup ("");
  g_autoptr (GString) content = g_string_new (template);

  fill (content, "request", waiting->id);
  fill (content, "error", alert);
  fill (content, "invalid",
        error != NULL ? " aria-invalid=\"true\" aria-describedby=\"error\"" : "");
  show (message, 200, content->str);
}

/* One line for each scope, in words. */
static char *
describe_scopes (const Session *session)
{
  static const struct
  {
    const char *scope;
    const char *words;
  } descriptions[] = {
    { "openid", "Know that it is you" },
    { "profile", "See your name" },
    { "email", "See your email address" },
    { "offline_access", "Stay signed in until you sign out" },
    { "demo:read", "Read your demo data" },
  };
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (descriptions); i++)
    if (session_has_scope (session, descriptions[i].scope))
      g_string_append_printf (list, "<li>%s</li>", descriptions[i].words);
  if (list->len == 0)
    g_string_append (list, "<li>Act on your behalf</li>");
  return g_string_free (g_steal_pointer (&list), FALSE);
}

void
pages_show_consent (Provider *provider, SoupServerMessage *message, const Waiting *waiting)
{
  g_autofree char *template = read_resource ("consent.html");
  g_autofree char *scopes = describe_scopes (waiting->session);
  g_autoptr (GString) content = g_string_new (template);

  fill (content, "request", waiting->id);
  fill (content, "scopes", scopes);
  fill (content, "name", PERSON_NAME);
  fill (content, "email", PERSON_EMAIL);
  show (message, 200, content->str);
}

static void
show_message (SoupServerMessage *message, guint status, const char *title, const char *text)
{
  g_autofree char *content = g_markup_printf_escaped ("<h1>%s</h1><p>%s</p>", title, text);
  show (message, status, content);
}

void
pages_show_signed_out (SoupServerMessage *message)
{
  show_message (message, 200, "You are signed out", "You can close this page.");
}

void
pages_show_error (SoupServerMessage *message, const char *text)
{
  show_message (message, 400, "This does not work", text);
}
