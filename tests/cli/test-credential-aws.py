#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera credential aws, against a stub of AWS STS."""

import concurrent.futures
import datetime
import json
import os

from asking import ask, claims, everything_else
from kept import account_id, lock_keyring, sign_in, state, unlock_keyring
from sign_in import Browser, Provider, list_secrets
from sts import ANSWER, REFUSAL, ROLE, Sts
from tap import equal, holds, lacks, run

def read(asked):
    if asked.status != 0 or asked.said:
        raise AssertionError(asked)
    answer = json.loads(asked.output)
    equal(sorted(answer), ['AccessKeyId', 'Expiration', 'SecretAccessKey', 'SessionToken', 'Version'])
    equal(answer['Version'], 1)
    datetime.datetime.strptime(answer['Expiration'], '%Y-%m-%dT%H:%M:%SZ')
    return answer['AccessKeyId'], answer['SecretAccessKey'], answer['SessionToken']


def exchange(tessera):
    """the ID token is exchanged, unsigned, for what STS gives"""
    with Provider(tessera) as provider, Sts() as sts:
        sign_in(tessera, provider)
        equal(read(sts.ask(tessera)), ('ASIA1', 'wJalr/XUtnFEMI+K7MDENG1', 'FwoGZXIvYXdz==1'))
        (headers, form), = sts.requests
        equal('Authorization' in headers, False)
        equal(form, {'Action': 'AssumeRoleWithWebIdentity', 'Version': '2011-06-15', 'RoleArn': ROLE,
                     'RoleSessionName': form['RoleSessionName'], 'DurationSeconds': '3600',
                     'WebIdentityToken': tessera.do('token', 'Work', '--id-token').strip()})
        email = claims(form['WebIdentityToken']).get('email', 'zoe-1')
        equal(form['RoleSessionName'], ''.join(c if c.isalnum() or c in '_+=,.@-' else '-' for c in email))
        read(sts.ask(tessera, '--session-name', 'me@work', '--duration', '900', '--policy', '{"a":"b & c"}'))
        form = sts.requests[1][1]
        equal((form['RoleSessionName'], form['DurationSeconds'], form['Policy']), ('me@work', '900', '{"a":"b & c"}'))


def cache(tessera):
    """credentials are kept for account, role and session, in the Secret Service alone"""
    with Provider(tessera) as provider, Sts() as sts:
        sign_in(tessera, provider)
        first = read(sts.ask(tessera))
        equal(read(sts.ask(tessera)), first)
        other = read(sts.ask(tessera, role=ROLE + '2'))
        named = read(sts.ask(tessera, '--session-name', 'me'))
        equal((len({first, other, named}), len(sts.requests)), (3, 3))
        equal([read(sts.ask(tessera)), read(sts.ask(tessera, role=ROLE + '2'))], [first, other])
        equal(len(sts.requests), 3)
        equal(list_secrets(account_id(tessera)), ['exchanged', 'tokens'])
        for _, text in everything_else(tessera):
            lacks(text, *first, *other, *named)


def little_left(tessera):
    """credentials that end within a quarter of an hour are replaced"""
    with Provider(tessera) as provider, Sts(lifetime=890) as sts:
        sign_in(tessera, provider)
        first = read(sts.ask(tessera))
        sts.lifetime = 910
        second = read(sts.ask(tessera))
        equal((first == second, len(sts.requests)), (False, 2))
        equal(read(sts.ask(tessera)), second)


def sts_down(tessera):
    """where STS cannot be reached, what is left of the last credentials counts"""
    with Provider(tessera) as provider, Sts(lifetime=300) as sts:
        sign_in(tessera, provider)
        first = read(sts.ask(tessera))
        sts.answer = (503, '')
        equal(read(sts.ask(tessera)), first)
        asked = sts.ask(tessera, role=ROLE + '2')
        equal((asked.status, asked.output), (7, ''))


def at_once(tessera):
    """twenty at once make one exchange"""
    with Provider(tessera) as provider, Sts() as sts:
        sign_in(tessera, provider)
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: sts.ask(tessera), range(20)))
        equal(({read(asked) for asked in answers}, len(sts.requests)), ({read(sts.ask(tessera))}, 1))


