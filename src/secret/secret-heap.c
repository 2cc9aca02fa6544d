/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret-heap.h"

#ifdef TESSERA_SECRET_HEAP

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define WORTH_MOVING                                                                               \
  256 /* bytes: a smaller block stays where it is, however little of it is in use */

typedef void (*Free) (void *memory);

/* glibc's, or that of an allocator that was preloaded in its place. */
static Free
find_next_free (void)
{
  static Free found;
  Free next = g_atomic_pointer_get (&found);
  int saved_errno = errno;

  if (G_LIKELY (next != NULL))
    return next;
  next = (Free) dlsym (RTLD_NEXT, "free");
  if (next == NULL)
    abort ();
  g_atomic_pointer_set (&found, next);
  errno = saved_errno;
  return next;
}

void
free (void *memory)
{
  Free next = find_next_free ();

  if (memory == NULL)
    return;
  /* A memset() of memory that is freed next is one that the compiler may drop. */
  explicit_bzero (memory, malloc_usable_size (memory));
  next (memory);
}

#ifdef TESSERA_SECRET_HEAP_SIZED
/* C23, and what GLib calls where there is one. */
void
free_sized (void *memory, size_t size)
{
  free (memory);
}

void
free_aligned_sized (void *memory, size_t alignment, size_t size)
{
  free (memory);
}
#endif

static gboolean
can_stay (size_t usable, size_t size)
{
  return size <= usable && (size >= usable / 2 || usable < WORTH_MOVING);
}

/* glibc's own would leave a copy in the place that the block moves from, and behind the end of one
 * that shrinks. */
void *
realloc (void *memory, size_t size)
{
  size_t usable;
  void *moved;

  if (memory == NULL)
    return malloc (size);
  if (size == 0)
    {
      free (memory);
      return NULL;
    }
  usable = malloc_usable_size (memory);
  moved = can_stay (usable, size) ? NULL : malloc (size);
  if (moved == NULL && size > usable)
    return NULL;
  if (moved == NULL)
    {
      explicit_bzero ((char *) memory + size, usable - size);
      return memory;
    }
  memcpy (moved, memory, MIN (size, usable));
  free (memory);
  return moved;
}

#endif

gboolean
tessera_secret_heap_wipes (void)
{
#ifdef TESSERA_SECRET_HEAP
  return dlsym (RTLD_DEFAULT, "free") == (void *) free;
#else
  return FALSE;
#endif
}
