/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-private.h"

#include <glib/gi18n.h>

/* Nobody waits for a sign-out here: the person may take the time to answer the provider's page. */
#define SIGN_OUT_PATIENCE 240 /* seconds */
#define SIGN_OUT_TIMEOUT  300 /* seconds */

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraSession) self = user_data;
  g_autoptr (GError) error = NULL;

  tessera_session_end (self);
  self->load_failed = !tessera_account_load_finish (self->account, result, &error);
  /* The account's state tells these, and its page says what to do. */
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && tessera_error_kind (error) != TESSERA_ERROR_NOT_SIGNED_IN
      && tessera_error_kind (error) != TESSERA_ERROR_KEYRING)
    tessera_session_fail (self, TESSERA_SESSION_LOAD, _ ("Reading the keyring"), error);
  tessera_session_update (self);
}

static void
load (TesseraSession *self)
{
  tessera_account_load_async (self->account, tessera_session_begin (self, TESSERA_SESSION_LOAD),
                              load_cb, g_object_ref (self));
}

static void
sign_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraSession) self = user_data;
  g_autoptr (TesseraSignIn) sign_in = g_steal_pointer (&self->sign_in);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const GError *warning;

  tessera_session_end (self);
  if (tessera_sign_in_run_finish (sign_in, result, &error))
    {
      if (g_application_get_default () != NULL)
        g_application_withdraw_notification (g_application_get_default (),
                                             tessera_account_get_config (self->account)->id);
      tessera_session_update (self);
      warning = tessera_sign_in_get_warning (sign_in);
      if (warning != NULL)
        {
          /* Translators: followed by the reason, a sentence */
          text = g_strdup_printf (_ ("You are signed in until this window closes. %s"),
                                  warning->message);
          tessera_session_set_warning (self, text);
        }
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tessera_session_fail (self, TESSERA_SESSION_SIGN_IN, self->texts[PROP_STEP], error);
  tessera_session_update (self);
}

static void
open_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  /* A failure shows nothing: the link can still be copied, and the flow goes on waiting. */
  tessera_sign_in_open_again_finish (TESSERA_SIGN_IN (source), result, NULL);
}

static void
sign_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraSession) self = user_data;
  g_autoptr (TesseraSignOut) sign_out = g_steal_pointer (&self->sign_out);
  g_autoptr (GError) error = NULL;
  gboolean sign_in_next = self->sign_in_next;
  const GError *warning;

  tessera_session_end (self);
  self->sign_in_next = FALSE;
  if (!tessera_sign_out_run_finish (sign_out, result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tessera_session_fail (self, TESSERA_SESSION_SIGN_OUT, _ ("Signing out"), error);
  tessera_session_update (self);
  warning = tessera_sign_out_get_warning (sign_out);
  if (warning != NULL)
    tessera_session_set_warning (self, warning->message);
  /* What was not revoked is to be read first, unless that is what the person wanted. */
  if (sign_in_next
      && (warning == NULL || g_error_matches (warning, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    tessera_session_sign_in (self);
}

/* The person has other things in mind than a page of the provider's that says goodbye; but the
 * tokens are revoked first, unless the person asks a second time. */
static void
sign_in_after_sign_out (TesseraSession *self)
{
  if (self->sign_in_next || tessera_sign_out_is_waiting (self->sign_out))
    g_cancellable_cancel (self->cancellable);
  else
    tessera_sign_out_skip_browser (self->sign_out);
  self->sign_in_next = TRUE;
}

void
tessera_session_sign_in (TesseraSession *self)
{
  if (self->running == TESSERA_SESSION_SIGN_OUT
      && g_str_equal (tessera_session_get_view (self), "signed-out"))
    sign_in_after_sign_out (self);
  if (self->running != TESSERA_SESSION_IDLE)
    return;
  tessera_session_set_warning (self, NULL);
  self->sign_in = tessera_sign_in_new (self->account);
  tessera_sign_in_set_keep_in_memory (self->sign_in, TRUE);
  g_signal_connect_object (self->sign_in, "notify", G_CALLBACK (tessera_session_update), self,
                           G_CONNECT_SWAPPED);
  tessera_sign_in_run_async (self->sign_in, tessera_session_begin (self, TESSERA_SESSION_SIGN_IN),
                             sign_in_cb, g_object_ref (self));
  tessera_session_update (self);
}

void
tessera_session_cancel (TesseraSession *self)
{
  /* A sign-out goes on without a window: the tokens are still to be revoked. */
  if (self->cancellable != NULL && self->running != TESSERA_SESSION_SIGN_OUT)
    g_cancellable_cancel (self->cancellable);
}

void
tessera_session_open_browser_again (TesseraSession *self)
{
  if (self->sign_in != NULL)
    tessera_sign_in_open_again_async (self->sign_in, open_again_cb, NULL);
}

void
tessera_session_unlock (TesseraSession *self)
{
  if (self->running == TESSERA_SESSION_IDLE)
    load (self);
}

void
tessera_session_refresh (TesseraSession *self)
{
  if (self->renewable)
    tessera_renewer_renew (self->renewer);
}

void
tessera_session_sign_out (TesseraSession *self)
{
  if (self->running != TESSERA_SESSION_IDLE)
    return;
  self->sign_out = tessera_sign_out_new (self->account);
  tessera_sign_out_set_timeout (self->sign_out, SIGN_OUT_TIMEOUT);
  tessera_sign_out_set_patience (self->sign_out, SIGN_OUT_PATIENCE);
  g_signal_connect_object (self->sign_out, "notify::step", G_CALLBACK (tessera_session_update),
                           self, G_CONNECT_SWAPPED);
  tessera_sign_out_run_async (self->sign_out,
                              tessera_session_begin (self, TESSERA_SESSION_SIGN_OUT), sign_out_cb,
                              g_object_ref (self));
  tessera_session_update (self);
}

void
tessera_session_try_again (TesseraSession *self)
{
  if (self->failed == TESSERA_SESSION_SIGN_IN)
    tessera_session_sign_in (self);
  else if (self->failed == TESSERA_SESSION_LOAD)
    tessera_session_unlock (self);
  else if (self->failed == TESSERA_SESSION_SIGN_OUT)
    tessera_session_sign_out (self);
}
