#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One provider that nobody here wrote, all the way: added, signed in, renewed, signed out, refused.

test-provider.py BUILD_ROOT SCRATCH PROVIDER: run it in a session of its own (tests/session/with-session).
The provider runs once for all cases; each has a person and a browser of its own. Screenshots are left in
SCRATCH/PROVIDER.
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

from django_provider import DjangoProvider  # noqa: E402  (the path comes first)
from keycloak import Keycloak  # noqa: E402
from person import Person, runnable  # noqa: E402
from waiting import wait_for  # noqa: E402

BUILD_ROOT, SCRATCH = map(os.path.abspath, sys.argv[1:3])
PROVIDER = sys.argv[3]
SCREENSHOTS = os.path.join(SCRATCH, PROVIDER)
ACCOUNT = 'Work'


def screenshot(name):
    return os.path.join(SCREENSHOTS, f'{name}.png')


def equal(what, found, wanted):
    if found != wanted:
        raise AssertionError(f'{what}: {found!r} instead of {wanted!r}')


def metadata(provider):
    with urllib.request.urlopen(f'{provider.issuer}/.well-known/openid-configuration') as answer:
        return json.load(answer)


def userinfo(provider, token):
    """The status that UserInfo answers the token with, and what it says of the person."""
    request = urllib.request.Request(metadata(provider)['userinfo_endpoint'],
                                     headers={'Authorization': f'Bearer {token}'})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, None


def status(person):
    return json.loads(person.check_tessera('status', ACCOUNT, '--json'))['accounts'][0]


def stored():
    """What the Secret Service keeps of the one account here, as anybody of the session can read it."""
    found = subprocess.run(['secret-tool', 'search', 'kind', 'tokens'], capture_output=True, text=True,
                           check=True).stdout
    return json.loads(next(line.removeprefix('secret = ') for line in found.splitlines()
                           if line.startswith('secret = ')))


def part_of(token, number):
    part = token.split('.')[number]
    return json.loads(base64.urlsafe_b64decode(part + '=' * (-len(part) % 4)))


def header_of(token):
    return part_of(token, 0)


def claims_of(token):
    return part_of(token, 1)


def is_the_person(person, provider):
    """Tessera says who signed in, and the provider says the same of the token."""
    token, end = person.check_tessera('token', ACCOUNT).split('\n')
    equal('what follows the token', end, '')
    code, claims = userinfo(provider, token)
    equal('UserInfo', (code, claims['name'], claims['email']), (200, provider.person, provider.email))
    account = status(person)
    equal('tessera status', [account[name] for name in ('state', 'subject', 'person_name', 'email', 'renewable')],
          ['signed-in', claims['sub'], provider.person, provider.email, True])
    return token


def sign_in(person, provider):
    login = person.start_tessera('login', ACCOUNT)
    page = person.browser.wait_for_page(provider.pages, login)
    provider.sign_in(page)
    equal('tessera login', (*login.communicate(timeout=90), login.returncode), ('', '', 0))
    page.wait_for_text(f'You are signed in to {ACCOUNT}')
    # Of the pages to come, none is to be taken for this one.
    page.evaluate('location.replace("about:blank")')
    return is_the_person(person, provider)


def sign_in_from_window(person, provider, picture):
    window = person.open_window()
    window.click('Sign In')
    page = person.browser.wait_for_page(provider.pages, window.process)
    window.wait_for('Waiting for the browser')
    provider.sign_in(page)
    window.wait_for(provider.person)
    window.wait_for(provider.email)
    window.find('Sign Out')
    page.wait_for_text(f'You are signed in to {ACCOUNT}')
    page.wait_for_address('http://127.0.0.1:')
    equal('a code in the address bar', 'code=' in page.address(), False)
    person.screen.screenshot(screenshot(f'{picture}-window'))
    is_the_person(person, provider)


