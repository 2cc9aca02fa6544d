# SPDX-License-Identifier: GPL-3.0-or-later
"""What the installed program says that it takes: its --help, read as a person reads it."""

import re

COMMAND = re.compile(r'  ([a-z]+)((?: \S+)*) {2,}\S')
WORDS = re.compile(r'^(?:Protocols|Programs): (.*)\.$', re.M)
OPTION = re.compile(r'  (?:-[a-z], )?--([a-z-]+)(?:=([A-Z=]+)(…?))? {2,}\S')


def read_options(text):
    """{option: what its value is called, "" for a flag}"""
    return {name: value for name, value, _ in OPTION.findall(text)}


def read_repeatable(text):
    """The options that may be given more than once."""
    return [name for name, _, mark in OPTION.findall(text) if mark]


def read_commands(tessera):
    """{command: its argument, "" for none}"""
    return {name: argument.strip() for name, argument in COMMAND.findall(tessera.do('--help'))}


def read_words(tessera, command):
    """What the first word after this command can be, where that is no account."""
    found = WORDS.search(tessera.do(command, '--help'))
    return found.group(1).split() if found else []
