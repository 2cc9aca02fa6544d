#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Providers' habits that cost a person nothing: offline_access refused, HS256, odd texts."""

import os

from installed import PATIENCE
from kept import sign_in
from sign_in import Browser, Provider, is_signed_out, list_secrets
from tap import equal, holds, lacks, run

REFUSALS = ('authorize-offline-access-refused', 'token-offline-access-refused')


def written(tessera):
    with open(tessera.accounts_conf, encoding='utf-8') as file:
        return file.read()


def refused_offline_access(tessera):
    """a provider that refuses offline_access is asked again without it, in the same tab, and it is remembered"""
    for fault in REFUSALS:
        with Provider(tessera, faults=[fault]) as provider, Browser(tessera) as browser:
            tessera.add(fault, issuer=provider.issuer)
            tessera.do('login', fault)
            holds(browser.page(), f'You are signed in to {fault}')
            equal((fault, provider.requests('/authorize')), (fault, 2))
            equal((fault, tessera.ask('show', fault)['offline_access']), (fault, 'never'))
            equal((fault, list_secrets(tessera.ask('show', fault)['id'])), (fault, ['tokens']))
            provider.get('/-/reset', 'POST')
            tessera.do('login', fault)
            equal((fault, provider.requests('/authorize')), (fault, 1))


def edited_by_hand(tessera):
    """what else stands in accounts.conf stays as it is"""
    with Provider(tessera, faults=[REFUSALS[0]]) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        before = '# mine\n' + written(tessera) + 'Colour=green\n'
        with open(tessera.accounts_conf, 'w', encoding='utf-8') as file:
            file.write(before)
        tessera.do('login', 'Work')
        after = written(tessera)
        holds(after, '# mine', 'Colour=green', 'OfflineAccess=never')
        equal(sorted(after.split()), sorted([*before.split(), 'OfflineAccess=never']))


def read_only(tessera):
    """an administrator's account signs in as well, and its file stays as it is"""
    directory = os.path.join(tessera.administrator, 'tessera')
    os.mkdir(directory)
    path = os.path.join(directory, 'accounts.conf')
    with Provider(tessera, faults=[REFUSALS[1]]) as provider, Browser(tessera) as browser:
        text = f'[deployed]\nName=Firm\nIssuer={provider.issuer}\nClientId=tessera-demo\n'
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        for times in (2, 4):
            tessera.do('login', 'Firm')
            browser.forget()
            equal(provider.requests('/authorize'), times)
        with open(path, encoding='utf-8') as file:
            equal(file.read(), text)
        equal(os.path.exists(tessera.accounts_conf), False)


def asked_by_name(tessera):
    """whoever asks for offline_access by name is told what was asked for, exit 5, and nothing is written"""
    for fault in REFUSALS:
        with Provider(tessera, faults=[fault]) as provider, Browser(tessera):
            tessera.add(fault, '--scope', 'openid', '--offline-access', 'ask', issuer=provider.issuer)
            before = written(tessera)
            holds(tessera.fail(5, 'login', fault), '“openid offline_access”')
            error = tessera.error(5, 'login', fault)
            equal(error['id'], 'refused')
            holds(error['hint'], 'at the provider', f'tessera edit {fault} --scope')
            equal(written(tessera), before)
            is_signed_out(tessera, fault)


def without_a_browser(tessera):
    """--no-browser prints the second link too; whoever opens the first one need not know it"""
    with Provider(tessera, faults=[REFUSALS[0]]) as provider:
        tessera.add(issuer=provider.issuer)
        login = tessera.start('login', 'Work', '--no-browser')
        first = login.stderr.readline().strip()
        holds(provider.get(first.removeprefix(provider.issuer)), 'You are signed in to Work')
        _, said = login.communicate(timeout=PATIENCE)
        equal((login.returncode, said.count('\n')), (0, 1))
        holds(first, 'offline_access')
        holds(said, provider.issuer)
        lacks(said, 'offline_access')


