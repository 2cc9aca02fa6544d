/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loopback-mishap.h"

#include <glib/gi18n.h>

/* A browser that finds no https tries http next, most of them within a moment. */
#define HTTPS_SECONDS 3

struct _TesseraLoopbackMishaps
{
  TesseraLoopbackMishapFunc function; /* (nullable) */
  gpointer user_data;
  gboolean ended;
  guint timeout;
};

static const char *const sentences[] = {
  [TESSERA_LOOPBACK_MISHAP_HTTPS]
  = N_ ("The browser tried to reach Tessera over https, but within this computer there is only "
        "http. Turn off the browser’s HTTPS-only mode for this address, then open the link again."),
  [TESSERA_LOOPBACK_MISHAP_NO_QUERY]
  = N_ ("The browser returned without an answer. If its address contains a “#”, the answer comes "
        "after it, where Tessera cannot see it. At the provider, register a native application "
        "with the authorization code flow, not a single-page application."),
  [TESSERA_LOOPBACK_MISHAP_FORM_POST]
  = N_ ("The provider sent its answer as a form (response mode “form_post”). Set the application’s "
        "response mode to “query” at the provider."),
};

const char *
tessera_loopback_mishap_describe (TesseraLoopbackMishap mishap)
{
  return _ (sentences[mishap]);
}

TesseraLoopbackMishaps *
tessera_loopback_mishaps_new (void)
{
  return g_new0 (TesseraLoopbackMishaps, 1);
}

void
tessera_loopback_mishaps_free (TesseraLoopbackMishaps *self)
{
  tessera_loopback_mishaps_end (self);
  g_free (self);
}

void
tessera_loopback_mishaps_set_func (TesseraLoopbackMishaps *self,
                                   TesseraLoopbackMishapFunc function,
                                   gpointer user_data)
{
  self->function = function;
  self->user_data = user_data;
}

static void
tell (TesseraLoopbackMishaps *self, TesseraLoopbackMishap mishap)
{
  if (self->function && !self->ended)
    self->function (tessera_loopback_mishap_describe (mishap), self->user_data);
}

static gboolean
timeout_cb (gpointer user_data)
{
  TesseraLoopbackMishaps *self = user_data;

  self->timeout = 0;
  tell (self, TESSERA_LOOPBACK_MISHAP_HTTPS);
  return G_SOURCE_REMOVE;
}

void
tessera_loopback_mishaps_report (TesseraLoopbackMishaps *self, TesseraLoopbackMishap mishap)
{
  /* Whatever comes later tells more. */
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (mishap == TESSERA_LOOPBACK_MISHAP_HTTPS && !self->ended)
    self->timeout = g_timeout_add_seconds (HTTPS_SECONDS, timeout_cb, self);
  else
    tell (self, mishap);
}

void
tessera_loopback_mishaps_end (TesseraLoopbackMishaps *self)
{
  self->ended = TRUE;
  g_clear_handle_id (&self->timeout, g_source_remove);
}

void
tessera_loopback_mishaps_resume (TesseraLoopbackMishaps *self)
{
  self->ended = FALSE;
}
