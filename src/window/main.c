/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "application.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <sys/resource.h>

int
main (int argc, char *argv[])
{
  const struct rlimit no_core = { 0, 0 };
  g_autoptr (GApplication) application = NULL;

  /* Tokens must not end up in a core dump. (PR_SET_DUMPABLE would also shut out the desktop portal,
   * which looks at /proc, and with it the person's dark style.) */
  setrlimit (RLIMIT_CORE, &no_core);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = tessera_application_new ();
  return g_application_run (application, argc, argv);
}
