/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "subpages.h"

#include "doctor-page.h"
#include "inspect-page.h"
#include "page.h"
#include "programs-page.h"
#include "scopes-page.h"
#include "settings-page.h"
#include "try-it-page.h"

#include <glib/gi18n.h>

static const struct
{
  const char *name;
  const char *title;
  GType (*get_type) (void); /* of a TesseraPage */
} subpages[] = {
  { "settings", N_ ("Account Settings"), tessera_settings_page_get_type },
  { "inspect", N_ ("Inspect Token"), tessera_inspect_page_get_type },
  { "try-it", N_ ("Try It"), tessera_try_it_page_get_type },
  { "doctor", N_ ("Check the Setup"), tessera_doctor_page_get_type },
  { "programs", N_ ("Use in Programs"), tessera_programs_page_get_type },
  { "scopes", N_ ("Scopes"), tessera_scopes_page_get_type },
};

void
tessera_subpages_show (TesseraNavigation *navigation, const char *name, TesseraSession *session)
{
  GtkWidget *shown = tessera_navigation_get_content (navigation);
  TesseraPage *page;

  for (gsize i = 0; i < G_N_ELEMENTS (subpages); i++)
    if (g_str_equal (subpages[i].name, name))
      {
        if (shown != NULL && G_OBJECT_TYPE (shown) == subpages[i].get_type ())
          return;
        page = g_object_new (subpages[i].get_type (), "session", session, NULL);
        tessera_page_build (page);
        tessera_navigation_push (navigation, _ (subpages[i].title), GTK_WIDGET (page));
        return;
      }
  g_warning ("There is no page “%s”", name);
}