def logout(tessera):
    """they are dropped at the sign-out, and are nobody's who signs in next"""
    with Provider(tessera) as provider, Sts() as sts:
        sign_in(tessera, provider)
        read(sts.ask(tessera))
        with Browser(tessera):
            tessera.do('logout', 'Work')
        equal(list_secrets(account_id(tessera)), [])
        asked = sts.ask(tessera)
        equal((asked.status, asked.output, len(sts.requests)), (3, '', 1))
        holds(asked.said, 'tessera login Work')
        sign_in(tessera, provider)
        second = read(sts.ask(tessera))
        sign_in(tessera, provider)
        equal(list_secrets(account_id(tessera)), ['tokens'])
        equal(read(sts.ask(tessera)) == second, False)
        account = account_id(tessera)
        tessera.do('remove', 'Work')
        equal(list_secrets(account), [])
        equal([name for name in os.listdir(os.path.join(tessera.data, 'tessera')) if name.startswith(account)], [])


def session_ended(tessera):
    """they are dropped where the provider ends the session"""
    with Provider(tessera) as provider, Sts() as sts:
        sign_in(tessera, provider)
        read(sts.ask(tessera))
        provider.break_rule('token-error-invalid-grant')
        tessera.fail(3, 'refresh', 'Work')
        equal((state(tessera), 'exchanged' in list_secrets(account_id(tessera))), ('expired', False))
        asked = sts.ask(tessera)
        equal((asked.status, asked.output), (3, ''))


def keyring_locked(tessera):
    """a locked keyring is exit 8 at once"""
    with Provider(tessera) as provider, Sts() as sts:
        sign_in(tessera, provider)
        read(sts.ask(tessera))
        lock_keyring()
        try:
            asked = sts.ask(tessera)
            equal((asked.status, asked.output), (8, ''))
        finally:
            unlock_keyring()


def refusals(tessera):
    """what STS refuses is told in its words; what is no answer is an error"""
    with Provider(tessera) as provider, Sts() as sts:
        sign_in(tessera, provider)
        for answer, status, words in (
                ((403, REFUSAL.format(code='AccessDenied')), 5, ('AccessDenied', 'Not authorized <to perform> it')),
                ((400, REFUSAL.format(code='InvalidIdentityToken')), 5, ('InvalidIdentityToken',)),
                ((400, REFUSAL.format(code='IDPCommunicationError')), 7, ('IDPCommunicationError',)),
                ((200, 'nonsense'), 6, ()), ((200, ''), 6, ()), ((200, ANSWER[:300]), 6, ()),
                ((200, ANSWER.format(number='\x01', expiration='2040-01-01T00:00:00Z')), 6, ()),
                ((200, ANSWER.format(number='1 2', expiration='2040-01-01T00:00:00Z')), 6, ()),
                ((200, ANSWER.format(number='1', expiration='tomorrow')), 6, ()),
                ((200, ANSWER.format(number='1', expiration='2020-01-01T00:00:00Z')), 1, ('clock',)),
                ((503, ''), 7, ())):
            sts.answer = answer
            asked = sts.ask(tessera)
            equal((answer, asked.status, asked.output, asked.said.count('\n')), (answer, status, '', 1))
            holds(asked.said, *words)
            lacks(asked.said, 'eyJ')


def mistakes(tessera):
    """limits of AWS are checked before anybody is asked"""
    tessera.add('Work')
    for options, named in ((('--session-name', 'x'), '--session-name'), (('--session-name', 'a b'), '--session-name'),
                           (('--session-name', 'x' * 65), '--session-name'), (('--duration', '899'), '--duration'),
                           (('--duration', '43201'), '--duration'), (('--region', 'evil.example/'), '--region'),
                           (('--sts-endpoint', 'http://sts.example'), '--sts-endpoint')):
        asked = ask(tessera, 'aws', 'Work', '--role-arn', ROLE, *options)
        equal((options, asked.status, asked.output), (options, 2, ''))
        holds(asked.said, named)


run(exchange, cache, little_left, sts_down, at_once, logout, session_ended, keyring_locked, refusals, mistakes)
