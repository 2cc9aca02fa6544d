/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-actions.h"

#include "clipboard.h"
#include "session-copy.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *name;
  const char *views[4]; /* where it makes sense */
  /* One of these. */
  void (*begin) (TesseraActivity *activity);
  void (*act) (TesseraSession *session, GtkWidget *widget);
  void (*act_on) (TesseraSession *session, GtkWidget *widget, const char *target);
  /* (nullable) Whether it also makes sense in such a view now. */
  gboolean (*applies) (TesseraSession *session);
} Action;

typedef struct
{
  TesseraSession *session;
  GtkWidget *widget; /* weak */
} Context;

static void
context_free (Context *self)
{
  g_clear_weak_pointer (&self->widget);
  g_clear_object (&self->session);
  g_free (self);
}

static gboolean
has_uri (TesseraSession *session)
{
  return tessera_activity_get_uri (tessera_session_get_activity (session)) != NULL;
}

static gboolean
has_id_token (TesseraSession *session)
{
  return tessera_account_get_id_token (tessera_session_get_account (session)) != NULL;
}

/* Who asked for it, and still looks at that account, is told that it is done; what failed is in the
 * page's notice. */
static void
renewed_cb (TesseraSession *session, GParamSpec *pspec, GtkWidget *widget)
{
  gboolean renewing = FALSE;
  gboolean active = FALSE;
  g_autofree char *warning = NULL;

  g_object_get (session, "renewing", &renewing, "active", &active, "warning", &warning, NULL);
  if (renewing)
    return;
  g_signal_handlers_disconnect_by_func (session, renewed_cb, widget);
  if (active && warning == NULL && g_str_equal (tessera_session_get_view (session), "signed-in"))
    tessera_clipboard_confirm (widget, _ ("Access token renewed"));
}

static void
refresh (TesseraSession *session, GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (session, renewed_cb, widget);
  g_signal_connect_object (session, "notify::renewing", G_CALLBACK (renewed_cb), widget, 0);
  tessera_session_refresh (session);
}

static void
show_details (TesseraSession *session, GtkWidget *widget)
{
  gtk_widget_activate_action (widget, "win.show-page", "s", "inspect");
}

static const Action actions[] = {
  { .name = "sign-in",
    .views = { "signed-out", "signed-in", "expired" },
    .begin = tessera_activity_sign_in },
  { .name = "cancel", .views = { "signing-in" }, .begin = tessera_activity_cancel },
  { .name = "open-browser-again",
    .views = { "signing-in" },
    .begin = tessera_activity_open_browser_again,
    .applies = has_uri },
  { .name = "copy-link",
    .views = { "signing-in" },
    .act = tessera_session_copy_link,
    .applies = has_uri },
  { .name = "unlock", .views = { "locked", "unknown" }, .begin = tessera_activity_load },
  { .name = "try-again", .views = { "failed" }, .begin = tessera_activity_try_again },
  { .name = "refresh",
    .views = { "signed-in" },
    .act = refresh,
    .applies = tessera_session_is_renewable },
  { .name = "sign-out", .views = { "signed-in" }, .begin = tessera_activity_sign_out },
  { .name = "copy-token", .views = { "signed-in", "failed" }, .act = tessera_session_copy_token },
  { .name = "copy-header", .views = { "signed-in", "failed" }, .act = tessera_session_copy_header },
  { .name = "copy-id-token",
    .views = { "signed-in", "failed" },
    .act = tessera_session_copy_id_token,
    .applies = has_id_token },
  { .name = "copy-lines",
    .views = { "signed-in", "failed" },
    .act_on = tessera_session_copy_lines },
  { .name = "copy-redirect-uri", .views = { "failed" }, .act = tessera_session_copy_redirect_uri },
  { .name = "copy-details", .views = { "failed" }, .act = tessera_session_copy_details },
  { .name = "details", .views = { "signed-in", "failed" }, .act = show_details },
};

static void
activate_cb (GSimpleAction *simple_action, GVariant *parameter, gpointer user_data)
{
  const Context *context = user_data;
  const char *name = g_action_get_name (G_ACTION (simple_action));
  gsize i = 0;

  while (!g_str_equal (actions[i].name, name))
    i++;
  if (actions[i].begin != NULL)
    actions[i].begin (tessera_session_get_activity (context->session));
  else if (context->widget != NULL && actions[i].act != NULL)
    actions[i].act (context->session, context->widget);
  else if (context->widget != NULL)
    actions[i].act_on (context->session, context->widget, g_variant_get_string (parameter, NULL));
}

static gboolean
makes_sense (const Action *action, TesseraSession *session)
{
  return g_strv_contains (action->views, tessera_session_get_view (session))
         && (action->applies == NULL || action->applies (session));
}

static void
update_cb (GActionMap *map, GParamSpec *pspec, TesseraSession *session)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (
                                   g_action_map_lookup_action (map, actions[i].name)),
                                 makes_sense (&actions[i], session));
}

/* The browser comes to the front from where the session is shown. */
static void
give_launch_context (TesseraSession *session, GtkWidget *widget)
{
  g_autoptr (GdkAppLaunchContext) context
    = gdk_display_get_app_launch_context (gtk_widget_get_display (widget));

  tessera_activity_set_launch_context (tessera_session_get_activity (session),
                                       G_APP_LAUNCH_CONTEXT (context));
}

GSimpleActionGroup *
tessera_session_actions_new (TesseraSession *session, GtkWidget *widget)
{
  static const char *const signals[]
    = { "notify::view", "notify::uri", "notify::renewable", "notify::loaded" };
  GSimpleActionGroup *group = g_simple_action_group_new ();
  Context *context = g_new0 (Context, 1);

  context->session = g_object_ref (session);
  g_set_weak_pointer (&context->widget, widget);
  g_object_set_data_full (G_OBJECT (group), "context", context, (GDestroyNotify) context_free);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      const GActionEntry entry = { .name = actions[i].name,
                                   .activate = activate_cb,
                                   .parameter_type = actions[i].act_on != NULL ? "s" : NULL };

      g_action_map_add_action_entries (G_ACTION_MAP (group), &entry, 1, context);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (session, signals[i], G_CALLBACK (update_cb), group, G_CONNECT_SWAPPED);
  update_cb (G_ACTION_MAP (group), NULL, session);
  give_launch_context (session, widget);
  return group;
}