def renew(person, provider, picture):
    """Twice, with another refresh token each time, for the same person."""
    sign_in(person, provider)
    for command in (['token', ACCOUNT, '--min-validity', '1000000'], ['refresh', ACCOUNT]):
        before = stored()
        person.check_tessera(*command)
        after = stored()
        for name in ('access_token', 'refresh_token'):
            equal(f'another {name}', after[name] != before[name], True)
        equal('the scopes', sorted(after['scope'].split()), sorted(before['scope'].split()))
        equal('the token that is stored', is_the_person(person, provider), after['access_token'])
        first, last = claims_of(before['id_token']), claims_of(after['id_token'])
        equal('iss, sub and aud', [last[name] for name in ('iss', 'sub', 'aud')],
              [first[name] for name in ('iss', 'sub', 'aud')])


def sign_in_again(person, provider, picture):
    """In a browser that is still signed in. What is revoked of the first sign-in must not end the second."""
    first = sign_in(person, provider)
    login = person.start_tessera('login', ACCOUNT)
    page = person.browser.wait_for_page('http://127.0.0.1:', login)
    provider.sign_in_again(page)
    equal('tessera login', (*login.communicate(timeout=90), login.returncode), ('', '', 0))
    page.wait_for_text(f'You are signed in to {ACCOUNT}')
    equal('another token', is_the_person(person, provider) != first, True)
    person.check_tessera('refresh', ACCOUNT)
    is_the_person(person, provider)


def is_over(person, provider, page, token):
    """Here, at the provider, and in the browser, which asks for a password again."""
    equal('the state', status(person)['state'], 'signed-out')
    equal('tessera token', person.tessera('token', ACCOUNT).returncode, 3)
    equal('UserInfo with the old token', userinfo(provider, token)[0], 401)
    equal('an ID token in the address bar', 'eyJ' in page.address(), False)
    login = person.start_tessera('login', ACCOUNT)
    provider.asks_who_it_is(person.browser.wait_for_page(provider.pages, login))


def sign_out_from_terminal(person, provider, picture):
    token = sign_in(person, provider)
    logout = person.start_tessera('logout', ACCOUNT)
    page = person.browser.wait_for_page(provider.asks_to_sign_out, logout)
    provider.sign_out(page)
    page.wait_for_text(f'You are signed out of {ACCOUNT}')
    page.screenshot(screenshot(f'{picture}-page'))
    equal('tessera logout', (*logout.communicate(timeout=90), logout.returncode), ('', '', 0))
    is_over(person, provider, page, token)


def sign_out_from_window(person, provider, picture):
    token = sign_in(person, provider)
    window = person.open_window()
    window.click('Sign Out')
    window.wait_for('Not signed in')
    page = person.browser.wait_for_page(provider.asks_to_sign_out, window.process)
    provider.sign_out(page)
    page.wait_for_text(f'You are signed out of {ACCOUNT}')
    wait_for('the last step to go', lambda: not window.has('Waiting for the browser'))
    person.screen.screenshot(screenshot(f'{picture}-window'))
    equal('a notice', window.has('could not be'), False)
    is_over(person, provider, page, token)


def refuse_in_terminal(person, provider, picture):
    login = person.start_tessera('login', ACCOUNT)
    page = person.browser.wait_for_page(provider.pages, login)
    provider.refuse(page)
    output, errors = login.communicate(timeout=90)
    equal('tessera login', (output, errors, login.returncode),
          ('', 'tessera: The provider refused: access_denied\n', 5))
    page.wait_for_text('refused')
    equal('tessera token', person.tessera('token', ACCOUNT).returncode, 3)


def refuse_in_window(person, provider, picture):
    window = person.open_window()
    window.click('Sign In')
    page = person.browser.wait_for_page(provider.pages, window.process)
    provider.refuse(page)
    window.find('Try Again')
    person.screen.screenshot(screenshot(f'{picture}-window'))
    page.wait_for_text('refused')


def revoke(person, provider, picture):
    """Where the metadata does not name the endpoint, the person does: the tokens are dead before the page."""
    person.check_tessera('edit', ACCOUNT, '--revocation-endpoint', provider.revocation_endpoint)
    token = sign_in(person, provider)
    logout = person.start_tessera('logout', ACCOUNT)
    page = person.browser.wait_for_page(provider.asks_to_sign_out, logout)
    equal('UserInfo with the revoked token', userinfo(provider, token)[0], 401)
    provider.sign_out(page)
    page.wait_for_text(f'You are signed out of {ACCOUNT}')
    equal('tessera logout', (*logout.communicate(timeout=90), logout.returncode), ('', '', 0))
    is_over(person, provider, page, token)


