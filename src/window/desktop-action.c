/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desktop-action.h"

#include "session.h"
#include "window.h"

static gboolean
is_loaded (TesseraSession *session)
{
  gboolean loaded = FALSE;

  g_object_get (session, "loaded", &loaded, NULL);
  return loaded;
}

static void
copy (GtkWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "session.copy-token", NULL);
}

/* The session may have gone out of view meanwhile: that of another account is not copied. */
static void
loaded_cb (TesseraSession *session, GParamSpec *pspec, GtkWindow *window)
{
  g_autoptr (TesseraSession) shown = NULL;

  g_signal_handlers_disconnect_by_func (session, loaded_cb, window);
  g_object_get (window, "session", &shown, NULL);
  if (shown == session && is_loaded (session))
    copy (window);
}

void
tessera_desktop_action_copy_token (GtkWindow *window)
{
  g_autoptr (TesseraSession) session = NULL;

  g_object_get (window, "session", &session, NULL);
  if (session == NULL)
    return;
  /* In a narrow window the list may be in view, where no session is loaded. */
  tessera_window_show_account (TESSERA_WINDOW (window), tessera_session_get_account (session));
  if (is_loaded (session))
    copy (window);
  else if (g_str_equal (tessera_session_get_view (session), "signed-in"))
    g_signal_connect_object (session, "notify::loaded", G_CALLBACK (loaded_cb), window, 0);
}
