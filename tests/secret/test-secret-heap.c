/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret-heap.h"

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "needle.h"

#define MEBIBYTE (1024 * 1024)

/* From a thread's cache to a mapping of its own. */
static const gsize sizes[] = { 100, 1000, 5000, 100 * 1000, 40 * MEBIBYTE };

/* A needle that is written to both ends of @memory, where it fits. */
static Needle *
fill (char *memory, gsize size)
{
  Needle *needle = needle_new (48);

  memset (memory, 'x', size);
  needle_write (needle, memory);
  needle_write (needle, memory + size - needle->length);
  g_assert_cmpuint (needle_count (needle), ==, 2);
  return needle;
}

/* What makes the other tests able to fail: the next free() leaves a copy, and it is found. */
static void
test_control (void)
{
  void (*next_free) (void *) = (void (*) (void *)) dlsym (RTLD_NEXT, "free");
  char *memory = malloc (5000);
  g_autoptr (Needle) needle = needle_new (48);

  /* glibc itself writes at the ends of what is free. */
  needle_write (needle, memory + 2000);
  next_free (memory);
  g_assert_cmpuint (needle_count (needle), >=, 1);
}

static void
test_in_force (void)
{
  g_assert_true (tessera_secret_heap_wipes ());
}

static void
test_free (void)
{
  free (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      char *memory = malloc (sizes[i]);
      g_autoptr (Needle) needle = fill (memory, sizes[i]);

      free (memory);
      g_assert_cmpuint (needle_count (needle), ==, 0);
    }
}

static void
test_aligned (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      void *memory = NULL;
      g_autoptr (Needle) first = NULL;
      g_autoptr (Needle) second = NULL;
      g_autoptr (Needle) third = NULL;

      g_assert_cmpint (posix_memalign (&memory, 4096, sizes[i]), ==, 0);
      first = fill (memory, sizes[i]);
      free (memory);
      memory = memalign (64, sizes[i]);
      second = fill (memory, sizes[i]);
      free (memory);
      memory = memalign (256, sizes[i]);
      third = fill (memory, sizes[i]);
      free (realloc (memory, 3 * sizes[i]));
      g_assert_cmpuint (needle_count (first), ==, 0);
      g_assert_cmpuint (needle_count (second), ==, 0);
      g_assert_cmpuint (needle_count (third), ==, 0);
    }
}

static void
test_grow (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      char *memory = malloc (sizes[i]);
      g_autoptr (Needle) needle = fill (memory, sizes[i]);

      memory = realloc (memory, 3 * sizes[i]);
      g_assert_true (needle_is_at (needle, memory));
      g_assert_cmpuint (needle_count (needle), ==, 2);
      free (memory);
      g_assert_cmpuint (needle_count (needle), ==, 0);
    }
}

/* What is cut off does not stay, whether the block moves or not; a block of which little is left
 * gives its memory back. */
static void
test_shrink (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      char *memory = malloc (sizes[i]);
      g_autoptr (Needle) needle = fill (memory, sizes[i]);

      memory = realloc (memory, sizes[i] - 10);
      g_assert_true (needle_is_at (needle, memory));
      g_assert_cmpuint (needle_count (needle), ==, 1);
      memory = realloc (memory, 60);
      g_assert_true (needle_is_at (needle, memory));
      g_assert_cmpuint (needle_count (needle), ==, 1);
      g_assert_cmpuint (malloc_usable_size (memory), <, 256);
      free (memory);
      g_assert_cmpuint (needle_count (needle), ==, 0);
    }
}

static void
test_realloc_ends (void)
{
  char *memory = realloc (NULL, 1000);
  g_autoptr (Needle) needle = fill (memory, 1000);

  g_assert_null (realloc (memory, 0));
  g_assert_cmpuint (needle_count (needle), ==, 0);
  free (realloc (NULL, 0));
}

/* As in any realloc(), a block that cannot grow stays as it is. */
static void
test_no_memory (void)
{
  char *memory = malloc (1000);
  g_autoptr (Needle) needle = fill (memory, 1000);

  errno = 0;
  g_assert_null (g_try_realloc (memory, PTRDIFF_MAX));
  g_assert_cmpint (errno, ==, ENOMEM);
  g_assert_true (needle_is_at (needle, memory));
  free (memory);
}

