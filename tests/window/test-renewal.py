#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window renews the session: by itself, when asked, and what it says where it cannot.

test-renewal.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
Screenshots are left in SCRATCH/renewal.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
import traceback
import urllib.parse
import urllib.request

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402  (the version comes first)

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'person'))

from person import Person  # noqa: E402  (the path comes first)
from waiting import wait_for  # noqa: E402

BUILD_ROOT, SCRATCH = map(os.path.abspath, sys.argv[1:])
SCREENSHOTS = os.path.join(SCRATCH, 'renewal')
PROVIDER = os.path.join(BUILD_ROOT, 'tests/provider/tessera-provider')

NOTIFICATIONS = '''<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/><arg type="s" direction="out"/></method>
  <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
    <arg type="u" direction="out"/></method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
</interface></node>'''


class Notifications:
    """The desktop's notification area, of which only the titles are kept."""

    def __init__(self):
        self.titles = []
        ready = threading.Event()
        threading.Thread(target=self._serve, args=[ready], daemon=True).start()
        if not ready.wait(60):
            raise RuntimeError('the bus gives nobody the name of the notifications')

    def _serve(self, ready):
        context = GLib.MainContext.new()
        context.push_thread_default()
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        interface = Gio.DBusNodeInfo.new_for_xml(NOTIFICATIONS).interfaces[0]
        bus.register_object('/org/freedesktop/Notifications', interface, self._call)
        Gio.bus_own_name_on_connection(bus, 'org.freedesktop.Notifications', 0,
                                       lambda *_: ready.set(), None)
        GLib.MainLoop.new(context, False).run()

    def _call(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        answers = {'GetCapabilities': ('(as)', ([],)),
                   'GetServerInformation': ('(ssss)', ('test', 'test', '1', '1.2')),
                   'Notify': ('(u)', (len(self.titles) + 1,))}
        if method == 'Notify':
            self.titles.append(parameters[3])
        answer = answers.get(method)
        invocation.return_value(GLib.Variant(*answer) if answer else None)


class Provider:
    def __init__(self, lifetime):
        self._process = subprocess.Popen(
            [PROVIDER, '--auto', '--until-eof', '--lifetime', str(lifetime)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.issuer = self._process.stdout.readline().strip().removeprefix('issuer=')
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def __enter__(self):
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

    def count_token_requests(self):
        log = json.loads(self.browse(f'{self.issuer}/-/log'))
        return sum(entry['path'] == '/token' for entry in log)


def sign_in(person, provider):
    person.check_tessera('add', 'Work', '--issuer', provider.issuer, '--client-id', 'tessera-demo')
    login = person.start_tessera('login', 'Work', '--no-browser')
    provider.browse(login.stderr.readline().strip())
    if login.wait(60) != 0:
        raise RuntimeError(f'tessera login: exit {login.returncode}')


def stored_token(person):
    return person.check_tessera('token', 'Work', '--min-validity', '0').strip()


def expires_at(person):
    account, = json.loads(person.check_tessera('status', 'Work', '--json'))['accounts']
    return account['expires_at']


def equal(what, found, wanted):
    if found != wanted:
        raise AssertionError(f'{what}: {found!r} instead of {wanted!r}')


def renews_by_itself(person, provider, window):
    """At 80 % of twenty seconds, without a click, and once."""
    before = expires_at(person)
    window.wait_for('seconds left')
    wait_for('a later expiry', lambda: expires_at(person) > before)
    window.wait_for('seconds left')
    equal('requests for tokens', provider.count_token_requests(), 2)


def refreshes_when_asked(person, provider, window):
    before = stored_token(person)
    window.click('Reveal Access Token')
    window.wait_for(before)
    window.click('Refresh')
    wait_for('another token', lambda: stored_token(person) != before)
    window.wait_for(stored_token(person))
    equal('requests for tokens', provider.count_token_requests(), 2)


def says_what_failed(person, provider, window):
    before = stored_token(person)
    provider.set_fault('token-error-rate-limit')
    window.click('Refresh')
    window.wait_for('Next try: Today')
    window.wait_for('Signed in')
    person.screen.screenshot(os.path.join(SCREENSHOTS, 'next-try.png'))
    equal('the stored token', stored_token(person), before)
    provider.set_fault(None)
    window.click('Refresh')
    wait_for('another token', lambda: stored_token(person) != before)
    wait_for('the notice to go', lambda: not window.has('Next try'))


def says_that_it_ended(person, provider, window):
    provider.set_fault('token-error-invalid-grant')
    window.click('Refresh')
    window.wait_for('Session ended')
    window.find('Sign In')
    person.screen.screenshot(os.path.join(SCREENSHOTS, 'ended.png'))
    wait_for('a notification', lambda: NOTICES.titles)
    equal('the notification', NOTICES.titles, ['The session of Work has ended'])
    done = person.tessera('token', 'Work')
    equal('tessera token', (done.returncode, done.stdout), (3, ''))
    equal('the accounts', person.check_tessera('list'), 'Work\n')


CASES = [
    ('the window renews by itself', 20, renews_by_itself),
    ('the window refreshes when asked', 3600, refreshes_when_asked),
    ('a temporary failure is said, with the next try', 3600, says_what_failed),
    ('the end of the session is said', 3600, says_that_it_ended),
]


def run(lifetime, act):
    with Provider(lifetime) as provider, Person(BUILD_ROOT) as person:
        sign_in(person, provider)
        window = person.open_window()
        try:
            window.wait_for('Signed in')
            act(person, provider, window)
        except BaseException:
            person.screen.screenshot(os.path.join(SCREENSHOTS, 'failed.png'))
            raise


def main():
    shutil.rmtree(SCREENSHOTS, ignore_errors=True)
    os.makedirs(SCREENSHOTS)
    print(f'1..{len(CASES)}', flush=True)
    failures = 0
    for number, (name, lifetime, act) in enumerate(CASES, 1):
        try:
            run(lifetime, act)
        except Exception:
            failures += 1
            print('\n'.join(f'# {line}' for line in traceback.format_exc().splitlines()))
            print('not ', end='')
        print(f'ok {number} {name}', flush=True)
    return 1 if failures else 0


NOTICES = Notifications()
sys.exit(main())
