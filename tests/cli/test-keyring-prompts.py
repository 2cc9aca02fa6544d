#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Secret Service that asks the person before it stores anything, as KeePassXC can."""

import signal

from kept import MockSecrets, lock_keyring, revocations, sign_in, state
from pseudo_terminal import Terminal
from sign_in import Provider
from tap import equal, holds, lacks, run


def nobody_clicks(tessera):
    """the prompt comes before the provider is asked; Ctrl-C then is exit 4, and nothing is spent"""
    with MockSecrets('--ask-to-store') as secrets, Provider(tessera) as provider:
        sign_in(tessera, provider)
        secrets.switch('--ask-to-store', '--prompt', 'ignore')
        asked = provider.requests('/token')
        refresh = tessera.start('refresh', 'Work')
        secrets.wait_for_prompt()
        equal(provider.requests('/token'), asked)
        refresh.send_signal(signal.SIGINT)
        equal((refresh.communicate(timeout=120)[0], refresh.returncode), ('', 4))
        equal(provider.requests('/token'), asked)
        secrets.switch('--ask-to-store')
        tessera.do('refresh', 'Work')
        equal((provider.requests('/token'), state(tessera)), (asked + 1, 'signed-in'))


def person_refuses(tessera):
    """a prompt that is dismissed is exit 8, and nothing is spent"""
    with MockSecrets() as secrets, Provider(tessera) as provider:
        sign_in(tessera, provider)
        secrets.switch('--ask-to-store', '--prompt', 'dismiss')
        asked = provider.requests('/token')
        equal(tessera.error(8, 'refresh', 'Work')['id'], 'keyring_failed')
        equal(provider.requests('/token'), asked)
        secrets.switch()
        tessera.do('refresh', 'Work')


def hides_what_is_locked(tessera):
    """a locked keyring that shows no item is exit 8 for logout and remove, and nothing has changed"""
    with MockSecrets('--hide-locked') as secrets, Provider(tessera) as provider:
        token = sign_in(tessera, provider)
        secrets.switch('--hide-locked', '--prompt', 'dismiss')
        lock_keyring('main')
        for command in ('logout', 'remove', 'token'):
            equal(tessera.error(8, command, 'Work')['id'], 'keyring_locked')
        equal((state(tessera), revocations(provider)), ('signed-in', []))
        secrets.switch('--hide-locked')
        equal(tessera.do('token', 'Work').strip(), token)
        tessera.do('refresh', 'Work')


def helper_asks_nobody(tessera):
    """a helper opens no prompt for a program that nobody sits before, and one for git at a terminal"""
    git = 'printf "protocol=https\\nhost=api.example.com\\n\\n" | "$0" credential git Work get'
    for switches in ((), ('--hide-locked',)):
        with MockSecrets(*switches) as secrets, Provider(tessera, '--lifetime', '50') as provider:
            token = sign_in(tessera, provider)
            for command in (('header', 'Work'), ('mcp', 'Work'), ('kubernetes', 'Work'), ('google', 'Work')):
                lock_keyring('main')
                done = tessera.run('credential', *command)
                equal((switches, command, done.returncode, 'eyJ' in done.stdout),
                      (switches, command, 0 if command[0] == 'google' else 8, False))
            secrets.switch(*switches)
            with Terminal(tessera, script=git, GIT_TERMINAL_PROMPT='0') as terminal:
                lacks(terminal.end()[1], 'password=')
            with Terminal(tessera, script=git) as terminal:
                holds(terminal.end()[1], 'password=eyJ')
            equal(tessera.do('token', 'Work', '--min-validity', '0').strip() == token, False)
            tessera.do('remove', 'Work')


run(nobody_clicks, person_refuses, hides_what_is_locked, helper_asks_nobody)
