#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window with a keyring that is locked, and unlocked again.

test-keyring.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

import os
import subprocess

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402  (the version comes first)

from stage import HERE, equal, lacks, run, wait_for  # noqa: E402

SERVICE = 'org.freedesktop.secrets'
PATH = '/org/freedesktop/secrets'


def lock_keyring():
    subprocess.run([os.path.join(HERE, '..', 'session', 'lock-keyring')], check=True,
                   stdout=subprocess.DEVNULL)


def unlock_keyring():
    """What the dialog for the password does: there is nobody here to type it."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    session = bus.call_sync(SERVICE, PATH, 'org.freedesktop.Secret.Service', 'OpenSession',
                            GLib.Variant('(sv)', ('plain', GLib.Variant('s', ''))), None, 0, -1)[1]
    bus.call_sync(SERVICE, PATH, 'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface',
                  'UnlockWithMasterPassword',
                  GLib.Variant('(o(oayays))', (f'{PATH}/collection/login',
                                               (session, b'', b'tessera', 'text/plain'))),
                  None, 0, -1)


def can_be_unlocked(stage):
    """a locked keyring is said, and its token is there once it is unlocked"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto'))
    stage.log_in('Work')
    token = stage.token('Work')
    lock_keyring()
    window = stage.person.open_window()
    window.wait_for('Your keyring is locked')
    window.find('Unlock')
    lacks(window, token)
    stage.picture('locked')
    window.click('Unlock')
    window.wait_for('Your keyring is locked')
    unlock_keyring()
    # Where the dialog still waits for the password, it is answered now; else the person tries again.
    wait_for('the keyring to open', lambda: window.has('Zoë O’Hara') or window.click('Unlock', patience=1))
    window.click('Copy Access Token')
    wait_for('the token', lambda: stage.screen.clipboard() == token)
    stage.close(window)


def warns_when_it_forgets(stage):
    """who signs in with a locked keyring is told that it is not remembered, and has the token"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto'))
    lock_keyring()
    try:
        window = stage.person.open_window()
        window.click('Sign In')
        window.wait_for('Zoë O’Hara')
        window.wait_for('You are signed in until this window closes. The keyring is locked.')
        stage.picture('not-remembered')
        window.click('Copy Access Token')
        wait_for('the token', lambda: stage.screen.clipboard().startswith('eyJ'))
        stage.close(window)
    finally:
        unlock_keyring()
    equal('the state', stage.status('Work')['state'], 'signed-out')


run(can_be_unlocked, warns_when_it_forgets)
