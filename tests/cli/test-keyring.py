#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-keyring.py BUILD_ROOT SCRATCH STATE: a Secret Service that is locked, absent, or locked later.

STATE says how the session of this test is: "locked", "absent" or "unlocked".
"""

import os
import subprocess
import sys

from gi.repository import Gio, GLib

from sign_in import Browser, Provider
from tap import equal, holds, run

STATE = sys.argv[3]
LOCK = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../session/lock-keyring')
ERROR = {'locked': 'keyring_locked', 'absent': 'keyring_absent', 'unlocked': 'keyring_locked'}[STATE]
SECRET = ('--issuer', 'https://x.example', '--client-id', 'x', '--client-secret-stdin')


def fails(tessera, *arguments, **options):
    """Check exit 8 in JSON as in words."""
    error = tessera.error(8, *arguments, **options)
    equal(error['id'], ERROR)
    holds(error['message'].lower(), 'keyring' if ERROR == 'keyring_locked' else 'secret service')
    tessera.fail(8, *arguments, **options)


def login(tessera):
    """login is exit 8 before anybody is sent to the provider, and nothing was stored"""
    with Provider(tessera) as provider, Browser(tessera) as browser:
        tessera.add(issuer=provider.issuer)
        fails(tessera, 'login', 'Work')
        equal((browser.was_started(), provider.requests('/authorize')), (False, 0))
        equal(tessera.ask('status', 'Work')['accounts'][0]['state'], 'signed-out')
        equal(tessera.error(3, 'token', 'Work')['id'], 'not_signed_in')


def client_secret(tessera):
    """an account whose client secret cannot be kept is exit 8 and not added"""
    fails(tessera, 'add', 'X', *SECRET, typed='demo-secret\n')
    equal(tessera.do('list'), '')


def without_secrets(tessera):
    """what needs no secret works all the same"""
    tessera.add('Work')
    equal(tessera.do('list'), 'Work\n')
    equal(tessera.ask('status')['accounts'][0]['state'], 'signed-out')
    equal(tessera.ask('show', 'Work')['name'], 'Work')
    equal(tessera.error(3, 'token', 'Work')['id'], 'not_signed_in')


def locked_later(tessera):
    """a session in a keyring that is then locked is exit 8, never signed out, and comes back"""
    with Provider(tessera) as provider, Browser(tessera):
        tessera.add(issuer=provider.issuer)
        tessera.do('login', 'Work')
        token = tessera.do('token', 'Work')
        subprocess.run([LOCK], check=True, capture_output=True)
        fails(tessera, 'token', 'Work')
        fails(tessera, 'token', 'Work', '--id-token')
        fails(tessera, 'logout', 'Work')
        equal(provider.requests('/revoke'), 0)
        equal('signed-out' in str(tessera.ask('status', 'Work')), False)
        fails(tessera, 'logout', 'Work')
        fails(tessera, 'remove', 'Work')
        equal(tessera.do('list'), 'Work\n')
        unlock()
        equal(tessera.do('token', 'Work'), token)


def unlock():
    """As a person would at the prompt, which needs a screen: gnome-keyring has a call for tests."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    def call(interface, method, arguments):
        return bus.call_sync('org.freedesktop.secrets', '/org/freedesktop/secrets', interface, method,
                             arguments, None, Gio.DBusCallFlags.NONE, -1)
    _, session = call('org.freedesktop.Secret.Service', 'OpenSession',
                      GLib.Variant('(sv)', ('plain', GLib.Variant('s', ''))))
    call('org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface', 'UnlockWithMasterPassword',
         GLib.Variant('(o(oayays))', ('/org/freedesktop/secrets/collection/login',
                                      (session, b'', b'tessera', 'text/plain'))))


run(*({'unlocked': [locked_later]}.get(STATE) or [login, client_secret, without_secrets]))
