/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-http-answer.h"

#include <string.h>

#include "clock.h"

#define FIRST_CAPACITY 8192 /* bytes */

void
oidc_http_body_reserve (OidcHttpBody *self)
{
  if (self->length < self->capacity)
    return;
  self->capacity = self->capacity == 0 ? FIRST_CAPACITY : self->capacity * 2;
  self->data = g_realloc (self->data, self->capacity);
}

void
oidc_http_body_clear (OidcHttpBody *self)
{
  g_clear_pointer (&self->data, g_free);
  self->length = self->capacity = 0;
}

gboolean
oidc_http_answer_is_from_host (SoupMessage *message)
{
  return !g_str_equal (g_uri_get_scheme (soup_message_get_uri (message)), "https")
         || soup_message_get_tls_peer_certificate (message) != NULL;
}

/* Seconds, also of a date; -1 if there is none that can be read. */
static gint64
read_retry_after (SoupMessage *message)
{
  const char *value
    = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  g_autoptr (GDateTime) date = NULL;
  guint64 seconds;

  if (value == NULL)
    return -1;
  if (g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT32, &seconds, NULL))
    return (gint64) seconds;
  date = soup_date_time_new_from_http_string (value);
  return date != NULL ? MAX (0, g_date_time_to_unix (date) - tessera_clock_wall ()) : -1;
}

/* Date, and the seconds that the answer has been in a cache since (RFC 9110 §6.6.1, RFC 9111 §5.1).
 */
static gint64
read_date (SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_one (headers, "Date");
  const char *age = soup_message_headers_get_one (headers, "Age");
  g_autoptr (GDateTime) date = value != NULL ? soup_date_time_new_from_http_string (value) : NULL;
  guint64 seconds = 0;

  if (date == NULL
      || (age != NULL && !g_ascii_string_to_unsigned (age, 10, 0, G_MAXINT32, &seconds, NULL)))
    return 0;
  return g_date_time_to_unix (date) + (gint64) seconds;
}

OidcHttpAnswer *
oidc_http_answer_new (SoupMessage *message, const char *host, const OidcHttpBody *body)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  OidcHttpAnswer *answer = g_new0 (OidcHttpAnswer, 1);

  answer->status = soup_message_get_status (message);
  answer->host = g_strdup (host);
  answer->content_type = type != NULL ? g_ascii_strdown (type, -1) : NULL;
  answer->body = g_bytes_new (body->data, body->length);
  answer->retry_after = read_retry_after (message);
  answer->date = read_date (headers);
  return answer;
}

void
oidc_http_answer_take_headers (OidcHttpAnswer *self, SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *base = g_uri_to_string (soup_message_get_uri (message));
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      g_autofree char *line = g_strconcat (name, ": ", value, NULL);

      g_strv_builder_add (builder, line);
    }
  self->headers = g_strv_builder_end (builder);
  if (self->status / 100 == 3 && location != NULL)
    self->location = g_uri_resolve_relative (base, location, SOUP_HTTP_URI_FLAGS, NULL);
}

void
oidc_http_answer_free (OidcHttpAnswer *answer)
{
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_strfreev (answer->headers);
  g_free (answer->location);
  g_free (answer->content_type);
  g_free (answer->host);
  g_free (answer);
}
