/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture-stage.h"
#include "window-resources.h"

#include <adwaita.h>

/* Whether all can be read in the window and in its dialogs, whatever they show and however they
 * look: test-pictures LOOKS (looks_begin()). `make pictures` writes a picture of each. */

int
main (int argc, char *argv[])
{
  g_autofree char *schemas = NULL;

  g_test_init (&argc, &argv, NULL);
  schemas = g_test_build_filename (G_TEST_BUILT, "..", "data", NULL);
  g_setenv ("GSETTINGS_SCHEMA_DIR", schemas, TRUE);
  looks_begin (argv[1]);
  adw_init ();
  looks_prepare ();
  g_resources_register (window_get_resource ());
  picture_states_add ();
  picture_pages_add ();
  picture_dialogs_add ();
  return g_test_run ();
}
