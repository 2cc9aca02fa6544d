#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""End to end with parts that nobody here wrote: two providers, their own pages, Chromium, GIO.

test-sign-in.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
Screenshots are left in SCRATCH/screenshots.
"""

import json
import os
import shutil
import sys
import traceback
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'person')]

from glewlwyd import Glewlwyd  # noqa: E402  (the path comes first)
from oidc_provider import OidcProvider  # noqa: E402
from person import Person, runnable  # noqa: E402
from provider_process import free_port  # noqa: E402

BUILD_ROOT, SCRATCH = map(os.path.abspath, sys.argv[1:])
SCREENSHOTS = os.path.join(SCRATCH, 'screenshots')
ACCOUNT = 'Work'


def glewlwyd(redirect_uri):
    return Glewlwyd([redirect_uri])


def oidc_provider(redirect_uri):
    return OidcProvider([redirect_uri], os.path.join(SCRATCH, 'npm'))


def screenshot(name):
    return os.path.join(SCREENSHOTS, f'{name}.png')


def equal(what, found, wanted):
    if found != wanted:
        raise AssertionError(f'{what}: {found!r} instead of {wanted!r}')


def add_account(person, provider, redirect_uri):
    person.check_tessera('add', ACCOUNT, '--issuer', provider.issuer,
                         '--client-id', provider.client_id, '--redirect-uri', redirect_uri)


def has_no_code(what, addresses):
    """The authorization code leaves nothing where a person, or who borrows the browser, looks."""
    for address in addresses:
        if 'code=' in address.replace('response_type%3Dcode', '').replace('response_type=code', ''):
            raise AssertionError(f'{what} holds the code: {address}')


def use_token(person, provider):
    """What `tessera token` prints opens the provider's UserInfo endpoint."""
    token, end = person.check_tessera('token', ACCOUNT).split('\n')
    equal('what follows the token', end, '')

    with urllib.request.urlopen(f'{provider.issuer}/.well-known/openid-configuration') as answer:
        endpoint = json.load(answer)['userinfo_endpoint']
    request = urllib.request.Request(
        endpoint, headers={'Authorization': f'Bearer {token}'})
    with urllib.request.urlopen(request) as answer:
        claims = json.load(answer)
    equal('the person of the token', (claims['name'], claims['email']),
          (provider.person, provider.email))
    return claims['sub']


def look_at_page(page, person, redirect_uri, text, picture):
    page.wait_for_text(text)
    page.screenshot(screenshot(picture))
    page.wait_for_address(redirect_uri)
    has_no_code('the address bar', [page.address()])
    has_no_code('the way back', page.back_and_forward())
    person.browser.close()
    history = person.browser.history()
    if not any(address.startswith(redirect_uri) for address in history):
        raise AssertionError(f'the history lacks the page: {history}')
    has_no_code('the history', history)


def sign_in_from_window(person, provider, redirect_uri, picture):
    window = person.open_window()
    window.click('Sign In')
    page = person.browser.wait_for_page(provider.pages, window.process)
    window.wait_for('Waiting for the browser')
    person.screen.screenshot(screenshot(f'{picture}-window-waits'))
    provider.sign_in(page)

    window.wait_for(provider.person)
    window.wait_for(provider.email)
    window.find('Sign Out')
    person.screen.screenshot(screenshot(f'{picture}-window'))
    look_at_page(page, person, redirect_uri, f'You are signed in to {ACCOUNT}', f'{picture}-page')
    use_token(person, provider)


def sign_in_from_terminal(person, provider, redirect_uri, picture):
    login = person.start_tessera('login', ACCOUNT)
    page = person.browser.wait_for_page(provider.pages, login)
    provider.sign_in(page)
    equal('tessera login', (*login.communicate(timeout=90), login.returncode), ('', '', 0))
    look_at_page(page, person, redirect_uri, f'You are signed in to {ACCOUNT}', f'{picture}-page')

    subject = use_token(person, provider)
    status, = json.loads(person.check_tessera('status', ACCOUNT, '--json'))['accounts']
    equal('tessera status', (status['state'], status['subject']), ('signed-in', subject))


def refuse_in_terminal(person, provider, redirect_uri, picture):
    login = person.start_tessera('login', ACCOUNT)
    page = person.browser.wait_for_page(provider.pages, login)
    provider.refuse(page)
    output, errors = login.communicate(timeout=90)
    equal('tessera login', (output, login.returncode), ('', 5))
    if 'access_denied' not in errors or errors.count('\n') != 1:
        raise AssertionError(f'tessera login says: {errors}')
    look_at_page(page, person, redirect_uri, 'refused', f'{picture}-page')
    equal('tessera token', person.tessera('token', ACCOUNT).returncode, 3)


def refuse_in_window(person, provider, redirect_uri, picture):
    window = person.open_window()
    window.click('Sign In')
    page = person.browser.wait_for_page(provider.pages, window.process)
    provider.refuse(page)
    window.find('Try Again')
    person.screen.screenshot(screenshot(f'{picture}-window'))
    look_at_page(page, person, redirect_uri, 'refused', f'{picture}-page')


CASES = runnable(BUILD_ROOT, [
    ('glewlwyd, from the window', glewlwyd, '127.0.0.1', sign_in_from_window),
    ('glewlwyd at localhost, from the terminal', glewlwyd, 'localhost', sign_in_from_terminal),
    ('oidc-provider, from the window', oidc_provider, '', sign_in_from_window),
    ('oidc-provider, from the terminal', oidc_provider, '', sign_in_from_terminal),
    ('oidc-provider at localhost, from the window', oidc_provider, 'localhost', sign_in_from_window),
    ('oidc-provider refuses the terminal', oidc_provider, '', refuse_in_terminal),
    ('oidc-provider refuses the window', oidc_provider, '', refuse_in_window),
])


def explain(*texts):
    print('\n'.join(f'# {line}' for text in texts for line in text.splitlines()))


def run(provider_of, host, act, picture):
    """host: of a fixed redirect URI; "" where the provider takes any port of 127.0.0.1."""
    redirect_uri = f'http://{host}:{free_port()}/' if host else 'http://127.0.0.1/'
    shown = redirect_uri if host else 'http://127.0.0.1:'
    with provider_of(redirect_uri) as provider, Person(BUILD_ROOT) as person:
        add_account(person, provider, redirect_uri)
        try:
            act(person, provider, shown, picture)
        except BaseException:
            person.screen.screenshot(screenshot(f'{picture}-failed'))
            page = person.browser.describe(screenshot(f'{picture}-failed-page'))
            explain(page, *provider.log().splitlines()[-20:])
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
            explain(traceback.format_exc())
            print('not ', end='')
        print(f'ok {number} {name}', flush=True)
    return 1 if failures else 0


sys.exit(main())
