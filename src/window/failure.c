/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "failure.h"

#include "presets.h"

#include <glib/gi18n.h>

enum
{
  PROP_SENTENCE = 1,
  PROP_HINT,
  PROP_ISSUER,
  PROP_WHERE,
  PROP_DETAILS,
  PROP_REPAIR, /* no text */
  N_PROPS
};

struct _TesseraFailure
{
  GObject parent_instance;
  TesseraRepair repair;
  char *texts[N_PROPS];
};

G_DEFINE_FINAL_TYPE (TesseraFailure, tessera_failure, G_TYPE_OBJECT)

static char *
describe (const GError *error, TesseraAccount *account, const char *doing)
{
  const TesseraAccountConfig *config = tessera_account_get_config (account);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format_iso8601 (now);
  GString *text = g_string_new (error->message);

  g_string_append_printf (text, "\n\n%s: %s", _ ("Account"), config->name);
  if (config->issuer != NULL)
    g_string_append_printf (text, "\n%s: %s", _ ("Issuer"), config->issuer);
  if (doing != NULL)
    g_string_append_printf (text, "\n%s: %s", _ ("Step"), _ (doing));
  g_string_append_printf (text, "\n%s: %s (%d)", _ ("Error"), tessera_error_id (error),
                          tessera_error_kind (error));
  g_string_append_printf (text, "\n%s: %s", _ ("Time"), time);
  g_string_append_printf (text, "\n%s: %s", _ ("Version"), PACKAGE_VERSION);
  return g_string_free (text, FALSE);
}

static void
tessera_failure_finalize (GObject *object)
{
  TesseraFailure *self = TESSERA_FAILURE (object);

  for (guint i = 0; i < N_PROPS; i++)
    g_clear_pointer (&self->texts[i], g_free);
  G_OBJECT_CLASS (tessera_failure_parent_class)->finalize (object);
}

static void
tessera_failure_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TesseraFailure *self = TESSERA_FAILURE (object);

  if (id == PROP_REPAIR)
    g_value_set_uint (value, self->repair);
  else
    g_value_set_string (value, self->texts[id]);
}

static void
tessera_failure_class_init (TesseraFailureClass *klass)
{
  static const char *const names[N_PROPS] = { [PROP_SENTENCE] = "sentence",
                                              [PROP_HINT] = "hint",
                                              [PROP_ISSUER] = "issuer",
                                              [PROP_WHERE] = "where",
                                              [PROP_DETAILS] = "details" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tessera_failure_finalize;
  object_class->get_property = tessera_failure_get_property;
  for (guint i = PROP_SENTENCE; i <= PROP_DETAILS; i++)
    g_object_class_install_property (
      object_class, i,
      g_param_spec_string (names[i], NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_REPAIR,
                                   g_param_spec_uint ("repair", NULL, NULL, 0, G_MAXUINT, 0,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
tessera_failure_init (TesseraFailure *self)
{
}

/* (transfer full) (nullable) */
static char *
find_where (const TesseraAccountConfig *config)
{
  const TesseraPreset *preset
    = tessera_presets_find (config->preset, config->issuer != NULL
                                              ? config->issuer
                                              : config->authorization_endpoint);

  return preset != NULL && preset->register_how != NULL
           /* Translators: the name of a provider, and where to go there */
           ? g_strdup_printf (_ ("%s: %s"), preset->title, _ (preset->register_how))
           : NULL;
}

TesseraFailure *
tessera_failure_new (const GError *error, TesseraAccount *account, const char *doing)
{
  TesseraFailure *self = g_object_new (TESSERA_TYPE_FAILURE, NULL);
  const TesseraAccountConfig *config = tessera_account_get_config (account);
  const TesseraAdviceContext context = { TESSERA_ADVICE_WINDOW, config, doing };

  self->texts[PROP_SENTENCE] = g_strdup (error->message);
  self->texts[PROP_HINT] = tessera_advice_make (error, &context);
  if (!config->read_only)
    self->texts[PROP_ISSUER] = g_strdup (tessera_error_issuer (error));
  self->repair = tessera_advice_find_repair (error, &context);
  if (self->repair == TESSERA_REPAIR_REGISTER)
    self->texts[PROP_WHERE] = find_where (config);
  self->texts[PROP_DETAILS] = describe (error, account, doing);
  return self;
}

const char *
tessera_failure_get_issuer (TesseraFailure *self)
{
  return self->texts[PROP_ISSUER];
}

TesseraRepair
tessera_failure_get_repair (TesseraFailure *self)
{
  return self->repair;
}

const char *
tessera_failure_get_details (TesseraFailure *self)
{
  return self->texts[PROP_DETAILS];
}
