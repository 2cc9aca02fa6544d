#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop portal that is asked for a file, takes the request, and never answers it.

It says "ready" when it owns its name, and "asked" when it has been asked; it ends with its input.
"""

import sys

import gi
gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

NODE = Gio.DBusNodeInfo.new_for_xml('''<node><interface name="org.freedesktop.portal.FileChooser">
  <method name="OpenFile">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
    <arg type="o" direction="out"/>
  </method>
  <property name="version" type="u" access="read"/>
</interface></node>''')


def say(word):
    print(word, flush=True)


def call(bus, sender, path, interface, method, parameters, invocation):
    invocation.return_value(GLib.Variant('(o)', ('/request',)))
    bus.flush_sync(None)
    say('asked')


loop = GLib.MainLoop()
connection = Gio.bus_get_sync(Gio.BusType.SESSION, None)
connection.register_object('/org/freedesktop/portal/desktop', NODE.interfaces[0], call,
                           lambda *_: GLib.Variant('u', 1), None)
Gio.bus_own_name_on_connection(connection, 'org.freedesktop.portal.Desktop', Gio.BusNameOwnerFlags.NONE,
                               lambda *_: say('ready'), lambda *_: loop.quit())
GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IOCondition.HUP | GLib.IOCondition.IN,
                  lambda *_: loop.quit())
loop.run()
