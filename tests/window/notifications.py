# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop's notification area, on the bus of the test."""

import threading

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402  (the version comes first)

PATH = '/org/freedesktop/Notifications'
INTERFACE = '<node><interface name="org.freedesktop.Notifications">' + ''.join(
    f'<method name="{name}">' + ''.join(f'<arg type="{kind}" direction="in"/>' for kind in takes)
    + ''.join(f'<arg type="{kind}" direction="out"/>' for kind in gives) + '</method>'
    for name, takes, gives in (
        ('GetCapabilities', [], ['as']), ('GetServerInformation', [], 'ssss'),
        ('Notify', ['s', 'u', 's', 's', 's', 'as', 'a{sv}', 'i'], 'u'), ('CloseNotification', 'u', []))
) + '<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal></interface></node>'


class Notifications:
    """What was told: the titles, and by its title the number and the buttons of each that is there."""

    def __init__(self):
        self.titles = []
        self.shown = {}
        ready = threading.Event()
        threading.Thread(target=self._serve, args=[ready], daemon=True).start()
        if not ready.wait(60):
            raise RuntimeError('the bus gives nobody the name of the notifications')

    def press(self, title, button):
        """Press a button; None: click on the notification itself. It is gone then."""
        number, buttons = self.shown.pop(title)
        action = 'default' if button is None else buttons[button]
        self._bus.emit_signal(None, PATH, 'org.freedesktop.Notifications', 'ActionInvoked',
                              GLib.Variant('(us)', (number, action)))

    def _serve(self, ready):
        context = GLib.MainContext.new()
        context.push_thread_default()
        self._bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        self._bus.register_object(PATH, interface, self._call)
        Gio.bus_own_name_on_connection(self._bus, 'org.freedesktop.Notifications', 0,
                                       lambda *_: ready.set(), None)
        GLib.MainLoop.new(context, False).run()

    def _call(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        answers = {'GetCapabilities': ('(as)', (['actions'],)),
                   'GetServerInformation': ('(ssss)', ('test', 'test', '1', '1.2')),
                   'Notify': ('(u)', (len(self.titles) + 1,))}
        if method == 'Notify':
            title, actions = parameters[3], parameters[5]
            self.titles.append(title)
            self.shown[title] = (len(self.titles), dict(zip(actions[1::2], actions[::2])))
        elif method == 'CloseNotification':
            self.shown = {title: (number, buttons) for title, (number, buttons) in self.shown.items()
                          if number != parameters[0]}
        answer = answers.get(method)
        invocation.return_value(GLib.Variant(*answer) if answer else None)
