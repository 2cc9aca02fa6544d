/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-record.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "regular-file.h"
#include "replaced-file.h"
#include "session-notes.h"
#include "store-error.h"

#define GROUP     "State"
#define MAX_SIZE  (64 * 1024) /* bytes */
#define MAX_NAME  1000        /* bytes, of a name or an e-mail address */
#define MAX_OWNER 4000        /* bytes, of an issuer, a client ID or an endpoint */

char *
tessera_session_record_get_path (const char *id)
{
  g_autofree char *name = g_strconcat (id, ".state", NULL);

  return g_build_filename (g_get_user_data_dir (), "tessera", name, NULL);
}

static void
fill (TesseraSessionRecord *self, GKeyFile *file)
{
  self->known = TRUE;
  self->signed_in = g_key_file_get_boolean (file, GROUP, "SignedIn", NULL);
  self->ended = g_key_file_get_boolean (file, GROUP, "Ended", NULL);
  self->expires_at = g_key_file_get_int64 (file, GROUP, "ExpiresAt", NULL);
  self->expires_boot = g_key_file_get_int64 (file, GROUP, "ExpiresBoot", NULL);
  self->boot_id = g_key_file_get_string (file, GROUP, "BootId", NULL);
  self->lifetime = g_key_file_get_int64 (file, GROUP, "Lifetime", NULL);
  self->renewable = g_key_file_get_boolean (file, GROUP, "Renewable", NULL);
  self->subject = g_key_file_get_string (file, GROUP, "Subject", NULL);
  self->person_name = g_key_file_get_string (file, GROUP, "PersonName", NULL);
  self->email = g_key_file_get_string (file, GROUP, "Email", NULL);
  self->issuer = g_key_file_get_string (file, GROUP, "Issuer", NULL);
  self->client_id = g_key_file_get_string (file, GROUP, "ClientId", NULL);
  self->token_endpoint = g_key_file_get_string (file, GROUP, "TokenEndpoint", NULL);
  self->generation = g_key_file_get_uint64 (file, GROUP, "Generation", NULL);
}

TesseraSessionRecord *
tessera_session_record_read (const char *id, GError **error)
{
  g_autofree char *path = tessera_session_record_get_path (id);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  TesseraSessionRecord *self = g_new0 (TesseraSessionRecord, 1);
  gsize length;

  if (!tessera_regular_file_read (path, MAX_SIZE, &text, &length, &local_error))
    {
      /* Any other error says nothing of the session, which may well be there. */
      if (!g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        g_set_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED,
                     _ ("The session record cannot be read: %s."), local_error->message);
    }
  else if (g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL)
           && g_key_file_has_key (file, GROUP, "SignedIn", NULL))
    fill (self, file);
  else
    g_set_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_DAMAGED,
                 _ ("The session record “%s” is damaged."), path);
  return self;
}

/* The provider decides how long a name is; what is read again is bounded. */
static char *
copy_if_short (const char *text)
{
  return text && strlen (text) <= MAX_NAME ? g_strdup (text) : NULL;
}

static gboolean
is_short (const char *text)
{
  return !text || strlen (text) <= MAX_OWNER;
}

/* All of it, or nothing. */
static void
set_owner (TesseraSessionRecord *self, const OidcTokens *tokens)
{
  if (!is_short (tokens->issuer) || !is_short (tokens->client_id)
      || !is_short (tokens->token_endpoint) || !tokens->client_id)
    return;
  self->issuer = g_strdup (tokens->issuer);
  self->client_id = g_strdup (tokens->client_id);
  self->token_endpoint = g_strdup (tokens->token_endpoint);
}

TesseraSessionRecord *
tessera_session_record_from_tokens (const OidcTokens *tokens)
{
  TesseraSessionRecord *self = g_new0 (TesseraSessionRecord, 1);

  self->subject = g_strdup (tokens->subject);
  self->person_name = copy_if_short (tokens->name);
  self->email = copy_if_short (tokens->email);
  self->ended = tokens->ended;
  set_owner (self, tokens);
  if (tokens->ended)
    {
      self->expires_at = tessera_clock_wall ();
      return self;
    }
  self->signed_in = TRUE;
  self->expires_at = oidc_tokens_expires_at (tokens);
  if (tokens->expires_in >= 0 && tokens->expires_in < G_MAXINT64 - tokens->got_boot)
    self->expires_boot = tokens->got_boot + tokens->expires_in;
  self->lifetime = MAX (tokens->expires_in, 0);
  self->boot_id = g_strdup (tokens->got_boot_id);
  self->renewable = tokens->refresh_token != NULL;
  return self;
}

