/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preset-offer.h"

#include "announce.h"
#include "resource-path.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TesseraPresetOffer
{
  AdwBin parent_instance;
  TesseraPresetMatch *match; /* (nullable) what is offered */
  GtkLabel *text;
  GtkButton *use;
};

G_DEFINE_FINAL_TYPE (TesseraPresetOffer, tessera_preset_offer, ADW_TYPE_BIN)

static guint chosen_signal;

static void
chosen_cb (TesseraPresetOffer *self)
{
  g_autoptr (TesseraPresetMatch) match = g_steal_pointer (&self->match);

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (match != NULL)
    g_signal_emit (self, chosen_signal, 0, match);
}

static void
tessera_preset_offer_finalize (GObject *object)
{
  g_clear_pointer (&TESSERA_PRESET_OFFER (object)->match, tessera_preset_match_free);
  G_OBJECT_CLASS (tessera_preset_offer_parent_class)->finalize (object);
}

static void
tessera_preset_offer_class_init (TesseraPresetOfferClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tessera_preset_offer_finalize;
  chosen_signal = g_signal_new ("chosen", TESSERA_TYPE_PRESET_OFFER, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("preset-offer.ui"));
  gtk_widget_class_bind_template_child (widget_class, TesseraPresetOffer, text);
  gtk_widget_class_bind_template_child (widget_class, TesseraPresetOffer, use);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
tessera_preset_offer_init (TesseraPresetOffer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show (TesseraPresetOffer *self, const TesseraPreset *preset)
{
  /* Translators: %s is a provider, as in "Auth0". */
  g_autofree char *text = g_strdup_printf (_ ("This belongs to %s."), preset->title);
  /* Translators: a button; %s is a provider, as in "Auth0". */
  g_autofree char *label = g_strdup_printf (_ ("Use %s"), preset->title);

  gtk_button_set_label (self->use, label);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (g_str_equal (gtk_label_get_text (self->text), text))
    return;
  gtk_label_set_text (self->text, text);
  tessera_announce (GTK_WIDGET (self), text);
}

void
tessera_preset_offer_look (TesseraPresetOffer *self,
                           const TesseraPreset *current,
                           const char *typed)
{
  /* A bare word may be an ID of any provider. */
  gboolean is_address = strpbrk (typed, "./:") != NULL;

  g_clear_pointer (&self->match, tessera_preset_match_free);
  if (is_address)
    self->match = tessera_preset_recognize (typed);
  if (self->match != NULL && self->match->preset != current)
    show (self, self->match->preset);
  else
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      gtk_label_set_text (self->text, "");
    }
}
