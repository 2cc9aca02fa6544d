/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "alert.h"

#include <gmodule.h>
#include <glib/gi18n.h>

/* The functions of one of the two dialogs. Both have the same ones, by other names. */
typedef struct
{
  void (*add_response) (gpointer dialog, const char *id, const char *label);
  void (*set_appearance) (gpointer dialog, const char *id, AdwResponseAppearance appearance);
  void (*set_default) (gpointer dialog, const char *id);
  void (*set_close) (gpointer dialog, const char *id);
  gpointer (*new_alert) (const char *heading, const char *body); /* (nullable) */
  void (*present_alert) (gpointer dialog, GtkWidget *parent);    /* (nullable) */
} Functions;

typedef struct
{
  TesseraAlertAgreed agreed;
  gpointer user_data;
  GDestroyNotify destroy; /* (nullable) */
} Question;

static void
add_response (gpointer dialog, const char *id, const char *label)
{
  adw_message_dialog_add_response (dialog, id, label);
}

static void
set_appearance (gpointer dialog, const char *id, AdwResponseAppearance appearance)
{
  adw_message_dialog_set_response_appearance (dialog, id, appearance);
}

static void
set_default (gpointer dialog, const char *id)
{
  adw_message_dialog_set_default_response (dialog, id);
}

static void
set_close (gpointer dialog, const char *id)
{
  adw_message_dialog_set_close_response (dialog, id);
}

static const Functions message_dialog
  = { add_response, set_appearance, set_default, set_close, NULL, NULL };

/* Returns: whether the libadwaita that runs has AdwAlertDialog; then @functions are its. */
static gboolean
find_alert_dialog (Functions *functions)
{
  GModule *program = g_module_open (NULL, G_MODULE_BIND_LAZY);
  const struct
  {
    const char *name;
    gpointer *symbol;
  } symbols[] = {
    { "adw_alert_dialog_add_response", (gpointer *) &functions->add_response },
    { "adw_alert_dialog_set_response_appearance", (gpointer *) &functions->set_appearance },
    { "adw_alert_dialog_set_default_response", (gpointer *) &functions->set_default },
    { "adw_alert_dialog_set_close_response", (gpointer *) &functions->set_close },
    { "adw_alert_dialog_new", (gpointer *) &functions->new_alert },
    { "adw_dialog_present", (gpointer *) &functions->present_alert },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (symbols); i++)
    if (program == NULL || !g_module_symbol (program, symbols[i].name, symbols[i].symbol))
      return FALSE;
  return TRUE;
}

static const Functions *
find_functions (void)
{
  static Functions alert_dialog;
  static const Functions *found;

  if (found == NULL)
    found = find_alert_dialog (&alert_dialog) ? &alert_dialog : &message_dialog;
  return found;
}

static gpointer
new_dialog (GtkWindow *window, const char *heading, const char *body)
{
  const Functions *functions = find_functions ();

  return functions->new_alert != NULL ? functions->new_alert (heading, body)
                                      : (gpointer) adw_message_dialog_new (window, heading, body);
}

static void
present (gpointer dialog, GtkWindow *window)
{
  const Functions *functions = find_functions ();

  if (functions->present_alert != NULL)
    functions->present_alert (dialog, GTK_WIDGET (window));
  else
    gtk_window_present (GTK_WINDOW (dialog));
}

static void
response_cb (gpointer dialog, const char *response, const Question *question)
{
  if (g_str_equal (response, "agree"))
    question->agreed (question->user_data);
}

static void
free_question (gpointer user_data, GClosure *closure)
{
  Question *question = user_data;

  if (question->destroy != NULL)
    question->destroy (question->user_data);
  g_free (question);
}

void
tessera_alert_ask (GtkWindow *window,
                   const char *heading,
                   const char *body,
                   const char *agree,
                   TesseraAlertAgreed agreed,
                   gpointer user_data,
                   GDestroyNotify destroy)
{
  const Functions *functions = find_functions ();
  gpointer dialog = new_dialog (window, heading, body);
  Question *question = g_new0 (Question, 1);

  *question = (Question){ agreed, user_data, destroy };
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, free_question, 0);
  functions->add_response (dialog, "cancel", _ ("_Cancel"));
  functions->add_response (dialog, "agree", agree);
  functions->set_appearance (dialog, "agree", ADW_RESPONSE_DESTRUCTIVE);
  functions->set_default (dialog, "cancel");
  functions->set_close (dialog, "cancel");
  present (dialog, window);
}

void
tessera_alert_tell (GtkWindow *window, const char *heading, const char *body)
{
  gpointer dialog;

  if (!gtk_widget_get_realized (GTK_WIDGET (window)))
    return;
  dialog = new_dialog (window, heading, body);
  find_functions ()->add_response (dialog, "close", _ ("_Close"));
  present (dialog, window);
}
