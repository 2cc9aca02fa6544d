/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "boot-timer.h"
#include "clock.h"

#include <string.h>
#include <time.h>

/* The descriptors of this process that are timers; *clock: (out) the clock of the last of them. */
static guint
count_descriptors (int *clock)
{
  g_autoptr (GDir) directory = g_dir_open ("/proc/self/fdinfo", 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (directory);
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/fdinfo", name, NULL);
      g_autofree char *text = NULL;
      const char *found;

      if (!g_file_get_contents (path, &text, NULL, NULL)
          || (found = strstr (text, "clockid:")) == NULL)
        continue;
      n++;
      *clock = (int) g_ascii_strtoll (found + strlen ("clockid:"), NULL, 10);
    }
  return n;
}

static void
count_cb (gpointer user_data)
{
  ++*(guint *) user_data;
}

static void
test_goes_off_once (void)
{
  guint n = 0;
  guint n_other = 0;
  g_autoptr (TesseraBootTimer) timer = tessera_boot_timer_new (count_cb, &n);
  g_autoptr (TesseraBootTimer) other = tessera_boot_timer_new (count_cb, &n_other);

  tessera_boot_timer_set (timer, 1);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  /* While another one is waited for, it does not go off again. */
  tessera_boot_timer_set (other, 2);
  while (n_other == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n, ==, 1);
}

/* Set anew, set to never, or gone: what was set before does not go off. */
static void
test_replaced (void)
{
  guint n_late = 0, n_never = 0, n_gone = 0, n = 0;
  g_autoptr (TesseraBootTimer) late = tessera_boot_timer_new (count_cb, &n_late);
  g_autoptr (TesseraBootTimer) never = tessera_boot_timer_new (count_cb, &n_never);
  TesseraBootTimer *gone = tessera_boot_timer_new (count_cb, &n_gone);
  g_autoptr (TesseraBootTimer) timer = tessera_boot_timer_new (count_cb, &n);

  tessera_boot_timer_set (late, 1);
  tessera_boot_timer_set (late, 3600);
  tessera_boot_timer_set (never, 1);
  tessera_boot_timer_set (never, 0);
  tessera_boot_timer_set (never, -1);
  tessera_boot_timer_set (gone, 1);
  tessera_boot_timer_free (gone);
  tessera_boot_timer_set (timer, 2);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_late, ==, 0);
  g_assert_cmpuint (n_never, ==, 0);
  g_assert_cmpuint (n_gone, ==, 0);
}

/* expires_in may be anything that a provider thinks of. */
static void
test_far_away (void)
{
  guint n = 0, n_far = 0;
  g_autoptr (TesseraBootTimer) far = tessera_boot_timer_new (count_cb, &n_far);
  g_autoptr (TesseraBootTimer) timer = tessera_boot_timer_new (count_cb, &n);

  tessera_boot_timer_set (far, G_MAXINT64 - 1);
  tessera_boot_timer_set (timer, 1);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_far, ==, 0);
}

/* 1,024 descriptors is the usual limit, and 1,000 accounts the aim. */
static void
test_share_a_descriptor (void)
{
  TesseraBootTimer *timers[1000];
  guint n = 0;
  int clock = -1;

  for (gsize i = 0; i < G_N_ELEMENTS (timers); i++)
    timers[i] = tessera_boot_timer_new (count_cb, &n);
  g_assert_cmpuint (count_descriptors (&clock), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (timers); i++)
    tessera_boot_timer_set (timers[i], 1);
  g_assert_cmpuint (count_descriptors (&clock), ==, 1);
  /* Neither a wall clock that is set nor one that stands still moves them. */
  g_assert_cmpint (clock, ==, CLOCK_BOOTTIME);
  tessera_clock_set (1000, 50, "stopped");
  while (n < G_N_ELEMENTS (timers))
    g_main_context_iteration (NULL, TRUE);
  tessera_clock_unset ();
  for (gsize i = 0; i < G_N_ELEMENTS (timers); i++)
    {
      g_assert_cmpuint (count_descriptors (&clock), ==, 1);
      tessera_boot_timer_free (timers[i]);
    }
  g_assert_cmpuint (count_descriptors (&clock), ==, 0);
}

typedef struct
{
  GString *log;
  const char *name;
  TesseraBootTimer *timer;
  TesseraBootTimer **other; /* (nullable) freed or, with @seconds, set when this one goes off */
  gint64 seconds;
} Entry;

static void
log_cb (gpointer user_data)
{
  Entry *self = user_data;

  g_string_append (self->log, self->name);
  if (self->other != NULL && self->seconds > 0)
    tessera_boot_timer_set (*self->other, self->seconds);
  else if (self->other != NULL)
    g_clear_pointer (self->other, tessera_boot_timer_free);
}

/* Those of one second in the order in which they were set, whatever was set in between. */
static void
test_order (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  Entry entries[] = { { .log = log, .name = "c" },
                      { .log = log, .name = "a" },
                      { .log = log, .name = "d" },
                      { .log = log, .name = "b" } };
  static const gint64 seconds[] = { 2, 1, 3, 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      entries[i].timer = tessera_boot_timer_new (log_cb, &entries[i]);
      tessera_boot_timer_set (entries[i].timer, seconds[i]);
    }
  while (log->len < G_N_ELEMENTS (entries))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (log->str, ==, "abcd");
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    tessera_boot_timer_free (entries[i].timer);
}

/* A timer that is due at the same moment, the one that goes off itself, and the last one of all. */
static void
test_freed_meanwhile (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  Entry victim = { .log = log, .name = "victim" };
  Entry killer = { .log = log, .name = "killer ", .other = &victim.timer };
  Entry last = { .log = log, .name = "last", .other = &last.timer };
  int clock;

  killer.timer = tessera_boot_timer_new (log_cb, &killer);
  victim.timer = tessera_boot_timer_new (log_cb, &victim);
  last.timer = tessera_boot_timer_new (log_cb, &last);
  tessera_boot_timer_set (killer.timer, 1);
  tessera_boot_timer_set (victim.timer, 1);
  tessera_boot_timer_set (last.timer, 2);
  while (victim.timer != NULL)
    g_main_context_iteration (NULL, TRUE);
  tessera_boot_timer_free (killer.timer);
  while (last.timer != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (log->str, ==, "killer last");
  g_assert_cmpuint (count_descriptors (&clock), ==, 0);
}

/* Each time that it is set it goes off, also where it is set while it does. */
static void
test_set_meanwhile (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  Entry again = { .log = log, .name = "x", .other = &again.timer, .seconds = 1 };

  again.timer = tessera_boot_timer_new (log_cb, &again);
  tessera_boot_timer_set (again.timer, 1);
  while (log->len < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (log->str, ==, "xx");
  tessera_boot_timer_free (again.timer);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boot-timer/goes-off-once", test_goes_off_once);
  g_test_add_func ("/boot-timer/replaced", test_replaced);
  g_test_add_func ("/boot-timer/far-away", test_far_away);
  g_test_add_func ("/boot-timer/share-a-descriptor", test_share_a_descriptor);
  g_test_add_func ("/boot-timer/order", test_order);
  g_test_add_func ("/boot-timer/freed-meanwhile", test_freed_meanwhile);
  g_test_add_func ("/boot-timer/set-meanwhile", test_set_meanwhile);
  return g_test_run ();
}
