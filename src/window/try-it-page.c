/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "try-it-page.h"

#include "advice.h"
#include "announce.h"
#include "clipboard.h"
#include "finding-row.h"
#include "resource-path.h"
#include "source-view.h"
#include "trial.h"
#include "value-row.h"
#include "window-focus.h"

#include <glib/gi18n.h>

struct _TesseraTryItPage
{
  TesseraPage parent_instance;
  GCancellable *running;  /* (nullable) of the request that is under way */
  GHashTable *confirmed;  /* of hosts, to which the token may go */
  char *host;             /* (nullable) that the person is asked about */
  GPtrArray *answer_rows; /* of GtkWidget, that are in @answer */

  GtkWidget *address;
  GtkWidget *problem;
  GtkWidget *question;
  GtkLabel *question_text;
  GtkWidget *send;
  GtkWidget *confirm;
  GtkWidget *waiting;
  GtkWidget *stop;
  AdwPreferencesGroup *answer;
  GtkWidget *body_group;
  TesseraSourceView *body;
  GtkLabel *cut;
  GtkWidget *headers_group;
  TesseraSourceView *headers;
};

G_DEFINE_FINAL_TYPE (TesseraTryItPage, tessera_try_it_page, TESSERA_TYPE_PAGE)

/* (transfer none) (nullable) */
static TesseraAccount *
get_account (TesseraTryItPage *self)
{
  g_autoptr (TesseraSession) session = NULL;

  g_object_get (self, "session", &session, NULL);
  return session != NULL ? tessera_session_get_account (session) : NULL;
}

/* The address to ask, NULL for UserInfo. (transfer full) (nullable) */
static char *
dup_uri (TesseraTryItPage *self)
{
  g_autofree char *text
    = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address))));

  return text[0] != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
add_answer_row (TesseraTryItPage *self, GtkWidget *row)
{
  adw_preferences_group_add (self->answer, row);
  g_ptr_array_add (self->answer_rows, row);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), TRUE);
}

static void
clear_answer (TesseraTryItPage *self)
{
  for (guint i = 0; i < self->answer_rows->len; i++)
    adw_preferences_group_remove (self->answer, self->answer_rows->pdata[i]);
  g_ptr_array_set_size (self->answer_rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), FALSE);
  gtk_widget_set_visible (self->body_group, FALSE);
  gtk_widget_set_visible (self->headers_group, FALSE);
  gtk_widget_set_visible (self->problem, FALSE);
  tessera_source_view_set_text (self->body, NULL);
  tessera_source_view_set_text (self->headers, NULL);
}

/* While a request is under way there is one button, and it stops that. The keyboard is on the
 * button before what had it goes, unless the person has left the page. */
static void
set_running (TesseraTryItPage *self, GCancellable *running)
{
  g_set_object (&self->running, running);
  gtk_widget_set_visible (running != NULL ? self->waiting : self->send, TRUE);
  if (tessera_window_focus_is_in (GTK_WIDGET (self)))
    gtk_widget_grab_focus (running != NULL ? self->stop : self->send);
  gtk_widget_set_visible (self->waiting, running != NULL);
  gtk_widget_set_visible (self->send, running == NULL);
  gtk_widget_set_sensitive (self->address, running == NULL);
}

/* @host: (nullable) (transfer full) the one to ask about; NULL: the question is answered. */
static void
ask_about (TesseraTryItPage *self, char *host)
{
  g_autofree char *text = NULL;

  g_free (self->host);
  self->host = host;
  gtk_widget_set_visible (self->question, host != NULL);
  gtk_widget_set_visible (self->send, host == NULL && self->running == NULL);
  if (host == NULL)
    return;
  text = g_strdup_printf (_ ("The access token will be sent to “%s”, which is not among the "
                             "account’s hosts."),
                          host);
  gtk_label_set_label (self->question_text, text);
  gtk_widget_grab_focus (self->confirm);
  tessera_announce (GTK_WIDGET (self), text);
}

static void
show_problem (TesseraTryItPage *self, const GError *error)
{
  const TesseraAdviceContext context
    = { TESSERA_ADVICE_WINDOW, tessera_account_get_config (get_account (self)), NULL };
  g_autofree char *advice = tessera_advice_make (error, &context);
  const TesseraFinding finding = { .title = _ ("No Answer"),
                                   .severity = TESSERA_FINDING_PROBLEM,
                                   .text = error->message,
                                   .advice = advice };

  add_answer_row (self, tessera_finding_row_new (&finding));
  tessera_announce (GTK_WIDGET (self), error->message);
}

/* "200 OK, in 134 ms" */
static char *
describe_status (const TesseraTrial *trial)
{
  int milliseconds = (int) MIN (trial->milliseconds, G_MAXINT);

  if (trial->phrase == NULL || trial->phrase[0] == '\0')
    /* Translators: an HTTP status code, and how many milliseconds the answer took */
    return g_strdup_printf (_ ("Status %u, in %d ms"), trial->status, milliseconds);
  /* Translators: an HTTP status code, its name, and how many milliseconds the answer took */
  return g_strdup_printf (_ ("%u %s, in %d ms"), trial->status, trial->phrase, milliseconds);
}

