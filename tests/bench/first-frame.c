/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded into a GTK program (LD_PRELOAD), writes to the descriptor in TESSERA_BENCH_FD
 *
 *     FRAME CPU PEAK PRIVATE
 *
 * when its first window had painted its first frame (CLOCK_MONOTONIC, in nanoseconds), the
 * processor time up to then in nanoseconds, and, after the program had time to come to rest, its
 * peak memory and the memory that it shares with nobody, both in KiB. Then the program ends. */
#include <dlfcn.h>
#include <gtk/gtk.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define REST 1 /* seconds */

static gint64
read_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (gint64) time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

/* Returns: the sum of the lines of the file that begin so. */
static long
read_kib (const char *path, const char *beginning)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  long sum = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], beginning))
      sum += strtol (strchr (lines[i], ':') + 1, NULL, 10);
  return sum;
}

static gboolean
rested_cb (gpointer frame)
{
  dprintf (atoi (g_getenv ("TESSERA_BENCH_FD")), "%s %ld %ld\n", (const char *) frame,
           read_kib ("/proc/self/status", "VmHWM:"),
           read_kib ("/proc/self/smaps_rollup", "Private_"));
  _exit (0);
}

static void
painted_cb (GdkFrameClock *clock, gpointer data)
{
  g_signal_handlers_disconnect_by_func (clock, painted_cb, data);
  g_timeout_add_seconds_full (G_PRIORITY_LOW, REST, rested_cb,
                              g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                                               read_clock (CLOCK_MONOTONIC),
                                               read_clock (CLOCK_PROCESS_CPUTIME_ID)),
                              g_free);
}

static void
mapped_cb (GtkWidget *window, gpointer data)
{
  g_signal_handlers_disconnect_by_func (window, mapped_cb, data);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb),
                    NULL);
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window, gpointer data)
{
  g_signal_handlers_disconnect_by_func (application, window_added_cb, data);
  g_signal_connect (window, "map", G_CALLBACK (mapped_cb), NULL);
}

/* The program's own call comes here first. */
int
g_application_run (GApplication *application, int argc, char **argv)
{
  int (*run) (GApplication *, int, char **);

  *(void **) &run = dlsym (RTLD_NEXT, "g_application_run");
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
  return run (application, argc, argv);
}
