# SPDX-License-Identifier: GPL-3.0-or-later
"""The window as a screen reader meets it: by role and name, through AT-SPI."""

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402  (the version comes first)

from waiting import PATIENCE, wait_for  # noqa: E402

# AT-SPI warns of every program that comes to the bus before it can be read, and reads it later.
GLib.log_set_handler('dbind', GLib.LogLevelFlags.LEVEL_WARNING, lambda *_: None, None)


class Window:
    """The one window of the program with this name."""

    def __init__(self, application, process):
        self._application = application
        self.process = process
        wait_for(f'the window of {application}', self._look_for_application)

    def everything(self):
        """All that is showing: (role, name, node), from the top to the bottom."""
        found = []

        def walk(node):
            for i in range(node.get_child_count()):
                child = node.get_child_at_index(i)
                if child is None or not child.get_state_set().contains(Atspi.StateType.VISIBLE):
                    continue
                if _shows(child, coordinates):
                    found.append((child.get_role_name(), child.get_name() or '', child))
                walk(child)

        # The bus is asked each time: AT-SPI's cache trails behind a window that changes.
        application = self._look_for_application()
        application.clear_cache()
        coordinates = _coordinates(application.get_toolkit_version())
        for i in range(application.get_child_count()):
            walk(application.get_child_at_index(i))
        return found

    def texts(self):
        """Every name and every text that is showing, for a look at a failure."""
        return [text for _, name, node in self.everything()
                for text in dict.fromkeys((name, _text(node))) if text]

    def has(self, text):
        return any(text in shown for shown in self.texts())

    def wait_for(self, text, patience=PATIENCE):
        try:
            wait_for(f'“{text}” in the window', lambda: self.has(text), patience)
        except TimeoutError as error:
            raise TimeoutError(f'{error}; it says: {self.texts()}') from None

    def find(self, name, role='button', patience=PATIENCE):
        """The only showing node with this role (or one that ends so, as "push button") and name."""
        def look():
            nodes = [node for its_role, its_name, node in self.everything()
                     if its_role.endswith(role) and name in (its_name, _label(node))]
            return nodes[0] if len(nodes) == 1 else None
        try:
            return wait_for(f'one {role} “{name}” in the window', look, patience)
        except TimeoutError as error:
            shown = [(r, n) for r, n, _ in self.everything()]
            raise TimeoutError(f'{error}; there are: {shown}') from None

    def click(self, name, role='button', patience=PATIENCE):
        node = self.find(name, role, patience)
        wait_for(f'{name} to be usable', lambda: _is_sensitive(node), patience)
        if not node.get_action_iface().do_action(0):
            raise RuntimeError(f'{name} cannot be clicked')

    def _look_for_application(self):
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for i in range(desktop.get_child_count()):
            try:
                child = desktop.get_child_at_index(i)
                if child and child.get_name() == self._application and child.get_child_count():
                    return child
            except GLib.Error:  # one that is just leaving
                continue
        return None


def _coordinates(version):
    """GTK 4.8 answers for a point of the window, and warns of any other, which a strict test is not to
    hear; 4.18 answers for one of the "screen", which is the widget."""
    major, minor = map(int, version.split('.')[:2])
    return Atspi.CoordType.WINDOW if (major, minor) < (4, 10) else Atspi.CoordType.SCREEN


def _shows(node, coordinates):
    """GTK calls the hidden pages of a stack visible too, but no point is inside of what is on them.

    4.18 finds no point in some containers, whose content shows all the same, nor in a button whose
    margin is negative.
    """
    if node.get_state_set().contains(Atspi.StateType.FOCUSED):
        return True
    component = node.get_component_iface()
    if not component:  # a page's own node; the widget is below it
        return True
    box = component.get_extents(coordinates)
    return component.contains(box.x + box.width // 2, box.y + box.height // 2, coordinates)


def _label(node):
    """What stands on a button: GTK 4.8 puts the mnemonic's underscore into its name."""
    child = node.get_child_at_index(0) if node.get_child_count() else None
    return child.get_name() if child and child.get_role_name() == 'label' else ''


def _text(node):
    # Newer bindings hand out the node itself, whose own get_text() is another.
    text = node.get_text_iface()
    return Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text)) if text else ''


def _is_sensitive(node):
    node.clear_cache()
    return node.get_state_set().contains(Atspi.StateType.SENSITIVE)
