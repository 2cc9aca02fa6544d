#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window keeps in memory of a session: one copy of what it shows, and nothing once signed out.

test-memory.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

import json
import subprocess

from stage import equal, run, wait_for
from memory import count_copies  # stage knows where it is

KINDS = ('access_token', 'refresh_token', 'id_token')
# For what is freed when a closed window's last frame has been drawn, or a flow has ended.
PATIENCE = 60


def stored_tokens(stage):
    """The token set in the Secret Service."""
    account = json.loads(stage.person.check_tessera('show', 'Work', '--json'))['id']
    text = subprocess.run(['secret-tool', 'lookup', 'account', account, 'kind', 'tokens'], check=True,
                          capture_output=True, text=True, env=stage.person.environment).stdout
    return json.loads(text)


def copies(window, tokens, kinds=KINDS):
    return [count_copies(window.process.pid, tokens[kind]) for kind in kinds]


def sign_in(stage):
    """The window, which signed in itself; and the tokens that it got."""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto'))
    window = stage.person.open_window()
    window.click('Sign In')
    window.wait_for('Signed in')
    return window, stored_tokens(stage)


def reveal(window, token):
    window.click('Reveal Access Token')
    window.wait_for(token)
    if count_copies(window.process.pid, token) < 2:
        raise AssertionError('a token that shows is not found in the window’s memory')


def wait_for_one_copy(window, tokens):
    """Of what it shows. The refresh token is in the keyring alone, and read when it is needed."""
    wait_for('one copy of each token that it shows', lambda: copies(window, tokens) == [1, 0, 1], PATIENCE)


def wait_for_no_copy(window, tokens, kinds=KINDS):
    wait_for(f'the copies of {kinds} to go',
             lambda: not any(copies(window, tokens, kinds)), PATIENCE)


def keeps_one_copy(stage):
    """of each token that it shows there is one copy, also after it was shown, and after it was inspected"""
    window, tokens = sign_in(stage)
    wait_for_one_copy(window, tokens)
    reveal(window, tokens['access_token'])
    window.click('Reveal Access Token')
    window.wait_for('••••')
    wait_for_one_copy(window, tokens)
    stage.press('ctrl+i')
    window.wait_for('Search Claims')
    window.click('ID Token')
    window.wait_for('preferred_username')
    stage.leave(window, 'Search Claims')
    wait_for_one_copy(window, tokens)
    window.click('Sign Out')
    window.wait_for('Not signed in')
    wait_for_no_copy(window, tokens)
    stage.close(window)


def forgets_when_signed_out(stage):
    """signing out takes a token off the screen and out of memory"""
    window, tokens = sign_in(stage)
    reveal(window, tokens['access_token'])
    window.click('Sign Out')
    window.wait_for('Not signed in')
    wait_for_no_copy(window, tokens)
    stage.close(window)


def forgets_what_was_renewed(stage):
    """a renewal leaves nothing of the access token and the refresh token before"""
    window, before = sign_in(stage)
    window.click('Renew')
    wait_for('the renewal', lambda: stored_tokens(stage)['access_token'] != before['access_token'])
    wait_for_one_copy(window, stored_tokens(stage))
    wait_for_no_copy(window, before, ('access_token', 'refresh_token'))
    stage.close(window)


def forgets_what_was_copied(stage):
    """a copied token is in the clipboard until that gets something else"""
    window, tokens = sign_in(stage)
    # Nobody pastes it: GDK 4.8 never frees what it handed to another program of an X11 screen.
    window.click('Copy Access Token')
    wait_for('the clipboard’s copy',
             lambda: count_copies(window.process.pid, tokens['access_token']) == 2)
    subprocess.run(['xclip', '-selection', 'clipboard', '-in'], input=b'something else', check=True,
                   env=stage.person.environment, timeout=90)
    wait_for_one_copy(window, tokens)
    stage.close(window)


def dumps_no_core(stage):
    """a crash of the window would leave no core dump, nor start a program that collects them"""
    stage.add('Work', stage.provider('--auto'))
    window = stage.person.open_window()
    window.wait_for('Not signed in')
    with open(f'/proc/{window.process.pid}/limits', encoding='ascii') as file:
        limit, = [line.split()[4] for line in file if line.startswith('Max core file size')]
    equal('the limit', limit, '1')
    stage.close(window)


run(keeps_one_copy, forgets_when_signed_out, forgets_what_was_renewed, forgets_what_was_copied,
    dumps_no_core)