static void
show_trial (TesseraTryItPage *self, const TesseraTrial *trial)
{
  g_autofree char *text = describe_status (trial);
  const TesseraFinding finding = { .title = trial->uri,
                                   .severity = trial->status / 100 == 2   ? TESSERA_FINDING_OK
                                               : trial->status / 100 == 3 ? TESSERA_FINDING_WARNING
                                                                          : TESSERA_FINDING_PROBLEM,
                                   .text = text,
                                   .advice = trial->advice };

  add_answer_row (self, tessera_finding_row_new (&finding));
  if (trial->location != NULL)
    add_answer_row (self, g_object_new (TESSERA_TYPE_VALUE_ROW, "title", _ ("Redirects To"),
                                        "value", trial->location, "copyable", TRUE, NULL));
  tessera_source_view_set_text (self->body, trial->body);
  tessera_source_view_set_text (self->headers, trial->headers);
  gtk_widget_set_visible (self->body_group, trial->body[0] != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->cut), trial->is_cut);
  gtk_widget_set_visible (self->headers_group, TRUE);
  tessera_announce (GTK_WIDGET (self), text);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraTryItPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TesseraTrial) trial
    = tessera_trial_run_finish (TESSERA_ACCOUNT (source), result, &error);

  /* The page shows another account by now, or none. */
  if (get_account (self) != TESSERA_ACCOUNT (source)
      || self->running != g_task_get_cancellable (G_TASK (result)))
    return;
  set_running (self, NULL);
  if (trial != NULL)
    show_trial (self, trial);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_problem (self, error);
}

static void
run (TesseraTryItPage *self)
{
  g_autoptr (GCancellable) running = g_cancellable_new ();
  g_autofree char *uri = dup_uri (self);

  set_running (self, running);
  tessera_trial_run_async (get_account (self), uri, running, tried_cb, g_object_ref (self));
}

static void
send_cb (TesseraTryItPage *self)
{
  g_autofree char *uri = dup_uri (self);
  g_autofree char *host = NULL;
  g_autoptr (GError) error = NULL;

  if (get_account (self) == NULL || self->running != NULL)
    return;
  clear_answer (self);
  if (uri != NULL && !tessera_trial_check_uri (uri, &error))
    {
      gtk_label_set_label (GTK_LABEL (self->problem), error->message);
      gtk_widget_set_visible (self->problem, TRUE);
      gtk_widget_grab_focus (self->address);
      tessera_announce (GTK_WIDGET (self), error->message);
      return;
    }
  host = uri != NULL ? tessera_trial_find_stranger (get_account (self), uri) : NULL;
  if (host != NULL && !g_hash_table_contains (self->confirmed, host))
    ask_about (self, g_steal_pointer (&host));
  else
    run (self);
}

static void
confirm_cb (TesseraTryItPage *self)
{
  g_hash_table_add (self->confirmed, g_steal_pointer (&self->host));
  ask_about (self, NULL);
  send_cb (self);
}

static void
decline_cb (TesseraTryItPage *self)
{
  ask_about (self, NULL);
  gtk_widget_grab_focus (self->address);
}

/* What was asked about is not what stands there any more. */
static void
address_changed_cb (TesseraTryItPage *self)
{
  gtk_widget_set_visible (self->problem, FALSE);
  if (self->host != NULL)
    ask_about (self, NULL);
}

static void
stop_cb (TesseraTryItPage *self)
{
  g_cancellable_cancel (self->running);
}

static void
copy_body_cb (TesseraTryItPage *self)
{
  const char *body = tessera_source_view_get_text (self->body);

  if (body != NULL)
    tessera_clipboard_copy (GTK_WIDGET (self), body, _ ("Answer copied"));
}

/* A request of a page that is gone has no one to be shown to. */
static void
tessera_try_it_page_unmap (GtkWidget *widget)
{
  TesseraTryItPage *self = TESSERA_TRY_IT_PAGE (widget);

  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  GTK_WIDGET_CLASS (tessera_try_it_page_parent_class)->unmap (widget);
}

static void
tessera_try_it_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tessera_try_it_page_parent_class)->map (widget);
  tessera_announce_name_entry (TESSERA_TRY_IT_PAGE (widget)->address);
}

static void
tessera_try_it_page_finalize (GObject *object)
{
  TesseraTryItPage *self = TESSERA_TRY_IT_PAGE (object);

  g_clear_object (&self->running);
  g_hash_table_unref (self->confirmed);
  g_clear_pointer (&self->host, g_free);
  g_ptr_array_unref (self->answer_rows);
  G_OBJECT_CLASS (tessera_try_it_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TesseraTryItPage, address);
  gtk_widget_class_bind_template_child (widget_class, TesseraTryItPage, problem);
  gtk_widget_class_bind_template_child (widget_class, TesseraTryItPage, question);
  gtk_widget_class_bind_template_child (widget_class, TesseraTryItPage, question_text);
  gtk_widget_class_bind_template_child (widget_class, TesseraTryItPage, send);
  gtk_widget_class_bind_template_child (widget_class, TesseraTryItPage, confirm);
  gtk_widget_class_bind_template_child (widget_class, TesseraTryItPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, TesseraTryItPage, stop);
  gtk_widget_class_bind_template_child (widget_class, TesseraTryItPage, answer);
  gtk_widget_class_bind_template_child (widget_class, TesseraTryItPage, body_group);
  gtk_widget_class_bind_template_child (widget_class, TesseraTryItPage, body);
  gtk_widget_class_bind_template_child (widget_class, TesseraTryItPage, cut);
  gtk_widget_class_bind_template_child (widget_class, TesseraTryItPage, headers_group);
  gtk_widget_class_bind_template_child (widget_class, TesseraTryItPage, headers);
}

static void
tessera_try_it_page_class_init (TesseraTryItPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tessera_try_it_page_finalize;
  widget_class->map = tessera_try_it_page_map;
  widget_class->unmap = tessera_try_it_page_unmap;
  g_type_ensure (TESSERA_TYPE_SOURCE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("try-it-page.ui"));
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
  gtk_widget_class_bind_template_callback (widget_class, decline_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_body_cb);
}

static void
tessera_try_it_page_init (TesseraTryItPage *self)
{
  self->answer_rows = g_ptr_array_new ();
  self->confirmed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}
