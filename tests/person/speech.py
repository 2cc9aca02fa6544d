# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader would say of what changes, told through AT-SPI.

By the rules of Orca 43 and 48: an announcement (GTK 4.14 and newer), and the description of what has
the keyboard, unless that is marked as invalid. Other changes, as of an alert's name, it does not say.
"""

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402  (the version comes first)

from waiting import wait_for  # noqa: E402

FOCUS = 'object:state-changed:focused'
EVENTS = ('object:announcement', 'object:property-change:accessible-description', FOCUS)


class Speech:
    """Use it in a with statement."""

    def __enter__(self):
        self._said = []
        self._focus = None
        self._listener = Atspi.EventListener.new(self._hear)
        for event in EVENTS:
            self._listener.register(event)
        return self

    def __exit__(self, *_):
        for event in EVENTS:
            self._listener.deregister(event)

    def said(self):
        """All of it so far."""
        while GLib.MainContext.default().iteration(False):
            pass
        # A newer libadwaita speaks of a toast itself; of one with a widget for its title without the title.
        return [text.removeprefix('A toast appeared: ') for text in self._said if text != 'A toast appeared']

    def wait_for(self, text):
        """Until something with this text in it has been said."""
        try:
            wait_for(f'“{text}” to be said', lambda: any(text in said for said in self.said()))
        except TimeoutError as error:
            raise TimeoutError(f'{error}; said was: {self._said}') from None

    def forget(self):
        self.said()
        self._said.clear()

    def _hear(self, event):
        if event.type.startswith(FOCUS):
            if event.detail1 and not _is_invalid(event.source):
                self._focus = event.source
        elif event.any_data and (event.type.startswith('object:announcement')
                                 or event.source == self._focus):
            self._said.append(event.any_data)


def _is_invalid(node):
    node.clear_cache()
    return node.get_state_set().contains(Atspi.StateType.INVALID)
