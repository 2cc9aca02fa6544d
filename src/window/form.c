/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "form.h"

#include "announce.h"
#include "cut-text.h"
#include "form-choice.h"
#include "form-problem.h"
#include "form-text.h"
#include "issuer-entry.h"
#include "issuer-probe.h"
#include "preset-offer.h"
#include "resource-path.h"
#include "scroll-to.h"
#include "stored-secret-row.h"
#include "value-row.h"

#include <glib/gi18n.h>

struct _TesseraForm
{
  AdwBin parent_instance;
  TesseraFormKind kind;
  TesseraAccount *account;     /* (nullable) */
  TesseraAccountConfig *shown; /* what the form was opened with */
  GCancellable *cancellable;   /* (nullable) of the look at the keyring */
  gboolean named;              /* by the person */
  gboolean showing;            /* what changes now is not the person's doing */
};

G_DEFINE_FINAL_TYPE (TesseraForm, tessera_form, ADW_TYPE_BIN)

enum
{
  CHANGED,
  ACTIVATED,
  RECOGNIZED,
  MORE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The entries, by TesseraFormTextField: the names of their objects in form.ui. */
static const char *const entries[TESSERA_FORM_TEXT_N_FIELDS] = {
  [TESSERA_FORM_TEXT_NAME] = "name",
  [TESSERA_FORM_TEXT_ISSUER] = "issuer",
  [TESSERA_FORM_TEXT_CLIENT_ID] = "client_id",
  [TESSERA_FORM_TEXT_SCOPES] = "scopes",
  [TESSERA_FORM_TEXT_REDIRECT_URIS] = "redirect_uris",
  [TESSERA_FORM_TEXT_AUDIENCE] = "audience",
  [TESSERA_FORM_TEXT_RESOURCES] = "resources",
  [TESSERA_FORM_TEXT_AUTH_PARAMS] = "auth_params",
  [TESSERA_FORM_TEXT_AUTHORIZATION_ENDPOINT] = "authorization_endpoint",
  [TESSERA_FORM_TEXT_TOKEN_ENDPOINT] = "token_endpoint",
  [TESSERA_FORM_TEXT_JWKS_URI] = "jwks_uri",
  [TESSERA_FORM_TEXT_USERINFO_ENDPOINT] = "userinfo_endpoint",
  [TESSERA_FORM_TEXT_REVOCATION_ENDPOINT] = "revocation_endpoint",
  [TESSERA_FORM_TEXT_END_SESSION_ENDPOINT] = "end_session_endpoint",
  [TESSERA_FORM_TEXT_HOSTS] = "hosts",
  [TESSERA_FORM_TEXT_CA_FILE] = "ca_file",
  [TESSERA_FORM_TEXT_CLIENT_CERT] = "client_cert",
  [TESSERA_FORM_TEXT_CLIENT_KEY] = "client_key",
};

/* The rows to choose from, in the same way. */
static const char *const choices[TESSERA_FORM_CHOICE_N_FIELDS] = {
  [TESSERA_FORM_CHOICE_PRESET] = "preset",
  [TESSERA_FORM_CHOICE_CLIENT_AUTH] = "client_auth",
  [TESSERA_FORM_CHOICE_ID_TOKEN_ALG] = "id_token_alg",
  [TESSERA_FORM_CHOICE_OFFLINE_ACCESS] = "offline_access",
};

/* What else has a name in form.ui. */
static const char *const others[]
  = { "box",          "name_group", "provider_group", "client_group",   "secret_group",
      "more_group",   "more",       "more_box",       "redirect_group", "redirect",
      "issuer_probe", "offer",      "secret",         "stored_secret",  "client_secret" };

/* Returns: (transfer none) the object of form.ui with that name */
static gpointer
get (TesseraForm *self, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (self), TESSERA_TYPE_FORM, name);
}

static GtkEditable *
get_entry (TesseraForm *self, TesseraFormTextField field)
{
  return GTK_EDITABLE (get (self, entries[field]));
}

static void
set_visible (TesseraForm *self, const char *name, gboolean visible)
{
  gtk_widget_set_visible (GTK_WIDGET (get (self, name)), visible);
}

