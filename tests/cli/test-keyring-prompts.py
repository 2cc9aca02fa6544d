#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Secret Service that asks the person before it stores anything, as KeePassXC can."""

import signal

from kept import MockSecrets, lock_keyring, revocations, sign_in, state
from sign_in import Provider
from tap import equal, run


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


run(nobody_clicks, person_refuses, hides_what_is_locked)
