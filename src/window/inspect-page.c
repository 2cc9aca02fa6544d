/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "inspect-page.h"

#include "announce.h"
#include "claims-group.h"
#include "clipboard.h"
#include "clock.h"
#include "finding-row.h"
#include "focused-row.h"
#include "id-token-checks.h"
#include "inspection.h"
#include "resource-path.h"
#include "source-view.h"

#include <glib/gi18n.h>

struct _TesseraInspectPage
{
  TesseraPage parent_instance;
  GSignalGroup *session; /* its target */
  GSignalGroup *account; /* its target */
  TesseraInspection *inspection;
  GPtrArray *check_rows; /* of GtkWidget, that are in @checks */

  GtkWidget *choice;
  GtkToggleButton *access_choice;
  GtkToggleButton *id_choice;
  GtkWidget *search;
  GtkLabel *note;
  GtkWidget *nothing_found;
  TesseraClaimsGroup *claims;
  AdwPreferencesGroup *checks;
  TesseraClaimsGroup *header;
  GtkWidget *source_group;
  TesseraSourceView *source;
};

G_DEFINE_FINAL_TYPE (TesseraInspectPage, tessera_inspect_page, TESSERA_TYPE_PAGE)

/* (transfer none) (nullable) */
static TesseraAccount *
get_account (TesseraInspectPage *self)
{
  g_autoptr (TesseraSession) session = NULL;

  g_object_get (self, "session", &session, NULL);
  return session != NULL ? tessera_session_get_account (session) : NULL;
}

static gboolean
shows_id_token (TesseraInspectPage *self)
{
  return gtk_toggle_button_get_active (self->id_choice);
}

/* The one that is looked at. (transfer none) (nullable) */
static const char *
get_token (TesseraInspectPage *self)
{
  TesseraAccount *account = get_account (self);

  if (account == NULL)
    return NULL;
  return shows_id_token (self) ? tessera_account_get_id_token (account)
                               : tessera_account_get_access_token (account);
}

static const char *
say_note (TesseraInspectPage *self)
{
  if (self->inspection == NULL)
    return _ ("There is no token to look at.");
  if (self->inspection->form == TESSERA_TOKEN_FORM_OPAQUE)
    return _ ("This token is opaque: only the provider can tell what it means.");
  if (self->inspection->form == TESSERA_TOKEN_FORM_ENCRYPTED)
    return _ (
      "This token is encrypted: only the service that it is meant for can read its claims.");
  if (shows_id_token (self))
    return _ ("It tells this application, and no other, who signed in.");
  return _ ("Only the service that it is meant for checks its signature.");
}

static void
show_claims (TesseraInspectPage *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search));
  const TesseraInspection *inspection = self->inspection;
  guint found = tessera_claims_group_show (self->claims,
                                           inspection != NULL ? inspection->claims : NULL, words)
                + tessera_claims_group_show (self->header,
                                             inspection != NULL ? inspection->header : NULL, words);

  gtk_widget_set_visible (self->nothing_found, words[0] != '\0' && found == 0);
}

static void
show_checks (TesseraInspectPage *self)
{
  TesseraAccount *account = get_account (self);
  const char *token = shows_id_token (self) ? get_token (self) : NULL;
  g_autoptr (TesseraFocusedRow) focused = tessera_focused_row_release (self->check_rows);
  g_autoptr (GPtrArray) findings = NULL;

  for (guint i = 0; i < self->check_rows->len; i++)
    adw_preferences_group_remove (self->checks, self->check_rows->pdata[i]);
  g_ptr_array_set_size (self->check_rows, 0);
  if (token != NULL)
    {
      const TesseraIdTokenContext context
        = { tessera_account_get_config (account), tessera_account_get_subject (account),
            tessera_account_get_access_token (account),
            tessera_account_get_response_issuer (account), tessera_clock_wall () };

      findings = tessera_id_token_checks_make (token, &context);
    }
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      GtkWidget *row = tessera_finding_row_new (findings->pdata[i]);

      adw_preferences_group_add (self->checks, row);
      g_ptr_array_add (self->check_rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->checks), self->check_rows->len > 0);
  tessera_focused_row_restore (focused, self->check_rows);
}

static void
show_source (TesseraInspectPage *self)
{
  const TesseraInspection *inspection = self->inspection;
  const char *source = inspection == NULL         ? NULL
                       : inspection->json != NULL ? inspection->json
                                                  : inspection->content;

  tessera_source_view_set_text (self->source, source);
  gtk_widget_set_visible (self->source_group, source != NULL);
}

static void
show_token (TesseraInspectPage *self)
{
  const char *token = get_token (self);

  g_clear_pointer (&self->inspection, tessera_inspection_free);
  if (token != NULL)
    self->inspection = tessera_inspection_new (token, tessera_clock_wall ());
  gtk_label_set_label (self->note, say_note (self));
  gtk_widget_set_visible (self->search,
                          self->inspection != NULL && self->inspection->header->len > 0);
  show_claims (self);
  show_checks (self);
  show_source (self);
}

