# SPDX-License-Identifier: GPL-3.0-or-later
"""What the installed program says that it takes: its --help, read as a person reads it."""

import re

COMMAND = re.compile(r'  ([a-z]+)((?: \S+)?) {2,}\S')
OPTION = re.compile(r'  --([a-z-]+)((?: \S+)?) {2,}\S')


def read_options(text):
    """{option: what its value is called, "" for a flag}"""
    return {name: value.strip() for name, value in OPTION.findall(text)}


def read_commands(tessera):
    """{command: its argument, "" for none}"""
    return {name: argument.strip() for name, argument in COMMAND.findall(tessera.do('--help'))}
