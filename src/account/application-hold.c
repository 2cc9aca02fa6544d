/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "application-hold.h"

void
tessera_application_hold_for (GTask *task)
{
  GApplication *application = g_application_get_default ();

  if (!application)
    return;
  g_application_hold (application);
  g_signal_connect_object (task, "notify::completed", G_CALLBACK (g_application_release),
                           application, G_CONNECT_SWAPPED);
}
