/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback-head.h"

static const char name[] = "cookie:";

static void
begin_line (TesseraLoopbackHead *self)
{
  self->in_line = self->in_cookie = FALSE;
  self->matched = 0;
}

/* Goes on with the name of a header. */
static void
match (TesseraLoopbackHead *self, char byte)
{
  if (g_ascii_tolower (byte) != name[self->matched])
    self->in_line = TRUE;
  else if (name[++self->matched] == '\0')
    self->in_line = self->in_cookie = TRUE;
}

/* Whether @byte is to pass. */
static gboolean
take (TesseraLoopbackHead *self, char byte)
{
  gboolean passes = !self->in_cookie || byte == '\r' || byte == '\n';

  if (byte == '\n')
    {
      self->ended = !self->in_line && self->matched == 0;
      begin_line (self);
    }
  else if (!self->in_line && byte != '\r')
    match (self, byte);
  return passes;
}

gsize
tessera_loopback_head_filter (TesseraLoopbackHead *self, char *bytes, gsize length)
{
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    if (self->ended || take (self, bytes[i]))
      bytes[n++] = bytes[i];
  return n;
}
