#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tessera refresh, where what the provider answers is odd: the refresh token in it is not lost.

The provider here takes each refresh token once, and ends the session of one that comes twice.
"""

from kept import is_honoured, revocations, sign_in, state
from sign_in import Provider, list_secrets
from tap import equal, run

ODD = ('id-token-email-list', 'id-token-username-number', 'id-token-number-huge',
       'id-token-several-aud', 'token-error-empty', 'token-expires-in-decimal')


def goes_on(tessera):
    """an answer that is odd and harmless renews the session, and the next renewal does so again"""
    with Provider(tessera) as provider:
        for fault in ODD:
            first = sign_in(tessera, provider)
            provider.break_rule(fault)
            equal((fault, tessera.do('refresh', 'Work')), (fault, ''))
            provider.break_rule()
            second = tessera.do('token', 'Work').strip()
            equal((fault, second == first, is_honoured(provider, second)), (fault, False, True))
            equal((fault, tessera.do('refresh', 'Work')), (fault, ''))
            equal((fault, state(tessera)), (fault, 'signed-in'))


def refused_answer(tessera):
    """an answer that is refused is exit 6, and the next renewal goes on with its refresh token"""
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        for fault in ('id-token-bad-signature', 'id-token-wrong-aud', 'token-type-mac',
                      'token-access-token-missing'):
            provider.break_rule(fault)
            tessera.fail(6, 'refresh', 'Work')
            provider.break_rule()
            equal((fault, tessera.do('refresh', 'Work')), (fault, ''))


def another_person(tessera):
    """an answer about somebody else ends the session, exit 3, and its tokens are revoked"""
    with Provider(tessera) as provider:
        sign_in(tessera, provider)
        provider.get('/-/reset', 'POST')
        provider.break_rule('refresh-wrong-sub')
        equal(tessera.error(3, 'refresh', 'Work')['id'], 'session_ended')
        equal(revocations(provider), ['refresh_token', 'access_token'])
        provider.break_rule()
        equal(tessera.error(3, 'token', 'Work')['id'], 'session_ended')
        equal(tessera.error(3, 'refresh', 'Work')['id'], 'session_ended')
        equal((provider.requests('/token'), state(tessera)), (1, 'expired'))
        sign_in(tessera, provider)
        equal((state(tessera), list_secrets(tessera.ask('show', 'Work')['id'])),
              ('signed-in', ['tokens']))


run(goes_on, refused_answer, another_person)
