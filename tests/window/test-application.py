#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window among the desktop's other windows: started twice, by D-Bus, out of sight, small, dark.

test-application.py BUILD_ROOT SCRATCH: run it in a session of its own (tests/session/with-session).
"""

import os
import signal

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402  (the version comes first)

from stage import BUILD_ROOT, equal, lacks, run, wait_for  # noqa: E402
from window import Window  # noqa: E402

ID = 'io.github.tessera_app.Tessera'
PROGRAM = os.path.join(BUILD_ROOT, 'src/window/tessera-gtk')
MASK = '••••••••••••••••••••'


class Activated:
    """The program that the bus started, as far as a Window asks after its process."""

    def __init__(self, bus):
        self._bus = bus

    def poll(self):
        return None if self._ask('NameHasOwner') else 0

    def terminate(self):
        os.kill(self._ask('GetConnectionUnixProcessID'), signal.SIGTERM)

    def _ask(self, question):
        return self._bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', question,
                                   GLib.Variant('(s)', (ID,)), None, 0, -1)[0]


def is_started_once(stage):
    """a second start ends at once and presents the first one's window"""
    window = stage.person.open_window()
    window.wait_for('Add an Account')
    stage.control_window('windowminimize')
    wait_for('the window to go', lambda: not stage.is_on_screen('Tessera'))
    equal('the end of the second', stage.person.start_gtk().wait(90), 0)
    wait_for('the first window', lambda: stage.is_on_screen('Tessera'))
    equal('the first', window.process.poll(), None)
    stage.close(window)


def is_started_by_the_bus(stage):
    """the bus starts the program, and Activate presents its window"""
    services = os.path.join(os.environ['XDG_DATA_HOME'], 'dbus-1/services')
    variables = ' '.join(f'{name}={stage.person.environment[name]}' for name in
                         ('DISPLAY', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'GDK_BACKEND', 'G_DEBUG',
                          'GSETTINGS_BACKEND', 'GSETTINGS_SCHEMA_DIR'))
    path = os.path.join(services, f'{ID}.service')
    with open(path, 'w', encoding='utf-8') as f:
        f.write(f'[D-BUS Service]\nName={ID}\n'
                f'Exec=/usr/bin/env -u GTK_A11Y {variables} {PROGRAM} --gapplication-service\n')
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    try:
        bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'ReloadConfig', None,
                      None, 0, -1)
        bus.call_sync(ID, '/' + ID.replace('.', '/'), 'org.freedesktop.Application', 'Activate',
                      GLib.Variant('(a{sv})', ({},)), None, 0, -1)
        window = Window('tessera-gtk', Activated(bus))
        window.wait_for('Add an Account')
        # Without a window, a service stays for another ten seconds.
        window.process.terminate()
        wait_for('the end of the program', lambda: window.process.poll() is not None)
    finally:
        os.remove(path)


def read_switches(process):
    with open(f'/proc/{process.pid}/task/{process.pid}/status', encoding='ascii') as f:
        return sum(int(line.split()[1]) for line in f if 'ctxt_switches' in line)


def seconds_left(stage):
    return stage.status('Work')['expires_in']


def rests_while_hidden(stage):
    """out of sight, the countdown wakes nothing and a revealed token is masked"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto', '--lifetime', '110'), '--scope', 'openid')
    stage.log_in('Work')
    token = stage.token('Work')
    window = stage.person.open_window()
    window.click('Reveal Access Token')
    window.wait_for(token)
    stage.control_window('windowminimize')
    wait_for('the window to go', lambda: not stage.is_on_screen('Tessera'))

    def rests():
        # Whether nothing wakes it while what the countdown would show falls by three seconds.
        before, left = read_switches(window.process), seconds_left(stage)
        wait_for('three seconds less', lambda: seconds_left(stage) <= left - 3)
        return read_switches(window.process) == before
    wait_for('the window to rest', rests)
    stage.person.start_gtk().wait(90)
    window.wait_for(MASK)
    lacks(window, token)
    window.wait_for('seconds left')
    stage.close(window)


def is_usable_when_small(stage):
    """at 360 x 294 nothing is cut off: what is wider would not let the window become so small"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto'))
    window = stage.person.open_window()
    window.find('Sign In')
    stage.control_window('windowsize', '360', '294')
    wait_for('the size', lambda: stage.window_size() == (360, 294))
    stage.picture('small-signed-out')
    stage.press('Return')
    window.wait_for('Zoë O’Hara')
    stage.picture('small-signed-in')
    equal('the size', stage.window_size(), (360, 294))
    window.click('Reveal Access Token')
    window.wait_for('eyJ')
    equal('the size', stage.window_size(), (360, 294))
    stage.press('ctrl+e')
    window.wait_for('Only if the provider gave you one')
    stage.picture('small-settings')
    stage.leave(window, 'Only if the provider gave you one')
    stage.press('ctrl+n')
    window.find('Cancel')
    stage.picture('small-add')
    stage.leave(window, 'Cancel')
    stage.close(window)


def is_dark(stage):
    """it follows the dark style and high contrast"""
    stage.use_browser()
    stage.add('Work', stage.provider('--auto'))
    stage.log_in('Work')
    for variable, value, name in (('ADW_DEBUG_COLOR_SCHEME', 'prefer-dark', 'dark'),
                                  ('ADW_DEBUG_HIGH_CONTRAST', '1', 'high-contrast')):
        stage.person.environment[variable] = value
        window = stage.person.open_window()
        del stage.person.environment[variable]
        window.wait_for(MASK)
        stage.picture(name)
        light = stage.brightness() > 128
        equal(f'whether {name} is light', light, name != 'dark')
        stage.close(window)


run(is_started_once, is_started_by_the_bus, rests_while_hidden, is_usable_when_small, is_dark)
