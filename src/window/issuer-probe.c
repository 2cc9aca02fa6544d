/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "issuer-probe.h"

#include "resource-path.h"
#include "sign-in.h"

#include <glib/gi18n.h>

#define PAUSE 600 /* milliseconds after the last key */

enum
{
  PROP_ISSUER = 1,
  PROP_VERDICT,
  PROP_OUTCOME,
  PROP_FOUND,
  PROP_REPAIRABLE,
  N_PROPS
};

struct _TesseraIssuerProbe
{
  AdwBin parent_instance;
  char *issuer; /* as entered */
  char *found;  /* (nullable) */
  char *verdict;
  const char *outcome; /* static */
  guint timeout;
  gboolean repairable;
  GCancellable *cancellable; /* of the discovery that runs */
};

G_DEFINE_FINAL_TYPE (TesseraIssuerProbe, tessera_issuer_probe, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];
static guint repair_signal;

/* @found: (nullable) */
static void
set_found (TesseraIssuerProbe *self, const char *found)
{
  g_autofree char *old = g_steal_pointer (&self->found);

  self->found = g_strdup (found);
  if (g_strcmp0 (old, found) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOUND]);
}

static void
set_verdict (TesseraIssuerProbe *self, const char *outcome, const char *verdict)
{
  g_autofree char *old = g_steal_pointer (&self->verdict);

  self->outcome = outcome;
  self->verdict = g_strdup (verdict);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERDICT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OUTCOME]);
}

static void
probe_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TesseraIssuerProbe) self = TESSERA_ISSUER_PROBE (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *issuer = NULL;
  g_autofree char *sentence = tessera_sign_in_probe_finish (result, &issuer, &error);
  g_autofree char *taken = NULL;

  /* Whoever cancelled it has set another verdict. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  set_found (self, issuer);
  if (error != NULL)
    {
      set_verdict (self, "bad", error->message);
      return;
    }
  if (g_strcmp0 (issuer, self->issuer) != 0)
    /* Translators: a sentence about the provider, and its issuer. */
    taken = g_strdup_printf (_ ("%s Its issuer, %s, will be saved."), sentence, issuer);
  set_verdict (self, "good", taken != NULL ? taken : sentence);
}

static gboolean
timeout_cb (gpointer user_data)
{
  TesseraIssuerProbe *self = TESSERA_ISSUER_PROBE (user_data);

  self->timeout = 0;
  self->cancellable = g_cancellable_new ();
  tessera_sign_in_probe_async (self->issuer, self->cancellable, probe_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
stop (TesseraIssuerProbe *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
set_issuer (TesseraIssuerProbe *self, const char *issuer)
{
  if (g_strcmp0 (self->issuer, issuer) == 0)
    return;
  g_clear_pointer (&self->issuer, g_free);
  self->issuer = g_strdup (issuer);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ISSUER]);
  stop (self);
  set_found (self, NULL);
  if (issuer == NULL || issuer[0] == '\0')
    {
      set_verdict (self, "none", NULL);
      return;
    }
  set_verdict (self, "busy", _ ("Looking for the provider…"));
  self->timeout = g_timeout_add (PAUSE, timeout_cb, self);
}

static char *
verdict_icon_cb (gpointer self, const char *outcome)
{
  if (g_strcmp0 (outcome, "good") == 0)
    return g_strdup ("object-select-symbolic");
  return g_strdup (g_strcmp0 (outcome, "bad") == 0 ? "dialog-warning-symbolic"
                                                   : "system-search-symbolic");
}

static GStrv
verdict_classes_cb (gpointer self, const char *outcome)
{
  const char *const good[] = { "verdict", "success", NULL };
  const char *const bad[] = { "verdict", "warning", NULL };
  const char *const neutral[] = { "verdict", "dim-label", NULL };

  if (g_strcmp0 (outcome, "good") == 0)
    return g_strdupv ((GStrv) good);
  return g_strdupv ((GStrv) (g_strcmp0 (outcome, "bad") == 0 ? bad : neutral));
}

static char *
verdict_text_cb (gpointer self, const char *verdict)
{
  return g_strdup (
    verdict != NULL ? verdict : _ ("The provider’s address, exactly as the provider gives it"));
}

/* Whether the metadata names another issuer than the one that was entered. */
static gboolean
is_wrong_cb (gpointer self, const char *issuer, const char *found, gboolean repairable)
{
  return repairable && found != NULL && g_strcmp0 (issuer, found) != 0;
}

static void
repair_cb (TesseraIssuerProbe *self)
{
  g_signal_emit (self, repair_signal, 0, self->found);
}

static void
tessera_issuer_probe_dispose (GObject *object)
{
  stop (TESSERA_ISSUER_PROBE (object));
  G_OBJECT_CLASS (tessera_issuer_probe_parent_class)->dispose (object);
}

static void
tessera_issuer_probe_finalize (GObject *object)
{
  TesseraIssuerProbe *self = TESSERA_ISSUER_PROBE (object);

  g_clear_pointer (&self->issuer, g_free);
  g_clear_pointer (&self->found, g_free);
  g_clear_pointer (&self->verdict, g_free);
  G_OBJECT_CLASS (tessera_issuer_probe_parent_class)->finalize (object);
}

static void
tessera_issuer_probe_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraIssuerProbe *self = TESSERA_ISSUER_PROBE (object);

  if (id == PROP_ISSUER)
    g_value_set_string (value, self->issuer);
  else if (id == PROP_VERDICT)
    g_value_set_string (value, self->verdict);
  else if (id == PROP_FOUND)
    g_value_set_string (value, self->found);
  else if (id == PROP_REPAIRABLE)
    g_value_set_boolean (value, self->repairable);
  else
    g_value_set_static_string (value, self->outcome);
}

static void
tessera_issuer_probe_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  if (id == PROP_REPAIRABLE)
    TESSERA_ISSUER_PROBE (object)->repairable = g_value_get_boolean (value);
  else
    set_issuer (TESSERA_ISSUER_PROBE (object), g_value_get_string (value));
}

static void
tessera_issuer_probe_class_init (TesseraIssuerProbeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tessera_issuer_probe_dispose;
  object_class->finalize = tessera_issuer_probe_finalize;
  object_class->get_property = tessera_issuer_probe_get_property;
  object_class->set_property = tessera_issuer_probe_set_property;
  properties[PROP_ISSUER]
    = g_param_spec_string ("issuer", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_VERDICT]
    = g_param_spec_string ("verdict", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FOUND]
    = g_param_spec_string ("found", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_OUTCOME]
    = g_param_spec_string ("outcome", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_REPAIRABLE] = g_param_spec_boolean ("repairable", NULL, NULL, FALSE,
                                                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  repair_signal = g_signal_new ("repair", TESSERA_TYPE_ISSUER_PROBE, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("issuer-probe.ui"));
  gtk_widget_class_bind_template_callback (widget_class, verdict_icon_cb);
  gtk_widget_class_bind_template_callback (widget_class, verdict_classes_cb);
  gtk_widget_class_bind_template_callback (widget_class, verdict_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_wrong_cb);
  gtk_widget_class_bind_template_callback (widget_class, repair_cb);
}

static void
tessera_issuer_probe_init (TesseraIssuerProbe *self)
{
  self->outcome = "none";
  gtk_widget_init_template (GTK_WIDGET (self));
}
