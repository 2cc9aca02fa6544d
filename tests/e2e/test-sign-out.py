#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign-out at providers that nobody here wrote: their revocation, their pages, Chromium, GIO.

test-sign-out.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
Screenshots are left in SCRATCH/sign-out.
"""

import json
import os
import shutil
import sys
import traceback
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'person')]

from glewlwyd import Glewlwyd  # noqa: E402  (the path comes first)
from oidc_provider import OidcProvider  # noqa: E402
from person import Person, runnable  # noqa: E402
from provider_process import free_port  # noqa: E402
from waiting import wait_for  # noqa: E402

BUILD_ROOT, SCRATCH = map(os.path.abspath, sys.argv[1:])
SCREENSHOTS = os.path.join(SCRATCH, 'sign-out')
ACCOUNT = 'Work'


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


def sign_in(person, provider):
    login = person.start_tessera('login', ACCOUNT)
    page = person.browser.wait_for_page(provider.pages, login)
    provider.sign_in(page)
    equal('tessera login', (*login.communicate(timeout=90), login.returncode), ('', '', 0))
    page.wait_for_text(f'You are signed in to {ACCOUNT}')
    return person.check_tessera('token', ACCOUNT).strip()


def userinfo_status(provider, token):
    with urllib.request.urlopen(f'{provider.issuer}/.well-known/openid-configuration') as answer:
        endpoint = json.load(answer)['userinfo_endpoint']
    request = urllib.request.Request(endpoint, headers={'Authorization': f'Bearer {token}'})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def is_over(person, provider, page):
    """Here, and in the browser, which asks for a password again."""
    account, = json.loads(person.check_tessera('status', ACCOUNT, '--json'))['accounts']
    equal('the state', account['state'], 'signed-out')
    equal('tessera token', person.tessera('token', ACCOUNT).returncode, 3)
    equal('an ID token in the address bar', 'eyJ' in page.address(), False)
    login = person.start_tessera('login', ACCOUNT)
    provider.asks_who_it_is(person.browser.wait_for_page(provider.pages, login))


def sign_out_from_terminal(person, provider, picture):
    token = sign_in(person, provider)
    equal('UserInfo', userinfo_status(provider, token), 200)
    logout = person.start_tessera('logout', ACCOUNT)
    page = person.browser.wait_for_page(provider.pages, logout)
    page.screenshot(screenshot(f'{picture}-asks'))
    provider.sign_out(page)
    page.wait_for_text(f'You are signed out of {ACCOUNT}')
    page.screenshot(screenshot(f'{picture}-page'))
    equal('tessera logout', (*logout.communicate(timeout=90), logout.returncode), ('', '', 0))
    equal('UserInfo with the old token', userinfo_status(provider, token), 401)
    is_over(person, provider, page)


def press_sign_out(person, provider, picture):
    window = person.open_window()
    window.click('Sign Out')
    window.wait_for('Not signed in')
    page = person.browser.wait_for_page(provider.pages, window.process)
    window.wait_for('Waiting for the browser…')
    person.screen.screenshot(screenshot(f'{picture}-window-waits'))
    provider.sign_out(page)
    page.wait_for_text(f'You are signed out of {ACCOUNT}')
    page.screenshot(screenshot(f'{picture}-page'))
    wait_for('the last step to go', lambda: not window.has('Waiting for the browser'))
    person.screen.screenshot(screenshot(f'{picture}-window'))
    return window, page


def sign_out_from_window(person, provider, picture):
    token = sign_in(person, provider)
    window, page = press_sign_out(person, provider, picture)
    equal('a notice', window.has('could not be'), False)
    equal('UserInfo with the old token', userinfo_status(provider, token), 401)
    is_over(person, provider, page)


def sign_out_unrevoked(person, provider, picture):
    """A provider that revokes nothing for a client without a secret: the window says so."""
    sign_in(person, provider)
    window, page = press_sign_out(person, provider, picture)
    window.wait_for('The tokens could not be revoked at the provider: ')
    is_over(person, provider, page)

CASES = runnable(BUILD_ROOT, [
    ('oidc-provider, from the terminal', oidc_provider, '', sign_out_from_terminal),
    ('oidc-provider, from the window', oidc_provider, '', sign_out_from_window),
    ('glewlwyd, from the terminal', glewlwyd_with_secret, '127.0.0.1', sign_out_from_terminal),
    ('glewlwyd at localhost, from the window', glewlwyd, 'localhost', sign_out_unrevoked),
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
