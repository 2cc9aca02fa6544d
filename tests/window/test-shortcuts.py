#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window of shortcuts lists every key that the code knows, and no other.

test-shortcuts.py SOURCE: the directory src/window
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as ET

source = pathlib.Path(sys.argv[1])
GTKS_OWN = {'F10'}


def read(name):
    return (source / name).read_text(encoding='utf-8')


def of_application():
    """The table in application.c: action → its keys."""
    table = re.search(r'} shortcuts\[\] = \{(.*?)\n\};', read('application.c'), re.S).group(1)
    rows = re.findall(r'\{ "([^"]+)", \{ ([^}]+) \} \}', table)
    return {action: set(re.findall(r'"([^"]+)"', keys)) for action, keys in rows}


def of_widgets():
    """The keys that widgets have beside that: in their .ui, and in their code."""
    found = set()
    for path in source.glob('*.ui'):
        for trigger in ET.parse(path).iterfind('.//property[@name="trigger"]'):
            found.update(trigger.text.split('|'))
    keys = re.search(r'} keys\[\] = (\{.*?\});', read('list-menu.c'), re.S).group(1)
    for trigger in re.findall(r'\{ "([^"]+)"', keys):
        found.update(trigger.split('|'))
    for path in source.glob('*.c'):
        for key, mask in re.findall(r'add_binding_action \(widget_class, GDK_KEY_(\w+), (\w+),', path.read_text()):
            found.add({'0': '', 'GDK_ALT_MASK': '<Alt>'}[mask] + key)
    return found


def in_overlay():
    """The titles of the overlay: title → (action or None, keys)."""
    found = {}
    for row in ET.parse(source / 'help-overlay.ui').iterfind('.//object[@class="GtkShortcutsShortcut"]'):
        properties = {each.get('name'): each.text for each in row.iterfind('property')}
        keys = set()
        for key in (properties.get('accelerator') or '').split():
            numbers = re.fullmatch(r'(.*)(\d)\.\.\.(\d)', key)
            keys.update([f'{numbers[1]}{n}' for n in range(int(numbers[2]), int(numbers[3]) + 1)] if numbers else [key])
        found[properties['title']] = (properties.get('action-name'), keys)
    return found


def list_of(keys):
    return ', '.join(sorted(keys))


application, overlay = of_application(), in_overlay()
listed = set().union(*(keys | application.get(action, set()) for action, keys in overlay.values())) - GTKS_OWN
known = of_widgets().union(*application.values())
unknown_actions = {action for action, _ in overlay.values() if action} - set(application)
titles = {action: title for title, (action, _) in overlay.items()}
cases = (
    ('every key is listed', list_of(known - listed)),
    ('every listed key does something', list_of(listed - known)),
    ('every listed action has a key', list_of(unknown_actions)),
    ('Account Settings has its own name', '' if titles['win.edit'] == 'Account Settings' else titles['win.edit']),
)
print(f'1..{len(cases)}')
for number, (name, complaint) in enumerate(cases, 1):
    print(f'{"not " if complaint else ""}ok {number} {name}' + (f' # {complaint}' if complaint else ''))
sys.exit(any(complaint for _, complaint in cases))
