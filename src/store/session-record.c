/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-record.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "regular-file.h"
#include "replaced-file.h"
#include "store-error.h"

#define GROUP    "State"
#define MAX_SIZE (64 * 1024) /* bytes */

char *
tessera_session_record_get_path (const char *id)
{
  g_autofree char *name = g_strconcat (id, ".state", NULL);

  return g_build_filename (g_get_user_data_dir (), "tessera", name, NULL);
}

TesseraSessionRecord *
tessera_session_record_read (const char *id)
{
  g_autofree char *path = tessera_session_record_get_path (id);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  TesseraSessionRecord *state = g_new0 (TesseraSessionRecord, 1);
  gsize length;

  if (!tessera_regular_file_read (path, MAX_SIZE, &text, &length, NULL)
      || !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL))
    return state;
  state->signed_in = g_key_file_get_boolean (file, GROUP, "SignedIn", NULL);
  state->ended = g_key_file_get_boolean (file, GROUP, "Ended", NULL);
  state->expires_at = g_key_file_get_int64 (file, GROUP, "ExpiresAt", NULL);
  state->expires_boot = g_key_file_get_int64 (file, GROUP, "ExpiresBoot", NULL);
  state->boot_id = g_key_file_get_string (file, GROUP, "BootId", NULL);
  state->lifetime = g_key_file_get_int64 (file, GROUP, "Lifetime", NULL);
  state->renewable = g_key_file_get_boolean (file, GROUP, "Renewable", NULL);
  state->subject = g_key_file_get_string (file, GROUP, "Subject", NULL);
  state->generation = g_key_file_get_uint64 (file, GROUP, "Generation", NULL);
  return state;
}

TesseraSessionRecord *
tessera_session_record_from_tokens (const OidcTokens *tokens)
{
  TesseraSessionRecord *state = g_new0 (TesseraSessionRecord, 1);

  state->signed_in = TRUE;
  state->expires_at = oidc_tokens_expires_at (tokens);
  if (tokens->expires_in >= 0 && tokens->expires_in < G_MAXINT64 - tokens->got_boot)
    state->expires_boot = tokens->got_boot + tokens->expires_in;
  state->lifetime = MAX (tokens->expires_in, 0);
  state->boot_id = g_strdup (tokens->got_boot_id);
  state->renewable = tokens->refresh_token != NULL;
  state->subject = g_strdup (tokens->subject);
  return state;
}

gboolean
tessera_session_record_write (const char *id, TesseraSessionRecord *state, GError **error)
{
  g_autofree char *path = tessera_session_record_get_path (id);
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *data = NULL;
  g_autoptr (TesseraSessionRecord) before = tessera_session_record_read (id);
  g_autoptr (GError) local_error = NULL;
  gsize length;

  state->generation = before->generation + 1;
  g_key_file_set_boolean (file, GROUP, "SignedIn", state->signed_in);
  if (state->ended)
    g_key_file_set_boolean (file, GROUP, "Ended", TRUE);
  g_key_file_set_int64 (file, GROUP, "ExpiresAt", state->expires_at);
  g_key_file_set_int64 (file, GROUP, "ExpiresBoot", state->expires_boot);
  if (state->boot_id != NULL)
    g_key_file_set_string (file, GROUP, "BootId", state->boot_id);
  g_key_file_set_int64 (file, GROUP, "Lifetime", state->lifetime);
  g_key_file_set_boolean (file, GROUP, "Renewable", state->renewable);
  if (state->subject != NULL)
    g_key_file_set_string (file, GROUP, "Subject", state->subject);
  g_key_file_set_uint64 (file, GROUP, "Generation", state->generation);
  data = g_key_file_to_data (file, &length, NULL);

  g_mkdir_with_parents (directory, 0700);
  if (tessera_replaced_file_write (path, data, length, 0600, FALSE, &local_error))
    return TRUE;
  g_set_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED,
               _ ("The account’s state cannot be written: %s."), local_error->message);
  return FALSE;
}

gboolean
tessera_session_record_remove (const char *id, GError **error)
{
  g_autofree char *path = tessera_session_record_get_path (id);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED,
               _ ("“%s” cannot be removed: %s."), path, g_strerror (errno));
  return FALSE;
}

void
tessera_session_record_free (TesseraSessionRecord *state)
{
  g_free (state->boot_id);
  g_free (state->subject);
  g_free (state);
}
