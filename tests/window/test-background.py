#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Notifications that a session ends, and going on in the background without a window.

test-background.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

import os
import subprocess

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402  (the version comes first)

from notifications import Notifications  # noqa: E402
from stage import BUILD_ROOT, equal, run, wait_for  # noqa: E402

ID = 'io.github.tessera_app.Tessera'
SOON, OVER = 'The session of Work ends soon', 'The session of Work has ended'
PROGRAM = os.path.join(BUILD_ROOT, 'src/window/tessera-gtk')


def use_preferences(stage, **preferences):
    """In a file, so that they can be read and changed from outside."""
    stage.person.environment['GSETTINGS_BACKEND'] = 'keyfile'
    path = os.path.join(stage.person.environment['XDG_CONFIG_HOME'], 'glib-2.0/settings/keyfile')
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write('[io/github/tessera_app/Tessera]\n'
                   + ''.join(f'{key.replace("_", "-")}={value}\n' for key, value in preferences.items()))
    return path


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def copies_a_token(stage):
    """the action of the program's icon copies the token of the account that was last in view"""
    use_preferences(stage)
    stage.use_browser()
    stage.sign_in()
    window = stage.open_signed_in()
    hide(stage)
    Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
        ID, '/' + ID.replace('.', '/'), 'org.freedesktop.Application', 'ActivateAction',
        GLib.Variant('(sava{sv})', ('copy-token', [], {})), None, 0, -1)
    wait_for('the window', lambda: stage.is_on_screen('Tessera'))
    wait_for('the token', lambda: stage.screen.clipboard() == stage.token('Work'))
    stage.close(window)
    # From the start: nothing is loaded yet.
    process = stage.person.start_gtk('--gapplication-service')
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    wait_for('the program', lambda: bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'NameHasOwner',
                                                  GLib.Variant('(s)', (ID,)), None, 0, -1)[0])
    equal('the action', subprocess.run(['gapplication', 'action', ID, 'copy-token'], check=False).returncode, 0)
    wait_for('the token', lambda: stage.screen.clipboard() == stage.token('Work'))
    stage.press('ctrl+q')
    equal('the end', process.wait(90), 0)


def hide(stage):
    stage.control_window('windowminimize')
    wait_for('the window to go', lambda: not stage.is_on_screen('Tessera'))


def start_ending(stage):
    """Signed in to Work for little more than five minutes, with nothing that renews it, and another account in view."""
    stage.use_browser()
    provider = stage.provider('--auto', '--lifetime', '302')
    stage.add('Other', provider)
    stage.add('Work', provider, '--scope', 'openid')
    stage.log_in('Work')
    NOTICES.titles.clear()
    NOTICES.shown.clear()


def open_other(stage):
    window = stage.person.open_window()
    window.wait_for('Not signed in')
    return window


def tells_that_it_ends(stage):
    """five minutes before the end that is told, and its button signs in"""
    start_ending(stage)
    window = open_other(stage)
    wait_for('a notification', lambda: SOON in NOTICES.shown)
    before = stage.status('Work')['expires_at']
    hide(stage)
    NOTICES.press(SOON, 'Sign In')
    wait_for('the sign-in', lambda: stage.status('Work')['expires_at'] > before)
    wait_for('the window', lambda: stage.is_on_screen('Tessera'))
    window.wait_for('Signed in')
    stage.close(window)


def takes_it_back(stage):
    """what is no longer true is taken back: once somebody has signed in elsewhere, or the account is gone"""
    start_ending(stage)
    window = open_other(stage)
    wait_for('a notification', lambda: SOON in NOTICES.shown)
    stage.person.check_tessera('edit', 'Work', '--scope', 'openid', '--scope', 'offline_access')
    stage.log_in('Work')
    wait_for('the end of the notification', lambda: not NOTICES.shown)
    stage.person.check_tessera('edit', 'Work', '--scope', 'openid')
    stage.log_in('Work')
    wait_for('another one', lambda: SOON in NOTICES.shown)
    stage.person.check_tessera('remove', 'Work')
    wait_for('the end of that', lambda: not NOTICES.shown)
    equal('what was told', NOTICES.titles, [SOON, SOON])
    stage.close(window)


def shows_the_account(stage):
    """a click on the notification shows its account"""
    start_ending(stage)
    window = open_other(stage)
    wait_for('a notification', lambda: SOON in NOTICES.shown)
    hide(stage)
    NOTICES.press(SOON, None)
    wait_for('the window', lambda: stage.is_on_screen('Tessera'))
    window.wait_for('Signed in')
    stage.close(window)


def tells_nothing_unasked(stage):
    """with notifications off, nothing is told"""
    use_preferences(stage, notifications='false')
    start_ending(stage)
    window = open_other(stage)
    wait_for('the last five minutes', lambda: stage.status('Work')['expires_in'] < 299)
    stage.person.start_gtk().wait(90)
    stage.close(window)
    equal('what was told', NOTICES.titles, [])


def goes_on(stage):
    """in the background, closing the window hides it, the end of a session is told, and Ctrl+Q ends it"""
    use_preferences(stage, run_in_background='true')
    start_ending(stage)
    window = open_other(stage)
    stage.press('ctrl+w')
    wait_for('the window to go', lambda: not stage.is_on_screen('Tessera'))
    wait_for('a notification', lambda: SOON in NOTICES.shown)
    equal('the program', window.process.poll(), None)
    NOTICES.press(SOON, None)
    wait_for('the window', lambda: stage.is_on_screen('Tessera'))
    window.wait_for('Signed in')
    stage.close(window, 'ctrl+q')


def starts_without_a_window(stage):
    """as the desktop starts it, it has no window, and renews a session; switched off, it ends"""
    path = use_preferences(stage, run_in_background='true')
    provider = stage.sign_in('--lifetime', '20')
    process = stage.person.start_gtk('--gapplication-service')
    wait_for('a renewal', lambda: provider.count('/token') > 1)
    equal('a window on the screen', stage.is_on_screen('Tessera'), False)
    equal('the program', process.poll(), None)
    use_preferences(stage, run_in_background='false')
    equal('the end', process.wait(90), 0)
    equal('the preferences', 'false' in read(path), True)


def is_switched_on(stage):
    """the preference makes the file that starts it at login, and takes it away"""
    path = use_preferences(stage)
    file = os.path.join(stage.person.environment['XDG_CONFIG_HOME'], 'autostart/io.github.tessera_app.Tessera.desktop')
    window = stage.person.open_window()
    window.wait_for('Add an Account')
    stage.press('ctrl+comma')
    window.click('Run in the Background', 'check box')
    wait_for('the file', lambda: os.path.exists(file))
    equal('what it starts', f'"{PROGRAM}" "--gapplication-service"' in read(file), True)
    stage.picture('preferences')
    wait_for('the preference', lambda: 'run-in-background=true' in read(path))
    window.click('Run in the Background', 'check box')
    wait_for('the end of the file', lambda: not os.path.exists(file))
    stage.leave(window, 'Run in the Background')
    stage.close(window, 'ctrl+q')


NOTICES = Notifications()
run(copies_a_token, is_switched_on, tells_that_it_ends, takes_it_back, shows_the_account, tells_nothing_unasked, goes_on, starts_without_a_window)