def denied_scope(tessera):
    """an answer that names a scope says which scopes were asked for; another one does not"""
    with Provider(tessera, faults=['authorize-scope-denied']) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        holds(tessera.fail(5, 'login', 'Work'), 'The scope profile is not allowed', '“openid profile email')
        provider.break_rule('authorize-error')
        lacks(tessera.fail(5, 'login', 'Work'), 'openid')


def latin_1(tessera):
    """a description in ISO 8859-1 is shown, and hides no error"""
    with Provider(tessera, faults=['authorize-error-latin-1']) as provider:
        with Browser(tessera):
            tessera.add(issuer=provider.issuer)
            holds(tessera.fail(5, 'login', 'Work'), 'Zugriff für Zoë verweigert', 'temporarily_unavailable')
            provider.break_rule('token-error-latin-1')
            holds(tessera.fail(5, 'login', 'Work'), 'Code ungültig', 'invalid_grant')
        provider.break_rule()
        sign_in(tessera, provider)
        provider.break_rule('token-error-latin-1')
        equal(tessera.error(3, 'refresh', 'Work')['id'], 'session_ended')


def hs256(tessera):
    """an ID token with HS256 is taken where the account says so and has the secret, and nowhere else"""
    fault = 'id-token-alg-hs256-secret'
    with Provider(tessera, '--confidential', faults=[fault]) as provider, Browser(tessera) as browser:
        for name, *options in (('Work', '--id-token-alg', 'HS256'), ('Plain',)):
            tessera.do('add', name, '--issuer', provider.issuer, '--client-id', 'tessera-demo',
                       '--client-secret-stdin', *options, typed='demo-secret\n')
        tessera.do('login', 'Work')
        browser.forget()
        equal(tessera.ask('status', 'Work')['accounts'][0]['subject'], 'zoe-1')
        before = tessera.do('token', 'Work', '--id-token')
        tessera.do('refresh', 'Work')
        equal(tessera.do('token', 'Work', '--id-token') == before, False)
        equal(provider.requests('/jwks'), 0)
        equal(tessera.error(6, 'login', 'Plain')['id'], 'invalid_signature')
        holds(tessera.fail(6, 'login', 'Plain'), "tessera edit 'Plain' --id-token-alg HS256")
        # A key of the set is no secret, and where HS256 is named nothing else will do.
        for other in (['id-token-alg-hs256'], [], ['id-token-alg-none']):
            provider.break_rule(*other)
            equal((other, tessera.error(6, 'login', 'Work')['id']), (other, 'invalid_signature'))
        provider.break_rule('id-token-alg-hs256')
        equal(tessera.error(6, 'login', 'Plain')['id'], 'invalid_signature')


def hs256_without_secret(tessera):
    """an account with HS256 and without a secret is exit 2 before the browser opens"""
    with Provider(tessera) as provider, Browser(tessera) as browser:
        tessera.add('Work', '--id-token-alg', 'HS256', issuer=provider.issuer)
        holds(tessera.fail(2, 'login', 'Work'), 'client secret')
        equal(browser.was_started(), False)


def signed_userinfo(tessera):
    """a signed UserInfo is read, and one that is about somebody else ends the sign-in"""
    with Provider(tessera, faults=['profile-in-userinfo', 'userinfo-jwt']) as provider, \
            Browser(tessera):
        tessera.add(issuer=provider.issuer)
        tessera.do('login', 'Work')
        equal(provider.requests('/userinfo'), 1)
        equal(tessera.ask('status', 'Work')['accounts'][0]['state'], 'signed-in')
        provider.break_rule('profile-in-userinfo', 'userinfo-jwt-wrong-sub')
        equal(tessera.error(6, 'login', 'Work')['id'], 'invalid_claims')


run(refused_offline_access, edited_by_hand, read_only, asked_by_name, without_a_browser, denied_scope, latin_1,
    hs256, hs256_without_secret, signed_userinfo)
