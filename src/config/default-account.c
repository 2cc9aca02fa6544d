/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "default-account.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "account-config.h"
#include "config-error.h"
#include "regular-file.h"
#include "replaced-file.h"

#define MAX_SIZE 128 /* bytes */

/* (transfer full) */
static char *
get_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "tessera", "default", NULL);
}

char *
tessera_default_account_read (void)
{
  g_autofree char *path = get_path ();
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!tessera_regular_file_read (path, MAX_SIZE, &text, &length, NULL) || length > MAX_SIZE)
    return NULL;
  g_strstrip (text);
  return tessera_account_config_check_id (text, NULL) ? g_steal_pointer (&text) : NULL;
}

static gboolean
fail (const char *reason, GError **error)
{
  g_set_error (error, TESSERA_CONFIG_ERROR, TESSERA_CONFIG_ERROR_FAILED,
               _ ("The default account cannot be saved: %s."), reason);
  return FALSE;
}

gboolean
tessera_default_account_write (const char *id, GError **error)
{
  g_autofree char *path = get_path ();
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *line = NULL;
  g_autoptr (GError) problem = NULL;

  if (id == NULL)
    return g_unlink (path) == 0 || errno == ENOENT || fail (g_strerror (errno), error);
  line = g_strconcat (id, "\n", NULL);
  g_mkdir_with_parents (directory, 0700);
  return tessera_replaced_file_write (path, line, strlen (line), 0600, TRUE, &problem)
         || fail (problem->message, error);
}
