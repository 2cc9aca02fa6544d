/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock.h"
#include "commands.h"
#include "program.h"

int
main (int argc, char **argv)
{
  static const TesseraProgramCommand commands[] = {
    { "add", tessera_command_add_asking },
    { "login", tessera_command_login },
    { "logout", tessera_command_logout },
    { "doctor", tessera_command_doctor },
    { "inspect", tessera_command_inspect },
    { "refresh", tessera_command_refresh },
    { "remove", tessera_command_remove },
    { "token", tessera_command_token_renewing },
    { "credential", tessera_command_credential_online },
    { 0 },
  };

  tessera_clock_program_begins ();
  return tessera_program_run (commands, FALSE, argv);
}
