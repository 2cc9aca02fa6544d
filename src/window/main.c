/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "application.h"
#include "process-start.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char *argv[])
{
  g_autoptr (GApplication) application = NULL;

  /* FALSE: the portal reads /proc/PID of a program before it tells it the person's settings,
   * such as dark style, so that must stay readable. */
  tessera_process_start (FALSE);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = tessera_application_new ();
  return g_application_run (application, argc, argv);
}
