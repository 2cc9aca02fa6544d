/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An allocator to preload. It ends the program over memory that another one allocated. */
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MARK UINT64_C (0x6f746865726d616c)

typedef struct
{
  uint64_t mark;
  uint64_t size; /* bytes */
} Head;

void *__libc_malloc (size_t size);
void __libc_free (void *memory);

static Head *
find_head (void *memory)
{
  Head *head = (Head *) memory - 1;

  if (head->mark != MARK)
    abort ();
  return head;
}

void *
malloc (size_t size)
{
  Head *head = size <= PTRDIFF_MAX ? __libc_malloc (sizeof *head + size) : NULL;

  if (head == NULL)
    return NULL;
  *head = (Head){ MARK, size };
  return head + 1;
}

void *
calloc (size_t n, size_t size)
{
  void *memory = malloc (n * size);

  return memory != NULL ? memset (memory, 0, n * size) : NULL;
}

void
free (void *memory)
{
  if (memory != NULL)
    __libc_free (find_head (memory));
}

void *
realloc (void *memory, size_t size)
{
  void *moved = malloc (size);

  if (memory == NULL || moved == NULL)
    return moved;
  memcpy (moved, memory, size < find_head (memory)->size ? size : find_head (memory)->size);
  free (memory);
  return moved;
}

size_t
malloc_usable_size (void *memory)
{
  return memory != NULL ? find_head (memory)->size : 0;
}
