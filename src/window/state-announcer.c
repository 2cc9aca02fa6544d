/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "state-announcer.h"

#include "announce.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkWidget *window;     /* unowned: it owns this */
  GSignalGroup *session; /* its target */
  char *view;            /* (nullable) the one that was announced */
} Announcer;

static void
announcer_free (Announcer *self)
{
  g_clear_object (&self->session);
  g_free (self->view);
  g_free (self);
}

static char *
describe_failure (TesseraSession *session)
{
  g_autoptr (TesseraFailure) failure = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *hint = NULL;

  g_object_get (session, "failure", &failure, NULL);
  if (failure == NULL)
    return NULL;
  g_object_get (failure, "sentence", &sentence, "hint", &hint, NULL);
  return hint != NULL ? g_strjoin (" ", sentence, hint, NULL) : g_steal_pointer (&sentence);
}

char *
tessera_state_announcer_describe (TesseraSession *session, const char *before)
{
  const char *view = tessera_session_get_view (session);
  char *status = NULL;

  if (g_str_equal (view, "signed-in"))
    g_object_get (session, "status", &status, NULL);
  else if (g_str_equal (view, "failed"))
    status = describe_failure (session);
  else if (g_str_equal (view, "signing-in"))
    /* Translators: the name of an account */
    status = g_strdup_printf (_ ("Signing in to %s"),
                              tessera_account_get_name (tessera_session_get_account (session)));
  else if (g_str_equal (view, "signed-out"))
    status
      = g_strdup (g_strcmp0 (before, "signed-in") == 0 ? _ ("Signed out") : _ ("Not signed in"));
  else if (g_str_equal (view, "expired"))
    g_object_get (session, "ended", &status, NULL);
  else if (g_str_equal (view, "locked"))
    status = g_strdup (_ ("Your keyring is locked"));
  else if (g_str_equal (view, "unknown"))
    status = g_strdup (_ ("Session cannot be read"));
  return status;
}

static void
view_changed_cb (TesseraSession *session, GParamSpec *pspec, Announcer *self)
{
  g_autofree char *before = g_steal_pointer (&self->view);
  g_autofree char *text = tessera_state_announcer_describe (session, before);

  self->view = g_strdup (tessera_session_get_view (session));
  if (text != NULL)
    tessera_announce (self->window, text);
}

static void
uri_changed_cb (TesseraSession *session, GParamSpec *pspec, Announcer *self)
{
  g_autofree char *uri = NULL;

  g_object_get (session, "uri", &uri, NULL);
  if (uri != NULL)
    tessera_announce (self->window, _ ("Continue in your browser"));
}

static void
reminder_changed_cb (TesseraSession *session, GParamSpec *pspec, Announcer *self)
{
  g_autofree char *reminder = NULL;

  g_object_get (session, "reminder", &reminder, NULL);
  if (reminder != NULL)
    tessera_announce (self->window, reminder);
}

static void
expiring_changed_cb (TesseraSession *session, GParamSpec *pspec, Announcer *self)
{
  gboolean expiring = FALSE;
  g_autofree char *status = NULL;

  g_object_get (session, "expiring", &expiring, "status", &status, NULL);
  if (expiring && status != NULL)
    tessera_announce (self->window, status);
}

static void
bound_cb (GSignalGroup *group, TesseraSession *session, Announcer *self)
{
  g_clear_pointer (&self->view, g_free);
  view_changed_cb (session, NULL, self);
}

void
tessera_state_announcer_attach (GtkWidget *window)
{
  Announcer *self = g_new0 (Announcer, 1);

  self->window = window;
  self->session = g_signal_group_new (TESSERA_TYPE_SESSION);
  g_signal_group_connect (self->session, "notify::view", G_CALLBACK (view_changed_cb), self);
  g_signal_group_connect (self->session, "notify::uri", G_CALLBACK (uri_changed_cb), self);
  g_signal_group_connect (self->session, "notify::reminder", G_CALLBACK (reminder_changed_cb),
                          self);
  g_signal_group_connect (self->session, "notify::expiring", G_CALLBACK (expiring_changed_cb),
                          self);
  g_signal_connect (self->session, "bind", G_CALLBACK (bound_cb), self);
  g_object_set_data_full (G_OBJECT (window), "tessera-state-announcer", self,
                          (GDestroyNotify) announcer_free);
  g_object_bind_property (window, "session-in-view", self->session, "target",
                          G_BINDING_SYNC_CREATE);
}
