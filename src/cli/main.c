/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock.h"
#include "commands.h"
#include "program.h"

int
main (int argc, char **argv)
{
  static const TesseraProgramCommand commands[] = {
    { "add", tessera_command_add },
    { "edit", tessera_command_edit },
    { "export", tessera_command_export },
    { "import", tessera_command_import },
    { "list", tessera_command_list },
    { "default", tessera_command_default },
    { "show", tessera_command_show },
    { "token", tessera_command_token },
    { "status", tessera_command_status },
    { "presets", tessera_command_presets },
    { "credential", tessera_command_credential },
    { "setup", tessera_command_setup },
    { 0 },
  };

  tessera_clock_program_begins ();
  return tessera_program_run (commands, TRUE, argv);
}
