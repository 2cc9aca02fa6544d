/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "boot-timer.h"

#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

struct _TesseraBootTimer
{
  void (*callback) (gpointer user_data);
  gpointer user_data;
  int fd;
  GSource *source;
};

static gboolean
ready_cb (int fd, GIOCondition condition, gpointer user_data)
{
  TesseraBootTimer *self = user_data;
  guint64 expirations;

  if (read (fd, &expirations, sizeof expirations) > 0)
    self->callback (self->user_data);
  return G_SOURCE_CONTINUE;
}

TesseraBootTimer *
tessera_boot_timer_new (void (*callback) (gpointer user_data), gpointer user_data)
{
  TesseraBootTimer *self = g_new0 (TesseraBootTimer, 1);

  self->callback = callback;
  self->user_data = user_data;
  self->fd = timerfd_create (CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (self->fd < 0)
    return self;
  self->source = g_unix_fd_source_new (self->fd, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (ready_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

void
tessera_boot_timer_free (TesseraBootTimer *self)
{
  if (self->source)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

void
tessera_boot_timer_set (TesseraBootTimer *self, gint64 seconds)
{
  const struct itimerspec when = { .it_value.tv_sec = MAX (seconds, 0) };

  if (self->fd >= 0)
    timerfd_settime (self->fd, 0, &when, NULL);
}
