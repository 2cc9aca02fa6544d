#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Twenty programs on one session that has to be renewed: one request, and one new token for all."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'cli')]

from sign_in import Provider, wait_for  # noqa: E402  (the path comes first)
from tap import equal, run  # noqa: E402
from together import (one_answer, prepare, renewals, renewed_once, sign_in,  # noqa: E402
                      sign_in_here, start_all, start_held)


def expired(tessera):
    """twenty times tessera token on an expired token"""
    with Provider(tessera, '--lifetime', '2') as provider:
        sign_in_here(tessera, provider)
        provider.get('/-/lifetime?seconds=3600', 'POST')
        wait_for('the end of the token', lambda: status(tessera)['expires_in'] == 0)
        equal(status(tessera)['state'], 'signed-in')
        renewed_once(tessera, provider, '', start_all(tessera, 'token', 'Work'))


def status(tessera):
    return tessera.ask('status', 'Work')['accounts'][0]


def too_short(tessera):
    """twenty times tessera token that wants more than a token ever has"""
    with Provider(tessera, '--delay', '2000') as provider:
        before, _ = prepare(tessera, provider)
        renewed_once(tessera, provider, before,
                     start_all(tessera, 'token', 'Work', '--min-validity', '7200'))


def held(tessera):
    """twenty times tessera token, tessera token --id-token and tessera refresh, all waiting for one"""
    with Provider(tessera) as provider:
        token, lock = prepare(tessera, provider)
        token = renewed_once(tessera, provider, token, start_held(
            tessera, lock, 'token', 'Work', '--min-validity', '7200'))
        # What a renewal a moment ago brought is good enough for whoever comes a moment later; not so
        # what a sign-in brought.
        sign_in(tessera, provider.issuer)
        provider.get('/-/reset', 'POST')
        before = tessera.do('token', 'Work', '--id-token')
        after = one_answer(start_held(tessera, lock, 'token', 'Work', '--id-token',
                                      '--min-validity', '7200'))
        equal((renewals(provider), after == before), (1, False))
        provider.get('/-/reset', 'POST')
        one_answer(start_held(tessera, lock, 'refresh', 'Work'))
        equal(renewals(provider), 1)


def failing(tessera):
    """twenty times tessera refresh where the provider is down: exit 7 each, and the session stays"""
    with Provider(tessera) as provider:
        before, lock = prepare(tessera, provider)
        provider.break_rule('token-error-500')
        for program in start_held(tessera, lock, 'refresh', 'Work'):
            program.communicate(timeout=120)
            equal(program.returncode, 7)
        provider.break_rule()
        equal(tessera.do('token', 'Work'), before)
        tessera.do('refresh', 'Work')


def ended(tessera):
    """twenty times tessera token where the session has ended: one asks, and all say so with exit 3"""
    with Provider(tessera) as provider:
        _, lock = prepare(tessera, provider)
        provider.break_rule('token-error-invalid-grant')
        programs = start_held(tessera, lock, 'token', 'Work', '--min-validity', '7200', '--json')
        for program in programs:
            output, _ = program.communicate(timeout=120)
            equal((program.returncode, '"session_ended"' in output), (3, True))
        equal(renewals(provider), 1)
        equal(status(tessera)['state'], 'expired')


run(expired, too_short, held, failing, ended)
