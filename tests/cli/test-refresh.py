#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera refresh, and tessera token where the session is renewed first."""

import glob
import os
import signal
import subprocess

from installed import PATIENCE
from pseudo_terminal import Terminal
from sign_in import Browser, Provider, is_signed_out, wait_for
from tap import equal, holds, lacks, run

# What a provider may do instead of renewing a session, and what is then told.
FAILURES = {'token-error-500': 'busy', 'token-error-rate-limit': 'busy', 'token-reset': 'unreachable',
            'metadata-error-500': 'busy', 'metadata-wrong-issuer': 'issuer_mismatch',
            'token-not-json': 'malformed', 'token-huge': 'too_large', 'token-error-no-json': 'http_status',
            'token-error-status-200': 'refused'}
EARLY = ('--min-validity', '4000')

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


def session_ended_in_other_words(tessera):
    """invalid_token and expired_token, 400 or 401, end the session as invalid_grant does"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        for fault in ('token-error-invalid-token', 'token-error-invalid-token-401',
                      'token-error-expired-token', 'token-error-expired-token-401'):
            tessera.do('login', 'Work')
            provider.break_rule(fault)
            equal((fault, tessera.error(3, 'refresh', 'Work')['id']), (fault, 'session_ended'))
            equal(tessera.ask('status')['accounts'][0]['state'], 'expired')
            # Nobody is asked again.
            before = provider.requests('/token')
            tessera.fail(3, 'token', 'Work')
            equal(provider.requests('/token'), before)
            provider.break_rule()


def client_refused(tessera):
    """invalid_client is exit 5 and ends no session: the next refresh works"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        provider.break_rule('token-error-invalid-client')
        equal(tessera.error(5, 'refresh', 'Work')['id'], 'refused')
        account, = tessera.ask('status')['accounts']
        equal((account['state'], account['renewable']), ('signed-in', True))
        provider.break_rule()
        equal(tessera.do('refresh', 'Work'), '')


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


def is_told(tessera, token, *options):
    """Check that the token of before is the answer although it could not be renewed; the warning."""
    answer = tessera.ask('token', 'Work', *options)
    equal(answer.get('access_token', answer.get('id_token')), token.strip())
    lacks(answer['warning']['message'], 'eyJ')
    return answer['warning']['id']


def early_renewal_fails(tessera):
    """a token that is still valid is the answer where the provider does not renew it, with a warning"""
    with Provider(tessera) as provider, Browser(tessera):
        for fault, error in FAILURES.items():
            for option in ((), ('--id-token',)):
                sign_in(tessera, provider)
                token = tessera.do('token', 'Work', *option)
                provider.break_rule(fault)
                # Once: some of them have spent the refresh token.
                equal((fault, is_told(tessera, token, *option, *EARLY)), (fault, error))
                provider.break_rule()
                tessera.do('remove', 'Work')


def provider_is_gone(tessera):
    """the last minute of a token is handed out where nobody renews it; at a terminal the reason is told"""
    with Provider(tessera, '--lifetime', '59') as provider, Browser(tessera):
        token = sign_in(tessera, provider)
    equal(tessera.do('token', 'Work'), token)
    equal(is_told(tessera, token), 'unreachable')
    with Terminal(tessera, 'token', 'Work') as terminal:
        status, said = terminal.end()
    *lines, printed = said.splitlines(keepends=True)
    warning = ' '.join(''.join(lines).split())  # it is broken at the width of the terminal
    equal((status, printed, warning[:9]), (0, token, 'tessera: '))
    holds(warning, 'still valid', provider.issuer.removeprefix('http://'))
    with Terminal(tessera, script='"$0" token Work 2>/dev/null') as terminal:
        equal(terminal.end(), (0, token))


def nothing_can_be_written(tessera):
    """a token that is still valid is printed where a renewal cannot lock the session or write it down"""
    with Provider(tessera) as provider, Browser(tessera):
        token = sign_in(tessera, provider)
        state, = glob.glob(f'{tessera.data}/tessera/*.state')
        lock = state.removesuffix('state') + 'lock'
        os.remove(lock)
        os.mkdir(lock)
        equal(tessera.do('token', 'Work', *EARLY), token)
        equal(is_told(tessera, token, *EARLY), 'failed')
        os.rmdir(lock)

        full = tessera.start('token', 'Work', *EARLY, faults=['write@*/tessera/*:1+:errno:ENOSPC'])
        output, said = full.communicate(timeout=PATIENCE)
        equal((full.returncode, said, output.count('.'), tessera.struck() > 0), (0, '', 2, True))


def over_or_cancelled(tessera):
    """a token that is still valid is withheld if the session has ended, or Ctrl-C ends the renewal"""
    with Provider(tessera) as provider, Browser(tessera):
        sign_in(tessera, provider)
        provider.break_rule('metadata-hang')
        before = provider.requests('/.well-known/openid-configuration')
        program = tessera.start('token', 'Work', *EARLY)
        wait_for('the renewal',
                 lambda: provider.requests('/.well-known/openid-configuration') > before)
        program.send_signal(signal.SIGINT)
        output, _ = program.communicate()
        equal((program.returncode, output), (4, ''))
        provider.break_rule('token-error-invalid-grant')
        done = tessera.run('token', 'Work', *EARLY)
        equal((done.returncode, done.stdout), (3, ''))


def too_late(tessera):
    """once the token is over, it is the renewal's failure that is told"""
    with Provider(tessera, '--lifetime', '2') as provider, Browser(tessera):
        tessera.add('Work', issuer=provider.issuer)
        tessera.do('login', 'Work')
        provider.break_rule('token-error-500')
        wait_for('the end of the token', lambda: tessera.run('token', 'Work').returncode)
        equal(tessera.error(7, 'token', 'Work')['id'], 'busy')
        equal(tessera.run('token', 'Work').stdout, '')


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
run(refresh, token_renews, enough_left, old_shell, session_ended, session_ended_in_other_words,
    client_refused, temporary, wrong_answers, early_renewal_fails,
    provider_is_gone, nothing_can_be_written, over_or_cancelled, too_late, nothing_to_renew, keyring_locked)
