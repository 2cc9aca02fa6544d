#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renewal at providers that nobody here wrote: signed in on their pages, renewed with what they gave.

test-refresh.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
Screenshots are left in SCRATCH/refresh.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
import traceback
import urllib.error
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'person')]

from glewlwyd import Glewlwyd  # noqa: E402  (the path comes first)
from oidc_provider import OidcProvider  # noqa: E402
from person import Person, runnable  # noqa: E402
from provider_process import free_port  # noqa: E402
from waiting import wait_for  # noqa: E402

BUILD_ROOT, SCRATCH = map(os.path.abspath, sys.argv[1:])
SCREENSHOTS = os.path.join(SCRATCH, 'refresh')
ACCOUNT = 'Work'
RENEWALS = 3


def glewlwyd(redirect_uri):
    return Glewlwyd([redirect_uri])


def glewlwyd_with_secret(redirect_uri):
    return Glewlwyd([redirect_uri], client_secret='tessera-e2e-secret')


def oidc_provider(redirect_uri):
    return OidcProvider([redirect_uri], os.path.join(SCRATCH, 'npm'))


def screenshot(name):
    return os.path.join(SCREENSHOTS, f'{name}.png')


def equal(what, found, wanted):
    if found != wanted:
        raise AssertionError(f'{what}: {found!r} instead of {wanted!r}')


def metadata(provider):
    with urllib.request.urlopen(f'{provider.issuer}/.well-known/openid-configuration') as answer:
        return json.load(answer)


def userinfo(provider, token):
    request = urllib.request.Request(metadata(provider)['userinfo_endpoint'],
                                     headers={'Authorization': f'Bearer {token}'})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def claims_of(token):
    body = token.split('.')[1]
    return json.loads(base64.urlsafe_b64decode(body + '=' * (-len(body) % 4)))


def sign_in(person, provider):
    login = person.start_tessera('login', ACCOUNT)
    page = person.browser.wait_for_page(provider.pages, login)
    provider.sign_in(page)
    equal('tessera login', (*login.communicate(timeout=90), login.returncode), ('', '', 0))
    page.wait_for_text(f'You are signed in to {ACCOUNT}')
    person.browser.close()


def stored():
    """What the Secret Service keeps of the one account here, as anybody of the session can read it."""
    found = subprocess.run(['secret-tool', 'search', 'kind', 'tokens'], capture_output=True, text=True,
                           check=True).stdout
    return json.loads(next(line.removeprefix('secret = ') for line in found.splitlines()
                           if line.startswith('secret = ')))


def status(person):
    return json.loads(person.check_tessera('status', ACCOUNT, '--json'))['accounts'][0]


def renewed(person, provider, before):
    """The session has another token, of the same person and for the same scopes, that is good."""
    token = person.check_tessera('token', ACCOUNT).strip()
    after = stored()
    equal('the token is another', token != before['access_token'], True)
    equal('the token that is stored', after['access_token'], token)
    equal('the scopes', after['scope'].split(), before['scope'].split())
    equal('the person', userinfo(provider, token)['name'], provider.person)
    first, last = claims_of(before['id_token']), claims_of(after['id_token'])
    equal('iss, sub and aud', [last[name] for name in ('iss', 'sub', 'aud')],
          [first[name] for name in ('iss', 'sub', 'aud')])
    return after


def renew_in_terminal(person, provider, picture):
    sign_in(person, provider)
    equal('renewable', status(person)['renewable'], True)
    tokens = stored()
    for i in range(RENEWALS):
        # By itself, where more is wanted than a token has; or because it is asked for.
        person.check_tessera(*(['token', ACCOUNT, '--min-validity', '100000'] if i == 0
                               else ['refresh', ACCOUNT]))
        last, tokens = tokens, renewed(person, provider, tokens)
        equal('the refresh token is another', tokens['refresh_token'] != last['refresh_token'], True)


def use_up(provider, refresh_token):
    """Somebody else comes with a refresh token: it is used up, and refused."""
    form = {'grant_type': 'refresh_token', 'refresh_token': refresh_token,
            'client_id': provider.client_id}
    try:
        urllib.request.urlopen(metadata(provider)['token_endpoint'],
                               urllib.parse.urlencode(form).encode())
    except urllib.error.HTTPError as error:
        equal('the used refresh token', (error.code, json.load(error)['error']), (400, 'invalid_grant'))
        return
    raise AssertionError('A used refresh token was taken.')


def reuse_in_terminal(person, provider, picture):
    """RFC 9700 §4.14.2: the provider ends the session where a refresh token comes twice."""
    sign_in(person, provider)
    used = stored()['refresh_token']
    person.check_tessera('refresh', ACCOUNT)
    use_up(provider, used)
    done = person.tessera('refresh', ACCOUNT, '--json')
    equal('tessera refresh', (done.returncode, json.loads(done.stdout)['error']['id']),
          (3, 'session_ended'))
    equal('the state', status(person)['state'], 'expired')
    equal('tessera token', person.tessera('token', ACCOUNT).returncode, 3)


def renew_in_window(person, provider, picture):
    sign_in(person, provider)
    tokens = stored()
    window = person.open_window()
    window.wait_for(provider.person)
    window.click('Renew')
    wait_for('another token', lambda: stored()['access_token'] != tokens['access_token'])
    renewed(person, provider, tokens)
    person.screen.screenshot(screenshot(f'{picture}-window'))


CASES = runnable(BUILD_ROOT, [
    ('oidc-provider, in the terminal', oidc_provider, '', renew_in_terminal),
    ('oidc-provider, where somebody else has the refresh token', oidc_provider, '', reuse_in_terminal),
    ('oidc-provider, in the window', oidc_provider, '', renew_in_window),
    ('glewlwyd, in the terminal', glewlwyd, '127.0.0.1', renew_in_terminal),
    ('glewlwyd and a client with a secret, in the terminal', glewlwyd_with_secret, '127.0.0.1',
     renew_in_terminal),
])


def run(provider_of, host, act, picture):
    """host: of a fixed redirect URI; "" where the provider takes any port of 127.0.0.1."""
    redirect_uri = f'http://{host}:{free_port()}/' if host else 'http://127.0.0.1/'
    with provider_of(redirect_uri) as provider, Person(BUILD_ROOT) as person:
        secret = ['--client-secret-stdin'] if provider.client_secret else []
        person.check_tessera('add', ACCOUNT, '--issuer', provider.issuer,
                             '--client-id', provider.client_id, '--redirect-uri', redirect_uri,
                             *secret, typed=f'{provider.client_secret}\n')
        try:
            act(person, provider, picture)
        except BaseException:
            person.screen.screenshot(screenshot(f'{picture}-failed'))
            print('\n'.join(f'# {line}' for line in provider.log().splitlines()[-20:]))
            raise
        finally:
            person.tessera('remove', ACCOUNT)


def main():
    shutil.rmtree(SCREENSHOTS, ignore_errors=True)
    os.makedirs(SCREENSHOTS)
    print(f'1..{len(CASES)}', flush=True)
    failures = 0
    for number, (name, provider_of, host, act) in enumerate(CASES, 1):
        try:
            run(provider_of, host, act, f'{number}-{name.split(",")[0].replace(" ", "-")}')
        except Exception:
            failures += 1
            print('\n'.join(f'# {line}' for line in traceback.format_exc().splitlines()))
            print('not ', end='')
        print(f'ok {number} {name}', flush=True)
    return 1 if failures else 0


sys.exit(main())
