/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-handover.h"

#include <string.h>

#include "loopback-page.h"
#include "loopback-peer.h"

struct _TesseraLoopbackHandover
{
  char *path;
  char *target; /* NULL once it was given out */
};

TesseraLoopbackHandover *
tessera_loopback_handover_new (const char *name, const char *target)
{
  TesseraLoopbackHandover *self = g_new0 (TesseraLoopbackHandover, 1);

  self->path = g_strconcat ("/", name, NULL);
  self->target = g_strdup (target);
  return self;
}

void
tessera_loopback_handover_free (TesseraLoopbackHandover *self)
{
  g_clear_pointer (&self->target, g_free);
  g_free (self->path);
  g_free (self);
}

char *
tessera_loopback_handover_get_uri (const TesseraLoopbackHandover *self,
                                   const TesseraLoopbackUri *uri,
                                   guint16 port)
{
  gboolean is_v6 = strchr (uri->host, ':') != NULL;

  return g_strdup_printf ("http://%s%s%s:%d%s", is_v6 ? "[" : "", uri->host, is_v6 ? "]" : "", port,
                          self->path);
}

gboolean
tessera_loopback_handover_answer (TesseraLoopbackHandover *self, SoupServerMessage *msg)
{
  if (!self->target || strcmp (g_uri_get_path (soup_server_message_get_uri (msg)), self->path) != 0
      || strcmp (soup_server_message_get_method (msg), "GET") != 0
      || tessera_loopback_peer_identify (soup_server_message_get_local_address (msg),
                                         soup_server_message_get_remote_address (msg))
           != TESSERA_LOOPBACK_PEER_OWN)
    return FALSE;
  tessera_loopback_page_redirect (msg, self->target);
  g_clear_pointer (&self->target, g_free);
  return TRUE;
}
