#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera logout against everything else: signals at any time, other logouts, renewals, the network."""

import fcntl
import json
import os
import signal

from each_call import each_call
from sign_in import Browser, Provider, is_signed_out, list_secrets, wait_for
from tap import equal, holds, lacks, run

# What the network does, and the ID of the warning; None where there is none.
TROUBLES = {
    'revoke-error-500': 'busy',
    'revoke-refused': 'refused',
    'revoke-access-token-refused': None,  # RFC 7009 §2.2.1
    'revoke-reset': 'unreachable',
    'metadata-error-500': 'busy',
    'metadata-wrong-issuer': 'issuer_mismatch',
    'metadata-no-revocation': None,  # the provider's own sign-out has ended the session
}


def sign_in(tessera, provider, *options):
    if not tessera.do('list'):
        tessera.add('Work', *options, issuer=provider.issuer)
    with Browser(tessera) as browser:
        tessera.do('login', 'Work')
        browser.page()


def revocations(provider):
    log = json.loads(provider.get('/-/log'))
    return [entry.get('hint', 'none') for entry in log if entry['path'] == '/revoke']


def state(tessera):
    return tessera.ask('status', 'Work')['accounts'][0]['state']


def account_id(tessera):
    return tessera.ask('show', 'Work')['id']


def tokens_of(tessera):
    return [tessera.do('token', 'Work').strip(), tessera.do('token', 'Work', '--id-token').strip()]


def tells_no_token(tessera):
    """no token is in an argument, the environment or a file, neither of logout nor of the browser"""
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        parts = [part for token in tokens_of(tessera) for part in token.split('.')[1:]]
        provider.break_rule('revoke-hang')
        with Browser(tessera, 'ignore'):
            logout = tessera.start('logout', 'Work')
            wait_for('the revocation', lambda: provider.requests('/revoke'))
            for name in ('cmdline', 'environ'):
                try:
                    with open(f'/proc/{logout.pid}/{name}', encoding='latin-1') as file:
                        lacks(file.read(), *parts)
                except PermissionError:
                    pass
            for directory, _, names in os.walk(tessera.home):
                for name in names:
                    with open(os.path.join(directory, name), encoding='latin-1') as file:
                        lacks(file.read(), *parts)
            logout.send_signal(signal.SIGINT)
            lacks(''.join(logout.communicate(timeout=120)), *parts)
        provider.break_rule()
        sign_in(tessera, provider)
        with Browser(tessera) as browser:
            equal(tessera.do('logout', 'Work'), '')
            lacks(str(browser.started()), 'eyJ', 'hint')
            holds(browser.started()['address'], 'http://127.0.0.1:')


def says_why(tessera):
    """why a token could not be revoked is a member of the answer, and exit 0"""
    with Provider(tessera) as provider:
        for fault, warning in TROUBLES.items():
            sign_in(tessera, provider)
            provider.break_rule(fault)
            with Browser(tessera):
                answer = tessera.ask('logout', 'Work')
            provider.break_rule()
            equal((answer['name'], answer['state'], answer.get('warning', {}).get('id'), 'error' in answer),
                  ('Work', 'signed-out', warning, False))
            is_signed_out(tessera)


def interrupted_while_another_changes(tessera):
    """Ctrl-C before it is its turn is exit 4, and the session is as it was"""
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        token = tessera.do('token', 'Work')
        with open(f'{tessera.data}/tessera/{account_id(tessera)}.lock', 'w', encoding='ascii') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            logout = tessera.start('logout', 'Work')
            wait_for('the lock to be waited for', lambda: is_waiting(logout.pid))
            logout.send_signal(signal.SIGINT)
            equal((logout.communicate(timeout=120)[0], logout.returncode), ('', 4))
        equal(tessera.do('token', 'Work'), token)


def is_waiting(pid):
    """Whether a thread of the process waits for a file's lock."""
    with open('/proc/locks', encoding='ascii') as file:
        return any('->' in line and f' {pid} ' in line for line in file)


