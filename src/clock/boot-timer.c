/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "boot-timer.h"

#include <glib-unix.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define NANOSECONDS G_GINT64_CONSTANT (1000000000) /* in a second */

struct _TesseraBootTimer
{
  void (*callback) (gpointer user_data);
  gpointer user_data;
  gint64 moment;        /* CLOCK_BOOTTIME in nanoseconds */
  GSequenceIter *place; /* in the queue; NULL while it is not set */
};

/* A descriptor for each timer would be two for each account, and 1,024 is the usual limit. */
static struct
{
  guint n_timers;      /* set or not */
  GSequence *queue;    /* TesseraBootTimer that are set, the first to go off at the beginning */
  GSource *source;     /* NULL until a timer is set */
  GMainContext *owner; /* of the source */
  int fd;              /* valid while there is a source */
} shared;

static gint64
get_now (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_BOOTTIME, &now);
  return now.tv_sec * NANOSECONDS + now.tv_nsec;
}

static GMainContext *
get_context (void)
{
  GMainContext *context = g_main_context_get_thread_default ();

  return context != NULL ? context : g_main_context_default ();
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const TesseraBootTimer *one = a;
  const TesseraBootTimer *other = b;

  return one->moment < other->moment ? -1 : one->moment > other->moment;
}

/* Returns: (nullable) */
static TesseraBootTimer *
get_first (void)
{
  if (shared.queue == NULL || g_sequence_is_empty (shared.queue))
    return NULL;
  return g_sequence_get (g_sequence_get_begin_iter (shared.queue));
}

static void
unset (TesseraBootTimer *self)
{
  g_clear_pointer (&self->place, g_sequence_remove);
}

static void
arm (void)
{
  const TesseraBootTimer *first = get_first ();
  struct itimerspec when = { 0 };

  if (shared.source == NULL)
    return;
  if (first != NULL)
    {
      when.it_value.tv_sec = first->moment / NANOSECONDS;
      when.it_value.tv_nsec = first->moment % NANOSECONDS;
    }
  timerfd_settime (shared.fd, TFD_TIMER_ABSTIME, &when, NULL);
}

/* A callback may set and free any timer: after each one the queue is looked at anew. */
static gboolean
ready_cb (int fd, GIOCondition condition, gpointer user_data)
{
  gint64 now = get_now ();
  TesseraBootTimer *first;
  guint64 expirations;

  if (read (fd, &expirations, sizeof expirations) < 0)
    return G_SOURCE_CONTINUE;
  while ((first = get_first ()) != NULL && first->moment <= now)
    {
      unset (first);
      first->callback (first->user_data);
    }
  arm ();
  return G_SOURCE_CONTINUE;
}

static void
open_shared (void)
{
  if (shared.source != NULL)
    return;
  shared.fd = timerfd_create (CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (shared.fd < 0)
    return;
  shared.owner = get_context ();
  shared.source = g_unix_fd_source_new (shared.fd, G_IO_IN);
  g_source_set_callback (shared.source, G_SOURCE_FUNC (ready_cb), NULL, NULL);
  g_source_attach (shared.source, shared.owner);
}

static void
close_shared (void)
{
  g_clear_pointer (&shared.queue, g_sequence_free);
  if (shared.source == NULL)
    return;
  g_source_destroy (shared.source);
  g_clear_pointer (&shared.source, g_source_unref);
  close (shared.fd);
}

TesseraBootTimer *
tessera_boot_timer_new (void (*callback) (gpointer user_data), gpointer user_data)
{
  TesseraBootTimer *self = g_new0 (TesseraBootTimer, 1);

  self->callback = callback;
  self->user_data = user_data;
  shared.n_timers++;
  return self;
}

void
tessera_boot_timer_free (TesseraBootTimer *self)
{
  unset (self);
  g_free (self);
  shared.n_timers--;
  if (shared.n_timers == 0)
    close_shared ();
}

void
tessera_boot_timer_set (TesseraBootTimer *self, gint64 seconds)
{
  gint64 now = get_now ();

  unset (self);
  if (seconds > 0)
    {
      if (shared.queue == NULL)
        shared.queue = g_sequence_new (NULL);
      open_shared ();
      g_return_if_fail (shared.source == NULL || shared.owner == get_context ());
      self->moment = now + MIN (seconds, (G_MAXINT64 - now) / NANOSECONDS) * NANOSECONDS;
      self->place = g_sequence_insert_sorted (shared.queue, self, compare, NULL);
    }
  arm ();
}
