/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "oidc-http.h"

/* The bytes of an answer while they arrive. */
typedef struct
{
  char *data;
  gsize length, capacity;
} OidcHttpBody;

/* Makes room for one byte more at least. */
void oidc_http_body_reserve (OidcHttpBody *self);

/* Frees what is there. */
void oidc_http_body_clear (OidcHttpBody *self);

/* Whether it was the host of @message that answered. Where a proxy refuses the tunnel, libsoup gives
 * out the proxy's own answer, which came without TLS and would be taken for the provider's. */
gboolean oidc_http_answer_is_from_host (SoupMessage *message);

/* (transfer full) @body is copied. */
OidcHttpAnswer *oidc_http_answer_new (SoupMessage *message, const OidcHttpBody *body);

/* Retry-After of @message in seconds (RFC 9110 §10.2.3), -1 if there is none that can be read. */
gint64 oidc_http_answer_read_retry_after (SoupMessage *message);