def killed_in_a_request(tessera):
    """a logout that is killed while it asks the provider has signed out here"""
    with Provider(tessera) as provider:
        for fault, request in (('metadata-hang', '/.well-known/openid-configuration'),
                               ('revoke-hang', '/revoke')):
            sign_in(tessera, provider)
            provider.break_rule(fault)
            provider.get('/-/reset', 'POST')
            logout = tessera.start('logout', 'Work')
            wait_for('the request', lambda: provider.requests(request))
            logout.kill()
            logout.communicate()
            provider.break_rule()
            is_signed_out(tessera)


def killed(tessera):
    """a logout that is killed before any call that matters has signed out or not"""
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        account = account_id(tessera)
        outcomes = set()

        def log_out(fault):
            if state(tessera) == 'signed-out':
                sign_in(tessera, provider)
            with Browser(tessera):
                logout = tessera.start('logout', 'Work', faults=[fault])
                errors = logout.communicate(timeout=120)[1]
            return logout.returncode, errors

        for call, ended in each_call(tessera, 'kill', log_out):
            equal((call, *ended), (call, -signal.SIGKILL, ''))
            outcomes.add((call, check_whole(tessera, account)))
        print(f'# {sorted(outcomes)}', flush=True)
        # Nothing has happened where it looks the tokens up, and all has where the browser starts.
        holds(outcomes, ('secret_password_lookupv', 'signed-in'))
        holds({outcome for _, outcome in outcomes}, 'signed-out')
        with Browser(tessera):
            tessera.do('logout', 'Work')
        is_signed_out(tessera)


def check_whole(tessera, account):
    """What a killed sign-out leaves: a session, or none. What says that there is one has its tokens;
    tokens of which nothing says so any more are deleted by the next sign-out."""
    if state(tessera) == 'signed-in':
        holds(list_secrets(account), 'tokens')
        tessera.do('token', 'Work')
        return 'signed-in'
    equal(tessera.error(3, 'token', 'Work')['id'], 'not_signed_in')
    equal(state(tessera), 'signed-out')
    with Browser(tessera):
        tessera.do('logout', 'Work')
    equal(list_secrets(account), [])
    return 'signed-out'


def several_at_once(tessera):
    """of several logouts at once one does it, and all are exit 0"""
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        with Browser(tessera):
            logouts = [tessera.start('logout', 'Work') for _ in range(5)]
            for logout in logouts:
                equal((*logout.communicate(timeout=120), logout.returncode), ('', '', 0))
        equal(revocations(provider), ['refresh_token', 'access_token'])
        is_signed_out(tessera)


def against_renewals(tessera):
    """a renewal that was under way does not bring the session back"""
    with Provider(tessera) as provider:
        for _ in range(5):
            sign_in(tessera, provider)
            with Browser(tessera):
                before = [tessera.start('refresh', 'Work') for _ in range(4)]
                logout = tessera.start('logout', 'Work')
                after = [tessera.start('refresh', 'Work') for _ in range(4)]
                equal((*logout.communicate(timeout=120), logout.returncode), ('', '', 0))
                for renewal in before + after:
                    renewal.communicate(timeout=120)
                    holds((0, 3), renewal.returncode)
            is_signed_out(tessera)
        provider.break_rule('token-hang')
        sign_in_slowly(tessera, provider)


def sign_in_slowly(tessera, provider):
    """A renewal hangs at the provider when the sign-out comes: it has its turn, and then it is over."""
    provider.break_rule()
    sign_in(tessera, provider)
    provider.break_rule('token-hang')
    provider.get('/-/reset', 'POST')
    renewal = tessera.start('refresh', 'Work')
    wait_for('the renewal', lambda: provider.requests('/token'))
    logout = tessera.start('logout', 'Work')
    wait_for('the lock to be waited for', lambda: is_waiting(logout.pid))
    renewal.kill()
    renewal.communicate()
    with Browser(tessera):
        logout.communicate(timeout=120)
    equal(logout.returncode, 0)
    provider.break_rule()
    is_signed_out(tessera)


run(tells_no_token, says_why, interrupted_while_another_changes, killed_in_a_request, killed,
    several_at_once, against_renewals)
