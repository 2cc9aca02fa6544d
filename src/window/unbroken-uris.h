/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Lets no line of @label end behind "https://", and no hyphen be inserted. To be called again after
 * its text has changed. */
void tessera_unbroken_uris_keep (GtkLabel *label);