def sign_in_by_secret(person, provider, picture):
    """A client with a secret, with which the provider signs the ID tokens, the renewed ones too."""
    person.check_tessera('edit', ACCOUNT, '--client-id', provider.secret_client_id, '--client-secret-stdin',
                         '--id-token-alg', 'HS256', typed=f'{provider.secret}\n')
    sign_in(person, provider)
    equal('alg', header_of(stored()['id_token'])['alg'], 'HS256')
    person.check_tessera('refresh', ACCOUNT)
    is_the_person(person, provider)
    equal('alg', header_of(stored()['id_token'])['alg'], 'HS256')


def end_offline_session(person, provider, picture):
    """Where offline_access is asked for, the session outlives the browser's, and a sign-out ends it."""
    person.check_tessera('edit', ACCOUNT, '--offline-access', 'ask')
    sign_in(person, provider)
    equal('offline_access', 'offline_access' in stored()['scope'].split(), True)
    person.check_tessera('refresh', ACCOUNT)
    refresh_token = stored()['refresh_token']
    logout = person.start_tessera('logout', ACCOUNT)
    page = person.browser.wait_for_page(provider.asks_to_sign_out, logout)
    page.wait_for_text(f'You are signed out of {ACCOUNT}')
    equal('tessera logout', (*logout.communicate(timeout=90), logout.returncode), ('', '', 0))
    form = {'grant_type': 'refresh_token', 'refresh_token': refresh_token, 'client_id': provider.client_id}
    try:
        urllib.request.urlopen(metadata(provider)['token_endpoint'], urllib.parse.urlencode(form).encode())
    except urllib.error.HTTPError as error:
        equal('the refresh token', (error.code, json.load(error)['error']), (400, 'invalid_grant'))
    else:
        raise AssertionError('The refresh token outlived the sign-out.')


CASES = runnable(BUILD_ROOT, [
    ('refuses the terminal', refuse_in_terminal),
    ('refuses the window', refuse_in_window),
    ('signs in from the window', sign_in_from_window),
    ('renews', renew),
    ('signs in again', sign_in_again),
    ('signs out from the terminal', sign_out_from_terminal),
    ('signs out from the window', sign_out_from_window),
])

# What starts it, and the cases that it alone has.
PROVIDERS = {
    'django': (lambda: DjangoProvider(os.path.join(SCRATCH, 'pypi')), [
        ('revokes', revoke), ('signs ID tokens with a secret', sign_in_by_secret)]),
    'keycloak': (lambda: Keycloak(SCRATCH), [('ends an offline session', end_offline_session)]),
}


def explain(*texts):
    print('\n'.join(f'# {line}' for text in texts for line in text.splitlines()))


def run(provider, act, picture):
    with Person(BUILD_ROOT) as person:
        client = provider.careful_client_id if act in (refuse_in_terminal, refuse_in_window) \
            else provider.client_id
        person.check_tessera('add', ACCOUNT, *provider.account, '--client-id', client)
        try:
            act(person, provider, picture)
        except BaseException:
            person.screen.screenshot(screenshot(f'{picture}-failed'))
            page = person.browser.describe(screenshot(f'{picture}-failed-page'))
            explain(page, *provider.log().splitlines()[-20:])
            raise
        finally:
            # The next person has the same keyring.
            subprocess.run(['secret-tool', 'clear', 'kind', 'tokens'], check=False)


def main():
    shutil.rmtree(SCREENSHOTS, ignore_errors=True)
    os.makedirs(SCREENSHOTS)
    provider_of, cases = PROVIDERS[PROVIDER]
    cases = CASES + cases
    print(f'1..{len(cases)}', flush=True)
    failures = 0
    with provider_of() as provider:
        for number, (name, act) in enumerate(cases, 1):
            try:
                run(provider, act, f'{number}-{name.replace(" ", "-")}')
            except Exception:
                failures += 1
                explain(traceback.format_exc())
                print('not ', end='')
            print(f'ok {number} {provider.name} {name}', flush=True)
    return 1 if failures else 0


sys.exit(main())
