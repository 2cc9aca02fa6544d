#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign Out in the window: signed out at once, what is being done, and what could not be done.

test-sign-out.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
Screenshots are left in SCRATCH/sign-out.
"""

import json
import os
import shutil
import subprocess
import sys
import traceback
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'person'))

from person import Person  # noqa: E402  (the path comes first)
from waiting import wait_for  # noqa: E402

BUILD_ROOT, SCRATCH = map(os.path.abspath, sys.argv[1:])
SCREENSHOTS = os.path.join(SCRATCH, 'sign-out')
PROVIDER = os.path.join(BUILD_ROOT, 'tests/provider/tessera-provider')


class Provider:
    def __enter__(self):
        self._process = subprocess.Popen([PROVIDER, '--auto', '--until-eof'], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True)
        self.issuer = self._process.stdout.readline().strip().removeprefix('issuer=')
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()

    def browse(self, uri):
        with self._opener.open(uri, timeout=60) as answer:
            return answer.read()

    def set_fault(self, name):
        query = urllib.parse.urlencode({'name': name} if name else {})
        self._opener.open(f'{self.issuer}/-/fault?{query}', b'', timeout=60).close()

    def count(self, path):
        log = json.loads(self.browse(f'{self.issuer}/-/log'))
        return sum(entry['path'] == path for entry in log)


def sign_in(person, provider):
    person.check_tessera('add', 'Work', '--issuer', provider.issuer, '--client-id', 'tessera-demo')
    login = person.start_tessera('login', 'Work', '--no-browser')
    provider.browse(login.stderr.readline().strip())
    if login.wait(60) != 0:
        raise RuntimeError(f'tessera login: exit {login.returncode}')


def equal(what, found, wanted):
    if found != wanted:
        raise AssertionError(f'{what}: {found!r} instead of {wanted!r}')


def is_signed_out(person):
    account, = json.loads(person.check_tessera('status', 'Work', '--json'))['accounts']
    equal('the state', account['state'], 'signed-out')
    equal('tessera token', person.tessera('token', 'Work').returncode, 3)


def picture(person, name):
    person.screen.screenshot(os.path.join(SCREENSHOTS, f'{name}.png'))


def signs_out(person, provider, window):
    """The browser comes back to a page of Tessera's, and nothing is left to say."""
    window.click('Sign Out')
    window.wait_for('Not signed in')
    page = person.browser.wait_for_page('http://127.0.0.1:', window.process)
    page.wait_for_text('You are signed out of Work')
    page.screenshot(os.path.join(SCREENSHOTS, 'page.png'))
    wait_for('the last step to go', lambda: not window.has('Waiting for the browser'))
    equal('revocations', provider.count('/revoke'), 2)
    equal('notices', window.has('could not be'), False)
    picture(person, 'signed-out')
    is_signed_out(person)


def is_at_once(person, provider, window):
    """While the provider takes its time the window is signed out, and can be used."""
    provider.set_fault('revoke-hang')
    window.click('Sign Out')
    window.wait_for('Not signed in')
    window.wait_for('Revoking the refresh token…')
    picture(person, 'revoking')
    is_signed_out(person)
    window.click('Add Account')
    window.wait_for('Issuer')


def says_what_was_not_revoked(person, provider, window):
    provider.set_fault('revoke-refused')
    provider.set_fault('metadata-no-end-session')
    window.click('Sign Out')
    window.wait_for('The tokens could not be revoked at the provider: ')
    window.wait_for('Not signed in')
    picture(person, 'not-revoked')
    is_signed_out(person)


def signs_in_again(person, provider, window):
    """A person who wants to sign in again does not wait for the end of the sign-out."""
    provider.set_fault('end-session-own-page')
    window.click('Sign Out')
    window.wait_for('Waiting for the browser…')
    person.browser.wait_for_page(provider.issuer, window.process)
    # A browser without a screen takes no second address while it runs.
    person.browser.close()
    window.click('Sign In')
    window.wait_for('Signed in')
    equal('notices', window.has('could not be'), False)
    person.check_tessera('token', 'Work')


def signs_in_instead(person, provider, window):
    """The tokens are revoked first, but a person who asks twice does not wait for that either."""
    provider.set_fault('revoke-hang')
    window.click('Sign Out')
    window.wait_for('Revoking the refresh token…')
    window.click('Sign In')
    window.wait_for('Revoking the refresh token…')
    # For a moment GTK takes a second click for part of the first.
    wait_for('the sign-in', lambda: window.has('Signed in') or window.click('Sign In', patience=1))
    equal('logouts', provider.count('/logout'), 0)
    person.check_tessera('token', 'Work')


CASES = [
    ('Sign Out ends the session here and at the provider', signs_out),
    ('the window is signed out at once, and responsive', is_at_once),
    ('what could not be revoked is said', says_what_was_not_revoked),
    ('Sign In while the sign-out waits for the browser', signs_in_again),
    ('Sign In while the tokens are revoked', signs_in_instead),
]


def run(act):
    with Provider() as provider, Person(BUILD_ROOT) as person:
        sign_in(person, provider)
        window = person.open_window()
        try:
            window.wait_for('Signed in')
            act(person, provider, window)
        except BaseException:
            picture(person, 'failed')
            raise


def main():
    shutil.rmtree(SCREENSHOTS, ignore_errors=True)
    os.makedirs(SCREENSHOTS)
    print(f'1..{len(CASES)}', flush=True)
    failures = 0
    for number, (name, act) in enumerate(CASES, 1):
        try:
            run(act)
        except Exception:
            failures += 1
            print('\n'.join(f'# {line}' for line in traceback.format_exc().splitlines()))
            print('not ', end='')
        print(f'ok {number} {name}', flush=True)
    return 1 if failures else 0


sys.exit(main())