/* What is entered may be more than an issuer, or less. */
static void
take_issuer (TesseraForm *self, TesseraAccountConfig *config)
{
  const char *text = gtk_editable_get_text (get_entry (self, TESSERA_FORM_TEXT_ISSUER));
  g_autofree char *found = NULL;

  g_object_get (get (self, "issuer_probe"), "found", &found, NULL);
  if (text[0] == '\0' || (found == NULL && g_strcmp0 (text, self->shown->issuer) == 0))
    return;
  g_clear_pointer (&config->issuer, g_free);
  if (found == NULL)
    found = tessera_issuer_entry_guess (text, NULL);
  config->issuer = found[0] != '\0' ? g_steal_pointer (&found) : NULL;
}

void
tessera_form_apply (TesseraForm *self, TesseraAccountConfig *config)
{
  for (guint i = 0; i < TESSERA_FORM_TEXT_N_FIELDS; i++)
    tessera_form_text_apply (config, self->shown, i, gtk_editable_get_text (get_entry (self, i)));
  take_issuer (self, config);
  for (guint i = 0; i < TESSERA_FORM_CHOICE_N_FIELDS; i++)
    tessera_form_choice_apply (config, self->shown, i,
                               adw_combo_row_get_selected (get (self, choices[i])));
}

const char *
tessera_form_get_client_secret (TesseraForm *self)
{
  const char *secret = gtk_editable_get_text (get (self, "client_secret"));

  return secret[0] != '\0' || tessera_stored_secret_row_is_unwanted (get (self, "stored_secret"))
           ? secret
           : NULL;
}

