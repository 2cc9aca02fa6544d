#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera remove signs out first, wherever it is stopped."""

import os
import signal
import subprocess

from installed import PATIENCE
from kept import (account_id, is_honoured, lock_keyring, revocations, sign_in, state,
                  unlock_keyring)
from sign_in import Provider, list_secrets
from tap import equal, holds, run

# Each call with which the removal changes something.
WRITES = ('write@*/tessera/*', 'fsync@*/tessera/*', 'rename@*/tessera/*', 'unlink@*/tessera/*',
          'secret_password_storev', 'secret_password_clearv')
BOTH = ['refresh_token', 'access_token']


def files_of(tessera, account):
    return sorted(name for name in os.listdir(os.path.join(tessera.data, 'tessera'))
                  if name.startswith(account))


def is_gone(tessera, account):
    equal((tessera.do('list'), list_secrets(account), files_of(tessera, account)), ('', [], []))
    with open(tessera.accounts_conf, encoding='utf-8') as file:
        equal(account in file.read(), False)


def everywhere(tessera):
    """remove revokes both tokens, and nothing of the account is left: keyring, record, lock and entry"""
    with Provider(tessera) as provider:
        token = sign_in(tessera, provider)
        account = account_id(tessera)
        equal(tessera.do('remove', 'Work'), 'Removed “Work”.\n')
        equal((revocations(provider), is_honoured(provider, token)), (BOTH, False))
        is_gone(tessera, account)


def with_a_secret(tessera):
    """a client secret is what the provider wants before it revokes; then it goes, too"""
    with Provider(tessera, '--confidential') as provider:
        tessera.do('add', 'Work', '--issuer', provider.issuer, '--client-id', 'tessera-demo',
                   '--client-secret-stdin', typed='demo-secret\n')
        sign_in(tessera, provider)
        account = account_id(tessera)
        equal(list_secrets(account), ['client-secret', 'tokens'])
        equal(tessera.do('remove', 'Work'), 'Removed “Work”.\n')
        equal(revocations(provider), BOTH)
        is_gone(tessera, account)


def never_signed_in(tessera):
    """of an account that never signed in, remove contacts nobody"""
    with Provider(tessera) as provider:
        tessera.add(issuer=provider.issuer)
        account = account_id(tessera)
        equal(tessera.do('remove', 'Work'), 'Removed “Work”.\n')
        equal(provider.get('/-/log'), '[]')
        is_gone(tessera, account)


def provider_gone(tessera):
    """a provider that cannot be reached keeps no account: it is removed, with a warning"""
    for ask in (lambda: tessera.fail(0, 'remove', 'Work'),
                lambda: tessera.ask('remove', 'Work')['warning']['message']):
        with Provider(tessera) as provider:
            sign_in(tessera, provider)
            account = account_id(tessera)
        holds(ask(), 'could not be revoked', 'cannot be reached')
        is_gone(tessera, account)


def provider_refuses(tessera):
    """what the provider does not revoke is said, on stderr and as a warning in JSON"""
    with Provider(tessera) as provider:
        for fault, warning in {'revoke-error-500': 'busy', 'revoke-refused': 'refused'}.items():
            for ask in (lambda: tessera.fail(0, 'remove', 'Work'),
                        lambda: tessera.ask('remove', 'Work')['warning']):
                sign_in(tessera, provider)
                provider.break_rule(fault)
                said = ask()
                provider.break_rule()
                equal((fault, said if isinstance(said, str) else said['id']),
                      (fault, said if isinstance(said, str) else warning))
                equal(tessera.do('list'), '')


def locked(tessera):
    """a locked keyring is exit 8, and nothing has changed"""
    with Provider(tessera) as provider:
        token = sign_in(tessera, provider)
        account = account_id(tessera)
        before = files_of(tessera, account)
        lock_keyring()
        try:
            equal(tessera.error(8, 'remove', 'Work')['id'], 'keyring_locked')
            equal((tessera.do('list'), files_of(tessera, account), state(tessera)),
                  ('Work\n', before, 'signed-in'))
        finally:
            unlock_keyring()
        equal((revocations(provider), tessera.do('token', 'Work').strip()), ([], token))
        tessera.do('refresh', 'Work')


def killed(tessera):
    """killed before each of its writes, it leaves an account that is signed out, or none; again, none"""
    with Provider(tessera) as provider:
        seen = set()
        for call in WRITES:
            number = 1
            while strike(tessera, provider, call, number, seen):
                number += 1
        print(f'# {sorted(seen)}', flush=True)
        equal({outcome for _, outcome in seen}, {'signed-in', 'signed-out', 'removed'})


def strike(tessera, provider, call, number, seen):
    """Whether there was a NUMBER-th such call for the program to be killed before."""
    sign_in(tessera, provider)
    account = account_id(tessera)
    struck = tessera.struck()
    removal = tessera.start('remove', 'Work', faults=[f'{call}:{number}:kill'])
    removal.communicate(timeout=PATIENCE)
    if tessera.struck() == struck:
        equal(removal.returncode, 0)
        is_gone(tessera, account)
        return False
    equal(removal.returncode, -signal.SIGKILL)
    seen.add((call, check_outcome(tessera, account)))
    return True


def check_outcome(tessera, account):
    if tessera.do('list') == '':
        # Nobody else may get the lock while the account is there, so its file goes last.
        equal((list_secrets(account), files_of(tessera, account)), ([], [f'{account}.lock']))
        return 'removed'
    outcome = state(tessera)
    if outcome == 'signed-in':
        tessera.do('token', 'Work')
        tessera.do('refresh', 'Work')
    else:
        equal(tessera.error(3, 'token', 'Work')['id'], 'not_signed_in')
    equal(tessera.do('remove', 'Work'), 'Removed “Work”.\n')
    is_gone(tessera, account)
    return outcome


run(everywhere, with_a_secret, never_signed_in, provider_gone, provider_refuses, locked, killed)
