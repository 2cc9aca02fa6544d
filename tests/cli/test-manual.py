#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual page, as installed, says what the installed program does: neither less nor more."""

import os
import re
import subprocess

from offered import read_commands, read_options, read_repeatable
from tap import equal, holds, run

ERRORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../src/account/account-error')


def read_page(tessera):
    """The page's sections, in its source: {heading: lines}"""
    with open(tessera.installation.path('share/man/man1/tessera.1'), encoding='utf-8') as file:
        text = file.read()
    sections = re.split(r'^\.Sh (.*)\n', text, flags=re.M)[1:]
    return {heading: lines for heading, lines in zip(sections[::2], sections[1::2])}


def read_item(line):
    """".It Fl -jwks Ar FILE" as ("Fl", "jwks", "FILE"), ".It Cm status Op Ar NAME" with "[NAME]"."""
    kind, name, *rest = line.split()[1:]
    argument = re.sub(r'Op Ar (\w+)', r'[\1]', ' '.join(rest)).replace(' Ns = Ns Ar ', '=').replace(' Ns …', '…')
    return kind, name.lstrip('-'), re.sub('^Ar ', '', argument)


def read_items(text):
    """{command: (its argument, {option: value})}; what stands before the first command is of ""."""
    commands = {'': ('', {})}
    command = ''
    for line in text.splitlines():
        if re.match(r'\.It (Cm|Fl) ', line):
            kind, name, argument = read_item(line)
            if kind == 'Cm':
                command = name
                commands[command] = (argument, {})
            else:
                commands[command][1][name] = argument
    return commands


def has_commands(tessera):
    """the page has every command with its argument"""
    items = read_items(read_page(tessera)['COMMANDS'])
    equal({name: argument for name, (argument, _) in items.items() if name}, read_commands(tessera))


def has_options(tessera):
    """the page has every option of every command with its value"""
    page = read_page(tessera)
    general = read_items(page['DESCRIPTION'])[''][1]
    equal(general, read_options(tessera.do('--help')))
    items = read_items(page['COMMANDS'])
    # The page says that edit takes what add does, but for --set.
    items['edit'][1].update(items['add'][1])
    del items['edit'][1]['set']
    for command in read_commands(tessera):
        equal((command, {**items[command][1], **general}),
              (command, read_options(tessera.do(command, '--help'))))
    said = re.findall(r'^\.It Fl -([a-z-]+)(?:(?!^\.It).)*?may be repeated', page['COMMANDS'], re.M | re.S | re.I)
    repeatable = {option for command in read_commands(tessera)
                  for option in read_repeatable(tessera.do(command, '--help'))}
    equal(sorted(set(said)), sorted(repeatable))


def has_synopsis(tessera):
    """the synopsis and the answers in JSON have every command"""
    page = read_page(tessera)
    equal(re.findall(r'^\.Cm (\w+)', page['SYNOPSIS'], re.M), list(read_commands(tessera)))
    described = re.findall(r'^\.It Cm (.*)', page['JSON'], re.M)
    equal(sorted(re.findall(r'\w+', ' '.join(described))), sorted(read_commands(tessera)))


def has_members(tessera):
    """the answer of show has no member that the page does not name"""
    with open(os.path.join(os.path.dirname(ERRORS), '../cli/command-accounts.c'), encoding='utf-8') as file:
        members = set(re.findall(r'^ *\{ "(\w+)", N_', file.read(), re.M))
    described = re.search(r'^\.It Cm show\n(.*?)^\.It', read_page(tessera)['JSON'], re.M | re.S)[1]
    equal(members - set(re.findall(r'^\.Ql (\w+)', described, re.M)), set())
    equal('client_key' in members, True)


def has_errors(tessera):
    """the page has every exit status, and every ID of an error under its own"""
    with open(ERRORS + '.h', encoding='utf-8') as file:
        numbers = dict(re.findall(r'(TESSERA_ERROR_\w+) = (\d)', file.read()))
    with open(ERRORS + '.c', encoding='utf-8') as file:
        found = re.findall(r'^ *(?:\{|static.*= \{) \w+, (\w+), "(\w+)"', file.read(), re.M)
    meanings = {(numbers[kind], name) for kind, name in found}
    items = re.findall(r'^\.It (\d)\n(.*?)(?=^\.It|^\.El)', read_page(tessera)['EXIT STATUS'],
                       re.M | re.S)
    said = {(status, name) for status, text in items
            for brackets in re.findall(r'^\.Bq (.*) \.$', text, re.M)
            for name in brackets.split(' , ')}
    equal(said, meanings)
    equal([status for status, _ in items], list('012345678'))


def is_clean(tessera):
    """mandoc finds nothing in the page but a reference to another page of ours"""
    page = tessera.installation.path('share/man/man1/tessera.1')
    done = subprocess.run(['mandoc', '-T', 'lint', '-W', 'all', page], capture_output=True, text=True,
                          check=False)
    equal([line for line in (done.stdout + done.stderr).splitlines()
           if 'referenced manual not found: Xr tessera-' not in line], [])
    shown = subprocess.run(['mandoc', '-T', 'utf8', page], capture_output=True, text=True, check=True)
    holds(re.sub('.\b', '', shown.stdout), 'tessera login Work', 'EXIT STATUS')


run(has_commands, has_options, has_synopsis, has_members, has_errors, is_clean)