/* As oidc_tokens_seconds_left() reckons. */
gint64
tessera_session_record_seconds_left (const TesseraSessionRecord *self)
{
  if (self->expires_boot > 0 && self->boot_id && self->boot_id[0] != '\0'
      && strcmp (self->boot_id, tessera_clock_boot_id ()) == 0)
    return self->expires_boot - tessera_clock_boot ();
  if (self->expires_at <= 0)
    return G_MAXINT64;
  /* A clock set back must not lengthen the token's life. */
  return MIN (self->expires_at - tessera_clock_wall (),
              self->lifetime > 0 ? self->lifetime : G_MAXINT64);
}

static char *
to_text (const TesseraSessionRecord *self, gsize *length)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_boolean (file, GROUP, "SignedIn", self->signed_in);
  if (self->ended)
    g_key_file_set_boolean (file, GROUP, "Ended", TRUE);
  g_key_file_set_int64 (file, GROUP, "ExpiresAt", self->expires_at);
  g_key_file_set_int64 (file, GROUP, "ExpiresBoot", self->expires_boot);
  if (self->boot_id)
    g_key_file_set_string (file, GROUP, "BootId", self->boot_id);
  g_key_file_set_int64 (file, GROUP, "Lifetime", self->lifetime);
  g_key_file_set_boolean (file, GROUP, "Renewable", self->renewable);
  if (self->subject)
    g_key_file_set_string (file, GROUP, "Subject", self->subject);
  if (self->person_name)
    g_key_file_set_string (file, GROUP, "PersonName", self->person_name);
  if (self->email)
    g_key_file_set_string (file, GROUP, "Email", self->email);
  if (self->issuer)
    g_key_file_set_string (file, GROUP, "Issuer", self->issuer);
  if (self->client_id)
    g_key_file_set_string (file, GROUP, "ClientId", self->client_id);
  if (self->token_endpoint)
    g_key_file_set_string (file, GROUP, "TokenEndpoint", self->token_endpoint);
  g_key_file_set_uint64 (file, GROUP, "Generation", self->generation);
  return g_key_file_to_data (file, length, NULL);
}

gboolean
tessera_session_record_write (const char *id, TesseraSessionRecord *self, GError **error)
{
  g_autofree char *path = tessera_session_record_get_path (id);
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (TesseraSessionRecord) before = tessera_session_record_read (id, NULL);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  self->known = TRUE;
  self->generation = before->generation + 1;
  text = to_text (self, &length);
  g_mkdir_with_parents (directory, 0700);
  if (tessera_replaced_file_write (path, text, length, 0600, FALSE, &local_error))
    return TRUE;
  g_set_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED,
               _ ("The session record cannot be saved: %s."), local_error->message);
  return FALSE;
}

gboolean
tessera_session_record_check_writable (const char *id, GError **error)
{
  g_autofree char *path = tessera_session_record_get_path (id);
  g_autofree char *directory = g_path_get_dirname (path);

  if (g_mkdir_with_parents (directory, 0700) == 0 && access (directory, W_OK | X_OK) == 0)
    return TRUE;
  g_set_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED,
               _ ("“%s” cannot be written: %s."), directory, g_strerror (errno));
  return FALSE;
}

gboolean
tessera_session_record_remove (const char *id, GError **error)
{
  g_autofree char *path = tessera_session_record_get_path (id);

  tessera_session_notes_remove (id);
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, TESSERA_STORE_ERROR, TESSERA_STORE_ERROR_FAILED,
               _ ("“%s” cannot be removed: %s."), path, g_strerror (errno));
  return FALSE;
}

void
tessera_session_record_free (TesseraSessionRecord *self)
{
  g_free (self->boot_id);
  g_free (self->subject);
  g_free (self->person_name);
  g_free (self->email);
  g_free (self->issuer);
  g_free (self->client_id);
  g_free (self->token_endpoint);
  g_free (self);
}
