# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop that lacks what the sandbox asks it for."""

import json
import os
import subprocess

from kept import holders
from waiting import wait_for

HERE = os.path.dirname(os.path.abspath(__file__))


def expect(what, done, status, *texts):
    """One sentence on stderr with these words in it, nothing on stdout, and this exit status."""
    good = done.returncode == status and not done.stdout and done.stderr.count('\n') == 1
    if not good or not all(text in done.stderr for text in texts):
        raise AssertionError(f'{what}: exit {done.returncode}: {done.stdout}{done.stderr}')


def refuse_to_open(story):
    """A portal that opens nothing: the window waits all the same, for who copies the link."""
    desktop = story.desktop
    desktop.restart_portal(['gnome-keyring'])
    story.add_account('Third')
    expect('login', desktop.tessera('login', 'Third'), 1, 'The browser could not be opened')

    desktop.tessera('logout', 'Demo')
    story.window.click('Sign In')
    story.window.wait_for('The browser could not be opened')
    story.picture('5-no-browser')
    story.window.click('Copy Link')
    link = wait_for('the link on the clipboard', desktop.screen.clipboard)
    desktop.open_in_browser(link)
    story.log_in(story.window.process)
    story.window.wait_for('Signed in')
    story.token = desktop.check_tessera('token', 'Demo').strip()


def lack_keyring(story):
    """The portal is there, but nobody keeps secrets behind it."""
    desktop = story.desktop
    desktop.restart_portal(['gtk'])
    expect('token', desktop.tessera('token', 'Demo'), 8, 'Secret portal')
    login = desktop.start_tessera('login', 'Third')
    story.log_in(login, outcome='Sign-in failed')
    output, errors = login.communicate(timeout=120)
    expect('login', subprocess.CompletedProcess([], login.returncode, output, errors), 8, 'Secret portal')
    found = holders(desktop.data, story.token, 'refresh_token', 'access_token', 'eyJ')
    if found:
        raise AssertionError(f'tokens stand in {found}')


def lack_portal(story):
    desktop = story.desktop
    desktop.withdraw('org.freedesktop.portal.Desktop')
    expect('token', desktop.tessera('token', 'Demo'), 8, 'Secret portal')
    desktop.offer('org.freedesktop.portal.Desktop')
    desktop.restart_portal(None)


def find_locked(story):
    desktop = story.desktop
    subprocess.run([os.path.join(HERE, '..', 'session', 'lock-keyring')], check=True, capture_output=True)
    expect('token', desktop.tessera('token', 'Demo'), 8, 'locked')
    status, = [account for account in json.loads(desktop.check_tessera('status', '--json'))['accounts']
               if account['name'] == 'Demo']
    if status['state'] != 'signed-in':
        raise AssertionError(f'a locked keyring counts as {status["state"]}')


CASES = [
    ('it says that nothing opens the browser', refuse_to_open),
    ('it says that there is no keyring, and keeps nothing in plain text', lack_keyring),
    ('it says that there is no portal', lack_portal),
    ('it says that the keyring is locked', find_locked),
]
