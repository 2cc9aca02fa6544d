/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts-now.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* A change that the test's own main context is still to end has the lock, and nobody would wait for
 * it there: it ends first. */
static void
end_changes (void)
{
  g_autofree char *path
    = g_build_filename (g_get_user_data_dir (), "tessera", "accounts.lock", NULL);
  int fd = open (path, O_RDWR | O_CLOEXEC);

  while (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) < 0)
    g_main_context_iteration (NULL, TRUE);
  if (fd >= 0)
    close (fd);
}

/* Nothing else of the test's goes on meanwhile. The context is never freed: the thread that has
 * returned a task's result looks at it once more, and GLib before 2.84 does not keep it so long. */
static GMainContext *
enter (void)
{
  static GMainContext *context;

  end_changes ();
  if (context == NULL)
    context = g_main_context_new ();
  g_main_context_push_thread_default (context);
  return context;
}

static void
leave (GMainContext *context, GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

TesseraAccount *
tessera_accounts_add (TesseraAccounts *self, const TesseraAccountConfig *config, GError **error)
{
  GMainContext *context = enter ();
  g_autoptr (GAsyncResult) result = NULL;

  tessera_accounts_add_async (self, config, NULL, ready_cb, &result);
  leave (context, &result);
  return tessera_accounts_add_finish (self, result, error);
}

gboolean
tessera_accounts_update (TesseraAccounts *self, const TesseraAccountConfig *config, GError **error)
{
  /* First: the end of another change may give the account another configuration. */
  GMainContext *context = enter ();
  TesseraAccount *account = tessera_accounts_find_id (self, config->id);
  const TesseraAccountConfig *before
    = account != NULL ? tessera_account_get_config (account) : config;
  g_autoptr (GAsyncResult) result = NULL;

  tessera_accounts_update_async (self, before, config, NULL, ready_cb, &result);
  leave (context, &result);
  return tessera_accounts_update_finish (self, result, error);
}

gboolean
tessera_accounts_delete_entry (TesseraAccounts *self, const char *id, GError **error)
{
  GMainContext *context = enter ();
  g_autoptr (GAsyncResult) result = NULL;

  tessera_accounts_delete_entry_async (self, id, NULL, ready_cb, &result);
  leave (context, &result);
  return tessera_accounts_delete_entry_finish (self, result, error);
}
