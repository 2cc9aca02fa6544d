#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The record of a session (ID.state) is lost, damaged or cannot be read: the session is not lost with it."""

import json
import os

from installed import PATIENCE
from kept import account_id, is_honoured, record, revocations, sign_in, state
from sign_in import Browser, Provider, is_signed_out, list_secrets
from tap import equal, holds, run

BOTH = ['refresh_token', 'access_token']
UNREADABLE = ('EACCES', 'EIO', 'EMFILE')


def put(text):
    def damage(path):
        with open(path, 'wb') as file:
            file.write(text)
    return damage


def cut(path):
    with open(path, 'rb+') as file:
        file.truncate(len('[State]\nSig'))


LOST = {'lost': os.unlink}
DAMAGED = {'emptied': put(b''), 'not text': put(b'\x00\xff' * 40), 'another file': put(b'[Sate]\nx=1\n'),
           'cut off': cut}


def what_status_says(tessera):
    account, = tessera.ask('status', 'Work')['accounts']
    del account['expires_in']  # what is left of it, in seconds
    return account


def token_sets_it_right(tessera):
    """token hands out what the keyring holds, and sets a lost or damaged record right"""
    with Provider(tessera) as provider:
        for name, harm in {**LOST, **DAMAGED}.items():
            token = sign_in(tessera, provider)
            right = what_status_says(tessera)
            harm(record(tessera))
            equal((name, tessera.do('token', 'Work').strip()), (name, token))
            equal((name, what_status_says(tessera)), (name, right))
            equal(right['state'], 'signed-in')


def refresh_goes_on(tessera):
    """refresh renews a session whose record is lost or damaged"""
    with Provider(tessera) as provider:
        for name, harm in {**LOST, **DAMAGED}.items():
            sign_in(tessera, provider)
            harm(record(tessera))
            equal((name, tessera.do('refresh', 'Work')), (name, ''))
            equal((name, state(tessera)), (name, 'signed-in'))
            tessera.do('refresh', 'Work')


def logout_revokes(tessera):
    """logout revokes and deletes what the keyring holds, whatever the record says"""
    with Provider(tessera) as provider:
        for name, harm in {**LOST, **DAMAGED}.items():
            token = sign_in(tessera, provider)
            provider.get('/-/reset', 'POST')
            harm(record(tessera))
            with Browser(tessera):
                equal((name, tessera.do('logout', 'Work')), (name, ''))
            equal((name, revocations(provider), is_honoured(provider, token)), (name, BOTH, False))
            is_signed_out(tessera)


def remove_revokes(tessera):
    """remove does so, too"""
    with Provider(tessera) as provider:
        for name, harm in {**LOST, **DAMAGED}.items():
            sign_in(tessera, provider)
            account = account_id(tessera)
            provider.get('/-/reset', 'POST')
            harm(record(tessera))
            tessera.do('remove', 'Work')
            equal((name, revocations(provider), list_secrets(account)), (name, BOTH, []))


def ask_status(tessera, *faults):
    """status --json of the account: exit status, its state, and the error."""
    program = tessera.start('status', 'Work', '--json', faults=faults)
    answer = json.loads(program.communicate(timeout=PATIENCE)[0])
    return program.returncode, answer['accounts'][0]['state'], answer.get('error', {})


def damaged_is_said(tessera):
    """status of a damaged record is exit 1, “unknown”, and says what to do; what it says helps"""
    with Provider(tessera) as provider:
        for name, harm in DAMAGED.items():
            sign_in(tessera, provider)
            harm(record(tessera))
            status, shown, error = ask_status(tessera)
            equal((name, status, shown, error['id']), (name, 1, 'unknown', 'damaged'))
            holds(error['message'], record(tessera))
            holds(error['hint'], 'tessera token')
            holds(tessera.run('status', 'Work').stdout, 'Unknown')
            tessera.do('token', 'Work')
            equal(ask_status(tessera), (0, 'signed-in', {}))


def unreadable_is_said(tessera):
    """a record that cannot be read is an error, exit 1, and never “not signed in”; the session stays"""
    with Provider(tessera) as provider:
        token = sign_in(tessera, provider)
        asked = provider.requests('/token')
        for number in UNREADABLE:
            fault = f'open@*.state:1+:errno:{number}'
            status, shown, error = ask_status(tessera, fault)
            equal((number, status, shown, error['id'], 'hint' in error),
                  (number, 1, 'unknown', 'failed', True))
            holds(error['message'], record(tessera))
            for command in (('token', 'Work'), ('refresh', 'Work')):
                program = tessera.start(*command, faults=[fault])
                output, said = program.communicate(timeout=PATIENCE)
                equal((number, command, program.returncode, output), (number, command, 1, ''))
                holds(said, record(tessera))
        equal((provider.requests('/token'), tessera.do('token', 'Work').strip()), (asked, token))
        equal(state(tessera), 'signed-in')


def unreadable_keeps_nobody(tessera):
    """a record that cannot be read keeps nobody from a logout, which revokes and deletes"""
    with Provider(tessera) as provider:
        for number in UNREADABLE:
            token = sign_in(tessera, provider)
            provider.get('/-/reset', 'POST')
            with Browser(tessera):
                logout = tessera.start('logout', 'Work', faults=[f'open@*.state:1+:errno:{number}'])
                equal((*logout.communicate(timeout=PATIENCE), logout.returncode), ('', '', 0))
            equal((revocations(provider), is_honoured(provider, token)), (BOTH, False))
            is_signed_out(tessera)


def unreadable_directory(tessera):
    """a data directory that nobody may enter is said, too"""
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        path = os.path.join(tessera.data, 'tessera')
        os.rename(path, f'{path}.aside')
        with open(path, 'wb'):
            pass
        equal(ask_status(tessera)[:2], (1, 'unknown'))
        equal(tessera.run('token', 'Work').returncode, 1)
        os.unlink(path)
        os.rename(f'{path}.aside', path)
        equal(state(tessera), 'signed-in')


run(token_sets_it_right, refresh_goes_on, logout_revokes, remove_revokes, damaged_is_said,
    unreadable_is_said, unreadable_keeps_nobody, unreadable_directory)
