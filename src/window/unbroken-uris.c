/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "unbroken-uris.h"

#include <string.h>

void
tessera_unbroken_uris_keep (GtkLabel *label)
{
  const char *text = gtk_label_get_text (label);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  for (const char *slashes = strstr (text, "://"); slashes != NULL;
       slashes = strstr (slashes + 1, "://"))
    {
      PangoAttribute *attribute = pango_attr_allow_breaks_new (FALSE);

      attribute->start_index = (guint) (slashes - text);
      attribute->end_index = attribute->start_index + (guint) strlen ("://") + 1;
      pango_attr_list_insert (attributes, attribute);
    }
  gtk_label_set_attributes (label, attributes);
}
