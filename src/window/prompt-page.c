/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "prompt-page.h"

#include "notice.h"
#include "resource-path.h"

#include <glib/gi18n.h>

enum
{
  PROP_ICON_NAME = 1,
  PROP_TITLE,
  PROP_DESCRIPTION,
  PROP_ACTION,
  PROP_LABEL,
  N_PROPS
};

struct _TesseraPromptPage
{
  TesseraPage parent_instance;
  char *texts[N_PROPS];
};

G_DEFINE_FINAL_TYPE (TesseraPromptPage, tessera_prompt_page, TESSERA_TYPE_PAGE)

static gboolean
is_text_cb (gpointer self, const char *text)
{
  return text != NULL && text[0] != '\0';
}

static char *
step_cb (gpointer self, const char *step)
{
  /* Translators: what is being done right now: "Revoking the access token…" */
  return g_strdup_printf (_ ("%s…"), step != NULL ? step : "");
}

static void
tessera_prompt_page_finalize (GObject *object)
{
  TesseraPromptPage *self = TESSERA_PROMPT_PAGE (object);

  for (guint i = 0; i < N_PROPS; i++)
    g_clear_pointer (&self->texts[i], g_free);
  G_OBJECT_CLASS (tessera_prompt_page_parent_class)->finalize (object);
}

static void
tessera_prompt_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, TESSERA_PROMPT_PAGE (object)->texts[id]);
}

static void
tessera_prompt_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TesseraPromptPage *self = TESSERA_PROMPT_PAGE (object);

  g_clear_pointer (&self->texts[id], g_free);
  self->texts[id] = g_value_dup_string (value);
}

static void
tessera_prompt_page_class_init (TesseraPromptPageClass *klass)
{
  static const char *const names[N_PROPS] = { [PROP_ICON_NAME] = "icon-name",
                                              [PROP_TITLE] = "title",
                                              [PROP_DESCRIPTION] = "description",
                                              [PROP_ACTION] = "action",
                                              [PROP_LABEL] = "label" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = tessera_prompt_page_finalize;
  object_class->get_property = tessera_prompt_page_get_property;
  object_class->set_property = tessera_prompt_page_set_property;
  for (guint i = PROP_ICON_NAME; i < N_PROPS; i++)
    g_object_class_install_property (
      object_class, i,
      g_param_spec_string (names[i], NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));

  g_type_ensure (TESSERA_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("prompt-page.ui"));
  gtk_widget_class_bind_template_callback (widget_class, is_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, step_cb);
}

static void
tessera_prompt_page_init (TesseraPromptPage *self)
{
}
