#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window renews the session: by itself, when asked, and what it says where it cannot.

test-renewal.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

import threading

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402  (the version comes first)

from stage import equal, run, wait_for  # noqa: E402

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


def renews_by_itself(stage):
    """the window renews by itself, at 80 % of twenty seconds, without a click, and once"""
    provider = stage.sign_in('--lifetime', '20')
    before = stage.status('Work')['expires_at']
    window = stage.open_signed_in()
    window.wait_for('renews itself')
    wait_for('a later expiry', lambda: stage.status('Work')['expires_at'] > before)
    window.wait_for('renews itself')
    equal('requests for tokens', provider.count('/token'), 2)


def refreshes_when_asked(stage):
    """the window refreshes when asked"""
    provider = stage.sign_in()
    before = stage.token('Work')
    window = stage.open_signed_in()
    window.click('Reveal Access Token')
    window.wait_for(before)
    window.click('Renew')
    wait_for('another token', lambda: stage.token('Work') != before)
    window.wait_for(stage.token('Work'))
    equal('requests for tokens', provider.count('/token'), 2)


def says_what_failed(stage):
    """a temporary failure is said, with the next try"""
    provider = stage.sign_in()
    before = stage.token('Work')
    window = stage.open_signed_in()
    provider.break_rule('token-error-rate-limit')
    window.click('Renew')
    window.wait_for('Next try: Today')
    window.wait_for('Signed in')
    stage.picture('next-try')
    equal('the stored token', stage.token('Work'), before)
    provider.break_rule()
    window.click('Renew')
    wait_for('another token', lambda: stage.token('Work') != before)
    wait_for('the notice to go', lambda: not window.has('Next try'))


def says_that_it_ended(stage):
    """the end of the session is said, and the account stays"""
    provider = stage.sign_in()
    window = stage.open_signed_in()
    provider.break_rule('token-error-invalid-grant')
    window.click('Renew')
    window.wait_for('Session ended')
    window.wait_for('The provider refused: ')
    window.find('Sign In')
    stage.picture('ended')
    wait_for('a notification', lambda: NOTICES.titles)
    equal('the notification', NOTICES.titles, ['The session of Work has ended'])
    done = stage.person.tessera('token', 'Work')
    equal('tessera token', (done.returncode, done.stdout), (3, ''))
    equal('the accounts', stage.person.check_tessera('list'), 'Work\n')


NOTICES = Notifications()
run(renews_by_itself, refreshes_when_asked, says_what_failed, says_that_it_ended)
