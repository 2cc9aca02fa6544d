#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera login gives back what nobody keeps: the tokens of a sign-in that fails, and a replaced session."""

import os
import signal
import urllib.error
import urllib.request

from installed import PATIENCE
from kept import (account_id, is_honoured, lock_keyring, record, revocations, sign_in, state,
                  unlock_keyring)
from sign_in import Browser, Provider, is_signed_out, list_secrets, wait_for
from tap import equal, holds, run

BOTH = ['refresh_token', 'access_token']
GOOGLE = 'https://accounts.google.com'


def asked_for(provider, path):
    wait_for(f'the request for {path}', lambda: provider.requests(path))


def failed_check(tessera):
    """a check that fails after the exchange is exit 6, and both tokens are revoked"""
    with Provider(tessera) as provider:
        tessera.add(issuer=provider.issuer)
        for fault in ('id-token-bad-signature', 'id-token-wrong-nonce', 'userinfo-wrong-sub',
                      'token-id-token-missing', 'token-type-mac'):
            provider.get('/-/reset', 'POST')
            provider.break_rule(fault, 'profile-in-userinfo')
            with Browser(tessera):
                tessera.fail(6, 'login', 'Work')
            equal((fault, revocations(provider)), (fault, BOTH))
            is_signed_out(tessera)


def interrupted(tessera):
    """Ctrl-C after the exchange is exit 4, and both tokens are revoked"""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with Provider(tessera, faults=['userinfo-hang', 'profile-in-userinfo']) as provider, \
                Browser(tessera):
            tessera.add(str(number), issuer=provider.issuer)
            login = tessera.start('login', str(number))
            asked_for(provider, '/userinfo')
            login.send_signal(number)
            login.communicate(timeout=PATIENCE)
            equal((login.returncode, revocations(provider)), (4, BOTH))
            is_signed_out(tessera, str(number))


def deadline(tessera):
    """the deadline after the exchange is exit 4, and both tokens are revoked"""
    with Provider(tessera, faults=['userinfo-hang', 'profile-in-userinfo']) as provider:
        tessera.add(issuer=provider.issuer)
        # On a machine that is busy the first of them may end too early.
        for seconds in ('3', '10', '25'):
            provider.get('/-/reset', 'POST')
            with Browser(tessera):
                equal(tessera.error(4, 'login', 'Work', '--timeout', seconds)['id'], 'deadline')
            if provider.requests('/userinfo'):
                break
        equal((provider.requests('/userinfo'), revocations(provider)), (1, BOTH))
        is_signed_out(tessera)


def late_answer(tessera):
    """Ctrl-C during the exchange is exit 4, and the tokens of an answer that comes late are revoked"""
    with Provider(tessera, faults=['token-held']) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        login = tessera.start('login', 'Work')
        asked_for(provider, '/token')
        login.send_signal(signal.SIGINT)
        provider.break_rule()
        login.communicate(timeout=PATIENCE)
        equal((login.returncode, revocations(provider)), (4, BOTH))
        is_signed_out(tessera)


def replaced(tessera):
    """a second login revokes the refresh token of the first session, and keeps its own"""
    with Provider(tessera) as provider:
        first = sign_in(tessera, provider)
        second = sign_in(tessera, provider)
        equal(revocations(provider), BOTH[:1])
        equal((is_honoured(provider, first), is_honoured(provider, second)), (False, True))
        tessera.do('refresh', 'Work')


def not_replaced(tessera):
    """a second login that fails revokes what it got, and leaves the first session alone"""
    with Provider(tessera) as provider:
        first = sign_in(tessera, provider)
        provider.break_rule('id-token-wrong-nonce')
        with Browser(tessera):
            tessera.fail(6, 'login', 'Work')
        provider.break_rule()
        equal((tessera.do('token', 'Work').strip(), is_honoured(provider, first)), (first, True))
        tessera.do('refresh', 'Work')


def of_one_grant(tessera):
    """at Google one revocation ends all of a person’s tokens: there a second login revokes nothing"""
    with Provider(tessera) as provider:
        # Google's sign-in page, and all else here: the preset goes by the former's host.
        tessera.add('Work', '--scope', 'profile', '--scope', 'offline_access',
                    *(f'--{name}-endpoint={provider.issuer}/{path}' for name, path in
                      (('token', 'token'), ('userinfo', 'userinfo'), ('revocation', 'revoke'))),
                    '--authorization-endpoint', f'{GOOGLE}/o/oauth2/v2/auth', issuer=None)
        for _ in range(2):
            login = tessera.start('login', 'Work', '--no-browser')
            page, query = login.stderr.readline().strip().split('?')
            equal(page, f'{GOOGLE}/o/oauth2/v2/auth')
            follow(f'{provider.issuer}/authorize?{query}')
            equal((*login.communicate(timeout=PATIENCE), login.returncode), ('', '', 0))
        equal((provider.requests('/token'), revocations(provider)), (2, []))
        equal(is_honoured(provider, tessera.do('token', 'Work').strip()), True)


def of_one_session(tessera):
    """at Keycloak both sign-ins of a browser are one session: a second login revokes nothing"""
    with Provider(tessera, '--habits', 'keycloak') as provider:
        tessera.add(issuer=provider.issuer)
        for _ in range(2):
            with Browser(tessera):
                tessera.do('login', 'Work')
        # Its log is beside the realm.
        provider.issuer = provider.issuer.removesuffix('/realms/work')
        equal(revocations(provider), [])
        tessera.do('refresh', 'Work')


def follow(address):
    """Go there, whatever the page in the end says."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=PATIENCE):
            pass
    except urllib.error.HTTPError:
        pass


def locked_meanwhile(tessera):
    """a keyring that is locked while the person signs in is exit 8, and both tokens are revoked"""
    with Provider(tessera) as provider:
        tessera.add(issuer=provider.issuer)
        login = tessera.start('login', 'Work', '--no-browser')
        address = login.stderr.readline().strip()
        lock_keyring()
        follow(address)
        login.communicate(timeout=PATIENCE)
        unlock_keyring()
        equal((login.returncode, revocations(provider)), (8, BOTH))
        is_signed_out(tessera)


def log_in_without_room(tessera):
    """Sign in where the record cannot be written: exit status and what is said."""
    with Browser(tessera):
        login = tessera.start('login', 'Work', faults=['rename@*.state:1+:errno:ENOSPC'])
        said = login.communicate(timeout=PATIENCE)[1]
    return login.returncode, said


def unwritten(tessera):
    """a login whose record cannot be written is exit 1, the keyring is empty, and both are revoked"""
    with Provider(tessera) as provider:
        tessera.add(issuer=provider.issuer)
        status, said = log_in_without_room(tessera)
        holds(said, 'No space left')
        equal((status, revocations(provider)), (1, BOTH))
        is_signed_out(tessera)


def unwritten_again(tessera):
    """the same with a session that was there: it goes on, and the keyring is as it was"""
    with Provider(tessera) as provider:
        first = sign_in(tessera, provider)
        equal((log_in_without_room(tessera)[0], revocations(provider)), (1, BOTH))
        equal((tessera.do('token', 'Work').strip(), state(tessera)), (first, 'signed-in'))
        equal(list_secrets(account_id(tessera)), ['tokens'])
        equal(os.path.exists(record(tessera)), True)
        tessera.do('refresh', 'Work')


run(failed_check, interrupted, deadline, late_answer, replaced, not_replaced, of_one_grant, of_one_session,
    locked_meanwhile, unwritten, unwritten_again)

