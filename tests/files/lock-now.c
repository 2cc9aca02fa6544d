/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lock-now.h"

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

TesseraLock *
tessera_lock_acquire (const char *id, GError **error)
{
  /* Nothing else of the test's goes on meanwhile. It is never freed: accounts-now.c says why. */
  static GMainContext *context;
  g_autoptr (GAsyncResult) result = NULL;

  if (context == NULL)
    context = g_main_context_new ();
  g_main_context_push_thread_default (context);
  tessera_lock_acquire_async (id, NULL, ready_cb, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  return tessera_lock_acquire_finish (result, error);
}
