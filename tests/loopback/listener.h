/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loopback.h"
#include "oidc-response.h"
#include "visitor.h"

/* A listener as a sign-in has it: what it waits for is judged by the real request's state. */
typedef struct
{
  TesseraLoopback *loopback;
  const char *redirect_uri; /* the loopback's */
  char *host;               /* as the Host header is to say it */
  guint16 port;
  OidcProvider *provider;
  OidcRequest *request;
} Listener;

Listener *listener_new (const char *redirect_uri);
void listener_free (Listener *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listener, listener_free)

/* @text with the right state for each $STATE, and the right host and port for each $HOST.
 * Returns: (transfer full) */
char *listener_fill_in (Listener *self, const char *text);

/* A visit of 127.0.0.1 with @request, filled in. */
Visitor *listener_begin_visit (Listener *self, const char *request);
char *listener_visit (Listener *self, const char *request);

/* A visit with a GET of @target, filled in. */
char *listener_get (Listener *self, const char *target);

/* Waits for the answer, which has to come before this ends. Returns: (transfer full) the query. */
char *listener_await (Listener *self);

/* Asserts that no answer was taken so far, and that the right one is, up to its page. */
void listener_assert_waiting (Listener *self);

/* Closes, and asserts that nobody listens on 127.0.0.1 then. */
void listener_close (Listener *self);

/* A GAsyncReadyCallback: puts a reference to the result into user_data (GAsyncResult **). */
void listener_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data);