static void
test_errno (void)
{
  void *memory = malloc (40 * MEBIBYTE);

  errno = EDOM;
  free (memory);
  g_assert_cmpint (errno, ==, EDOM);
}

/* The C library's own calls, and GLib's, end in the same two functions. */
static void
test_libraries (void)
{
  g_autoptr (Needle) needle = needle_new (48);
  g_autoptr (GString) string = g_string_new (NULL);
  char *memory = malloc (200);
  char *line = NULL;
  gsize size = 0;
  FILE *file;

  needle_write (needle, memory);
  memory = reallocarray (memory, 100, 100);
  memset (memory, 0, needle->length);
  g_assert_cmpuint (needle_count (needle), ==, 0);
  free (memory);

  needle_append (needle, string);
  file = fmemopen (string->str, string->len, "r");
  g_assert_cmpint (getline (&line, &size, file), ==, needle->length);
  g_assert_cmpint (fclose (file), ==, 0);
  free (line);
  g_free (g_strdup (string->str));
  g_bytes_unref (g_bytes_new (string->str, string->len));
  g_string_set_size (string, 100 * 1000);
  g_string_free (g_steal_pointer (&string), TRUE);
  g_assert_cmpuint (needle_count (needle), ==, 0);
}

static gpointer
work (gpointer data)
{
  const Needle *needle = data;

  for (guint i = 0; i < 2000; i++)
    {
      char *memory = g_malloc (needle->length + i);

      needle_write (needle, memory);
      memory = g_realloc (memory, 2 * needle->length + i);
      memory = g_realloc (memory, needle->length);
      g_assert_true (needle_is_at (needle, memory));
      g_free (memory);
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (Needle) needle = needle_new (48);
  GThread *threads[8];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("work", work, needle);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (needle_count (needle), ==, 0);
}

static void
test_fork (void)
{
  char *memory = malloc (1000);
  g_autoptr (Needle) needle = fill (memory, 1000);
  int status = 0;
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      work (needle);
      free (memory);
      exit (needle_count (needle) == 0 ? 0 : 1);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  g_assert_true (needle_is_at (needle, memory));
  free (memory);
}

/* Somebody who hardens all programs preloads another allocator. */
static void
test_preloaded (void)
{
  g_auto (GStrv) environment = g_get_environ ();
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *other = g_test_build_filename (G_TEST_BUILT, "secret", "other-malloc.so", NULL);
  g_autofree char *output = NULL;
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  const char *arguments[] = { program,
                              "-p",
                              "/secret-heap/free",
                              "-p",
                              "/secret-heap/grow",
                              "-p",
                              "/secret-heap/shrink",
                              "-p",
                              "/secret-heap/threads",
                              NULL };
  int status = 0;

  environment = g_environ_setenv (environment, "LD_PRELOAD", other, TRUE);
  g_spawn_sync (NULL, (char **) arguments, environment, G_SPAWN_DEFAULT, NULL, NULL, &output, &said,
                &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (output, "/secret-heap/threads"));
  g_assert_cmpstr (said, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret-heap/control", test_control);
  g_test_add_func ("/secret-heap/in-force", test_in_force);
  g_test_add_func ("/secret-heap/free", test_free);
  g_test_add_func ("/secret-heap/aligned", test_aligned);
  g_test_add_func ("/secret-heap/grow", test_grow);
  g_test_add_func ("/secret-heap/shrink", test_shrink);
  g_test_add_func ("/secret-heap/realloc-ends", test_realloc_ends);
  g_test_add_func ("/secret-heap/no-memory", test_no_memory);
  g_test_add_func ("/secret-heap/errno", test_errno);
  g_test_add_func ("/secret-heap/libraries", test_libraries);
  g_test_add_func ("/secret-heap/threads", test_threads);
  g_test_add_func ("/secret-heap/fork", test_fork);
  g_test_add_func ("/secret-heap/preloaded", test_preloaded);
  return g_test_run ();
}
