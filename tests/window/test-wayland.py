#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window on Wayland: what there is another way than on X11.

test-wayland.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

import os

from stage import BROWSER, equal, run, wait_for
from compositor import Compositor

HINT = 'x-kde-passwordManagerHint'

# Notes also what lets it come to the front: newer versions of GLib and GTK say it by the first name.
TOKEN_BROWSER = BROWSER.replace('exec', '''echo "${{XDG_ACTIVATION_TOKEN:-$DESKTOP_STARTUP_ID}}" >'{home}/activation'
exec''', 1)


def open_window(stage):
    """The window of an account that is signed out, and the compositor that it is on."""
    compositor = stage.enter_context(Compositor(stage.screen))
    stage.person.environment.update(compositor.environment)
    stage.use_browser(TOKEN_BROWSER)
    stage.add('Work', stage.provider('--auto'))
    window = stage.person.open_window()
    window.wait_for('Not signed in')
    return window, compositor


def sign_in(stage, window):
    stage.press('Return')
    window.wait_for('Zoë O’Hara')
    window.wait_for('renews itself')
    return stage.token('Work')


def gives_the_token(stage):
    """on Wayland, the token is copied as a secret, pasted elsewhere, and cleared at sign-out and at the end"""
    window, compositor = open_window(stage)
    token = sign_in(stage, window)
    stage.press('Return')
    wait_for('the token', lambda: compositor.paste() == token)
    # GTK offers this mark on Wayland, but hands out no type whose name has no slash.
    equal('the mark for clipboard managers', HINT in compositor.paste('--list-types').split(), True)
    stage.picture('signed-in')
    stage.press('alt+o')
    window.wait_for('Not signed in')
    wait_for('the clipboard to be cleared', lambda: not compositor.paste())
    token = sign_in(stage, window)
    stage.press('Return')
    wait_for('the token', lambda: compositor.paste() == token)
    stage.close(window)
    equal('the clipboard', compositor.paste() or '', '')


def leaves_other_text(stage):
    """on Wayland, what the person has copied elsewhere since then stays in the clipboard"""
    window, compositor = open_window(stage)
    token = sign_in(stage, window)
    stage.press('Return')
    wait_for('the token', lambda: compositor.paste() == token)
    compositor.copy('something else')
    wait_for('the other text', lambda: compositor.paste() == 'something else')
    stage.close(window)
    equal('the clipboard', compositor.paste(), 'something else')


def lets_the_browser_come_to_the_front(stage):
    """on Wayland, the browser is given an activation token"""
    window, _ = open_window(stage)
    sign_in(stage, window)
    with open(os.path.join(stage.person.home, 'activation'), encoding='utf-8') as f:
        activation = f.read().strip()
    if not activation:
        raise AssertionError('There is no activation token.')
    stage.close(window)


def is_cancelled_by_closing(stage):
    """on Wayland, closing the window while it signs in ends the program"""
    window, _ = open_window(stage)
    stage.use_browser('#!/bin/sh\n')
    stage.press('Return')
    window.wait_for('Waiting for the browser')
    stage.close(window)
    equal('the state', stage.status('Work')['state'], 'signed-out')


run(gives_the_token, leaves_other_text, lets_the_browser_come_to_the_front, is_cancelled_by_closing)
