/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loopback-refusal.h"

#include <glib/gi18n.h>

#include "loopback-page.h"

static const struct
{
  guint status;
  const char *title, *message;
} refusals[] = {
  [TESSERA_LOOPBACK_REFUSAL_HOST]
  = { SOUP_STATUS_BAD_REQUEST, N_ ("Wrong Address"),
      N_ ("Tessera answers only at the address that it gave the provider.") },
  [TESSERA_LOOPBACK_REFUSAL_PATH] = { SOUP_STATUS_NOT_FOUND, N_ ("Nothing Here"),
                                      N_ ("This address is only for the answer to a sign-in.") },
  [TESSERA_LOOPBACK_REFUSAL_METHOD] = { SOUP_STATUS_METHOD_NOT_ALLOWED, N_ ("Nothing Here"),
                                        N_ ("This address is only for the answer to a sign-in.") },
  [TESSERA_LOOPBACK_REFUSAL_QUERY]
  = { SOUP_STATUS_BAD_REQUEST, N_ ("Unexpected Answer"),
      N_ ("This answer does not belong to the current sign-in. Go back to Tessera.") },
  [TESSERA_LOOPBACK_REFUSAL_USER]
  = { SOUP_STATUS_FORBIDDEN, N_ ("Another User’s Browser"),
      N_ ("Tessera accepts an answer only from a browser of the user who runs it.") },
};

static void
send (SoupServerMessage *msg, guint status, const char *title, const char *message)
{
  g_autoptr (GBytes) page
    = tessera_loopback_page_new (TESSERA_LOOPBACK_PAGE_FAILURE, title, message);

  if (status == SOUP_STATUS_METHOD_NOT_ALLOWED)
    soup_message_headers_replace (soup_server_message_get_response_headers (msg), "Allow", "GET");
  tessera_loopback_page_send (page, msg, status);
}

void
tessera_loopback_refusal_send (SoupServerMessage *msg, TesseraLoopbackRefusal refusal)
{
  send (msg, refusals[refusal].status, _ (refusals[refusal].title), _ (refusals[refusal].message));
}

void
tessera_loopback_refusal_send_mishap (SoupServerMessage *msg, TesseraLoopbackMishap mishap)
{
  send (msg,
        mishap == TESSERA_LOOPBACK_MISHAP_FORM_POST ? SOUP_STATUS_METHOD_NOT_ALLOWED
                                                    : SOUP_STATUS_BAD_REQUEST,
        _ ("Answer Not Accepted"), tessera_loopback_mishap_describe (mishap));
}

gboolean
tessera_loopback_refusal_is_form_post (SoupServerMessage *msg)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (msg);

  return soup_server_message_get_method (msg) == SOUP_METHOD_POST
         && g_strcmp0 (soup_message_headers_get_content_type (headers, NULL),
                       "application/x-www-form-urlencoded")
              == 0;
}
