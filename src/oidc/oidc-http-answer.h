/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/* What a host answered, whatever its status. */
typedef struct
{
  guint status;       /* HTTP status code */
  char *host;         /* the host that answered (after redirects), as messages name it */
  char *content_type; /* media type in lower case without parameters; NULL if there is none */
  GBytes *body;
  gint64 retry_after; /* seconds to wait (RFC 9110 §10.2.3); -1: no Retry-After that can be read */
  gint64 date;        /* the host's own clock, seconds since 1970, when it answered; 0: unknown */
  gboolean is_cut;    /* there was more of @body */
  char **headers;     /* (nullable) "Name: value", in their order, where they were asked for */
  char *location; /* (nullable) of a redirect: where to, absolute; where headers were asked for */
} OidcHttpAnswer;

void oidc_http_answer_free (OidcHttpAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OidcHttpAnswer, oidc_http_answer_free)

/* The bytes of an answer while they arrive. */
typedef struct
{
  char *data;
  gsize length, capacity;
} OidcHttpBody;

/* Makes room for at least one more byte. */
void oidc_http_body_reserve (OidcHttpBody *self);

/* Frees what is there. */
void oidc_http_body_clear (OidcHttpBody *self);

/* Whether the host of @message itself answered. Where a proxy refuses the tunnel, libsoup hands
 * out the proxy's own answer, which came without TLS. */
gboolean oidc_http_answer_is_from_host (SoupMessage *message);

/* Adds the headers of @message, and its location. */
void oidc_http_answer_take_headers (OidcHttpAnswer *self, SoupMessage *message);

/* Returns: (transfer full) the answer to @message, which @host gave. @body is copied. */
OidcHttpAnswer *
oidc_http_answer_new (SoupMessage *message, const char *host, const OidcHttpBody *body);
