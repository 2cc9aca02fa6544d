#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does in the demo, done by a script: scripted_person.py BUILD_ROOT ISSUER PICTURES.

Exits 0 only if the clipboard held the access token in the end.
"""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'person'))

from person import Person  # noqa: E402  (the path comes first)
from waiting import wait_for  # noqa: E402

BUILD_ROOT, ISSUER, PICTURES = sys.argv[1:]


def step(text):
    print(f'  {text}', flush=True)


def picture(name):
    return os.path.join(PICTURES, f'{name}.png')


def sign_in(person, window):
    window.find('Sign In')
    person.screen.screenshot(picture('1-signed-out'))
    step('The window is open; clicking Sign In')
    window.click('Sign In')

    page = person.browser.wait_for_page(ISSUER, window.process)
    page.wait_for_text('Sign')
    page.screenshot(picture('2-login-page'))
    step(f'Chromium shows {page.address().split("?")[0]}; signing in as zoe')
    person.screen.screenshot(picture('3-waiting'))
    page.type('input[name=username]', 'zoe')
    page.type('input[name=password]', 'tessera')
    page.click('#sign-in')
    page.wait_for_element('#allow')
    page.screenshot(picture('4-consent-page'))
    step('Clicking Allow')
    page.click('#allow')
    page.wait_for_text('You are signed in to Demo')
    page.screenshot(picture('5-browser-afterwards'))
    step(f'Chromium says: {page.text().splitlines()[0]}')

    window.wait_for('Zoë O’Hara')
    person.screen.screenshot(picture('6-signed-in'))
    step('The window says: Zoë O’Hara')


def view_and_copy(person, window, token):
    window.click('Reveal Access Token')
    window.wait_for(token)
    person.screen.screenshot(picture('7-token'))
    step('Revealed the access token, and it is in the window')
    window.click('Copy Access Token')
    wait_for('the token on the clipboard', lambda: person.screen.clipboard() == token)
    person.screen.screenshot(picture('8-copied'))
    step('Copied the access token, and it is on the clipboard')


def main():
    with Person(BUILD_ROOT) as person:
        person.check_tessera('add', 'Demo', '--issuer', ISSUER, '--client-id', 'tessera-demo')
        window = person.open_window()
        try:
            sign_in(person, window)
            token = person.check_tessera('token', 'Demo').strip()
            view_and_copy(person, window, token)
        except Exception:
            person.screen.screenshot(picture('failed'))
            raise
        print('The token’s claims:', flush=True)
        print(person.check_tessera('inspect', typed=token))
    print(f'Screenshots are in {PICTURES}')


try:
    main()
except (TimeoutError, RuntimeError, subprocess.SubprocessError) as error:
    sys.exit(f'The demo failed: {error}\nWhat was on the screen is in {PICTURES}')
