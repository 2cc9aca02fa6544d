# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept of a session, where it is kept, and what the provider was asked about it."""

import contextlib
import fcntl
import json
import os
import subprocess

from gi.repository import Gio, GLib

from installed import PATIENCE
from sign_in import Browser, list_secrets, wait_for
from tap import equal

HERE = os.path.dirname(os.path.abspath(__file__))


def sign_in(tessera, provider, *options):
    """Add the account, unless it is there, and sign it in; the access token."""
    if not tessera.do('list'):
        tessera.add('Work', *options, issuer=provider.issuer)
    with Browser(tessera) as browser:
        tessera.do('login', 'Work')
        browser.page()
    return tessera.do('token', 'Work', '--min-validity', '0').strip()


def account_id(tessera):
    return tessera.ask('show', 'Work')['id']


def record(tessera):
    """The file with what is known of the session without the keyring."""
    return os.path.join(tessera.data, 'tessera', f'{account_id(tessera)}.state')


def state(tessera):
    account, = tessera.ask('status', 'Work')['accounts']
    return account['state']


def revocations(provider):
    """Which tokens the provider was asked to revoke, in this order."""
    return [entry['hint'] for entry in json.loads(provider.get('/-/log')) if entry['path'] == '/revoke']


def is_honoured(provider, token):
    """Whether the provider takes this access token."""
    try:
        provider.get('/userinfo', Authorization=f'Bearer {token}')
        return True
    except OSError:
        return False


def signs_in_again(tessera, provider):
    """Check that nobody says that there is a session, and that there is one after a sign-in."""
    equal(tessera.error(3, 'token', 'Work')['id'], 'not_signed_in')
    equal(state(tessera), 'signed-out')
    sign_in(tessera, provider)
    equal((state(tessera), list_secrets(account_id(tessera))), ('signed-in', ['tokens']))


def clear_tokens(account):
    """Delete the item as another program would."""
    subprocess.run(['secret-tool', 'clear', 'account', account, 'kind', 'tokens'], check=True)


def age(account, seconds):
    """Make the stored token set older than it is, and its access token with it."""
    attributes = ['account', account, 'kind', 'tokens']
    text = subprocess.run(['secret-tool', 'lookup', *attributes], check=True, capture_output=True, text=True).stdout
    tokens = json.loads(text)
    for member, unit in (('got_wall', 1), ('got_boot', 1), ('got_boot_ms', 1000)):
        tokens[member] -= seconds * unit
    subprocess.run(['secret-tool', 'store', '--label', 'Work', 'xdg:schema', 'io.github.tessera_app.Tessera',
                    *attributes], check=True, input=json.dumps(tokens), text=True)


def use_file(tessera):
    """From now on the keyring is a file of libsecret's, as in a sandbox. Where it is."""
    path = os.path.join(tessera.home, 'secrets.keyring')
    tessera.environment.update(SECRET_BACKEND='file', SECRET_FILE_TEST_PATH=path,
                               SECRET_FILE_TEST_PASSWORD='tessera')
    return path


@contextlib.contextmanager
def held(tessera, name):
    """Another program has this lock."""
    os.makedirs(os.path.join(tessera.data, 'tessera'), exist_ok=True)
    with open(os.path.join(tessera.data, 'tessera', f'{name}.lock'), 'w', encoding='ascii') as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def wait_for_lock(program):
    """Wait until it waits for a lock that another program has."""
    def is_waiting():
        with open('/proc/locks', encoding='ascii') as file:
            return any(int(line.split()[5]) == program.pid for line in file if '->' in line)
    wait_for('the lock to be waited for', is_waiting)


def lock_keyring(collection='login'):
    """gnome-keyring's collection, or another."""
    subprocess.run([os.path.join(HERE, '../session/lock-keyring'), collection], check=True,
                   capture_output=True)


def unlock_keyring():
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


class MockSecrets:
    """tests/keyring/mock-secrets with these switches. Use it in a with statement."""

    def __init__(self, *switches):
        self._command = [os.path.join(HERE, '../keyring/mock-secrets'), *switches]

    def __enter__(self):
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True)
        self._wait('ready')
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()

    def switch(self, *switches):
        """These count from now on, and no others."""
        print(*switches, file=self._process.stdin, flush=True)
        self._wait('ready')

    def wait_for_prompt(self):
        self._wait('asked')

    def _wait(self, word):
        for line in self._process.stdout:
            if line.strip() == word:
                return
        raise AssertionError(f'the Secret Service ended before it was {word}')
