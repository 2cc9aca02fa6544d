#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak, as a person has it: installed, signed in with the host's browser, removed.

test-flatpak.py [--long] BUILD_ROOT: run by tests/flatpak/run, once it is built, in a session of its own.
Each case goes on from where the one before it ended.
"""

import json
import os
import re
import shutil
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from desktop import Desktop  # noqa: E402  (the path comes first)
from provider import Provider  # noqa: E402

import hardship  # noqa: E402
import kept  # noqa: E402

LONG = sys.argv[1] == '--long'
BUILD_ROOT = os.path.abspath(sys.argv[-1])
BUILD = os.path.join(BUILD_ROOT, 'flatpak')
SCREENSHOTS = os.path.join(BUILD, 'screenshots')
ID = 'io.github.tessera_app.Tessera.Devel'
with open(os.path.join(HERE, '..', '..', 'flatpak', f'{ID}.json'), encoding='utf-8') as manifest:
    BRANCH = json.load(manifest)['runtime-version']
PERSON = 'Zoë O’Hara'


def equal(what, found, wanted):
    if found != wanted:
        raise AssertionError(f'{what}: {found!r} instead of {wanted!r}')


class Story:
    """What the cases share: the desktop, the provider, and where they left off."""

    def __init__(self, desktop, provider):
        self.desktop = desktop
        self.provider = provider
        self.build_root = BUILD_ROOT
        self.repository = os.path.join(BUILD, 'repo')
        self.app = os.path.join(BUILD, 'app')
        self.window = None
        self.token = None

    def picture(self, name):
        self.desktop.screen.screenshot(os.path.join(SCREENSHOTS, f'{name}.png'))

    def add_account(self, name):
        self.desktop.check_tessera('add', name, '--issuer', self.provider.issuer,
                                   '--client-id', 'tessera-demo')

    def log_in(self, opener, outcome='You are signed in to'):
        """What the person does in the host's browser, which they quit in the end."""
        page = self.desktop.browser.wait_for_page(self.provider.issuer, opener)
        page.type('input[name=username]', 'zoe')
        page.type('input[name=password]', 'tessera')
        page.click('#sign-in')
        page.click('#allow')
        page.wait_for_text(outcome)
        self.desktop.browser.close()


def install_from_repository(story):
    desktop = story.desktop
    if os.path.exists(f'{BUILD}/runtime'):
        desktop.flatpak('remote-add', '--no-gpg-verify', 'stand-in', f'{BUILD}/runtime')
        desktop.flatpak('install', '-y', '--noninteractive', 'stand-in', f'org.gnome.Platform//{BRANCH}')
    desktop.flatpak('remote-add', '--no-gpg-verify', 'tessera', story.repository)
    desktop.flatpak('install', '-y', '--noninteractive', 'tessera', ID)
    equal('tessera --version', desktop.check_tessera('--version').split()[0], 'tessera')
    equal('what is allowed', desktop.flatpak('info', '--show-permissions', ID).split(),
          ['[Context]', 'shared=network;ipc;', 'sockets=x11;wayland;fallback-x11;', 'devices=dri;'])
    exports = f'{os.environ["XDG_DATA_HOME"]}/flatpak/exports/share'
    for name in (f'applications/{ID}.desktop', f'dbus-1/services/{ID}.service',
                 f'icons/hicolor/scalable/apps/{ID}.svg', f'icons/hicolor/symbolic/apps/{ID}-symbolic.svg'):
        if not os.path.exists(f'{exports}/{name}'):
            raise AssertionError(f'{name} is not exported')
    with open(f'{exports}/applications/{ID}.desktop', encoding='utf-8') as file:
        # Its actions, which have names too, come after.
        entry = file.read().partition('[Desktop Action')[0]
    equal('its names in the app grid', re.findall('^Name.*', entry, re.MULTILINE), ['Name=Tessera (Development)'])


def install_from_bundle(story):
    story.desktop.flatpak('uninstall', '-y', '--noninteractive', ID)
    story.desktop.flatpak('install', '-y', '--noninteractive', '--bundle', f'{BUILD}/{ID}.flatpak')
    equal('tessera list', story.desktop.check_tessera('list', '--json'), '{"accounts":[]}\n')


def speak_german(story):
    done = story.desktop.tessera('--help', options=['--env=LC_ALL=de_DE.UTF-8'])
    if 'Zugriffstoken' not in done.stdout:
        raise AssertionError(done.stdout)


def show_window(story):
    story.window = story.desktop.open_window()
    story.window.wait_for('Add an Account')
    story.picture('1-first')
    equal('what the window complains of', story.desktop.complaints(), '')


def add_account(story):
    screen = story.desktop.screen
    screen.press('Return')
    story.window.find('Cancel')
    screen.type('no such provider')
    screen.press('Return')
    story.window.find('Next')
    for text in (story.provider.issuer, 'tessera-demo'):
        screen.type(text)
        screen.press('Tab')
    screen.press('Tab', 'ctrl+a')
    screen.type('Demo')
    story.window.wait_for('It supports OpenID Connect.')
    story.picture('2-form')
    screen.press('Return')
    story.window.click('Add')
    story.window.find('Sign In')
    story.picture('3-account')
    equal('what the window complains of', story.desktop.complaints(), '')


def sign_in(story):
    story.window.click('Sign In')
    story.log_in(story.window.process)
    story.window.wait_for(PERSON)
    story.picture('4-signed-in')


def print_token(story):
    story.token = story.desktop.check_tessera('token', 'Demo').strip()
    equal('who the token is for', story.provider.whose(story.token), PERSON)
    story.window.click('Reveal Access Token')
    story.window.wait_for(story.token)


SHORT_CASES = [
    ('it installs from the repository', install_from_repository),
    ('it installs from the bundle', install_from_bundle),
    ('the bundle has its translations', speak_german),
    ('it shows its window', show_window),
    ('an account is added in the window', add_account),
    ('it signs in with the host’s browser', sign_in),
    ('the terminal prints the token that the window shows', print_token),
    *kept.CASES,
]
LONG_CASES = kept.LONG_CASES + hardship.CASES + kept.LAST_CASES


def main():
    shutil.rmtree(SCREENSHOTS, ignore_errors=True)
    os.makedirs(SCREENSHOTS)
    cases = SHORT_CASES + (LONG_CASES if LONG else [])
    print(f'1..{len(cases)}', flush=True)
    with Desktop(ID) as desktop, Provider(BUILD_ROOT) as provider:
        story = Story(desktop, provider)
        for number, (name, case) in enumerate(cases, 1):
            try:
                case(story)
            except Exception:
                story.picture('failed')
                print('\n'.join(f'# {line}' for line in traceback.format_exc().splitlines()))
                print(f'not ok {number} {name}\nBail out! What comes after goes on from there.', flush=True)
                return 1
            print(f'ok {number} {name}', flush=True)
    return 0


sys.exit(main())
