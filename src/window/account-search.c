/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-search.h"

#include "session.h"

/* Returns: (transfer full) all that is looked through, one a line. */
static char *
list_texts_cb (TesseraSession *session)
{
  TesseraAccount *account = tessera_session_get_account (session);
  const char *const texts[]
    = { tessera_account_get_name (account), tessera_account_get_config (account)->issuer,
        tessera_account_get_person_name (account), tessera_account_get_email (account),
        tessera_account_get_subject (account) };
  g_autoptr (GString) all = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL)
      g_string_append_printf (all, "%s\n", texts[i]);
  return g_string_free (g_steal_pointer (&all), FALSE);
}

GtkStringFilter *
tessera_account_search_new (void)
{
  GtkExpression *texts = gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 0, NULL,
                                                      G_CALLBACK (list_texts_cb), NULL, NULL);

  return gtk_string_filter_new (texts);
}
