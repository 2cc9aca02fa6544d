#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera refresh, and tessera token where the session is renewed first."""

import os
import subprocess

from installed import PATIENCE
from sign_in import Browser, Provider, is_signed_out
from tap import equal, holds, lacks, run

LOCK = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../session/lock-keyring')


def sign_in(tessera, provider, *options):
    tessera.add('Work', *options, issuer=provider.issuer)
    tessera.do('login', 'Work')
    return tessera.do('token', 'Work', '--min-validity', '0')


def refresh(tessera):
    """refresh renews at once and says nothing; with --json it says until when"""
    with Provider(tessera) as provider, Browser(tessera):
        first = sign_in(tessera, provider)
        equal(tessera.ask('status')['accounts'][0]['renewable'], True)
        equal(tessera.do('refresh', 'Work'), '')
        second = tessera.do('token', 'Work')
        answer = tessera.ask('refresh', 'Work')
        third = tessera.do('token', 'Work')
        equal(len({first, second, third}), 3)
        account, = tessera.ask('status')['accounts']
        equal(answer, {'name': 'Work', 'state': 'signed-in', 'subject': account['subject'],
                       'expires_at': account['expires_at']})
        holds(provider.get('/userinfo', Authorization=f'Bearer {third.strip()}'), account['subject'])


def token_renews(tessera):
    """token renews where less than a minute is left, and prints what comes even if it is short"""
    with Provider(tessera, '--lifetime', '30') as provider, Browser(tessera):
        first = sign_in(tessera, provider)
        equal(provider.requests('/token'), 1)
        second = tessera.do('token', 'Work')
        equal((second == first, second.count('\n'), provider.requests('/token')), (False, 1, 2))
        equal(tessera.do('token', 'Work', '--min-validity', '0'), second)
        equal(provider.requests('/token'), 2)


def enough_left(tessera):
    """a token that is valid for long enough is printed without a word to the provider"""
    with Provider(tessera) as provider, Browser(tessera):
        token = sign_in(tessera, provider)
        before = provider.requests('/token')
        equal(tessera.do('token', 'Work', '--min-validity', '3000'), token)
        equal(provider.requests('/token'), before)
        equal(tessera.do('token', 'Work', '--min-validity', '4000') == token, False)
        equal(provider.requests('/token'), before + 1)


def old_shell(tessera):
    """a shell that is older than the session becomes `tessera token`, and that renews all the same"""
    with Provider(tessera) as provider, Browser(tessera), subprocess.Popen(
            ['sh', '-c', 'read go; exec "$0" token Work --min-validity 99999', tessera.program],
            env=tessera.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as shell:
        first = sign_in(tessera, provider)
        before = provider.requests('/token')
        second, _ = shell.communicate('go\n', timeout=PATIENCE)
        equal((shell.returncode, second.count('\n'), second == first), (0, 1, False))
        equal(provider.requests('/token'), before + 1)


def session_ended(tessera):
    """a refresh token that the provider no longer takes is exit 3, and the account stays"""
    for command in ('refresh', 'token'):
        with Provider(tessera, '--lifetime', '30') as provider, Browser(tessera):
            sign_in(tessera, provider)
            provider.break_rule('token-error-invalid-grant')
            equal(tessera.error(3, command, 'Work')['id'], 'session_ended')
            tessera.fail(3, command, 'Work')
            equal(tessera.ask('status')['accounts'][0]['state'], 'expired')
            provider.break_rule()
            tessera.do('login', 'Work')
            tessera.do(command, 'Work')
        tessera.do('remove', 'Work')


def temporary(tessera):
    """no failure of the network ends the session: exit 7, and the next refresh works"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        for fault, error in (('token-error-500', 'busy'), ('token-error-rate-limit', 'busy'),
                             ('token-reset', 'unreachable')):
            provider.break_rule(fault)
            equal((fault, tessera.error(7, 'refresh', 'Work')['id']), (fault, error))
            equal(tessera.ask('status')['accounts'][0]['state'], 'signed-in')
            tessera.do('token', 'Work')
            provider.break_rule()
        tessera.do('refresh', 'Work')


def wrong_answers(tessera):
    """an answer that fails a check is exit 6, and the access token from before is still there"""
    with Provider(tessera) as provider, Browser(tessera):
        for fault in ('token-not-json', 'token-huge', 'token-access-token-missing'):
            token = sign_in(tessera, provider)
            provider.break_rule(fault)
            error = tessera.error(6, 'refresh', 'Work')
            lacks(error['message'], 'eyJ')
            equal(tessera.do('token', 'Work'), token)
            provider.break_rule()
            tessera.do('remove', 'Work')


def nothing_to_renew(tessera):
    """an account without a session is exit 3; one that nothing renews, too, and stays signed in"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add('Empty', issuer=provider.issuer)
        equal(tessera.error(3, 'refresh', 'Empty')['id'], 'not_signed_in')
        tessera.fail(3, 'refresh', 'Empty')
        is_signed_out(tessera, 'Empty')
        token = sign_in(tessera, provider, '--scope', 'openid')
        equal(tessera.error(3, 'refresh', 'Work')['exit_code'], 3)
        equal(tessera.do('token', 'Work'), token)
        equal(provider.requests('/token'), 1)


def keyring_locked(tessera):
    """a session in a keyring that is locked is exit 8, and nothing is sent to the provider"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        before = provider.requests('/token')
        subprocess.run([LOCK], check=True, capture_output=True)
        equal(tessera.error(8, 'refresh', 'Work')['id'], 'keyring_locked')
        tessera.fail(8, 'refresh', 'Work')
        equal(provider.requests('/token'), before)


# Last: the keyring stays locked.
run(refresh, token_renews, enough_left, old_shell, session_ended, temporary, wrong_answers, nothing_to_renew,
    keyring_locked)
