/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loopback-hold.h"

#include <glib/gi18n.h>

#include "loopback-page.h"

#define HOLD_SECONDS 10

/* The answer comes once; whoever repeats it waits for the same page, a few at most. */
#define MAX_HELD 8

struct _TesseraLoopbackHold
{
  TesseraLoopbackConnections *connections;
  char *target;      /* nullable: where to the browser is sent on, instead of a page */
  GBytes *page;      /* nullable: how the flow ended, once it has */
  GPtrArray *held;   /* SoupServerMessage, paused until then */
  GPtrArray *sent;   /* SoupServerMessage, on its way to the browser */
  gboolean expected; /* the browser was redirected to the page, and has not come yet */
  guint timeout;
};

TesseraLoopbackHold *
tessera_loopback_hold_new (TesseraLoopbackConnections *connections)
{
  TesseraLoopbackHold *self = g_new0 (TesseraLoopbackHold, 1);

  self->connections = connections;
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->sent = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
tessera_loopback_hold_free (TesseraLoopbackHold *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->sent);
  g_clear_pointer (&self->page, g_bytes_unref);
  g_clear_pointer (&self->target, g_free);
  g_free (self);
}

/* @page: (nullable): NULL redirects to the target. */
static void
send_page (TesseraLoopbackHold *self, SoupServerMessage *msg, GBytes *page)
{
  if (page)
    tessera_loopback_page_send (page, msg, SOUP_STATUS_OK);
  else
    tessera_loopback_page_redirect (msg, self->target);
  g_ptr_array_add (self->sent, g_object_ref (msg));
}

/* @page: as of send_page(). */
static void
release (TesseraLoopbackHold *self, GBytes *page)
{
  g_autoptr (GPtrArray) held = g_steal_pointer (&self->held);

  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  g_clear_handle_id (&self->timeout, g_source_remove);
  for (guint i = 0; i < held->len; i++)
    {
      send_page (self, held->pdata[i], page);
      soup_server_message_unpause (held->pdata[i]);
    }
}

static GBytes *
make_neutral_page (void)
{
  return tessera_loopback_page_new (
    TESSERA_LOOPBACK_PAGE_NEUTRAL, _ ("Go Back to Tessera"),
    _ ("Tessera shows the result of the sign-in. You can close this tab."));
}

static void
give_up (TesseraLoopbackHold *self)
{
  g_autoptr (GBytes) page = make_neutral_page ();

  release (self, page);
}

static gboolean
timeout_cb (gpointer user_data)
{
  TesseraLoopbackHold *self = user_data;

  self->timeout = 0;
  give_up (self);
  return G_SOURCE_REMOVE;
}

void
tessera_loopback_hold_expect (TesseraLoopbackHold *self)
{
  self->expected = TRUE;
  g_clear_pointer (&self->target, g_free);
}

gboolean
tessera_loopback_hold_redirect (TesseraLoopbackHold *self, const char *target)
{
  if (!self->expected && self->held->len == 0)
    return FALSE;
  g_free (self->target);
  self->target = g_strdup (target);
  release (self, NULL);
  return TRUE;
}

gboolean
tessera_loopback_hold_is_redirecting (TesseraLoopbackHold *self)
{
  return self->target != NULL;
}

void
tessera_loopback_hold_add (TesseraLoopbackHold *self, SoupServerMessage *msg)
{
  self->expected = FALSE;
  if (self->page || self->target)
    {
      send_page (self, msg, self->page);
      return;
    }
  if (self->held->len >= MAX_HELD)
    give_up (self);
  tessera_loopback_connections_pin (self->connections, msg);
  soup_server_message_pause (msg);
  g_ptr_array_add (self->held, g_object_ref (msg));
  if (self->timeout == 0)
    self->timeout = g_timeout_add_seconds (HOLD_SECONDS, timeout_cb, self);
}

void
tessera_loopback_hold_set_page (TesseraLoopbackHold *self, GBytes *page)
{
  g_clear_pointer (&self->page, g_bytes_unref);
  g_clear_pointer (&self->target, g_free);
  self->page = page;
  release (self, page);
}

void
tessera_loopback_hold_end (TesseraLoopbackHold *self)
{
  if (!self->page)
    tessera_loopback_hold_set_page (self, make_neutral_page ());
}

void
tessera_loopback_hold_remove (TesseraLoopbackHold *self, SoupServerMessage *msg)
{
  g_ptr_array_remove_fast (self->held, msg);
  g_ptr_array_remove_fast (self->sent, msg);
}

gboolean
tessera_loopback_hold_is_idle (TesseraLoopbackHold *self)
{
  return !self->expected && self->held->len == 0 && self->sent->len == 0;
}