/* The tokens are others, or gone. */
static void
update (TesseraInspectPage *self)
{
  TesseraAccount *account = get_account (self);
  gboolean has_access = account != NULL && tessera_account_get_access_token (account) != NULL;
  gboolean has_id = account != NULL && tessera_account_get_id_token (account) != NULL;

  if (self->choice == NULL)
    return;
  gtk_widget_set_visible (self->choice, has_access && has_id);
  if (has_access != has_id)
    gtk_toggle_button_set_active (has_access ? self->access_choice : self->id_choice, TRUE);
  show_token (self);
}

static void
chosen_cb (TesseraInspectPage *self)
{
  show_token (self);
}

static void
search_changed_cb (TesseraInspectPage *self)
{
  show_claims (self);
  if (gtk_widget_get_visible (self->nothing_found))
    tessera_announce (GTK_WIDGET (self), _ ("Nothing Found"));
}

/* Escape empties the search, and then leaves the page. */
static void
stop_search_cb (TesseraInspectPage *self)
{
  if (gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
}

static void
search_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_grab_focus (TESSERA_INSPECT_PAGE (widget)->search);
}

static void
copy_source_cb (TesseraInspectPage *self)
{
  const char *source = tessera_source_view_get_text (self->source);

  if (source != NULL)
    tessera_clipboard_copy (GTK_WIDGET (self), source, _ ("Claims copied"));
}

static void
copy_token_cb (TesseraInspectPage *self)
{
  const char *token = get_token (self);

  if (token != NULL)
    tessera_clipboard_copy_secret (GTK_WIDGET (self), token,
                                   shows_id_token (self) ? TESSERA_CLIPBOARD_ID_TOKEN
                                                         : TESSERA_CLIPBOARD_ACCESS_TOKEN,
                                   get_account (self));
}

static void
session_changed_cb (TesseraInspectPage *self)
{
  g_autoptr (TesseraSession) session = NULL;

  g_object_get (self, "session", &session, NULL);
  g_signal_group_set_target (self->session, session);
  g_signal_group_set_target (self->account,
                             session != NULL ? tessera_session_get_account (session) : NULL);
  update (self);
}

static void
tessera_inspect_page_map (GtkWidget *widget)
{
  TesseraInspectPage *self = TESSERA_INSPECT_PAGE (widget);

  update (self);
  tessera_announce_name_entry (self->search);
  GTK_WIDGET_CLASS (tessera_inspect_page_parent_class)->map (widget);
}

static void
tessera_inspect_page_finalize (GObject *object)
{
  TesseraInspectPage *self = TESSERA_INSPECT_PAGE (object);

  g_clear_object (&self->session);
  g_clear_object (&self->account);
  g_clear_pointer (&self->inspection, tessera_inspection_free);
  g_ptr_array_unref (self->check_rows);
  G_OBJECT_CLASS (tessera_inspect_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TesseraInspectPage, choice);
  gtk_widget_class_bind_template_child (widget_class, TesseraInspectPage, access_choice);
  gtk_widget_class_bind_template_child (widget_class, TesseraInspectPage, id_choice);
  gtk_widget_class_bind_template_child (widget_class, TesseraInspectPage, search);
  gtk_widget_class_bind_template_child (widget_class, TesseraInspectPage, note);
  gtk_widget_class_bind_template_child (widget_class, TesseraInspectPage, nothing_found);
  gtk_widget_class_bind_template_child (widget_class, TesseraInspectPage, claims);
  gtk_widget_class_bind_template_child (widget_class, TesseraInspectPage, checks);
  gtk_widget_class_bind_template_child (widget_class, TesseraInspectPage, header);
  gtk_widget_class_bind_template_child (widget_class, TesseraInspectPage, source_group);
  gtk_widget_class_bind_template_child (widget_class, TesseraInspectPage, source);
}

static void
tessera_inspect_page_class_init (TesseraInspectPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tessera_inspect_page_finalize;
  widget_class->map = tessera_inspect_page_map;
  g_type_ensure (TESSERA_TYPE_CLAIMS_GROUP);
  g_type_ensure (TESSERA_TYPE_SOURCE_VIEW);
  gtk_widget_class_install_action (widget_class, "inspect.search", NULL, search_cb);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("inspect-page.ui"));
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_source_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_token_cb);
}

static void
tessera_inspect_page_init (TesseraInspectPage *self)
{
  self->check_rows = g_ptr_array_new ();
  self->session = g_signal_group_new (TESSERA_TYPE_SESSION);
  g_signal_group_connect_object (self->session, "notify::loaded", G_CALLBACK (update), self,
                                 G_CONNECT_SWAPPED);
  self->account = g_signal_group_new (TESSERA_TYPE_ACCOUNT);
  g_signal_group_connect_object (self->account, "notify::expires-at", G_CALLBACK (update), self,
                                 G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::session", G_CALLBACK (session_changed_cb), NULL);
}