static void
changed_cb (TesseraForm *self)
{
  if (self->showing)
    return;
  tessera_form_unmark (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* In the dialog that adds an account, an address may be that of a provider with a preset. */
static void
look_for_preset (TesseraForm *self)
{
  const char *text = gtk_editable_get_text (get_entry (self, TESSERA_FORM_TEXT_ISSUER));

  tessera_preset_offer_look (get (self, "offer"), NULL, self->kind == TESSERA_FORM_NEW ? text : "");
}

static void
name_changed_cb (TesseraForm *self)
{
  self->named = self->named || !self->showing;
  changed_cb (self);
}

static void
offered_cb (TesseraForm *self, gpointer match)
{
  g_signal_emit (self, signals[RECOGNIZED], 0, match);
}

static void
verdict_cb (TesseraForm *self, GParamSpec *pspec, GObject *probe)
{
  g_autofree char *outcome = NULL;
  g_autofree char *verdict = NULL;

  g_object_get (probe, "outcome", &outcome, "verdict", &verdict, NULL);
  if (verdict != NULL && !g_str_equal (outcome, "busy"))
    tessera_announce (GTK_WIDGET (self), verdict);
}

static void
repair_cb (TesseraForm *self, const char *issuer)
{
  GtkWidget *entry = GTK_WIDGET (get_entry (self, TESSERA_FORM_TEXT_ISSUER));

  gtk_editable_set_text (GTK_EDITABLE (entry), issuer);
  gtk_widget_grab_focus (entry);
}

/* The keyring is asked no sooner than somebody looks. */
static void
look_up_secret (TesseraForm *self)
{
  if (self->account != NULL && adw_expander_row_get_expanded (get (self, "secret")))
    tessera_stored_secret_row_look_up (get (self, "stored_secret"), self->account,
                                       self->cancellable);
}

static void
show_more (TesseraForm *self)
{
  set_visible (self, "more_group", FALSE);
  set_visible (self, "more_box", TRUE);
  set_visible (self, "secret_group", TRUE);
  g_signal_emit (self, signals[MORE], 0);
}

/* Takes the keyboard to an entry that may just have been shown. */
static void
focus_entry (TesseraForm *self, TesseraFormTextField field)
{
  GtkWidget *entry = GTK_WIDGET (get_entry (self, field));

  gtk_widget_grab_focus (entry);
  tessera_scroll_to (entry);
}

static void
more_cb (TesseraForm *self)
{
  show_more (self);
  focus_entry (self, TESSERA_FORM_TEXT_REDIRECT_URIS);
}

static void
activated_cb (TesseraForm *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
tessera_form_dispose (GObject *object)
{
  TesseraForm *self = TESSERA_FORM (object);

  g_clear_object (&self->account);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (tessera_form_parent_class)->dispose (object);
}

static void
tessera_form_finalize (GObject *object)
{
  TesseraForm *self = TESSERA_FORM (object);

  g_clear_pointer (&self->shown, tessera_account_config_free);
  G_OBJECT_CLASS (tessera_form_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    gtk_widget_class_bind_template_child_full (widget_class, entries[i], FALSE, 0);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    gtk_widget_class_bind_template_child_full (widget_class, choices[i], FALSE, 0);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    gtk_widget_class_bind_template_child_full (widget_class, others[i], FALSE, 0);
}

static void
tessera_form_class_init (TesseraFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tessera_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = tessera_form_finalize;
  signals[CHANGED] = g_signal_new ("changed", TESSERA_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", TESSERA_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
  signals[RECOGNIZED] = g_signal_new ("recognized", TESSERA_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[MORE] = g_signal_new ("more", TESSERA_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  g_type_ensure (TESSERA_TYPE_ISSUER_PROBE);
  g_type_ensure (TESSERA_TYPE_PRESET_OFFER);
  g_type_ensure (TESSERA_TYPE_STORED_SECRET_ROW);
  g_type_ensure (TESSERA_TYPE_VALUE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE ("form.ui"));
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_up_secret);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, offered_cb);
  gtk_widget_class_bind_template_callback (widget_class, repair_cb);
  gtk_widget_class_bind_template_callback (widget_class, verdict_cb);
}

static void
tessera_form_init (TesseraForm *self)
{
  g_autoptr (GtkStringList) presets = NULL;

  self->shown = tessera_account_config_new ();
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  presets = tessera_form_choice_list_presets ();
  adw_combo_row_set_model (get (self, "preset"), G_LIST_MODEL (presets));
  for (guint i = 0; i < TESSERA_FORM_TEXT_N_FIELDS; i++)
    tessera_announce_name_entry (GTK_WIDGET (get_entry (self, i)));
  tessera_announce_name_entry (GTK_WIDGET (get (self, "client_secret")));
  tessera_announce_name_icon_buttons (GTK_WIDGET (self));
  tessera_cut_text_explain_rows (GTK_WIDGET (self));
  g_signal_connect_object (get_entry (self, TESSERA_FORM_TEXT_ISSUER), "changed",
                           G_CALLBACK (look_for_preset), self, G_CONNECT_SWAPPED);
  self->showing = FALSE;
}

/* The name comes first where there is one already; else it is proposed last. */
static void
arrange (TesseraForm *self, const TesseraPreset *preset)
{
  gboolean settings = self->kind == TESSERA_FORM_SETTINGS;
  gboolean asks_client = preset == NULL || tessera_preset_get_field (preset, "client_id") == NULL;

  gtk_box_reorder_child_after (get (self, "box"), get (self, "name_group"),
                               settings ? NULL : get (self, "secret_group"));
  set_visible (self, "preset", settings);
  set_visible (self, "provider_group", self->kind != TESSERA_FORM_PRESET);
  set_visible (self, "client_group", self->kind != TESSERA_FORM_PRESET || asks_client);
  set_visible (self, "secret_group", self->kind != TESSERA_FORM_PRESET);
  set_visible (self, "more_group", !settings);
  set_visible (self, "more_box", settings);
  set_visible (self, "audience",
               preset == NULL || tessera_preset_get_field (preset, "audience") == NULL);
  set_visible (self, "client_secret",
               preset == NULL || tessera_preset_get_field (preset, "client_secret") == NULL);
}

void
tessera_form_show (TesseraForm *self,
                   TesseraFormKind kind,
                   const TesseraPreset *preset,
                   const TesseraAccountConfig *config,
                   TesseraAccount *account,
                   GCancellable *cancellable)
{
  self->kind = kind;
  self->named = FALSE;
  g_set_object (&self->account, account);
  g_set_object (&self->cancellable, cancellable);
  g_clear_pointer (&self->shown, tessera_account_config_free);
  self->shown = tessera_account_config_copy (config);
  arrange (self, preset);
  self->showing = TRUE;
  for (guint i = 0; i < TESSERA_FORM_TEXT_N_FIELDS; i++)
    {
      g_autofree char *text = tessera_form_text_show (config, i);

      gtk_editable_set_text (get_entry (self, i), text);
    }
  for (guint i = 0; i < TESSERA_FORM_CHOICE_N_FIELDS; i++)
    adw_combo_row_set_selected (get (self, choices[i]), tessera_form_choice_find (config, i));
  gtk_editable_set_text (get (self, "client_secret"), "");
  tessera_stored_secret_row_reset (get (self, "stored_secret"));
  look_up_secret (self);
  self->showing = FALSE;
  tessera_form_unmark (self);
}

void
tessera_form_set_read_only (TesseraForm *self, gboolean read_only)
{
  for (guint i = 0; i < TESSERA_FORM_TEXT_N_FIELDS; i++)
    gtk_editable_set_editable (get_entry (self, i), !read_only);
  for (guint i = 0; i < TESSERA_FORM_CHOICE_N_FIELDS; i++)
    gtk_widget_set_sensitive (GTK_WIDGET (get (self, choices[i])), !read_only);
  set_visible (self, "secret_group", !read_only);
}

void
tessera_form_propose_name (TesseraForm *self, const char *name)
{
  if (self->named)
    return;
  self->showing = TRUE;
  gtk_editable_set_text (get_entry (self, TESSERA_FORM_TEXT_NAME), name);
  self->showing = FALSE;
}

void
tessera_form_set_issuer (TesseraForm *self, const char *issuer)
{
  gtk_editable_set_text (get_entry (self, TESSERA_FORM_TEXT_ISSUER), issuer);
}

void
tessera_form_show_redirect (TesseraForm *self, const TesseraAccountConfig *config)
{
  g_auto (GStrv) uris = tessera_account_config_get_redirect_uris (config);
  g_autofree char *text = g_strjoinv ("\n", uris);

  g_object_set (get (self, "redirect"), "value", text, NULL);
}

void
tessera_form_focus (TesseraForm *self)
{
  static const TesseraFormTextField first[] = { [TESSERA_FORM_SETTINGS] = TESSERA_FORM_TEXT_NAME,
                                                [TESSERA_FORM_NEW] = TESSERA_FORM_TEXT_ISSUER,
                                                [TESSERA_FORM_PRESET] = TESSERA_FORM_TEXT_NAME };

  focus_entry (self, first[self->kind]);
}

/* Shows @widget, wherever in the form it is. */
static void
reveal (TesseraForm *self, GtkWidget *widget)
{
  GtkWidget *expander = gtk_widget_get_ancestor (widget, ADW_TYPE_EXPANDER_ROW);

  if (gtk_widget_is_ancestor (widget, GTK_WIDGET (get (self, "more_box"))))
    show_more (self);
  if (expander != NULL)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), TRUE);
}

/* Not for a screen reader: Orca 43 takes an invalid entry for one that is gone, and says no more of
 * it. */
gboolean
tessera_form_mark (TesseraForm *self, const TesseraAccountConfig *config, const GError *error)
{
  TesseraFormTextField field = tessera_form_problem_find_field (config, error);
  GtkWidget *entry;

  tessera_form_unmark (self);
  if (field == TESSERA_FORM_TEXT_N_FIELDS)
    return FALSE;
  entry = GTK_WIDGET (get_entry (self, field));
  reveal (self, entry);
  gtk_widget_add_css_class (entry, "error");
  focus_entry (self, field);
  return gtk_widget_get_mapped (entry);
}

void
tessera_form_unmark (TesseraForm *self)
{
  for (guint i = 0; i < TESSERA_FORM_TEXT_N_FIELDS; i++)
    gtk_widget_remove_css_class (GTK_WIDGET (get_entry (self, i)), "error");
}
