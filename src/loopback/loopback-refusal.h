/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "loopback-mishap.h"

/* The pages for whoever is not the awaited answer. */
typedef enum
{
  TESSERA_LOOPBACK_REFUSAL_HOST,   /* another Host header than the redirect URI's */
  TESSERA_LOOPBACK_REFUSAL_PATH,   /* another path */
  TESSERA_LOOPBACK_REFUSAL_METHOD, /* not GET */
  TESSERA_LOOPBACK_REFUSAL_QUERY,  /* another query than the one that is waited for */
  TESSERA_LOOPBACK_REFUSAL_USER,   /* another user's process */
} TesseraLoopbackRefusal;

/* Answers @msg. */
void tessera_loopback_refusal_send (SoupServerMessage *msg, TesseraLoopbackRefusal refusal);

/* Answers @msg, which may be the answer but cannot be taken as it came. */
void tessera_loopback_refusal_send_mishap (SoupServerMessage *msg, TesseraLoopbackMishap mishap);

/* Whether @msg, which is not a GET, is an answer in Form Post Response Mode (OAuth 2.0 Form Post
 * Response Mode §2). */
gboolean tessera_loopback_refusal_is_form_post (SoupServerMessage *msg);
