/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "typing-errors.h"

#include <string.h>

#define MAX_TYPING_ERRORS 2
#define MAX_TYPED         256 /* bytes: nobody means a word with more */

guint
tessera_typing_errors_count (const char *a, const char *b)
{
  gsize height = strlen (a) + 1;
  gsize width = strlen (b) + 1;
  g_autofree guint *errors = g_new (guint, height * width);

  for (gsize i = 0; i < height; i++)
    for (gsize j = 0; j < width; j++)
      {
        guint *cell = &errors[i * width + j];

        if (i == 0 || j == 0)
          {
            *cell = MAX (i, j);
            continue;
          }
        *cell = cell[-(gssize) width - 1] + (a[i - 1] != b[j - 1]);
        *cell = MIN (*cell, 1 + MIN (cell[-1], cell[-(gssize) width]));
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
          *cell = MIN (*cell, 1 + cell[-2 * (gssize) width - 2]);
      }
  return errors[height * width - 1];
}

gboolean
tessera_typing_errors_few (const char *typed, const char *meant)
{
  guint errors;

  if (strlen (typed) > MAX_TYPED || strlen (meant) > MAX_TYPED)
    return FALSE;
  errors = tessera_typing_errors_count (typed, meant);
  /* A short word resembles many. */
  return errors <= MAX_TYPING_ERRORS && 2 * errors < strlen (meant);
}
