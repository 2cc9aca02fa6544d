#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A session that is torn: a logout is killed, another program deletes the item, the disk is full.

Whatever is left, nobody is told that the keyring is locked, which is open, and a sign-in mends it.
"""

import signal

from installed import PATIENCE
from kept import account_id, clear_tokens, is_honoured, revocations, sign_in, signs_in_again, state
from sign_in import Browser, Provider, list_secrets
from tap import equal, holds, run

WRITES = ('write@*.state*', 'fsync@*.state*', 'rename@*.state', 'secret_password_storev',
          'secret_password_clearv')


def each_write(tessera, provider, action, run_one):
    """Call run_one() with one fault after the other, each in a session of its own, until none strikes."""
    for call in WRITES:
        number = 1
        while True:
            sign_in(tessera, provider)
            struck = tessera.struck()
            run_one(f'{call}:{number}:{action}')
            if tessera.struck() == struck:
                break
            number += 1


def log_out(tessera, fault):
    with Browser(tessera):
        logout = tessera.start('logout', 'Work', faults=[fault])
        said = logout.communicate(timeout=PATIENCE)[1]
    return logout.returncode, said


def killed(tessera):
    """a logout killed before each of its writes leaves a session or none, and a login works"""
    with Provider(tessera) as provider:
        outcomes = set()

        def kill(fault):
            status, _ = log_out(tessera, fault)
            holds((0, -signal.SIGKILL), status)
            if state(tessera) == 'signed-in':
                tessera.do('token', 'Work')
                tessera.do('refresh', 'Work')
            elif status:
                outcomes.add((fault.split(':')[0], len(list_secrets(account_id(tessera)))))
                signs_in_again(tessera, provider)

        each_write(tessera, provider, 'kill', kill)
        # The window of old: the record says less already, and the keyring still holds the tokens.
        holds(outcomes, ('secret_password_clearv', 1))


def killed_then_signed_in(tessera):
    """what a killed logout left in the keyring is revoked by the next login"""
    with Provider(tessera) as provider:
        token = sign_in(tessera, provider)
        equal(log_out(tessera, 'secret_password_clearv:1:kill')[0], -signal.SIGKILL)
        equal((revocations(provider), is_honoured(provider, token)), ([], True))
        sign_in(tessera, provider)
        equal((revocations(provider), is_honoured(provider, token)), (['refresh_token'], False))


def deleted_elsewhere(tessera):
    """an item that another program deleted is exit 3, then status says so, too, and a login works"""
    with Provider(tessera) as provider:
        for command in (('token', 'Work'), ('token', 'Work', '--id-token'), ('refresh', 'Work'),
                        ('token', 'Work', '--min-validity', '99999')):
            sign_in(tessera, provider)
            asked = provider.requests('/token')
            clear_tokens(account_id(tessera))
            equal(tessera.error(3, *command)['id'], 'not_signed_in')
            equal((state(tessera), provider.requests('/token')), ('signed-out', asked))
            signs_in_again(tessera, provider)


def deleted_elsewhere_and_signed_out(tessera):
    """an item that another program deleted keeps nobody from a logout, a login or a removal"""
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        for command in (('login', 'Work'), ('logout', 'Work'), ('remove', 'Work')):
            if state(tessera) == 'signed-out':
                sign_in(tessera, provider)
            account = account_id(tessera)
            clear_tokens(account)
            with Browser(tessera):
                tessera.do(*command)
        equal((tessera.do('list'), list_secrets(account)), ('', []))


def full_disk(tessera):
    """a logout on a full disk revokes, says why it is exit 1, and the next token is exit 3"""
    with Provider(tessera) as provider:
        for call in WRITES[:3]:
            token = sign_in(tessera, provider)
            provider.get('/-/reset', 'POST')
            status, said = log_out(tessera, f'{call}:1+:errno:ENOSPC')
            holds(said, 'No space left')
            equal((status, revocations(provider)), (1, ['refresh_token', 'access_token']))
            equal((is_honoured(provider, token), list_secrets(account_id(tessera))), (False, []))
            signs_in_again(tessera, provider)


def full_disk_while_renewing(tessera):
    """a refresh on a full disk says why it is exit 1, and the session goes on"""
    with Provider(tessera) as provider:
        first = sign_in(tessera, provider)
        for call in WRITES[:3]:
            refresh = tessera.start('refresh', 'Work', faults=[f'{call}:1+:errno:ENOSPC'])
            holds(refresh.communicate(timeout=PATIENCE)[1], 'No space left')
            equal(refresh.returncode, 1)
            second = tessera.do('token', 'Work').strip()
            equal((second == first, is_honoured(provider, second)), (False, True))
            tessera.do('refresh', 'Work')
            equal(state(tessera), 'signed-in')


def full_disk_while_removing(tessera):
    """a remove on a full disk is exit 1 where the account stays: signed out, and its tokens revoked"""
    with Provider(tessera) as provider:
        token = sign_in(tessera, provider)
        account = account_id(tessera)
        removal = tessera.start('remove', 'Work', faults=['rename@*/tessera/*:1+:errno:ENOSPC'])
        holds(removal.communicate(timeout=PATIENCE)[1], 'No space left')
        equal((removal.returncode, revocations(provider)), (1, ['refresh_token', 'access_token']))
        equal((is_honoured(provider, token), list_secrets(account)), (False, []))
        signs_in_again(tessera, provider)
        tessera.do('remove', 'Work')
        equal(tessera.do('list'), '')


def record_of_a_removal(tessera):
    """a remove that can write all but the record removes the account all the same"""
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        account = account_id(tessera)
        removal = tessera.start('remove', 'Work', faults=['rename@*.state:1+:errno:ENOSPC'])
        equal((removal.communicate(timeout=PATIENCE)[1], removal.returncode), ('', 0))
        equal(revocations(provider), ['refresh_token', 'access_token'])
        equal((tessera.do('list'), list_secrets(account)), ('', []))


def unwilling_keyring(tessera):
    """a keyring that does not delete is exit 8, and the session is not said to be over"""
    with Provider(tessera) as provider:
        token = sign_in(tessera, provider)
        removal = tessera.start('remove', 'Work', faults=['secret_password_clearv:1+:errno:EIO'])
        removal.communicate(timeout=PATIENCE)
        equal((removal.returncode, revocations(provider), state(tessera)), (8, [], 'signed-in'))
        equal(tessera.do('token', 'Work').strip(), token)
        tessera.do('refresh', 'Work')


run(killed, killed_then_signed_in, deleted_elsewhere, deleted_elsewhere_and_signed_out, full_disk,
    full_disk_while_renewing, full_disk_while_removing, record_of_a_removal, unwilling_keyring)
